"""Reads of organisations and their people."""

from datetime import date

from django.db.models import QuerySet

from yimen.core.errors import YimenError
from yimen.network.models import Duty, Organisation, User
from yimen.network.officers import held_on


class OfficeMissing(YimenError):
    code = "office_missing"
    sentence = "{area} 还没有登记{kind}。请系统管理员先登记机构，再办理业务。"


def bureau_of(county: str) -> Organisation:
    """The county's civil-affairs bureau.  Raises: OfficeMissing."""
    return _office(county[:6], Organisation.Kind.BUREAU)


def town_office_of(town: str) -> Organisation:
    """The town or sub-district office.  Raises: OfficeMissing."""
    return _office(town[:9], Organisation.Kind.TOWN)


def check_office_of(county: str) -> Organisation:
    """The verification centre of the county, else of its city, else the bureau itself.  Raises: OfficeMissing."""
    centres = Organisation.objects.filter(area__in=(county[:6], county[:4]), kind=Organisation.Kind.CENTRE)
    return centres.order_by("-area", "pk").first() or bureau_of(county)


def _office(area: str, kind: str) -> Organisation:
    found = Organisation.objects.filter(area=area, kind=kind).order_by("pk").first()
    if found is None:
        raise OfficeMissing(area=area, kind=Organisation.Kind(kind).label)
    return found


def colleagues(area: str, duties: tuple[str, ...], day: date) -> QuerySet[User]:
    """Staff who hold one of these duties in exactly this area that day: a second investigator is chosen from them."""
    return (
        User.objects.filter(
            held_on(day, "posts__"),
            is_active=True,
            posts__organisation__area=area,
            posts__duty__in=duties,
        )
        .distinct()
        .order_by("name", "pk")
    )


SURVEYING = (Duty.TOWN_CLERK.value, Duty.TOWN_LEADER.value, Duty.VILLAGE_ASSISTANT.value)
COUNTY_SURVEYING = (Duty.COUNTY_CLERK.value, Duty.COUNTY_LEADER.value)
