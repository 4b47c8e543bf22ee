"""Requests, queries, answers and numbered reports (policy §13). Found · none · no answer, to the end.

The centre (scope kind `centre`) sees these tables, the authorisations behind them and nothing of the family's file.
The names it needs to work are therefore copied here when the question is put: name, relation and masked number of the
person asked about. Letting the centre read `people_person` for those persons would have shown it their illness,
disability and phone as well; a copy shows the three facts that stand on the printed report anyway (docs/adr/0008).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.fields import SealedText
from yimen.guard.policies import AreaTable
from yimen.guard.rows import AreaRow
from yimen.intake.models import Authorisation
from yimen.people.models import Household, Person

CENTRE = AreaTable(kinds=("area", "centre"))


class CheckRequest(AreaRow):
    """核对委托：one family, one purpose, asked by one officer; `subject_id` is the case it serves.

    `disputes`: the report this request asks again about (异议复核), with the reason; its report is a new version.
    """

    class State(models.TextChoices):
        ASKED = "asked", "查询中"
        REPORTED = "reported", "已出报告"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("委托编号", max_length=32, unique=True)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="check_requests", verbose_name="家庭档案"
    )
    subject_id = models.UUIDField("所属事项")
    applicant_name = models.CharField("申请人", max_length=60)
    purpose = models.CharField("核对用途", max_length=100)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="委托人")
    asked_at = models.DateTimeField("委托时间")
    start_by = models.DateField("应启动日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    disputes = models.ForeignKey(
        "CheckReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rechecks",
        verbose_name="复核的报告",
    )
    reason = models.CharField("复核理由", max_length=300, blank=True)

    guard = CENTRE

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], name="check_of_subject"),
            models.Index(fields=["county", "state", "start_by"], name="check_queue"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="check_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(disputes__isnull=True) | ~Q(reason=""), name="recheck_has_a_reason"
            ),
        ]


class SourceQuery(AreaRow):
    """One question about one person to one source, under one authorisation. The database refuses it without a valid one."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "等待答复"
        FOUND = "found", "查到"
        NONE = "none", "无记录"
        NO_ANSWER = "no_answer", "未答复"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    request = models.ForeignKey(CheckRequest, models.PROTECT, related_name="queries", verbose_name="核对委托")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="被核对人")
    person_name = models.CharField("姓名", max_length=60)
    id_masked = models.CharField("身份证号（隐去中间位）", max_length=24, blank=True)
    relation = models.CharField("与申请人关系", max_length=20)
    authorisation = models.ForeignKey(Authorisation, models.PROTECT, verbose_name="授权书")
    source = models.CharField("数据源", max_length=40)
    source_label = models.CharField("数据源名称", max_length=80)
    categories = ArrayField(models.CharField(max_length=24), verbose_name="核对项目")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    asked_at = models.DateTimeField("查询时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    as_of = models.DateField("数据日期", null=True, blank=True)
    reason = models.CharField("未答复原因", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("已询问次数", default=0)
    reply = SealedText("原始答复", null=True)

    guard = CENTRE

    class Meta:
        constraints = [
            models.UniqueConstraint("request", "person", "source", name="ask_a_source_once_per_request"),
            models.CheckConstraint(
                condition=~Q(outcome="none") | Q(as_of__isnull=False), name="none_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="found") | Q(as_of__isnull=False), name="found_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no_answer") | ~Q(reason=""), name="silence_has_a_reason"
            ),
        ]


class CheckReport(AreaRow):
    """核对报告：numbered, versioned, never overwritten."""

    class Conclusion(models.TextChoices):
        AGREES = "agrees", "与申报一致"
        DIFFERS = "differs", "与申报不一致"
        OPEN = "open", "有数据源未答复"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    request = models.ForeignKey(CheckRequest, models.PROTECT, related_name="reports", verbose_name="核对委托")
    number = models.CharField("报告编号", max_length=40)
    version = models.PositiveSmallIntegerField("版本")
    issued_at = models.DateTimeField("出具时间")
    issued_by = models.CharField("出具人", max_length=64)
    valid_until = models.DateField("有效期至")
    conclusion = models.CharField("提示结论", max_length=8, choices=Conclusion)
    pdf = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name="报告文件")

    guard = AreaTable(kinds=("area", "centre"), append_only=True)

    class Meta:
        constraints = [models.UniqueConstraint("number", "version", name="report_version_once")]


class ReportLine(AreaRow):
    """One item of a report: declared beside found, for one person and one source. NULL amounts are unknown.

    `person` NULL: the household's total of a category. Where several sources hold the same category of a person, each
    has its line and `comparison` is that of their sum.
    """

    class Comparison(models.TextChoices):
        EQUAL = "equal", "一致"
        UNDECLARED = "undeclared", "未申报"
        HIGHER = "higher", "高于申报"
        LOWER = "lower", "低于申报"
        UNKNOWN = "unknown", "不明"

    class Declared(models.TextChoices):
        STATED = "stated", "已填报"
        UNANSWERED = "unanswered", "没有填报"
        UNCLEAR = "unclear", "填报了，数额不详"
        TOGETHER = "together", "全家合并填报"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    report = models.ForeignKey(CheckReport, models.PROTECT, related_name="lines", verbose_name="核对报告")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="被核对人")
    person_name = models.CharField("姓名", max_length=60)
    source = models.CharField("数据源", max_length=40, blank=True)
    source_label = models.CharField("数据源名称", max_length=80)
    category = models.CharField("核对项目", max_length=24)
    outcome = models.CharField("结果", max_length=10, choices=SourceQuery.Outcome)
    as_of = models.DateField("数据日期", null=True, blank=True)
    declared = models.CharField("申报情况", max_length=10, choices=Declared)
    declared_fen = models.BigIntegerField("申报金额（分）", null=True)
    found_fen = models.BigIntegerField("查得金额（分）", null=True)
    declared_count = models.IntegerField("申报数量", null=True)
    found_count = models.IntegerField("查得数量", null=True)
    comparison = models.CharField("比对", max_length=10, choices=Comparison)
    note = models.CharField("说明", max_length=300, blank=True)

    guard = AreaTable(kinds=("area", "centre"), append_only=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="no_answer") | Q(found_fen__isnull=True, found_count__isnull=True),
                name="silence_is_not_an_amount",
            ),
            models.CheckConstraint(condition=~Q(outcome="waiting"), name="a_report_waits_for_nothing"),
        ]
