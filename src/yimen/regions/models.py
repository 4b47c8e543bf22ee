"""Divisions and working-day corrections. Public reference data: readable by all, no row policy, written by the owner role."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from yimen.core.regions import Level, level_of, short_name
from yimen.guard.policies import ReferenceTable


class Division(models.Model):
    """区划：a province, city, county, town or village, or an overlay area (开发区) with a management of its own.

    A code is never used again for another area. What was abolished keeps its row, its last day and its successor,
    because old files and ID numbers still name it. `since` is empty where the source does not say.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "行政区划"
        OVERLAY = "overlay", "功能区（开发区等）"

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("级别", choices=[(int(v), v.label) for v in Level if v])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="divisions", verbose_name="上级区划"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.STATUTORY)
    managing_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="managed", verbose_name="管理单位"
    )
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="并入区划"
    )
    urban = models.BooleanField("城镇", null=True)

    guard = ReferenceTable()

    class Meta:
        verbose_name = "区划"
        indexes = [models.Index(fields=["name"], name="division_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$"), name="division_code_is_digits"
            ),
            models.CheckConstraint(condition=Q(level=Length("code")), name="division_level_is_its_digits"),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(level=int(Level.PROVINCE)), name="division_has_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="division_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(until__isnull=False),
                name="successor_only_when_abolished",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("code")), name="division_does_not_succeed_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """As people say it: 龙潭社区居民委员会 is 龙潭社区, 傅庄村村民委员会 is 傅庄村."""
        return short_name(self.name)

    def level_label(self) -> str:
        return level_of(self.code).label

    def stands_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class DayOverride(models.Model):
    """A day on which offices work or rest against what the built-in calendar says, by which instrument."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("上班")
    instrument = models.CharField("依据", max_length=120)

    guard = ReferenceTable()

    class Meta:
        verbose_name = "工作日调整"

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}"
