"""The month's list as a workbook for finance and the bank (practice B16)."""

from io import BytesIO

import xlsxwriter

from yimen.core.calendar import Month
from yimen.payments.models import PayList
from yimen.payments.queries import lines_of
from yimen.regions.queries import path_names

HEADINGS = (
    "序号",
    "乡镇（街道）村（社区）",
    "户主姓名",
    "保障人数",
    "金额（元）",
    "开户银行",
    "户名",
    "账号",
    "问题",
)


def workbook_of(pay_list: PayList) -> bytes:
    """One sheet, one row a family, the sum at the foot. Accounts are text; amounts are exact yuan."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("发放名册")
    title, head = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"bold": True, "border": 1}),
    )
    cell, money = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "#,##0.00"})
    sheet.write_string(0, 0, f"{Month.of(pay_list.month).label}最低生活保障金发放名册", title)
    sheet.write_row(1, 0, HEADINGS, head)
    lines = list(lines_of(pay_list.pk))
    names = path_names({line.village for line in lines})
    for number, line in enumerate(lines, start=1):
        account = line.account
        words = (
            names.get(line.village, line.village), safe(line.payee), line.persons, line.amount_fen, account.bank if account else "",
            safe(account.holder.name) if account else "", account.number if account else "", line.problem,
        )  # fmt: skip
        sheet.write_number(number + 1, 0, number, cell)
        for column, value in enumerate(words, start=1):
            if column == 4:
                sheet.write_number(number + 1, column, line.amount_fen / 100, money)
            elif isinstance(value, int):
                sheet.write_number(number + 1, column, value, cell)
            else:
                sheet.write_string(number + 1, column, value, cell)
    foot = len(lines) + 2
    sheet.write_string(foot, 2, "合计", head)
    sheet.write_number(foot, 3, pay_list.persons, head)
    sheet.write_number(foot, 4, pay_list.total_fen / 100, money)
    for column, width in enumerate((6, 36, 12, 10, 14, 18, 12, 24, 16)):
        sheet.set_column(column, column, width)
    book.close()
    return out.getvalue()


def safe(text: str) -> str:
    """A cell that begins like a formula is text (promise 17)."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
