"""Published notices (policy §17; promise 34). The public page reads `PublicNotice` only: its columns are the allow-list."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yimen.cases.models import Case
from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.policies import AreaTable
from yimen.guard.rows import AreaRow
from yimen.people.models import Household


class PublicNotice(models.Model):
    """公示内容: the only fields a stranger may read. No ID, account, phone, address, illness, disability or minor's data."""

    class Kind(models.TextChoices):
        FIRST_REVIEW = "first_review", "初审公示"
        CONFIRMED = "confirmed", "确认公布"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county = models.CharField("县级区划", max_length=6)
    town = models.CharField("乡级区划", max_length=9)
    village = models.CharField("村级区划", max_length=12)
    kind = models.CharField("公示类别", max_length=12, choices=Kind)
    programme = models.CharField("救助项目", max_length=20)
    applicant_name = models.CharField("申请人姓名", max_length=60)
    members = models.PositiveSmallIntegerField("家庭成员人数")
    monthly_fen = models.BigIntegerField("保障金额（分/月）")
    opinion = models.CharField("意见", max_length=40)
    organ = models.CharField("公示机关", max_length=80)
    phone = models.CharField("监督电话", max_length=40)
    starts_on = models.DateField("公示起")
    ends_on = models.DateField("公示止", null=True, blank=True)
    withdrawn = models.BooleanField("已撤下", default=False)

    # anyone may read a notice while it stands; the day comes with the scope's transaction
    guard = AreaTable(
        kinds=("area",),
        subject="",
        read="NOT withdrawn AND (ends_on IS NULL OR ends_on >= guard_today()) AND starts_on <= guard_today()",
    )

    class Meta:
        indexes = [models.Index(fields=["village", "starts_on"], name="notice_of_village")]
        constraints = [models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="notice_ends_after_start")]  # fmt: skip


class Posting(AreaRow):
    """The desk's side of a notice: which case, which dated photos of the board, when it closed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    case = models.ForeignKey(Case, models.PROTECT, related_name="postings", verbose_name="事项")
    notice = models.OneToOneField(PublicNotice, models.PROTECT, related_name="posting", verbose_name="公示")
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人")
    posted_at = models.DateTimeField("公示时间")
    photos = models.ManyToManyField(Attachment, verbose_name="公示栏照片")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
