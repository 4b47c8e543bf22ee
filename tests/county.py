"""A small county for tests: offices, officers in their posts, families that apply. All invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yimen.core.ids import check_character, normalise_resident_id, uuid7
from yimen.guard.keys import blind_index
from yimen.guard.scope import Scope, scope, system_scope
from yimen.intake.models import Application, Authorisation
from yimen.network.models import Duty, Organisation, Post, StaffKin, User
from yimen.network.officers import Officer, officer_in
from yimen.people.models import BankAccount, Household, IncomeItem, Membership, Person, PropertyItem

SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTY, TOWN, VILLAGE = "371311", "371311001", "371311001001"
AREA = {"county": COUNTY, "town": TOWN, "village": VILLAGE}
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)


def an_id(birth: str = "19800101", sequence: int = 1) -> str:
    """A synthetic ID number: address 990001, a real date, a valid check character."""
    body = f"990001{birth}{sequence:03d}"
    return body + check_character(body)


def at(days: int, hour: int = 10) -> datetime:
    """A moment some days after the first Monday."""
    return (MONDAY + timedelta(days=days)).replace(hour=hour)


@dataclass
class Offices:
    """The officers of the little county by what they do."""

    admin: User
    town_clerk: Officer
    town_clerk2: Officer
    town_leader: Officer
    other_town_clerk: Officer
    county_clerk: Officer
    county_leader: Officer
    finance: Officer
    centre: Officer
    organisations: dict[str, Organisation] = field(default_factory=dict)


def offices() -> Offices:
    """Bureau, centre, two towns and their people; rights are posts, given in the administrators' scope."""
    with scope(Scope(kind="admin", actor="test-setup")):
        return _offices()


def _offices() -> Offices:
    organisations = {
        "bureau": _organisation("bureau", "罗庄区民政局", Organisation.Kind.BUREAU, COUNTY, "0539-8000001"),
        "centre": _organisation("centre", "罗庄区核对中心", Organisation.Kind.CENTRE, COUNTY, "0539-8000002"),
        "town": _organisation("town", "罗庄街道办事处", Organisation.Kind.TOWN, TOWN, "0539-8000003"),
        "other": _organisation(
            "other", "沂堂镇人民政府", Organisation.Kind.TOWN, "371311100", "0539-8000004"
        ),
    }
    admin = User.objects.create(username="security", name="安某")

    def officer(username: str, name: str, organisation: str, duty: Duty) -> Officer:
        user = User.objects.create(username=username, name=name)
        post = Post.objects.create(
            user=user, organisation=organisations[organisation], duty=duty, since=date(2026, 1, 1),
            reason="任命文件", granted_by=admin,
        )  # fmt: skip
        return officer_in(post)

    return Offices(
        admin=admin,
        town_clerk=officer("clerk", "王经办", "town", Duty.TOWN_CLERK),
        town_clerk2=officer("clerk2", "李协办", "town", Duty.TOWN_CLERK),
        town_leader=officer("leader", "赵主任", "town", Duty.TOWN_LEADER),
        other_town_clerk=officer("other", "孙邻镇", "other", Duty.TOWN_CLERK),
        county_clerk=officer("county", "钱科员", "bureau", Duty.COUNTY_CLERK),
        county_leader=officer("chief", "周局长", "bureau", Duty.COUNTY_LEADER),
        finance=officer("finance", "吴发放", "bureau", Duty.FINANCE),
        centre=officer("centre", "郑核对", "centre", Duty.CENTRE_CLERK),
        organisations=organisations,
    )


def _organisation(code: str, name: str, kind: str, area: str, phone: str) -> Organisation:
    return Organisation.objects.create(
        code=code, name=name, kind=kind, area=area, office_phone=phone, address="某路 1 号"
    )


@dataclass
class Kinsman:
    """One person of a family as a test writes them down; amounts in yuan a month, None: not answered."""

    name: str
    relation: str = "head"
    birth: str = "19800101"
    wage: int | None = 0
    disability: tuple[str, int] | None = None
    registered_kin_of: User | None = None


