"""Invented matter for the style reference: every component with something in it. Nobody here exists."""

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from yimen.web.shell import Frame, MenuGroup, MenuItem, Shell
from yimen.web.shell_forms import DayField, PlainForm, YuanField

TODAY = date(2026, 11, 22)
CHINA = timezone(timedelta(hours=8))
HERE = "/desk/_styles/"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


class SampleShell(Shell):
    """The frame of an invented town clerk, with a day that never moves."""

    today = TODAY  # type: ignore[assignment]

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.frame = DESK_FRAME if self.surface == "desk" else PUBLIC_FRAME  # type: ignore[misc]


DESK_FRAME = Frame(
    person="李静",
    post="民政经办人",
    organisation="罗庄区傅庄街道办事处",
    home_url=HERE,
    search_url=HERE,
    unread=3,
    messages_url="#messages",
    account=(MenuItem("我的岗位与权限", "#posts", "id"), MenuItem("修改密码与动态口令", "#security", "lock")),
    sign_out_url="#sign-out",
    menu=(
        MenuGroup(
            "统一受理",
            (
                MenuItem("工作台", HERE, count=28, late=2),
                MenuItem("群众申办", "#1", count=9),
                MenuItem("主动发现", "#2", count=4),
                MenuItem("部门转办", "#3", count=1),
            ),
            "inbox",
        ),
        MenuGroup(
            "低保办理",
            (
                MenuItem("待受理", "#4", count=6),
                MenuItem("待核对", "#5", count=7),
                MenuItem("入户调查", "#6", count=5, late=1),
                MenuItem("初审", "#7", count=3),
                MenuItem("公示", "#8", count=4),
                MenuItem("确认", "#9"),
                MenuItem("在册家庭", "#10"),
            ),
            "heart-handshake",
        ),
        MenuGroup(
            "经济状况核对", (MenuItem("核对任务", "#11", count=7), MenuItem("核对报告", "#12")), "file-search"
        ),
        MenuGroup("资金发放", (MenuItem("发放名单", "#13"), MenuItem("退回处理", "#14", count=2)), "cash"),
        MenuGroup("监督与备案", (MenuItem("近亲属备案", "#15"), MenuItem("抽查", "#16")), "shield-check"),
        MenuGroup("系统管理", (MenuItem("岗位", "#17"), MenuItem("标准与参数", "#18")), "settings"),
    ),
)
PUBLIC_FRAME = Frame(
    menu=(
        MenuGroup(
            "公众",
            (
                MenuItem("政策", "/policy/"),
                MenuItem("自测", "/m/try/"),
                MenuItem("公示", "/notices/"),
                MenuItem("查进度", "/m/progress/"),
            ),
        ),
    )
)


class OpinionForm(PlainForm):
    """The approval block: opinion and reasons."""

    opinion = forms.ChoiceField(
        label="初审意见",
        choices=[("", "请选择"), ("yes", "拟同意给予低保"), ("no", "拟不予确认"), ("back", "退回补充")],
    )
    amount = YuanField(label="拟定月保障金", help_text="由规则书算出，改动须写明理由。")
    reasons = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 3}), help_text="写入告知书，请用完整的句子。"
    )


