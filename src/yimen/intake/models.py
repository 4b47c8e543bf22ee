"""Drafts, applications, one-time correction lists, authorisations and promises (policy §2.3 rows 1–3, §13.2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.fields import SealedText
from yimen.guard.policies import AreaTable, OwnTable
from yimen.guard.rows import AreaRow
from yimen.people.models import CitizenAccount, Household, Person


class Draft(models.Model):
    """What a citizen has typed so far, sealed; erased when the application is submitted or after 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(CitizenAccount, models.CASCADE, verbose_name="账号")
    programme = models.CharField("救助项目", max_length=20)
    content = SealedText("填写内容")
    version = models.PositiveIntegerField("版本", default=1)
    saved_at = models.DateTimeField("保存时间")

    guard = OwnTable()

    class Meta:
        constraints = [models.UniqueConstraint("account", "programme", name="one_draft_per_programme")]


class DraftFile(models.Model):
    """A file added to a draft before the household's file exists; sealed like every other."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(CitizenAccount, models.CASCADE, verbose_name="账号")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", verbose_name="草稿")
    member = models.UUIDField("成员", null=True, blank=True)
    kind = models.CharField("材料类别", max_length=16, choices=Attachment.Kind)
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=60)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.BinaryField("摘要", max_length=32)
    scan = models.CharField("查毒状态", max_length=12, choices=Attachment.Scan)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    uploaded_at = models.DateTimeField("上传时间")

    guard = OwnTable()


class DraftSignature(models.Model):
    """A check authorised while the form is still a draft; becomes an Authorisation when the form is filed.

    `identity` is a keyed hash of name and number as they stood: change either, and the signature no longer holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(CitizenAccount, models.CASCADE, verbose_name="账号")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="signatures", verbose_name="草稿")
    member = models.UUIDField("被授权核对人")
    signer = models.UUIDField("签署人")
    identity = models.BinaryField("身份摘要", max_length=32)
    number = models.CharField("授权书编号", max_length=32)
    paper = models.ForeignKey(DraftFile, models.CASCADE, null=True, blank=True, verbose_name="纸质授权书照片")
    signed_at = models.DateTimeField("签署时间")

    guard = OwnTable()

    class Meta:
        constraints = [models.UniqueConstraint("draft", "member", name="one_signature_per_draft_member")]


class Application(AreaRow):
    """救助申请：one form of one family; the receipt number is all a passer-by may use to see the stage."""

    class Channel(models.TextChoices):
        PHONE = "phone", "手机申请"
        WINDOW = "window", "窗口申请"
        AGENCY = "agency", "村居代办"
        PROXY = "proxy", "委托代理"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receipt_no = models.CharField("回执号", max_length=24, unique=True)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="applications", verbose_name="家庭档案"
    )
    applicant = models.ForeignKey(Person, models.PROTECT, verbose_name="申请人")
    account = models.ForeignKey(CitizenAccount, models.PROTECT, null=True, blank=True, verbose_name="账号")
    channel = models.CharField("申请渠道", max_length=10, choices=Channel)
    proxy_name = models.CharField("代理人", max_length=60, blank=True)
    reason = models.CharField("申请原因", max_length=300, blank=True)
    submitted_at = models.DateTimeField("提交时间")
    promise_text = models.TextField("承诺内容")
    promised_at = models.DateTimeField("承诺时间")

    class Meta:
        indexes = [models.Index(fields=["county", "town", "submitted_at"], name="application_of_town")]


class Authorisation(AreaRow):
    """核对授权：one person (or the guardian for them) allows the check. No row, no query (policy §13.2 step 1)."""

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic", "电子授权"
        PAPER = "paper", "纸质授权书"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("授权书编号", max_length=32, unique=True)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="authorisations", verbose_name="家庭档案"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="authorisations", verbose_name="被授权核对人"
    )
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签署人")
    guardian = models.BooleanField("监护人代签", default=False)
    kind = models.CharField("授权方式", max_length=12, choices=Kind)
    scope = models.CharField("授权范围", max_length=300)
    purpose = models.CharField("授权用途", max_length=100)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止")
    signed_at = models.DateTimeField("签署时间")
    paper = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, verbose_name="纸质授权书照片"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    guard = AreaTable(kinds=("area", "centre"))

    class Meta:
        indexes = [models.Index(fields=["person", "valid_until"], name="authorisation_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="authorisation_period"
            ),
            models.CheckConstraint(
                condition=Q(guardian=True) | Q(signed_by=F("person")), name="another_signs_only_as_guardian"
            ),
            models.CheckConstraint(
                condition=~Q(kind="paper") | Q(paper__isnull=False), name="paper_has_photo"
            ),
        ]


class Correction(AreaRow):
    """一次性告知：the single list of everything missing, before acceptance, with its own local clock (D57 §10)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="correction", verbose_name="申请"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人")
    asked_at = models.DateTimeField("告知时间")
    due_on = models.DateField("补正期限")
    answered_at = models.DateTimeField("补正时间", null=True, blank=True)


class MissingItem(AreaRow):
    """One line of the list: what is missing, for whom, and how to supply it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    correction = models.ForeignKey(
        Correction, models.PROTECT, related_name="items", verbose_name="一次性告知"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="人员")
    item = models.CharField("所缺材料", max_length=100)
    how = models.CharField("如何补齐", max_length=200)
    supplied_at = models.DateTimeField("补齐时间", null=True, blank=True)
