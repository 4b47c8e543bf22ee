"""Cases, their log and clocks, findings, surveys, objections and awards (policy §2.3, §19A)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yimen.core.ids import uuid7
from yimen.core.processes import Route, State
from yimen.documents.models import Attachment
from yimen.guard.fields import SealedText
from yimen.guard.policies import AreaTable, ReferenceTable
from yimen.guard.rows import AreaRow
from yimen.intake.models import Application
from yimen.people.models import BankAccount, Household, Person

USER = settings.AUTH_USER_MODEL
OFFICER: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


OPEN = ~Q(state__in=[state.value for state in State if state.closed])
"""As the lists say it, word for word: the index of open cases serves only what says the same."""


class Case(AreaRow):
    """审核确认事项：one application for one programme. `version` grows with every step; a stale screen is told so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("受理编号", max_length=32, unique=True)
    programme = models.CharField("救助项目", max_length=20)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases", verbose_name="家庭档案")
    application = models.OneToOneField(Application, models.PROTECT, related_name="case", verbose_name="申请")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    state = models.CharField("状态", max_length=16, default=State.SUBMITTED.value)
    route = models.CharField(
        "确认路径",
        max_length=8,
        choices=[("county", "县级确认"), ("town", "乡级确认")],
        default=Route.COUNTY.value,
    )
    acting_for = models.CharField("受委托机关", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    submitted_at = models.DateTimeField("提交时间")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    due_on = models.DateField("当前节点期限", null=True, blank=True)
    kin_registered = models.BooleanField("近亲属备案", default=False)
    reported = models.BooleanField("有投诉举报", default=False)
    opinion = models.TextField("初审意见", blank=True)
    reasons = models.TextField("不予确认理由", blank=True)
    accepted_by = models.ForeignKey(USER, verbose_name="受理人", **OFFICER)
    reviewed_by = models.ForeignKey(USER, verbose_name="初审人", **OFFICER)
    decided_by = models.ForeignKey(USER, verbose_name="确认人", **OFFICER)
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["county", "town", "state", "due_on"], name="case_inbox"),
            models.Index(fields=["county", "state", "due_on"], name="case_county_inbox"),
            models.Index(fields=["household"], name="case_of_household"),
            # The lists of open cases as they are ordered. With what the row policy reads beside it, the first answers
            # the counts of the tabs without a look at the rows.
            models.Index(
                fields=["county", "town", "due_on", "submitted_at", "id"],
                include=["state", "village", "household"],
                condition=OPEN,
                name="case_open_of_town",
            ),
            models.Index(
                fields=["county", "due_on", "submitted_at", "id"], condition=OPEN, name="case_open_of_county"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "household", "programme",
                condition=~Q(state__in=["confirmed", "refused", "withdrawn", "terminated"]),
                name="one_open_case_per_programme",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reasons=""), name="refused_case_has_reasons"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"])
                | (Q(decided_by__isnull=False) & Q(reviewed_by__isnull=False) & Q(accepted_by__isnull=False)),
                name="decided_case_has_its_officers",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("reviewed_by")) & ~Q(decided_by=F("accepted_by"))),
                name="four_eyes_on_the_decision",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class CaseLog(AreaRow):
    """One step taken: who, in which post, when, from where to where, why. Append-only."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="log", verbose_name="事项")
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    step = models.CharField("步骤", max_length=40)
    from_state = models.CharField("原状态", max_length=16)
    to_state = models.CharField("新状态", max_length=16)
    officer = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, verbose_name="经办人")
    officer_post = models.CharField("经办人职务", max_length=120)
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)

    guard = AreaTable(append_only=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="log_of_case")]


class CaseClock(AreaRow):
    """A running limit of a case: when it began, when it is due, when it stopped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks", verbose_name="事项")
    key = models.CharField("时限", max_length=4)
    started_on = models.DateField("起算日")
    due_on = models.DateField("期限")
    assumed = models.BooleanField("节假日安排未公布，按周末推算", default=False)
    stopped_on = models.DateField("办结日", null=True, blank=True)
    extended_reason = models.CharField("延长理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case", "key", condition=Q(stopped_on__isnull=True), name="one_running_clock_of_a_kind"
            )
        ]
        indexes = [
            models.Index(
                fields=["county", "due_on"], condition=Q(stopped_on__isnull=True), name="clock_running"
            )
        ]