class MemberForm(PlainForm):
    """One member of a household, on the desk and on the phone."""

    name = forms.CharField(label="姓名")
    number = forms.CharField(label="身份证号", help_text="18 位；还没有证件的，勾选下方“暂无证件”。")
    relation = forms.ChoiceField(
        label="与户主关系", choices=[("", "请选择"), ("01", "户主"), ("10", "配偶"), ("20", "子女")]
    )
    wage = YuanField(
        label="近 12 个月平均工资收入", required=False, help_text="没有工资填 0；不清楚可以先空着。"
    )
    health = forms.ChoiceField(
        label="健康状况",
        widget=forms.RadioSelect,
        choices=[("ok", "健康"), ("chronic", "慢性病"), ("grave", "重病"), ("disabled", "残疾")],
    )
    property_kinds = forms.MultipleChoiceField(
        label="名下有下列财产的请勾选",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("car", "机动车"), ("house", "房产"), ("firm", "工商登记")],
    )
    birth = DayField(label="出生日期", required=False)
    situation = forms.CharField(
        label="家里遇到了什么困难", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photo = forms.FileField(
        label="身份证照片（人像面）", required=False, help_text="JPG、PNG 或 PDF，不超过 50 MB。"
    )
    promise = forms.BooleanField(label="我承诺以上填写属实，并知道虚报的后果", required=True)


class FilterForm(PlainForm):
    """The filter row of a list."""

    village = forms.ChoiceField(
        label="村（居）", required=False, choices=[("", "全部"), ("1", "前傅庄村"), ("2", "后傅庄村")]
    )
    kind = forms.ChoiceField(
        label="对象类别", required=False, choices=[("", "全部"), ("a", "城市低保"), ("b", "农村低保")]
    )
    applicant = forms.CharField(label="申请人", required=False)
    received = DayField(label="受理日期", required=False)


def forms_with_errors() -> dict[str, Any]:
    member = MemberForm({"name": "王秀兰", "number": "99010119800101123", "wage": "约三千"})
    member.is_valid()
    member.add_error("number", "身份证号有 17 位，应为 18 位（或旧证 15 位）。请核对是否漏录或多录。")
    member.summary_label = "第 2 位成员 王秀兰"
    opinion = OpinionForm({"opinion": "no", "amount": "600.00"})
    opinion.is_valid()
    return {
        "member": MemberForm(initial={"name": "王秀兰"}),
        "bad_member": member,
        "opinion": OpinionForm(prefix="return"),
        "bad_opinion": opinion,
        "filters": FilterForm(),
    }


def case(
    number: int,
    name: str,
    ident: str,
    kind: str,
    size: int,
    fen: int | None,
    state: str,
    tone: str,
    day: date,
    who: str,
) -> SimpleNamespace:
    return SimpleNamespace(
        receipt=f"DB2026{number:06d}", name=name, ident=ident, kind=kind, size=size, fen=fen, state=state, tone=tone, due=day, late=day < TODAY, handler=who
    )  # fmt: skip


CASES = [
    case(
        1107,
        "王秀兰",
        "990101195803124521",
        "农村低保",
        3,
        182400,
        "待初审",
        "blue",
        TODAY - timedelta(days=3),
        "李静",
    ),
    case(1112, "赵铁柱", "990101196411021537", "农村低保", 1, 64000, "入户调查", "blue", TODAY, "李静"),
    case(
        1115,
        "欧阳建国",
        "990101197001150018",
        "城市低保",
        4,
        None,
        "核对中",
        "violet",
        TODAY + timedelta(days=2),
        "孙伟",
    ),
    case(
        1118,
        "陈桂芝",
        "990101194902285527",
        "农村低保",
        2,
        128000,
        "公示中",
        "green",
        TODAY + timedelta(days=6),
        "李静",
    ),
    case(
        1121,
        "买买提·艾力",
        "990101198506180056",
        "城市低保",
        5,
        305050,
        "待补正",
        "amber",
        TODAY + timedelta(days=9),
        "孙伟",
    ),
    case(
        1122,
        "刘淑芬",
        "990101197212083342",
        "农村低保",
        2,
        0,
        "退回",
        "red",
        TODAY + timedelta(days=12),
        "李静",
    ),
]
TABS = [
    {"label": "全部", "url": "#", "count": 28, "late": 2, "current": True},
    {"label": "待受理", "url": "#", "count": 6, "late": 0},
    {"label": "核对", "url": "#", "count": 7, "late": 0},
    {"label": "入户调查", "url": "#", "count": 5, "late": 1},
    {"label": "初审", "url": "#", "count": 3, "late": 1},
    {"label": "公示", "url": "#", "count": 4, "late": 0},
    {"label": "确认", "url": "#", "count": 0, "late": 0},
    {"label": "办结", "url": "#", "count": None},
]
FIGURES = [
    {"label": "今日到期", "value": 3, "unit": "件", "tone": "amber", "url": "#", "note": "其中初审 1 件"},
    {"label": "已逾期", "value": 2, "unit": "件", "tone": "red", "url": "#", "note": "最长 3 天"},
    {
        "label": "核对等报告",
        "value": 7,
        "unit": "户",
        "tone": "blue",
        "url": "#",
        "note": "2 户部分来源未答复",
    },
    {"label": "公示中", "value": 4, "unit": "户", "tone": "green", "url": "#", "note": "最早 11-28 期满"},
    {"label": "本月新增保障", "value": 11, "unit": "户", "tone": "grey", "note": "26 人"},
]
NODES = [
    {"label": "受理", "state": "done", "note": "11-03"},
    {"label": "经济状况核对", "state": "done", "note": "11-09"},
    {"label": "入户调查", "state": "done", "note": "11-12"},
    {"label": "初审", "state": "current", "note": "11-25 前"},
    {"label": "公示", "state": "waiting"},
    {"label": "确认", "state": "waiting"},
    {"label": "发放", "state": "waiting"},
]
RETURNED_NODES = [{"label": "提交申请", "state": "done", "note": "11 月 2 日"}, {"label": "补正材料", "state": "returned", "note": "缺王秀兰的身份证照片，请在 11 月 27 日前补交"}, {"label": "受理", "state": "waiting"}]  # fmt: skip
EVENTS = [
    {
        "at": at(20, 16, 42),
        "title": "核对报告第 2 版",
        "text": "不动产登记中心补充答复：无记录。",
        "who": "核对中心 周敏",
        "tone": "blue",
        "url": "#",
    },
    {
        "at": at(12, 10, 5),
        "title": "完成入户调查",
        "text": "调查人李静、孙伟，照片 6 张，两人签字。",
        "who": "李静",
        "tone": "green",
    },
    {
        "at": at(9, 9, 30),
        "title": "核对部分来源未答复",
        "text": "不动产登记中心在期限内没有答复，按“未答复”记录，不作“无记录”处理。",
        "who": "系统",
        "tone": "amber",
    },
    {
        "at": at(3, 14, 18),
        "title": "受理",
        "text": "受理号 DB2026001107，法定期限自次日起算。",
        "who": "李静",
    },
]
OPINIONS = [
    {
        "step": "入户调查",
        "verdict": "情况属实",
        "tone": "green",
        "text": "家庭三口，王秀兰患病，住房为 1998 年建砖瓦房，生活用品简陋，邻里反映一致。",
        "who": "李静、孙伟",
        "post": "傅庄街道",
        "at": at(12, 10, 5),
    },
    {
        "step": "补正告知",
        "verdict": "退回补充",
        "tone": "amber",
        "text": "缺王秀兰的授权书，一次性告知。",
        "who": "李静",
        "post": "民政经办人",
        "at": at(1, 9, 12),
    },
]
ANCHORS = [
    {"id": "s-basic", "label": "基本信息"},
    {"id": "s-members", "label": "共同生活成员", "count": 3},
    {"id": "s-check", "label": "核对报告", "open": True},
    {"id": "s-finding", "label": "测算依据"},
    {"id": "s-opinion", "label": "审核意见"},
    {"id": "s-log", "label": "办理经过"},
    {"id": "s-forms", "label": "表单"},
    {"id": "s-pieces", "label": "其他部件"},
]
BASIC = [
    ("受理号", "DB2026001107"),
    ("申请人", "王秀兰"),
    ("对象类别", "农村低保"),
    ("户籍地", "罗庄区傅庄街道前傅庄村"),
    ("居住地", "同户籍地"),
    ("联系电话", "138****1234"),
    ("共同生活人数", "3 人"),
    ("收款账户", "**** 6621 农商银行"),
    ("代理人", None),
]
SOURCES = [
    ("公安 · 户籍", "found", "三人同户", at(8, 9, 2)),
    ("人社 · 养老待遇", "found", "王秀兰 每月 218.00 元（申报 218.00 元，一致）", at(8, 9, 4)),
    ("市场监管 · 工商登记", "none", "", at(8, 9, 4)),
    ("不动产登记", "no_answer", "已催 2 次，期限 11-25", None),
]
CONFLICT = [
    {"label": "联系电话", "before": "138****1234", "theirs": "139****7788", "mine": "138****1234"},
    {"label": "居住地", "before": None, "theirs": "前傅庄村 12 号", "mine": "后傅庄村 3 号"},
]
STEPS = ["家庭成员", "收入", "财产", "收款账户", "证件照片", "授权", "确认提交"]
ENTRIES = [
    {"label": "申请救助", "hint": "填一次，各部门一起办", "url": "#", "icon": "file-text"},
    {"label": "先测一测", "hint": "不用登录，一分钟看能申请什么", "url": "#", "icon": "clipboard-check"},
    {"label": "查进度", "hint": "凭受理号查看办到哪一步", "url": "#", "icon": "search", "count": 1},
    {"label": "看公示、提意见", "hint": "本村公示名单，可以匿名反映", "url": "#", "icon": "speakerphone"},
    {"label": "谁查过我", "hint": "谁、什么时候、为什么看过我的信息", "url": "#", "icon": "eye"},
]
ARITHMETIC = [
    ("当地农村低保标准", "每人每月", 93000, ""),
    ("共同生活人数", "", None, "3 人"),
    ("标准合计", "930.00 × 3", 279000, ""),
    ("家庭月收入", "工资 + 养老金", -96600, ""),
]


def page_of_cases() -> Any:
    return Paginator(CASES * 5, 6).page(3)


def everything() -> dict[str, Any]:
    """One context for all three reference pages."""
    return {
        **forms_with_errors(),
        "cases": page_of_cases(), "tabs": TABS, "figures": FIGURES, "nodes": NODES, "returned_nodes": RETURNED_NODES, "events": EVENTS,
        "opinions": OPINIONS, "anchors": ANCHORS, "basic": BASIC, "sources": SOURCES, "conflict": CONFLICT, "steps": STEPS, "entries": ENTRIES,
        "arithmetic": ARITHMETIC, "today": TODAY, "now": at(22, 9, 5), "late": TODAY - timedelta(days=3), "soon": TODAY + timedelta(days=2), "later": TODAY + timedelta(days=20),
        "award": 182400, "open_amount": None,
        "buttons": [{"name": "verdict", "value": "back", "label": "退回补充", "tone": "outline-secondary"}, {"label": "提交初审意见"}],
    }  # fmt: skip
