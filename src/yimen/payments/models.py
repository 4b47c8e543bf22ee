"""Payment lists (policy §2.4; practice A4.4, B16). UNIQUE keys see to it that no one is paid twice for a month."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yimen.cases.models import Award
from yimen.core.ids import uuid7
from yimen.guard.policies import AreaTable
from yimen.guard.rows import AreaRow
from yimen.people.models import BankAccount, Household, Person


class PayList(models.Model):
    """发放名册: one programme, one month, one county, frozen from the awards of that month."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county = models.CharField("县级区划", max_length=6)
    town = models.CharField("乡级区划", max_length=9, blank=True)
    village = models.CharField("村级区划", max_length=12, blank=True)
    programme = models.CharField("救助项目", max_length=20)
    month = models.DateField("发放月份")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="制表人")
    made_at = models.DateTimeField("制表时间")
    households = models.PositiveIntegerField("户数")
    persons = models.PositiveIntegerField("人数")
    total_fen = models.BigIntegerField("合计（分）")

    guard = AreaTable(subject="", append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "county", "programme", "month", name="one_list_per_county_programme_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="list_month_is_a_first"),
        ]


class PayLine(AreaRow):
    """One family's amount in a month's list. Append-only: a correction is another line in another list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="pay_lines", verbose_name="家庭档案"
    )
    pay_list = models.ForeignKey(PayList, models.PROTECT, related_name="lines", verbose_name="发放名册")
    award = models.ForeignKey(Award, models.PROTECT, related_name="pay_lines", verbose_name="待遇")
    month = models.DateField("发放月份")
    payee = models.CharField("户主姓名", max_length=60)
    persons = models.PositiveSmallIntegerField("人数")
    amount_fen = models.BigIntegerField("金额（分）")
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, verbose_name="发放账户")
    problem = models.CharField("问题", max_length=100, blank=True)

    guard = AreaTable(append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("award", "month", name="award_paid_once_a_month"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="pay_line_is_positive"),
        ]


class PayLinePerson(AreaRow):
    """Who a line pays for. The same ID is not paid for twice in a programme and month, whatever the county."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    line = models.ForeignKey(PayLine, models.PROTECT, related_name="covered", verbose_name="发放明细")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员")
    programme = models.CharField("救助项目", max_length=20)
    month = models.DateField("发放月份")
    id_index = models.BinaryField("身份证盲索引", max_length=32, null=True)

    guard = AreaTable(append_only=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("id_index", "programme", "month", name="person_paid_once_a_month")
        ]
