"""`manage.py fill_demo`: the synthetic county in the database, and the departments' files beside it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings
from django.db import connections

from yimen.core.calendar import Month
from yimen.core.errors import YimenError
from yimen.core.regions import Level, contains, level_of
from yimen.demo.county import County, make_county
from yimen.demo.files import write_department_files
from yimen.demo.loading import load
from yimen.demo.open_cases import left_out, make_cases
from yimen.demo.staff import OWNER
from yimen.guard.clock import now, today
from yimen.guard.models import Installation
from yimen.people.models import Household
from yimen.regions.models import Division

SMALLEST, LARGEST = 1, 1_000_000


class DemoRefused(YimenError):
    """The demo county cannot be made here."""

    code = "demo.refused"


def departments_folder() -> Path:
    """Where the departments drop their files in a demo installation."""
    return Path(settings.ENV.data) / "departments"


def fill(
    households: int, place: str, seed: int, *, say: Callable[[str], object], on: date | None = None
) -> None:
    """Make, write and store the county; a database that has one is left as it is.

    Raises: DemoRefused in a database that is not synthetic, or holds families already, or lacks the divisions.
    """
    _require_synthetic(place)
    if not SMALLEST <= households <= LARGEST:
        raise DemoRefused(f"户数应在 {SMALLEST} 到 {LARGEST} 之间，不能是 {households}。")
    if Household.objects.using(OWNER).exists():
        plan = _noted_plan()
        _say_what_stands(plan, households, say)
    else:
        plan = Plan(households, place, seed, (on or _last_month()).isoformat())
        _fill_empty(plan, say)
    if not plan.cases_made:
        make_cases(_county(plan), now(), say=say)
        _note(replace(plan, cases_made=True))


@dataclass(frozen=True)
class Plan:
    """What county this installation has, noted beside it, so that it can be made again to the last digit."""

    households: int
    place: str
    seed: int
    day: str
    cases_made: bool = False


def _last_month() -> date:
    """The departments' files are of the first of last month, as files of departments are."""
    return (Month.of(today()) + -1).first


def _noted_plan() -> Plan:
    """Raises: DemoRefused for families that no demo put there."""
    if not _plan_file().is_file():
        raise DemoRefused(
            "数据库里已有家庭档案，但不是本机生成的演示县，不能再放进虚构的人。请用 --data 另选一个文件夹。"
        )
    return Plan(**json.loads(_plan_file().read_text("utf-8")))


def _plan_file() -> Path:
    return departments_folder().with_name("demo.json")


def _note(plan: Plan) -> None:
    _plan_file().parent.mkdir(parents=True, exist_ok=True)
    _plan_file().write_text(json.dumps(asdict(plan)), "utf-8")


def _county(plan: Plan) -> County:
    names = _division_names(plan.place)
    villages = [(code, name) for code, name in names.items() if level_of(code) is Level.VILLAGE]
    if not villages:
        town = plan.place[:4]
        raise DemoRefused(
            f"区划 {plan.place} 下面没有村（社区）。请先运行 manage.py load_divisions --place {town}。"
        )
    return make_county(
        plan.households, plan.seed, plan.place, sorted(villages), on=date.fromisoformat(plan.day)
    )


def _fill_empty(plan: Plan, say: Callable[[str], object]) -> None:
    county = _county(plan)
    say(f"合成 {plan.households} 户，{county.persons.num_rows} 人。")
    _write_files(county)
    _mark_synthetic(plan.place)
    _note(plan)
    load(county, _division_names(plan.place), left_out=left_out(county), say=say)
    say(f"演示县已生成：在册 {county.awards.num_rows} 户；部门文件在 {departments_folder()}。")


def _require_synthetic(place: str) -> None:
    if not settings.SYNTHETIC:
        raise DemoRefused("这不是模拟数据库，不能放进虚构的人。演示请用 ./yimen demo。")
    if level_of(place) is not Level.COUNTY:
        raise DemoRefused(f"“{place}”不是县级区划代码。请给出 6 位代码，例如 371311。")
    found = Installation.objects.using(OWNER).first()
    if found is not None and not found.synthetic:
        raise DemoRefused("这个数据库登记为正式使用，不能放进虚构的人。")
    if found is not None and found.county != place:
        raise DemoRefused(f"这个数据库是 {found.county} 的，不能再生成 {place}。请用 --data 另选一个文件夹。")


def _say_what_stands(plan: Plan, wanted: int, say: Callable[[str], object]) -> None:
    say(f"演示县已经有 {plan.households} 户，不再重复生成。")
    if plan.households != wanted:
        say(f"要换成 {wanted} 户，请用 --data 另选一个空文件夹。")


def _division_names(place: str) -> dict[str, str]:
    held = Division.objects.filter(code__startswith=place, until__isnull=True).values_list("code", "name")
    return {code: name for code, name in held if contains(place, code)}


def _write_files(county: County) -> None:
    write_department_files(county, departments_folder())
    pq.write_table(county.truths, departments_folder().with_name("truths.parquet"))


def _mark_synthetic(place: str) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "INSERT INTO guard_installation (id, synthetic, clock_shift_days, county) VALUES (1, true, 0, %s) "
            "ON CONFLICT (id) DO NOTHING",
            [place],
        )
