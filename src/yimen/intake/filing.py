"""From a form that was read to the rows of a household's file."""

from datetime import date, datetime

from pypinyin import Style, lazy_pinyin

from yimen.core.ids import uuid7
from yimen.guard.clock import local_day
from yimen.guard.keys import blind_index
from yimen.guard.rows import area_of
from yimen.guard.scope import current_scope, include_household
from yimen.intake.checks import Form
from yimen.intake.numbers import HOUSEHOLD, new_number
from yimen.intake.reading import AccountRead, IncomeRead, PersonRead, PropertyRead
from yimen.people.models import BankAccount, Household, IncomeItem, Membership, Person, PropertyItem
from yimen.regions.queries import managing_keys


def store_form(form: Form, now: datetime) -> tuple[Household, Person]:
    """A new file with its persons, relations, income, property and account; and the applicant.

    Unanswered questions have no row, or NULL; "none of these" is a row that says 0.
    """
    day = local_day(now)
    household = _open_file(form, day)
    persons = [_person(read, household) for read in form.persons]
    Person.objects.bulk_create(persons)
    Membership.objects.bulk_create(_membership(read, household, day) for read in form.persons)
    IncomeItem.objects.bulk_create(_income(read, household, day) for read in form.incomes)
    PropertyItem.objects.bulk_create(_property(read, household, day) for read in form.properties)
    if form.account:
        _account(form.account, household, day).save(force_insert=True)
    head = form.head.id
    return household, next(person for person in persons if person.pk == head)


def _open_file(form: Form, day: date) -> Household:
    keys = managing_keys(form.place.village)
    household = Household(
        id=uuid7(),
        number=new_number(HOUSEHOLD, day),
        residence=form.place.residence,
        address=form.place.address,
        registered_address=form.place.registered_address,
        opened_on=day,
        succeeds=_earlier_file(form),
        county=keys.county or "",
        town=keys.town or "",
        village=keys.village or "",
    )
    scope = current_scope()
    if scope is not None and scope.kind == "subject":
        include_household(household.pk)
    household.save(force_insert=True)
    return household


def _earlier_file(form: Form) -> Household | None:
    """The newest file of the same applicant that this scope may see: an application made again follows it."""
    number = form.head.id_number
    if number is None:
        return None
    before = Person.objects.filter(id_index=blind_index("id", number), household__closed_on__isnull=True)
    last = before.select_related("household").order_by("-household__opened_on", "-pk").first()
    return last.household if last else None


def _person(read: PersonRead, household: Household) -> Person:
    number, phone = read.id_number, read.phone
    return Person(
        id=read.id,
        household=household,
        name=read.name,
        name_pinyin="".join(lazy_pinyin(read.name, style=Style.NORMAL))[:120],
        id_kind=read.id_kind,
        id_number=number,
        id_index=blind_index("id", number) if number else None,
        id_last4=number[-4:] if number else "",
        birth_date=read.birth_date,
        sex=read.sex,
        nation=read.nation,
        phone=phone,
        phone_index=blind_index("phone", phone) if phone else None,
        local_registration=read.local_registration,
        married=read.married,
        disability_kind=read.disability_kind,
        disability_grade=read.disability_grade,
        major_illness=read.major_illness,
        study=read.study,
        labour_ability=read.labour_ability,
        full_capacity=read.full_capacity,
        current_programme=read.current_programme,
        half_orphan=read.half_orphan,
        no_supporter=read.no_supporter,
        **area_of(household),
    )


def _membership(read: PersonRead, household: Household, day: date) -> Membership:
    return Membership(
        household=household,
        person_id=read.id,
        kind=read.kind,
        relation=read.relation,
        since=day,
        reason="申请时申报",
        **area_of(household),
    )


def _income(read: IncomeRead, household: Household, day: date) -> IncomeItem:
    return IncomeItem(
        household=household,
        person_id=read.person,
        kind=read.kind,
        monthly_fen=read.monthly_fen,
        detail=read.detail,
        stated_on=day,
        **area_of(household),
    )


def _property(read: PropertyRead, household: Household, day: date) -> PropertyItem:
    return PropertyItem(
        household=household,
        owner_id=read.owner,
        kind=read.kind,
        quantity=read.quantity,
        value_fen=read.value_fen,
        detail=read.detail,
        stated_on=day,
        **area_of(household),
    )


def _account(read: AccountRead, household: Household, day: date) -> BankAccount:
    return BankAccount(
        id=uuid7(),
        household=household,
        holder_id=read.holder,
        bank=read.bank,
        number=read.number,
        number_index=blind_index("account", read.number),
        last4=read.number[-4:],
        since=day,
        **area_of(household),
    )