class BookVersion(models.Model):
    """The rule book as it stood when a finding was kept: the traced graph, once per version, so that replay needs no old code."""

    version = models.CharField("规则版本", max_length=80, primary_key=True)
    graph = models.TextField("规则图")  # JSON as written: the version is a digest of it, order included
    kept_at = models.DateTimeField("存档时间")

    guard = ReferenceTable(write=True, append_only=True)


class Assessment(AreaRow):
    """A finding of the rule book, kept so that it can be replayed: facts, parameters, book version, result. Append-only."""

    class Occasion(models.TextChoices):
        WORKING = "working", "测算"
        FIRST_REVIEW = "first_review", "初审"
        AFTER_OBJECTION = "after_objection", "异议复查"
        DECISION = "decision", "审核确认"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments", verbose_name="事项")
    occasion = models.CharField("环节", max_length=16, choices=Occasion)
    on = models.DateField("测算日期")
    eligible = models.BooleanField("是否符合", null=True)
    monthly_fen = models.BigIntegerField("月保障金（分）", null=True)
    open_count = models.PositiveSmallIntegerField("未答问题数")
    record = models.JSONField("测算记录")
    made_by = models.CharField("测算人", max_length=64)
    made_at = models.DateTimeField("测算时间")

    guard = AreaTable(append_only=True)

    class Meta:
        indexes = [models.Index(fields=["case", "made_at"], name="assessment_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(occasion="decision") | (Q(eligible__isnull=False) & Q(open_count=0)),
                name="decision_rests_on_nothing_open",
            )
        ]


class ClosedQuestion(AreaRow):
    """认定：an officer answers an open question of the rule book, with evidence and reason (design §4.2). Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="closed_questions", verbose_name="事项")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="人员")
    fact = models.CharField("问题", max_length=40)
    number = models.BigIntegerField("数值", null=True)
    text = models.CharField("文字值", max_length=40, blank=True)
    reason = models.CharField("认定理由", max_length=300)
    evidence = models.ForeignKey(Attachment, models.PROTECT, verbose_name="佐证材料")
    officer = models.ForeignKey(USER, models.PROTECT, verbose_name="认定人")
    at = models.DateTimeField("认定时间")

    guard = AreaTable(append_only=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="closed_question_has_reason")]


class Survey(AreaRow):
    """入户调查：two investigators, what they saw, who was there, photos and signatures (D57 §16; practice B10)."""

    class Purpose(models.TextChoices):
        FIRST = "first", "入户调查"
        OBJECTION = "objection", "异议复查"
        COUNTY = "county", "县级入户核查"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="surveys", verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="surveys", verbose_name="事项")
    purpose = models.CharField("类别", max_length=10, choices=Purpose)
    visited_at = models.DateTimeField("入户时间")
    place = models.CharField("地点", max_length=200)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    first_investigator = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="调查人员一")
    second_investigator = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="调查人员二")
    housing = models.CharField("住房情况", max_length=300)
    living = models.CharField("家庭生活状况", max_length=500)
    labour = models.CharField("劳动与收入情况", max_length=500, blank=True)
    neighbours = models.CharField("邻里访问", max_length=500, blank=True)
    differences = models.CharField("与申报不同之处", max_length=500, blank=True)
    conclusion = models.CharField("调查结论", max_length=500)
    present = models.CharField("在场家庭成员", max_length=120)
    photos = models.ManyToManyField(Attachment, verbose_name="照片与签名")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_investigator=F("second_investigator")), name="two_investigators"
            ),
            models.CheckConstraint(
                condition=~Q(conclusion="") & ~Q(present=""), name="survey_has_conclusion_and_presence"
            ),
        ]


class Hearing(AreaRow):
    """告知与听取意见：the report speaks against the family; it is told, and may answer with evidence (D57 §18)."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "等待家庭意见"
        ACCEPTED = "accepted", "家庭无异议"
        DISPUTED = "disputed", "家庭有异议，已复查"
        SILENT = "silent", "逾期未提出意见"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name="事项")
    report_id = models.UUIDField("核对报告")
    told_at = models.DateTimeField("告知时间")
    told_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="告知人")
    how = models.CharField("告知方式", max_length=60)
    answer_by = models.DateField("答复期限")
    answer = models.TextField("家庭意见", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name="佐证材料")
    outcome = models.CharField("处理结果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    handled_by = models.ForeignKey(USER, verbose_name="处理人", **OFFICER)
    handling = models.TextField("复查情况", blank=True)


class Objection(AreaRow):
    """公示异议：anyone may object; who did is sealed and shown to the handling officers only (policy §17)."""

    class Handling(models.TextChoices):
        OPEN = "open", "待处理"
        RESURVEY = "resurvey", "重新调查"
        APPRAISAL = "appraisal", "民主评议"
        UNFOUNDED = "unfounded", "经核实不成立"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections", verbose_name="事项")
    made_at = models.DateTimeField("提出时间")
    objector = SealedText("异议人", null=True, blank=True)
    phone = SealedText("联系电话", null=True, blank=True)
    content = models.TextField("异议内容")
    handling = models.CharField("处理方式", max_length=10, choices=Handling, default=Handling.OPEN)
    result = models.TextField("复查结果", blank=True)
    handled_by = models.ForeignKey(USER, verbose_name="处理人", **OFFICER)
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    # the family must not learn who objected: no citizen scope reads these rows
    guard = AreaTable(subject="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handling="open") | ~Q(result=""), name="handled_objection_has_result"
            )
        ]


