"""What an application still lacks before it can be accepted (D57 §9–10; policy §2.6)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimen.core.calendar import add_months
from yimen.intake.models import Application, Authorisation
from yimen.people.facts import Declared, declared_by
from yimen.people.models import IncomeItem, Membership, Person, PropertyItem
from yimen.people.queries import members_on, open_account

ADULT_MONTHS = 18 * 12
INCOME_CLASSES = frozenset(
    {
        IncomeItem.Kind.WAGE,
        IncomeItem.Kind.BUSINESS,
        IncomeItem.Kind.PROPERTY,
        IncomeItem.Kind.TRANSFER,
        IncomeItem.Kind.OTHER,
    }
)


def missing_papers(application_id: UUID, today: date) -> list[str]:
    """Everything missing from a form, named, in one list. What departments can supply is not asked for."""
    application = Application.objects.select_related("household").get(pk=application_id)
    return missing_from(application, declared_by(application.household, today), today)


def missing_from(application: Application, declared: Declared, today: date) -> list[str]:
    """The same, where the caller has what the family stated."""
    household = application.household_id
    members = [membership.person for membership in declared.members]
    lacking = [f"{person.name}的身份证号码" for person in members if _has_no_number(person, today)]
    lacking += [f"{person.name}的出生日期" for person in members if person.birth_date is None]
    stated = {(item.person_id, item.kind) for item in declared.incomes}
    lacking += [
        f"{person.name}的收入申报"
        for person in members
        if not is_minor(person, today) and not any((person.pk, kind) in stated for kind in INCOME_CLASSES)
    ]
    held = {item.kind for item in declared.properties}
    lacking += [f"家庭{label}申报" for kind, label in _PROPERTY_ASKED if kind not in held]
    if open_account(household) is None:
        lacking.append("发放账户")
    if not application.promise_text:
        lacking.append("如实申报承诺")
    return lacking


_PROPERTY_ASKED = (
    (PropertyItem.Kind.DEPOSIT, "存款"),
    (PropertyItem.Kind.VEHICLE, "车辆"),
    (PropertyItem.Kind.HOUSE, "住房"),
)


def unauthorised_members(household: UUID, today: date) -> list[str]:
    """Names of members without a standing authorisation to check (every member; a guardian signs for the incapable)."""
    return unauthorised(members_on(household, today), not_withdrawn(household), today)


def not_withdrawn(household: UUID) -> list[Authorisation]:
    """The authorisations of a family, those that have run out included."""
    return list(Authorisation.objects.filter(withdrawn_at__isnull=True, household_id=household))


def unauthorised(members: Iterable[Membership], signed: Iterable[Authorisation], today: date) -> list[str]:
    """The same as `unauthorised_members`, where the caller has both."""
    standing = {one.person_id for one in signed if one.valid_from <= today <= one.valid_until}
    return [m.person.name for m in members if m.person_id not in standing]


def is_minor(person: Person, today: date) -> bool:
    """Under 18 on the day. Without a birth date nobody is taken for a minor."""
    return person.birth_date is not None and add_months(person.birth_date, ADULT_MONTHS) > today


def _has_no_number(person: Person, today: date) -> bool:
    """A newborn may have no number yet; everyone else states one."""
    return person.id_index is None and not is_minor(person, today)
