"""What each paper says: one dataclass per template, its fields in the words of the office.

Amounts are fen, dates are dates, and names of organs arrive as they stand on the delegation in force: a form decides
nothing and looks nothing up. A field left empty prints as a line to fill in by hand, so every form can also be
printed blank and taken to a house without signal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from yimen.core.errors import YimenError
from yimen.core.money import capitals
from yimen.documents import typeset


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries.

    `organ`: the organ that issues and seals it (落款).  `on`: its date, also the date inside the PDF.
    `number`: 文号, e.g. 罗民低确〔2026〕12号.  `verify_url`: where its QR code leads; empty for none.
    `synthetic`: invented people; the page says 模拟数据 in its head and across the sheet.
    """

    template: ClassVar[str]
    title: ClassVar[str]

    organ: str
    on: date
    number: str = ""
    synthetic: bool = False
    verify_url: str = ""

    def data(self) -> dict[str, Any]:
        """The fields as the template reads them."""
        return {**asdict(self), "title": self.title}

    def pdf(self) -> bytes:
        """The paper as PDF/A-2b."""
        return typeset.render(self.template, self.data())


@dataclass(frozen=True, kw_only=True)
class Letter(Paper):
    """A paper addressed to a family: `addressee` is the applicant's name; `phone`, `address` are the office's.

    `ground`: the article the paper itself rests on; those below are those of the ordinary dibao procedure.
    """

    addressee: str
    programme: str = "最低生活保障"
    ground: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(Letter):
    """受理通知书 (D57 §11).

    `receipt`: 受理编号.  `accepted_on`: the clock starts the day after.  `due_on`: last day of the statutory period,
    `period` in words ("30 个工作日").  `handler`: 承办人.  `lookup`: how the family follows its case.
    """

    template = "acceptance"
    title = "受理通知书"
    ground: str = "《最低生活保障审核确认办法》第十一条"

    receipt: str
    applied_on: date
    accepted_on: date
    members: int
    due_on: date
    period: str = "30 个工作日"
    handler: str = ""
    lookup: str = ""


@dataclass(frozen=True)
class MissingItem:
    """One paper or entry that is missing: what, for whom and why, and how to supply it."""

    what: str
    why: str
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class MissingPapersNotice(Letter):
    """一次性补正告知书 (D57 §10): the whole list at once.  `reply_by`: local limit, None where there is none."""

    template = "missing_papers"
    title = "一次性补正告知书"
    ground: str = "《最低生活保障审核确认办法》第十条"

    applied_on: date
    items: Sequence[MissingItem]
    receipt: str = ""
    reply_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Authorisation(Paper):
    """核对授权书 (R649 §58, D57 §9): one per person and numbered; without it nothing may be asked.

    `person`, `id_number` (whole: the paper goes to the sources), `relation` to the applicant.
    `guardian`: who signs for a person without full capacity, with `guardian_relation`.
    `scope`: the classes that may be asked.  `sources`: who is asked.  `until`: in words.
    """

    template = "authorisation"
    title = "居民家庭经济状况核对授权书"

    applicant: str
    person: str
    id_number: str
    relation: str
    centre: str
    programme: str = "最低生活保障"
    guardian: str = ""
    guardian_id: str = ""
    guardian_relation: str = ""
    scope: Sequence[str] = ()
    sources: Sequence[str] = ()
    from_: date | None = None
    until: str = "申请办理期间及享受救助期间"
    channel: str = ""


@dataclass(frozen=True)
class Declared:
    """One line of a declaration: the class and what the family says of it."""

    label: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise(Paper):
    """承诺书 (D57 §9, N2022 告知承诺): what the family declares, what it promises, what follows if it is untrue."""

    template = "promise"
    title = "社会救助申请诚信承诺书"

    applicant: str
    id_number: str
    members: Sequence[str]
    programme: str = "最低生活保障"
    declared: Sequence[Declared] = ()


Standing = Literal["found", "none", "no_answer"]


@dataclass(frozen=True, kw_only=True)
class SourceFinding:
    """One person at one source, beside what was declared.

    `standing`: found 查到 · none 查无 · no_answer 未答复 (never to be read as none).
    `found`: what was found, or why there is no answer.  `as_of`: the day the source's data describe.
    `answered_on`: 反馈时间.  `against`: differs from the declaration or speaks against the family.
    """

    person: str
    source: str
    category: str
    standing: Standing
    declared: str = ""
    found: str = ""
    as_of: date | None = None
    answered_on: date | None = None
    against: bool = False


