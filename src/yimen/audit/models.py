"""The audit trail (design §4.9; promises 30–33). The app role may only insert; nobody may change."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from yimen.guard.policies import SealedTable


class Event(models.Model):
    """One request or job that read a family's file or wrote: who, when, where, what, why, which subjects, result."""

    class Result(models.TextChoices):
        OK = "ok", "成功"
        DENIED = "denied", "拒绝"
        FAILED = "failed", "失败"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间")
    recorded_at = models.DateTimeField("入库时间", db_default=Now())
    actor = models.CharField("操作人", max_length=64)
    actor_name = models.CharField("操作人姓名与单位", max_length=160, blank=True)
    county = models.CharField("县级区划", max_length=6, blank=True)
    action = models.CharField("操作", max_length=120)
    purpose = models.CharField("事由", max_length=200, blank=True)
    subjects = ArrayField(models.UUIDField(), verbose_name="涉及家庭", default=list)
    writes = models.BooleanField("写入", default=False)
    result = models.CharField("结果", max_length=8, choices=Result)
    detail = models.CharField("说明", max_length=300, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)

    guard = SealedTable()


class Unsealed(models.Model):
    """The queue of the sealer: one row per event, made with it by a trigger and taken away when it is sealed.

    What is committed is in the queue and what is not is not, so events are sealed as they become visible: their
    numbers, which are given before the commit, do not matter.
    """

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, db_constraint=False, verbose_name="审计记录"
    )

    guard = SealedTable(insert=False, append_only=False)


class Seal(models.Model):
    """One sealed batch of events: Merkle root over the rows, chained to the head before it. Numbered without gaps.

    `leaves`: the hash of each event, 32 bytes each, in the order of `event_ids`; so a changed row is named exactly.
    """

    id = models.BigIntegerField("序号", primary_key=True)
    first_event = models.BigIntegerField("首条")
    last_event = models.BigIntegerField("末条")
    count = models.IntegerField("条数")
    event_ids = ArrayField(models.BigIntegerField(), verbose_name="条目")
    leaves = models.BinaryField("各条摘要", default=b"")
    root = models.BinaryField("默克尔根", max_length=32)
    head = models.BinaryField("链头", max_length=32)
    sealed_at = models.DateTimeField("封存时间")

    guard = SealedTable(insert=False)
