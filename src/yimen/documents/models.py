"""Files and letters of a household's file. Content lies sealed outside the database; here is what it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yimen.core.ids import uuid7
from yimen.guard.policies import AreaTable, ReferenceTable
from yimen.guard.rows import AreaRow
from yimen.people.models import Household, Person


class Attachment(AreaRow):
    """A photo, scan or PDF: cleaned at upload, sealed at rest, served only as a download or re-encoded image."""

    class Scan(models.TextChoices):
        CLEAN = "clean", "已查毒"
        NOT_SCANNED = "not_scanned", "未查毒"

    class Kind(models.TextChoices):
        ID_CARD = "id_card", "身份证件"
        REGISTER = "register", "户口簿"
        AUTHORISATION = "authorisation", "授权书"
        INCOME = "income", "收入证明"
        ILLNESS = "illness", "疾病证明"
        DISABILITY = "disability", "残疾证"
        HOUSE_OUTSIDE = "house_outside", "住房外景"
        HOUSE_INSIDE = "house_inside", "住房内景"
        SIGNATURE = "signature", "签名"
        BOARD = "board", "公示栏照片"
        EVIDENCE = "evidence", "佐证材料"
        RECEIPT = "receipt", "送达回证"
        REPORT = "report", "核对报告"
        LETTER = "letter", "文书"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="attachments", verbose_name="家庭档案"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="人员")
    kind = models.CharField("材料类别", max_length=16, choices=Kind)
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=60)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.BinaryField("摘要", max_length=32)
    scan = models.CharField("查毒状态", max_length=12, choices=Scan)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.CharField("上传人", max_length=64)

    # the centre reads what it works with, and no photo of a home
    guard = AreaTable(centre="kind IN ('report', 'authorisation')")

    class Meta:
        indexes = [models.Index(fields=["household", "kind"], name="attachment_of_household")]


class Letter(AreaRow):
    """文书：a numbered document to the family, and its service (送达)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="letters", verbose_name="家庭档案")
    subject_id = models.UUIDField("所属事项")
    template = models.CharField("文书种类", max_length=40)
    title = models.CharField("标题", max_length=80)
    number = models.CharField("文号", max_length=60, unique=True)
    key = models.CharField("幂等键", max_length=120, unique=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name="文件")
    made_at = models.DateTimeField("制作时间")
    serve_by = models.DateField("应送达日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    deliverer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送达人",
    )
    recipient = models.CharField("签收人", max_length=60, blank=True)
    receipt = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="送达回证"
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], name="letter_of_subject"),
            # the list of letters to be handed over, as it is ordered and counted
            models.Index(
                fields=["county", "town", "serve_by", "made_at", "id"],
                include=["village", "household"],
                condition=Q(served_on__isnull=True),
                name="letter_to_serve_of_town",
            ),
            models.Index(
                fields=["county", "serve_by", "made_at", "id"],
                include=["town", "village", "household"],
                condition=Q(served_on__isnull=True),
                name="letter_to_serve",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | (Q(deliverer__isnull=False) & ~Q(recipient="")),
                name="service_has_deliverer_and_recipient",
            )
        ]


class Numbering(models.Model):
    """The last number given in a series of a county and year (文号、受理编号、报告编号). Gapless: it rolls back with its user."""

    county = models.CharField("县级区划", max_length=6)
    series = models.CharField("编号系列", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到")

    guard = ReferenceTable(write=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("county", "series", "year", name="one_counter_per_series_and_year")
        ]
