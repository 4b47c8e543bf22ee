"""Persons, households, dated membership, declared income and property (policy §1.2–1.5, practice B1–B6).

A person's row belongs to one household's file; the same human in two files is recognised by the blind index of the
ID number, never by sharing a row, so a file can be shown to its own area only (docs/adr).
Amounts are fen per month unless said otherwise. NULL in an answer means: not answered. It is never read as zero.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from yimen.core.ids import uuid7
from yimen.guard.fields import SealedText
from yimen.guard.policies import AreaTable, OwnTable, SealedTable
from yimen.guard.rows import AreaRow


class Residence(models.TextChoices):
    URBAN = "urban", "城镇"
    RURAL = "rural", "农村"


class Household(AreaRow):
    """家庭档案. Its area is the managing area of everything filed under it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("档案编号", max_length=24, unique=True)
    residence = models.CharField("城乡类别", max_length=8, choices=Residence)
    address = models.CharField("居住地址", max_length=200)
    registered_address = models.CharField("户籍地址", max_length=200, blank=True)
    opened_on = models.DateField("建档日期")
    closed_on = models.DateField("销档日期", null=True, blank=True)
    succeeds = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="接续档案")

    guard = AreaTable(subject="id")

    class Meta:
        indexes = [models.Index(fields=["county", "town", "village"], name="household_area")]


class Person(AreaRow):
    """A person in a household's file: a member living in common, or kin outside it (赡养、抚养、扶养义务人)."""

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    class IdKind(models.TextChoices):
        RESIDENT = "resident", "居民身份证"
        NONE_YET = "none_yet", "尚无身份证号码"
        OTHER = "other", "其他证件"

    class Disability(models.TextChoices):
        NONE = "none", "无"
        VISUAL = "visual", "视力"
        HEARING = "hearing", "听力"
        SPEECH = "speech", "言语"
        PHYSICAL = "physical", "肢体"
        INTELLECTUAL = "intellectual", "智力"
        MENTAL = "mental", "精神"
        MULTIPLE = "multiple", "多重"

    class Study(models.TextChoices):
        NONE = "none", "不在校"
        PRESCHOOL = "preschool", "学龄前"
        COMPULSORY = "compulsory", "义务教育"
        SENIOR = "senior", "高中（中职）"
        COLLEGE = "college", "大专"
        BACHELOR = "bachelor", "本科"
        POSTGRADUATE = "postgraduate", "研究生"

    class Cover(models.TextChoices):
        NONE = "none", "无"
        DIBAO = "dibao", "低保"
        TEKUN = "tekun", "特困人员救助供养"
        ORPHAN = "orphan", "孤儿"
        UNATTENDED_CHILD = "unattended_child", "事实无人抚养儿童"

    class LabourAbility(models.TextChoices):
        FULL = "full", "有劳动能力"
        PART = "part", "部分丧失劳动能力"
        NONE = "none", "完全丧失劳动能力"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="persons", verbose_name="家庭档案")
    name = models.CharField("姓名", max_length=60)
    name_pinyin = models.CharField("姓名拼音", max_length=120, blank=True)
    id_kind = models.CharField("证件类型", max_length=12, choices=IdKind, default=IdKind.RESIDENT)
    id_number = SealedText("身份证号码", null=True, blank=True)
    id_index = models.BinaryField("身份证盲索引", max_length=32, null=True)
    id_last4 = models.CharField("身份证后四位", max_length=4, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    phone = SealedText("联系电话", null=True, blank=True)
    phone_index = models.BinaryField("电话盲索引", max_length=32, null=True)
    local_registration = models.BooleanField("本地户籍", null=True)
    married = models.BooleanField("已婚", null=True)
    disability_kind = models.CharField("残疾类别", max_length=12, choices=Disability, null=True, blank=True)
    disability_grade = models.PositiveSmallIntegerField("残疾等级", null=True, blank=True)
    major_illness = models.BooleanField("重特大疾病", null=True)
    study = models.CharField("就学情况", max_length=12, choices=Study, null=True, blank=True)
    labour_ability = models.CharField("劳动能力", max_length=8, choices=LabourAbility, null=True, blank=True)
    full_capacity = models.BooleanField("完全民事行为能力", null=True)
    current_programme = models.CharField(
        "正在享受的待遇", max_length=20, choices=Cover, null=True, blank=True
    )
    half_orphan = models.BooleanField("父母一方去世", null=True)
    no_supporter = models.BooleanField("没有法定义务人或义务人无力履行", null=True)
    died_on = models.DateField("死亡日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(id_kind="resident") | (Q(id_number__isnull=False) & Q(id_index__isnull=False)),
                name="resident_has_id_number",
            ),
            models.CheckConstraint(
                condition=Q(disability_grade__isnull=True) | Q(disability_grade__range=(1, 4)),
                name="disability_grade_1_to_4",
            ),
        ]
        indexes = [
            models.Index(fields=["id_index"], name="person_by_id"),
            models.Index(fields=["phone_index"], name="person_by_phone"),
            models.Index(fields=["county", "name"], name="person_by_name"),
            models.Index(fields=["household"], name="person_of_household"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(AreaRow):
    """共同生活关系, dated: who belongs to the family from when to when, and why it began or ended (policy §1.2)."""

    class Kind(models.TextChoices):
        MEMBER = "member", "共同生活成员"
        SUPPORTER = "supporter", "非共同生活义务人"

    class Relation(models.TextChoices):
        HEAD = "head", "户主（本人）"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        GRANDCHILD = "grandchild", "孙子女（外孙子女）"
        GRANDPARENT = "grandparent", "祖父母（外祖父母）"
        SIBLING = "sibling", "兄弟姐妹"
        CHILD_IN_LAW = "child_in_law", "儿媳（女婿）"
        OTHER = "other", "其他"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", verbose_name="家庭档案"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="人员")
    kind = models.CharField("成员类别", max_length=10, choices=Kind, default=Kind.MEMBER)
    relation = models.CharField("与户主关系", max_length=16, choices=Relation)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)
    reason = models.CharField("变动原因", max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", condition=Q(until__isnull=True), name="one_open_membership_per_person"
            ),
            models.UniqueConstraint(
                "household",
                condition=Q(until__isnull=True, relation="head", kind="member"),
                name="one_head_per_household",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def open_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class IncomeItem(AreaRow):
    """A stated income or deduction of one person (policy §1.4; practice B4). No row of a class: nobody has answered it."""

    class Kind(models.TextChoices):
        WAGE = "wage", "工资性收入"
        BUSINESS = "business", "经营净收入"
        PROPERTY = "property_income", "财产净收入"
        TRANSFER = "transfer", "转移净收入"
        OTHER = "other_income", "其他收入"
        EXEMPT = "exempt_income", "不计入收入"
        EMPLOYMENT_COST = "employment_cost", "必要就业成本"
        RIGID = "rigid_expenditure", "刚性支出"
        BASIC_PENSION = "basic_pension", "城乡居民基础养老金"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="incomes", verbose_name="家庭档案")
    person = models.ForeignKey(Person, models.PROTECT, related_name="incomes", verbose_name="人员")
    kind = models.CharField("收入类别", max_length=20, choices=Kind)
    monthly_fen = models.BigIntegerField("月金额（分）", null=True)
    detail = models.CharField("说明", max_length=200, blank=True)
    stated_on = models.DateField("申报日期")
    replaced_on = models.DateField("更正日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly_fen__isnull=True) | Q(monthly_fen__gte=0), name="income_not_negative"
            )
        ]
        indexes = [models.Index(fields=["household", "replaced_on"], name="income_of_household")]


