"""The sheet we give out: one row a person, the head's ID number keeps a family together."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from yimen.core.sheets import Column, Kind, write_template
from yimen.people.models import Membership, Person

SHEET = "低保在册名单"
Relation, Disability, Labour = Membership.Relation, Person.Disability, Person.LabourAbility


def _real_name(text: str) -> str | None:
    if re.search(r"\d", text):
        return f"“{text[:20]}”里有数字，不像姓名。请检查是否填错了列。"
    return None


def _telephone(text: str) -> str | None:
    if re.fullmatch(r"1[3-9]\d{9}|(0\d{2,3})?[2-9]\d{6,7}", digits(text)):
        return None
    return "联系电话不对。请填 11 位手机号，或带区号的固定电话；没有的留空。"


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


RELATIONS = {
    "户主": Relation.HEAD,
    "配偶": Relation.SPOUSE,
    "子女": Relation.CHILD,
    "父母": Relation.PARENT,
    "孙子女": Relation.GRANDCHILD,
    "祖父母": Relation.GRANDPARENT,
    "兄弟姐妹": Relation.SIBLING,
    "儿媳女婿": Relation.CHILD_IN_LAW,
    "其他": Relation.OTHER,
}
ALSO_SAID = {
    "本人 户主本人": Relation.HEAD,
    "夫 妻 丈夫 妻子": Relation.SPOUSE,
    "子 女 儿子 女儿 长子 次子 三子 长女 次女 三女 独生子 独生女 养子 养女 继子 继女": Relation.CHILD,
    "父 母 父亲 母亲 养父 养母 继父 继母": Relation.PARENT,
    "孙子 孙女 外孙 外孙子 外孙女 外孙子女": Relation.GRANDCHILD,
    "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥爷 姥姥 外祖父母": Relation.GRANDPARENT,
    "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹": Relation.SIBLING,
    "儿媳 女婿 儿媳妇": Relation.CHILD_IN_LAW,
    "其他亲属 非亲属": Relation.OTHER,
}
DISABILITIES = {d.label: d for d in Disability}
LABOUR = {
    "有劳动能力": Labour.FULL,
    "部分丧失": Labour.PART,
    "完全丧失": Labour.NONE,
}
RESIDENCE = {"城镇": "urban", "农村": "rural"}
GRADES = {"一级": "1", "二级": "2", "三级": "3", "四级": "4"}


def _with(choices: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """The words of the drop-down list first, then those met in practice."""
    offered = {word: str(meaning) for word, meaning in choices.items()}
    also = {word: str(meaning) for words, meaning in more.items() for word in words.split()}
    return offered | {word: meaning for word, meaning in also.items() if word not in offered}


COLUMNS: tuple[Column, ...] = (
    Column("town", "乡镇（街道）", aliases=("镇街", "街道", "镇", "所属乡镇", "所在乡镇", "乡镇名称"), longest=40,
           example="罗庄街道", note="按区划名称填写"),
    Column("place", "村（社区）", aliases=("村居", "社区", "村委会", "居委会", "行政村", "所属村", "村名", "村社区"), longest=40,
           example="龙潭社区", note="按区划名称填写，或填 12 位区划代码"),
    Column("head_name", "户主姓名", aliases=("户主", "申请人姓名"), required=True, longest=40, check=_real_name, example="张某某"),
    Column("head_id", "户主身份证号", Kind.RESIDENT_ID, required=True, example="18 位号码", note="同一户每一行都要填，靠它归为一户",
           aliases=("户主身份证号码", "户主公民身份号码", "户主身份证", "申请人身份证号", "申请人身份证号码")),
    Column("name", "成员姓名", aliases=("姓名", "家庭成员姓名", "保障人员姓名"), required=True, longest=40, check=_real_name, example="张某某"),
    Column("id_number", "成员身份证号", Kind.RESIDENT_ID, example="18 位号码", note="户主本人也要有一行；没有号码的留空并填出生日期",
           aliases=("身份证号", "身份证号码", "公民身份号码", "成员身份证号码", "家庭成员身份证号", "成员身份证")),
    Column("relation", "与户主关系", Kind.CHOICE, aliases=("关系", "家庭关系", "与申请人关系", "与户主的关系"), required=True,
           choices=_with(RELATIONS, ALSO_SAID), example="户主"),
    Column("covered", "是否保障对象", Kind.YES_NO, aliases=("是否享受", "是否保障", "是否享受低保"), example="是",
           note="留空算“是”；同住但不享受的成员填“否”"),
    Column("residence", "城乡类别", Kind.CHOICE, aliases=("城乡", "低保类别", "城乡属性"), example="城镇",
           choices=_with(RESIDENCE, {"城市 城镇低保 城市低保 非农": "urban", "乡村 农村低保 农业": "rural"}),
           note="每户填一次，写在户主那一行"),
    Column("address", "居住地址", aliases=("家庭住址", "住址", "现住址", "家庭地址", "详细地址"), example="某路 1 号", note="每户填一次"),
    Column("persons", "保障人数", Kind.INTEGER, aliases=("享受人数", "保障人口", "享受人口"), low=1, high=30, example="2",
           note="每户填一次，应等于这一户保障对象的行数"),
    Column("monthly", "月保障金", Kind.MONEY, aliases=("月保障金额", "保障金额", "月救助金额", "户月保障金", "月补助金额", "金额"), low=1, high=50_000_00,
           example="860.00", note="全户每月合计，元；每户填一次"),
    Column("start", "起始年月", Kind.MONTH, aliases=("起发年月", "享受起始年月", "开始享受时间", "享受开始时间", "批准时间", "纳入时间", "批准年月"),
           example="2023-05", note="从哪个月起享受；每户填一次"),
    Column("holder", "账户户名", aliases=("户名", "开户人", "开户姓名", "账户名"), longest=40, example="张某某", note="留空算户主；应是这一户的成员"),
    Column("bank", "开户银行", aliases=("开户行", "银行", "银行名称", "发放银行"), longest=60, example="某农商银行"),
    Column("account", "账号", Kind.ACCOUNT, aliases=("银行账号", "卡号", "银行卡号", "一卡通账号", "社保卡号", "发放账号"), example="文本格式"),
    Column("phone", "联系电话", aliases=("电话", "手机号", "手机号码", "联系方式", "手机"), longest=40, check=_telephone, example="文本格式",
           note="本人的电话；户主以后凭它在手机上查本户"),
    Column("birth", "出生日期", Kind.DATE, aliases=("出生年月日",), note="只在没有身份证号时填"),
    Column("disability", "残疾类别", Kind.CHOICE, aliases=("残疾种类",),
           choices=_with(DISABILITIES, {f"{d.label}残疾": d for d in Disability if d != Disability.NONE})),
    Column("grade", "残疾等级", Kind.CHOICE, aliases=("残疾级别",), choices=_with(GRADES, {"1 1级 壹级": "1", "2 2级": "2", "3 3级": "3", "4 4级": "4"})),
    Column("labour", "劳动能力", Kind.CHOICE, choices=_with(LABOUR, {"部分丧失劳动能力": Labour.PART, "完全丧失劳动能力 无劳动能力 丧失劳动能力": Labour.NONE})),
    Column("illness", "重特大疾病", Kind.YES_NO, aliases=("是否重病", "重病", "是否患重大疾病")),
    Column("nation", "民族", longest=20),
)  # fmt: skip
"""One row a person. The values of the family stand on any of its rows, or on all of them alike."""

INDEX = {column.name: index for index, column in enumerate(COLUMNS)}
LABELS = {column.name: column.label for column in COLUMNS}
OF_FAMILY = (
    "town",
    "place",
    "residence",
    "address",
    "persons",
    "monthly",
    "start",
    "holder",
    "bank",
    "account",
)
MUST = ("place", "residence", "address", "persons", "monthly", "start")
"""What every family must have once."""

_CHOSEN: dict[str, Mapping[str, str]] = {
    "relation": RELATIONS,
    "disability": DISABILITIES,
    "grade": GRADES,
    "labour": LABOUR,
    "residence": RESIDENCE,
}


REMARKS = (
    "一人一行，户主本人也要有一行；户主身份证号相同的各行归为一户。",
    "居住地址、保障人数、月保障金、起始年月、账户等每户填一次，写在户主那一行；其他行留空，或填得一样。",
    "整份名单没有一处错误才能入库，由另一名负责人批准；已在册、内容相同的家庭会跳过，重复上传不会重复入库。",
)


def template(at: datetime) -> bytes:
    """The workbook to fill in."""
    target = io.BytesIO()
    offered = [_offered(column) for column in COLUMNS]
    write_template(target, offered, name=SHEET, at=at, remarks=REMARKS)
    return target.getvalue()


def _offered(column: Column) -> Column:
    """The drop-down list says each thing in one way; marked with a star is what each family needs."""
    return replace(
        column,
        choices=_CHOSEN.get(column.name, column.choices),
        required=column.required or column.name in MUST,
    )