def a_family(
    *people: Kinsman,
    now: datetime = MONDAY,
    deposits: int | None = 0,
    vehicles: int | None = 0,
    houses: int | None = 1,
    authorised: bool = True,
    residence: str = "urban",
) -> Application:
    """A family's application as the phone leaves it: persons, income, property, account, promise, authorisations."""
    day = now.date()
    with scope(system_scope([COUNTY], actor="test-setup")):
        household = Household.objects.create(
            number=f"H{uuid7().hex[-12:]}", residence=residence, address="某路 1 号", opened_on=day, **AREA
        )
        persons = [
            _person(household, kin, index, day) for index, kin in enumerate(people or (Kinsman("张三"),))
        ]
        _property(household, day, deposits, vehicles, houses)
        BankAccount.objects.create(
            household=household, holder=persons[0], bank="农商银行", number="6222000011112222",
            number_index=blind_index("account", household.number), last4="2222", since=day, **AREA,
        )  # fmt: skip
        application = Application.objects.create(
            receipt_no=f"R{uuid7().hex[-10:].upper()}", household=household, applicant=persons[0],
            channel=Application.Channel.PHONE, submitted_at=now, promise_text="以上申报属实。", promised_at=now, **AREA,
        )  # fmt: skip
        if authorised:
            for person in persons:
                authorise(person, persons[0], now)
    return application


def authorise(person: Person, adult: Person, now: datetime) -> Authorisation:
    """The person signs; a minor's guardian signs for them."""
    minor = person.birth_date is not None and person.birth_date.year > now.year - 18
    return Authorisation.objects.create(
        number=f"SQ{uuid7().hex[-12:]}", household=person.household, person=person,
        signed_by=adult if minor else person, guardian=minor, kind=Authorisation.Kind.ELECTRONIC,
        scope="收入、财产", purpose="低保审核确认", valid_from=now.date(), valid_until=date(now.year + 1, 12, 31),
        signed_at=now - timedelta(minutes=5), **AREA,
    )  # fmt: skip


def _person(household: Household, kin: Kinsman, index: int, day: date) -> Person:
    number = an_id(kin.birth, 100 + index + int(household.number[-4:], 16) % 800)
    person = Person.objects.create(
        household=household, name=kin.name, id_number=number,
        id_index=blind_index("id", normalise_resident_id(number)), id_last4=number[-4:],
        birth_date=datetime.strptime(kin.birth, "%Y%m%d").replace(tzinfo=SHANGHAI).date(), sex="male",
        local_registration=True, married=False, major_illness=False, study="none", labour_ability="full",
        disability_kind=kin.disability[0] if kin.disability else "none",
        disability_grade=kin.disability[1] if kin.disability else None, full_capacity=True, current_programme="none", **AREA,
    )  # fmt: skip
    Membership.objects.create(household=household, person=person, relation=kin.relation, since=day, **AREA)
    for kind in IncomeItem.Kind:
        yuan = kin.wage if kind == IncomeItem.Kind.WAGE else 0
        IncomeItem.objects.create(
            household=household, person=person, kind=kind, stated_on=day,
            monthly_fen=None if yuan is None else yuan * 100, **AREA,
        )  # fmt: skip
    if kin.registered_kin_of is not None:
        StaffKin.objects.create(
            user=kin.registered_kin_of, staff_name=kin.registered_kin_of.name, staff_post="本单位", relation="兄弟",
            id_index=person.id_index, declared_on=day, county=COUNTY,
        )  # fmt: skip
    return person


def _property(
    household: Household, day: date, deposits: int | None, vehicles: int | None, houses: int | None
) -> None:
    counts = dict.fromkeys(PropertyItem.Kind, 0) | {
        PropertyItem.Kind.VEHICLE: vehicles,
        PropertyItem.Kind.HOUSE: houses,
    }
    for kind, quantity in counts.items():
        value = deposits if kind == PropertyItem.Kind.DEPOSIT else 0
        PropertyItem.objects.create(
            household=household, kind=kind, stated_on=day,
            quantity=(None if deposits is None else int(deposits > 0)) if kind == PropertyItem.Kind.DEPOSIT else quantity,
            value_fen=None if value is None else value * 100, **AREA,
        )  # fmt: skip
