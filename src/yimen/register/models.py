"""A register on its way in: the file, its families and persons as read, what is wrong with them. Soon erased, but the first.

Rows lie in the county as a whole until they are families, so that a town sees nothing of them before.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.fields import SealedText
from yimen.guard.policies import AreaTable


class CountyRow(models.Model):
    """A row seen by the staff of the county bureau only: its town and village are empty, which no town's scope names."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county = models.CharField("县级区划", max_length=6)
    town = models.CharField("乡级区划", max_length=9, blank=True, default="")
    village = models.CharField("村级区划", max_length=12, blank=True, default="")

    class Meta:
        abstract = True


class State(models.TextChoices):
    """Where an upload stands."""

    RECEIVED = "received", "等待检查"
    CHECKING = "checking", "检查中"
    BROKEN = "broken", "检查没有完成"
    REFUSED = "refused", "没有读取"
    FAULTY = "faulty", "有错误"
    READY = "ready", "待入库"
    PROMOTING = "promoting", "入库中"
    PROMOTED = "promoted", "已入库"
    WITHDRAWN = "withdrawn", "已撤回"


LIVE = (
    State.RECEIVED,
    State.CHECKING,
    State.BROKEN,
    State.FAULTY,
    State.READY,
    State.PROMOTING,
    State.PROMOTED,
)
"""States in which the same file is not taken a second time."""


class Upload(CountyRow):
    """名单文件：who handed it in, what the check found, who let it in. The file lies sealed until it is erased."""

    programme = models.CharField("救助项目", max_length=20)
    name = models.CharField("文件名", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.BinaryField("摘要", max_length=32)
    scan = models.CharField("查毒状态", max_length=12, choices=Attachment.Scan)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=12, choices=State, default=State.RECEIVED)
    version = models.PositiveIntegerField("版本", default=1)
    note = models.CharField("说明", max_length=300, blank=True)
    moved_at = models.DateTimeField("最近进展时间")
    rows_done = models.PositiveIntegerField("已检查行数", default=0)
    rows_total = models.PositiveIntegerField("总行数", default=0)
    errors = models.PositiveIntegerField("错误数", default=0)
    notices = models.PositiveIntegerField("提示数", default=0)
    households = models.PositiveIntegerField("新入库户数", default=0)
    standing = models.PositiveIntegerField("已在册户数", default=0)
    persons = models.PositiveIntegerField("新入库保障人数", default=0)
    monthly_fen = models.BigIntegerField("新入库月保障金合计（分）", default=0)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批准入库人",
    )
    approved_at = models.DateTimeField("批准入库时间", null=True, blank=True)
    promoted_at = models.DateTimeField("入库时间", null=True, blank=True)
    erased_at = models.DateTimeField("暂存内容清除时间", null=True, blank=True)

    guard = AreaTable(subject="")

    class Meta:
        indexes = [models.Index(fields=["county", "-uploaded_at"], name="register_upload_of_county")]
        constraints = [
            models.UniqueConstraint(
                "county", "programme", "sha256", condition=Q(state__in=LIVE), name="same_register_file_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("uploaded_by")),
                name="four_eyes_on_the_register",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PROMOTING, State.PROMOTED])
                | (Q(approved_by__isnull=False) & Q(errors=0)),
                name="register_let_in_whole_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StagedFamily(CountyRow):
    """暂存的一户. Place and amount are open for the sums, and lead to nobody; the rest is sealed."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="families", verbose_name="名单文件")
    number = models.PositiveIntegerField("户序号")
    place = models.CharField("所在村", max_length=12)
    monthly_fen = models.BigIntegerField("月保障金（分）")
    persons = models.PositiveSmallIntegerField("保障人数")
    standing = models.BooleanField("已在册", default=False)
    content = SealedText("内容")

    guard = AreaTable(subject="", deletable=True)

    class Meta:
        constraints = [models.UniqueConstraint("upload", "number", name="staged_family_once")]


class StagedPerson(CountyRow):
    """暂存的一人：one row of the file, sealed. `family` is the number of the staged family."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="persons_staged", verbose_name="名单文件")
    family = models.PositiveIntegerField("户序号")
    position = models.PositiveIntegerField("顺序")
    content = SealedText("内容")

    guard = AreaTable(subject="", deletable=True)

    class Meta:
        indexes = [models.Index(fields=["upload", "family", "position"], name="staged_person_in_order")]
        constraints = [models.UniqueConstraint("upload", "position", name="staged_person_once")]


class Remark(CountyRow):
    """检查意见：a fault, or a thing worth a look, with its place; sealed, because it may repeat what stands there."""

    class Kind(models.TextChoices):
        ERROR = "error", "错误"
        NOTICE = "notice", "提示"

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="remarks", verbose_name="名单文件")
    kind = models.CharField("类别", max_length=6, choices=Kind)
    position = models.PositiveIntegerField("顺序")
    code = models.CharField("代码", max_length=40)
    content = SealedText("内容")

    guard = AreaTable(subject="", deletable=True)

    class Meta:
        indexes = [models.Index(fields=["upload", "kind", "position"], name="remark_in_order")]
