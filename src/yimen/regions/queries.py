"""Reads of the divisions and of the working calendar."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from yimen.core.calendar import WorkCalendar
from yimen.core.errors import YimenError
from yimen.core.regions import AreaKeys, Level, ancestors_of, area_keys, code_range, cut, level_of, short_name
from yimen.regions.models import DayOverride, Division

# Names of pseudo-levels in the national list, which no address says.
UNSPOKEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class DivisionUnknown(YimenError):
    code = "division.unknown"
    sentence = "区划代码“{division}”不在区划表中。请先用 manage.py load_divisions 载入所在市的区划。"


def get(code: str) -> Division:
    """Raises: DivisionUnknown."""
    found = Division.objects.filter(pk=code).first()
    if found is None:
        raise DivisionUnknown(division=code)
    return found


def standing(on: date | None = None) -> QuerySet[Division]:
    """Divisions that stand on a day; without one, those not abolished."""
    if on is None:
        return Division.objects.filter(until__isnull=True)
    began = Q(since__isnull=True) | Q(since__lte=on)
    return Division.objects.filter(began, Q(until__isnull=True) | Q(until__gte=on))


def children(code: str, on: date | None = None) -> QuerySet[Division]:
    """The divisions directly below, by law; the empty code gives the provinces."""
    return standing(on).filter(parent=code or None).order_by("code")


def managed_children(code: str, on: date | None = None) -> QuerySet[Division]:
    """The divisions whose files this area keeps: its own, less those managed elsewhere, plus those given to it."""
    own = Q(parent=code or None, managing_parent__isnull=True)
    return standing(on).filter(own | Q(managing_parent=code)).order_by("code")


def within(code: str, level: Level, on: date | None = None) -> QuerySet[Division]:
    """All divisions of a level inside an area, by law."""
    low, high = code_range(code)
    return standing(on).filter(code__gte=low, code__lte=high, level=int(level)).order_by("code")


def path_name(code: str, *, joined: str = "") -> str:
    """山东省临沂市罗庄区罗庄街道龙潭社区: every level that an address says.  Raises: DivisionUnknown."""
    return path_names([code], joined=joined)[code]


def path_names(codes: Iterable[str], *, joined: str = "") -> dict[str, str]:
    """Path names of many codes in one query.  Raises: DivisionUnknown."""
    wanted = {code: [*ancestors_of(code), code] for code in codes}
    names = dict(
        Division.objects.filter(pk__in={part for parts in wanted.values() for part in parts}).values_list(
            "code", "name"
        )
    )
    for code in wanted:
        if code not in names:
            raise DivisionUnknown(division=code)
    return {code: joined.join(_spoken(names, parts)) for code, parts in wanted.items()}


def spoken_names(codes: Iterable[str]) -> dict[str, str]:
    """What people call these divisions, for a list where the area above is clear: 龙潭社区. Unknown codes are left out."""
    return {code: division.short_name for code, division in Division.objects.in_bulk(set(codes)).items()}


def _spoken(names: dict[str, str], parts: list[str]) -> list[str]:
    return [short_name(names[part]) for part in parts if part in names and names[part] not in UNSPOKEN]


def current_successor(code: str) -> Division:
    """The division that holds this area's files today: itself, or what it was merged into, however often.

    Raises: DivisionUnknown; an abolished division without a successor is returned as it is.
    """
    division, seen = get(code), {code}
    while division.until is not None and division.successor_id and division.successor_id not in seen:
        division = get(division.successor_id)
        seen.add(division.code)
    return division


def managing_keys(code: str) -> AreaKeys:
    """The county, town and village keys of files in this place, the managing county where it is not the legal one.

    北集坡街道 lies in 岱岳区 by law and is run by 泰安高新区: its county key is that of the overlay area.
    """
    keys = area_keys(code)
    managers = dict(
        Division.objects.filter(pk__in=[c for c in keys if c], managing_parent__isnull=False).values_list(
            "code", "managing_parent"
        )
    )
    for held in (keys.village, keys.town):
        manager = managers.get(held or "")
        if manager is not None and level_of(manager) is Level.COUNTY:
            return keys._replace(county=manager)
    return keys


def known_counties() -> frozenset[str]:
    """Six-digit codes present and past, for the address check of ID numbers."""
    return frozenset(Division.objects.filter(level=int(Level.COUNTY)).values_list("code", flat=True))


def county_of(code: str) -> Division:
    """The county a town or village lies in by law.  Raises: DivisionUnknown for anything larger than a county."""
    return get(cut(code, Level.COUNTY) or code)


def work_calendar() -> WorkCalendar:
    """The national calendar with the corrections of this installation."""
    return WorkCalendar(dict(DayOverride.objects.values_list("day", "working")))