@dataclass(frozen=True)
class CheckedPerson:
    """A person the report covers; the ID number is masked, the authorisation's number says why he was asked about."""

    name: str
    id_masked: str
    relation: str
    authorisation: str


@dataclass(frozen=True)
class FamilyTotal:
    """One category for the whole family: declared and found, both in words, and how they compare."""

    category: str
    declared: str
    found: str
    comparison: str
    against: bool = False


@dataclass(frozen=True, kw_only=True)
class VerificationReport(Paper):
    """核对报告 (MZ/T 072-2024; practice B7): per person and source what was declared and what was found.

    `version`: 1 for the first; a later one says what it replaces in `replaces`.  `mandate`: 委托书号.
    `checked_at`: 核对时间.  `valid_until`: local.  `totals`: the family's sum per category.
    `hints`: 提示 for the clerk, never a decision.
    """

    template = "verification_report"
    title = "居民家庭经济状况核对报告"

    applicant: str
    mandate: str
    persons: Sequence[CheckedPerson]
    findings: Sequence[SourceFinding]
    checked_at: date
    programme: str = "最低生活保障"
    version: int = 1
    replaces: str = ""
    valid_until: date | None = None
    totals: Sequence[FamilyTotal] = ()
    hints: Sequence[str] = ()

    def data(self) -> dict[str, Any]:
        counts = {
            standing: sum(finding.standing == standing for finding in self.findings)
            for standing in ("found", "none", "no_answer")
        }
        return {**super().data(), "counts": counts}


@dataclass(frozen=True, kw_only=True)
class VerificationNotice(Letter):
    """核对情况告知书 (D57 §18): what speaks against the family is put to it before anything is concluded.

    `points`: one sentence each, found beside declared, with the day of the data.  `reply_by`: local limit.
    """

    template = "verification_notice"
    title = "家庭经济状况核对情况告知书"
    ground: str = "《最低生活保障审核确认办法》第十八条"

    report: str
    points: Sequence[str]
    reply_by: date | None = None


@dataclass(frozen=True)
class SurveyedMember:
    """成员: one line of the survey's table; every field may be blank."""

    name: str = ""
    relation: str = ""
    age: str = ""
    health: str = ""
    labour: str = ""
    work: str = ""
    income: str = ""


@dataclass(frozen=True, kw_only=True)
class HomeSurvey(Paper):
    """入户调查表 (D57 §16; practice B10): at least two investigators; all who are present sign.

    Blank fields print as lines; `members` is filled up to six lines.  Lists of marks (`housing_kind`,
    `cause`) print as boxes with the chosen ones ticked.  `photos`: how many are in the file.
    """

    template = "home_survey"
    title = "社会救助家庭入户调查表"

    applicant: str = ""
    receipt: str = ""
    programme: str = "最低生活保障"
    surveyed_on: date | None = None
    place: str = ""
    investigators: Sequence[str] = ()
    present: Sequence[str] = ()
    members: Sequence[SurveyedMember] = ()
    housing_kind: Sequence[str] = ()
    housing: str = ""
    income: Sequence[Declared] = ()
    supporters: str = ""
    spending: str = ""
    property: str = ""
    exempt: str = ""
    kin_of_staff: str = ""
    aided: str = ""
    cause: Sequence[str] = ()
    living: str = ""
    neighbours: str = ""
    conclusion: str = ""
    photos: int | None = None


@dataclass(frozen=True, kw_only=True)
class AppraisalRecord(Paper):
    """民主评议记录 (D57 §19; practice B11): only where the posting was objected to; ≥ 2/3 of those due are present."""

    template = "appraisal_record"
    title = "民主评议会议记录"

    applicant: str = ""
    receipt: str = ""
    programme: str = "最低生活保障"
    held_on: date | None = None
    place: str = ""
    host: str = ""
    recorder: str = ""
    due: int | None = None
    present: int | None = None
    objection: str = ""
    case: str = ""
    opinions: Sequence[str] = ()
    votes_for: int | None = None
    votes_against: int | None = None
    result: str = ""


class NoticeLeaks(YimenError):
    """A row for the board holds something that looks like an ID, account or phone number."""

    code = "documents.notice_leaks"
    sentence = "公示内容“{field}”里出现了像身份证号、银行账号或手机号的数字，没有生成公示。请改掉后再公示。"


_PRIVATE = re.compile(r"\d{11,}|\d{17}[\dXx]|\d{4}([ -]\d{4}){2,}")


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """All that a board may show of a family (D57 §19, §24): there is no field for anything else.

    `name`: as the local rule prints it (王*明).  `amount`: fen a month, None before it is proposed.
    """

    name: str
    village: str
    members: int
    amount: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for field in ("name", "village", "note"):
            if _PRIVATE.search(getattr(self, field)):
                raise NoticeLeaks(field=field)


