from django.db import models
from django.db.models import Q

from yimen.core.ids import uuid7
from yimen.guard.fields import SealedText
from yimen.guard.policies import KindTable


class Message(models.Model):
    """A message to one phone. `key` makes it happen once; a synthetic installation shows it in the 模拟 outbox instead."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField("幂等键", max_length=120, unique=True)
    phone = SealedText("手机号码")
    text = SealedText("内容")
    created_at = models.DateTimeField("生成时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField("发送时间", null=True)

    guard = KindTable(kinds=("delivery",))


class OneTimeCode(models.Model):
    """A one-time code: hashed, for one purpose and phone, used once, five minutes, five tries."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone_index = models.BinaryField("电话盲索引", max_length=32)
    purpose = models.CharField("用途", max_length=40)
    code_hash = models.BinaryField("验证码摘要", max_length=32)
    address_index = models.BinaryField("来源地址盲索引", max_length=32, default=b"")
    created_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("失效时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True)

    guard = KindTable(kinds=("signin",))

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "created_at"], name="code_of_phone"),
            models.Index(fields=["address_index", "created_at"], name="code_of_address"),
        ]
        constraints = [models.CheckConstraint(condition=Q(tries__lte=5), name="code_at_most_five_tries")]