class Award(AreaRow):
    """救助待遇：what the family receives, from which month, by which decision or imported row."""

    class Origin(models.TextChoices):
        DECISION = "decision", "审核确认"
        REGISTER = "register", "在册导入"

    class State(models.TextChoices):
        ACTIVE = "active", "在保"
        SUSPENDED = "suspended", "暂停"
        STOPPED = "stopped", "停保"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("证号", max_length=32, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="awards", verbose_name="家庭档案")
    programme = models.CharField("救助项目", max_length=20)
    origin = models.CharField("来源", max_length=10, choices=Origin)
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, verbose_name="事项")
    register_file = models.CharField("导入文件", max_length=120, blank=True)
    register_row = models.PositiveIntegerField("导入行", null=True, blank=True)
    monthly_fen = models.BigIntegerField("月保障金（分）")
    start_month = models.DateField("起发月")
    end_month = models.DateField("止发月", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ACTIVE)
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, verbose_name="发放账户")
    recheck_by = models.DateField("应复核日期")

    class Meta:
        indexes = [
            models.Index(fields=["county", "town", "state", "programme"], name="award_of_area"),
            # the list of families receiving aid, as it is ordered and counted
            models.Index(
                fields=["county", "town", "recheck_by", "id"],
                include=["village", "household"],
                condition=Q(state="active"),
                name="award_active_of_town",
            ),
            models.Index(
                fields=["county", "recheck_by", "id"],
                include=["town", "village", "household"],
                condition=Q(state="active"),
                name="award_active_of_county",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "household", "programme", condition=Q(state="active"), name="one_active_award_per_programme"
            ),
            models.CheckConstraint(condition=Q(monthly_fen__gt=0), name="award_is_positive"),
            models.CheckConstraint(condition=Q(start_month__day=1), name="award_starts_on_a_first"),
            models.CheckConstraint(
                condition=(Q(origin="decision") & Q(case__isnull=False))
                | (Q(origin="register") & ~Q(register_file="") & Q(register_row__isnull=False)),
                name="award_has_its_origin",
            ),
        ]


class AwardMember(AreaRow):
    """A person covered by an award. While active, no second award of the programme covers the same ID, in any county."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    award = models.ForeignKey(Award, models.PROTECT, related_name="members", verbose_name="待遇")
    person = models.ForeignKey(Person, models.PROTECT, related_name="award_members", verbose_name="人员")
    programme = models.CharField("救助项目", max_length=20)
    id_index = models.BinaryField("身份证盲索引", max_length=32, null=True)
    active = models.BooleanField("有效", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "id_index", "programme", condition=Q(active=True), name="one_award_per_person_and_programme"
            ),
            models.UniqueConstraint("award", "person", name="person_once_in_an_award"),
        ]
