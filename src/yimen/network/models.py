"""Organisations, staff, dated posts and the near relatives staff have declared (policy §11)."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from yimen.core.ids import uuid7
from yimen.guard import clock
from yimen.guard.policies import AreaTable, ReferenceTable


class Organisation(models.Model):
    """机构：bureau, town, village committee, verification centre, department, bank. `area` is its division code."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "县级民政部门"
        CENTRE = "centre", "核对中心"
        TOWN = "town", "乡镇（街道）"
        VILLAGE = "village", "村（居）民委员会"
        DEPARTMENT = "department", "部门"
        BANK = "bank", "金融机构"
        SUPERVISION = "supervision", "监督机构"

    code = models.CharField("机构代码", max_length=32, unique=True)
    name = models.CharField("机构名称", max_length=80)
    kind = models.CharField("机构类别", max_length=16, choices=Kind)
    area = models.CharField("所辖区划", max_length=12)
    office_phone = models.CharField("办公电话", max_length=40, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)

    guard = ReferenceTable(writers=("admin",))

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)

    def create_user(self, username: str, name: str, password: str | None = None) -> "User":
        user = self.model(username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff who signs in. Citizens have accounts of their own in `people`."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("在用", default=True)
    password_is_first = models.BooleanField("首次登录须改密码", default=False)
    is_staff = False

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    guard = ReferenceTable(write=True)

    def __str__(self) -> str:
        return self.name


class Duty(models.TextChoices):
    """岗位职责. One person may hold several, but no one confirms what they handled (cases: four eyes)."""

    VILLAGE_ASSISTANT = "village_assistant", "社会救助协理员"
    TOWN_CLERK = "town_clerk", "乡镇经办人"
    TOWN_LEADER = "town_leader", "乡镇负责人"
    COUNTY_CLERK = "county_clerk", "县级经办人"
    COUNTY_LEADER = "county_leader", "县级负责人"
    CENTRE_CLERK = "centre_clerk", "核对人员"
    FINANCE = "finance", "资金发放人员"
    SUPERVISOR = "supervisor", "监督人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class Post(models.Model):
    """任职：who holds which duty where, from when to when, why, and who granted it. Rights are these rows, read per request."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="机构")
    duty = models.CharField("职责", max_length=24, choices=Duty)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)
    reason = models.CharField("任职依据", max_length=200)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="授权人")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结束经办人"
    )
    end_reason = models.CharField("结束原因", max_length=200, blank=True)

    guard = ReferenceTable(writers=("admin",))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="nobody_grants_themselves"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                "user",
                "organisation",
                "duty",
                condition=Q(until__isnull=True),
                name="one_open_post_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | (Q(until__isnull=False) & Q(ended_by__isnull=False) & ~Q(end_reason="")),
                name="ended_post_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | ~Q(ended_by=F("user")), name="nobody_ends_their_own_post"
            ),
        ]
        indexes = [models.Index(fields=["user", "since"], name="post_of_user")]

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether it is held on some day of a period; a post that was ended is not held on the day it ended."""
        if self.ended_at is not None:
            return self.since <= (until or date.max) and since < clock.local_day(self.ended_at)
        return self.since <= (until or date.max) and since <= (self.until or date.max)


class StaffKin(models.Model):
    """近亲属申报：a near relative of a member of staff or village official, by blind index (policy §2.3 row 3, 人情保)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county = models.CharField("县级区划", max_length=6)
    town = models.CharField("乡级区划", max_length=9, blank=True)
    village = models.CharField("村级区划", max_length=12, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="工作人员")
    staff_name = models.CharField("工作人员姓名", max_length=40)
    staff_post = models.CharField("单位及职务", max_length=100)
    relation = models.CharField("关系", max_length=20)
    id_index = models.BinaryField("亲属身份证盲索引", max_length=32)
    declared_on = models.DateField("申报日期")

    guard = AreaTable(subject="")

    class Meta:
        indexes = [models.Index(fields=["id_index"], name="staff_kin_by_id")]