@dataclass(frozen=True, kw_only=True)
class PublicityNotice(Paper):
    """公示 for the village board.  `kind`: review = 审核公示 (7 days, objections), award = 确认后公布 (D57 §24).

    `hotline`, `objections_to`: where to object.  `board_url` leads to the public page; it is the QR code.
    """

    template = "publicity_notice"
    title = "公示"

    kind: Literal["review", "award"]
    place: str
    rows: Sequence[NoticeRow]
    from_: date
    until: date | None
    hotline: str
    objections_to: str
    programme: str = "最低生活保障"
    ground: str = ""

    def __post_init__(self) -> None:
        if self.kind == "review" and self.until is None:
            raise ValueError("a review notice has a last day")

    def data(self) -> dict[str, Any]:
        article = "第十九条" if self.kind == "review" else "第二十四条"
        return {**super().data(), "ground": self.ground or f"《最低生活保障审核确认办法》{article}"}


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """救济途径 of a decision: who reconsiders (AR §20: 60 days), which court (AL §45–46: 6 months)."""

    reconsideration: str
    court: str


@dataclass(frozen=True)
class AmountLine:
    """One line of an amount: its label, fen a month, and the arithmetic in a sentence."""

    label: str
    amount: int
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmationNotice(Letter):
    """确认通知书 (D57 §21).

    `covered`: names of the members covered.  `lines`: what the monthly amount is made of.  `amount`: fen a month,
    their sum.  `arithmetic`: the finding's sentences.  `from_month`: "2026年12月".  `account_masked`: the last four.
    `grounds`: articles.  `duties`: what the family must report.
    """

    template = "confirmation"
    title = "确认通知书"

    covered: Sequence[str]
    lines: Sequence[AmountLine]
    amount: int
    arithmetic: Sequence[str]
    from_month: str
    grounds: Sequence[str]
    remedies: Remedies
    applied_on: date
    account_masked: str = ""
    account_holder: str = ""
    category: str = ""
    next_check: str = ""

    def __post_init__(self) -> None:
        if sum(line.amount for line in self.lines) != self.amount:
            raise ValueError("the lines of a confirmation must sum to its amount")

    def data(self) -> dict[str, Any]:
        return {**super().data(), "capitals": capitals(self.amount)}


@dataclass(frozen=True)
class Reason:
    """A condition that failed: its name, the sentence with both numbers, the article."""

    condition: str
    because: str
    article: str


@dataclass(frozen=True, kw_only=True)
class RefusalNotice(Letter):
    """不予确认通知书 (R649 §11(3), D57 §21): reasons in writing, and what the family can do about it.

    `other_help`: programmes it may still qualify for, one sentence each.
    """

    template = "refusal"
    title = "不予确认通知书"

    applied_on: date
    members: int
    reasons: Sequence[Reason]
    grounds: Sequence[str]
    remedies: Remedies
    other_help: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a refusal states its reasons")


ServiceMeans = Literal["", "direct", "left", "post", "entrusted", "electronic", "public"]


@dataclass(frozen=True, kw_only=True)
class ServiceReceipt(Paper):
    """送达回证: which paper was served, on whom, where, how, when, by whom.  Blank fields are filled in at the door."""

    template = "service_receipt"
    title = "送达回证"

    document: str
    document_number: str
    recipient: str
    place: str = ""
    means: ServiceMeans = ""
    served_on: date | None = None
    deliverers: Sequence[str] = ()
    receiver: str = ""
    receiver_relation: str = ""
    witness: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One payment: 户主, 收款人 and account masked to the last four, persons covered, and fen by part."""

    village: str
    head: str
    id_masked: str
    holder: str
    account_masked: str
    members: int
    regular: int
    adjusted: int = 0

    @property
    def total(self) -> int:
        return self.regular + self.adjusted


@dataclass(frozen=True, kw_only=True)
class PaymentSheet(Paper):
    """资金发放表 of a month (practice B16).  Sums are computed here, from the rows that are printed."""

    template = "payment_sheet"
    title = "社会救助资金发放表"

    month: str
    place: str
    rows: Sequence[PaymentRow]
    programme: str = "最低生活保障"
    made_by: str = ""
    checked_by: str = ""

    def data(self) -> dict[str, Any]:
        rows = [{**asdict(row), "total": row.total} for row in self.rows]
        sums = {part: sum(row[part] for row in rows) for part in ("members", "regular", "adjusted", "total")}
        return {**super().data(), "rows": rows, "sums": sums, "capitals": capitals(sums["total"])}