class PropertyItem(AreaRow):
    """A stated holding of the family (policy §1.5; practice B6). quantity 0 says "none of these"; no row: not answered."""

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", "存款"
        SECURITIES = "securities", "有价证券、基金"
        INSURANCE = "insurance", "商业保险"
        ONLINE = "online_finance", "互联网金融资产"
        CLAIMS = "claims", "债权及其他财产"
        VEHICLE = "vehicle", "机动车辆"
        BUSINESS_VEHICLE = "business_vehicle", "经营用小型车辆"
        HOUSE = "house", "住房"
        NON_RESIDENTIAL = "non_residential", "非居住类房屋"
        BUSINESS = "business_registration", "市场主体登记"
        LARGE_MACHINE = "large_machine", "船舶、大型农机具"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="properties", verbose_name="家庭档案"
    )
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="所有人")
    kind = models.CharField("财产类别", max_length=24, choices=Kind)
    quantity = models.PositiveIntegerField("数量", null=True)
    value_fen = models.BigIntegerField("价值（分）", null=True)
    exempt = models.BooleanField("生活生产必需，可豁免", default=False)
    detail = models.CharField("说明", max_length=200, blank=True)
    stated_on = models.DateField("申报日期")
    replaced_on = models.DateField("更正日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value_fen__isnull=True) | Q(value_fen__gte=0), name="property_not_negative"
            )
        ]
        indexes = [models.Index(fields=["household", "replaced_on"], name="property_of_household")]


class BankAccount(AreaRow):
    """The account aid is paid to (惠民惠农一卡通)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="accounts", verbose_name="家庭档案")
    holder = models.ForeignKey(Person, models.PROTECT, verbose_name="户名")
    bank = models.CharField("开户银行", max_length=60)
    number = SealedText("账号")
    number_index = models.BinaryField("账号盲索引", max_length=32)
    last4 = models.CharField("账号后四位", max_length=4)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number_index"], name="account_by_number")]
        constraints = [
            models.UniqueConstraint(
                "household", condition=Q(until__isnull=True), name="one_open_account_per_household"
            )
        ]


class CitizenAccount(models.Model):
    """A citizen who has shown, with a one-time code, that a phone is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone = SealedText("手机号码")
    phone_index = models.BinaryField("电话盲索引", max_length=32, unique=True)
    created_at = models.DateTimeField("建立时间")

    guard = OwnTable(column="id", deletable=False, kinds=("signin",))


class AccountHousehold(models.Model):
    """Which household files a citizen's account may see: those it applied for, or was named in as applicant."""

    account = models.ForeignKey(
        CitizenAccount, models.PROTECT, related_name="households", verbose_name="账号"
    )
    household = models.ForeignKey(Household, models.PROTECT, verbose_name="家庭档案")
    since = models.DateTimeField("关联时间")

    guard = OwnTable(deletable=False)

    class Meta:
        constraints = [models.UniqueConstraint("account", "household", name="account_sees_household_once")]


class GuardLook(models.Model):
    """One use of the duplicate guard: who asked, when, whether it found something. Written by the look-up function."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("查询人", max_length=64)
    id_index = models.BinaryField("身份证盲索引", max_length=32)
    found = models.PositiveSmallIntegerField("命中数")

    guard = SealedTable(insert=False)
