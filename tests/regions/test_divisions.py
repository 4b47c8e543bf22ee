"""区划表：层级、管理关系、沿革与工作日调整，在真实数据库里。"""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from yimen.core.regions import Level
from yimen.regions import queries
from yimen.regions.actions import load_divisions, override_days
from yimen.regions.models import DayOverride, Division
from yimen.regions.source import Entry, from_csv, read_days

SAMPLE = Path(__file__).parent / "sample"

pytestmark = pytest.mark.usefixtures("divisions")


def codes(found):
    return [d.code for d in found]


def test_loading_again_changes_nothing():
    assert load_divisions(from_csv(SAMPLE / "divisions.csv")) == 0


def test_a_new_name_is_taken_over_and_what_the_source_leaves_open_stays():
    assert load_divisions([Entry("371311100203", "老台井村民委员会")]) == 1

    held = queries.get("371311100203")
    assert (held.name, held.until, held.successor_id) == (
        "老台井村民委员会",
        date(2019, 6, 30),
        "371311100202",
    )
    load_divisions(from_csv(SAMPLE / "divisions.csv"))


def test_the_command_loads_a_file_of_our_own():
    said = StringIO()
    call_command("load_divisions", file=SAMPLE / "divisions.csv", stdout=said)

    assert "新增或更新 0 条" in said.getvalue()


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"file": Path("nowhere.csv")}, id="没有这个文件"),
        pytest.param({"place": "3713x"}, id="不是区划代码"),
    ],
)
def test_the_command_says_what_is_wrong(options):
    with pytest.raises(CommandError):
        call_command("load_divisions", **options)


def test_children_are_those_of_the_law():
    assert codes(queries.children("371311", on=date(2026, 1, 1)))[:1] == ["371311001"]
    assert "370911009" in codes(queries.children("370911"))
    assert "37" in codes(queries.children(""))


def test_managed_children_follow_the_management():
    """北集坡街道属岱岳区，由泰安高新区管理。"""
    assert "370911009" not in codes(queries.managed_children("370911"))
    assert codes(queries.managed_children("370971")) == ["370911009"]


def test_files_follow_the_management_too():
    assert queries.managing_keys("370911009") == ("370971", "370911009", None)
    assert queries.managing_keys("371311001001") == ("371311", "371311001", "371311001001")
    assert queries.managing_keys("371311") == ("371311", None, None)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("371311001001", "山东省临沂市罗庄区罗庄街道龙潭社区", id="社区"),
        pytest.param("371311100201", "山东省临沂市罗庄区沂堂镇沂堂村", id="村"),
        pytest.param("371311", "山东省临沂市罗庄区", id="区"),
        pytest.param("419001", "河南省济源市", id="省直辖，不说出来的一级"),
    ],
)
def test_a_path_name_says_every_level_that_an_address_says(code, name):
    assert queries.path_name(code) == name


def test_many_path_names_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        names = queries.path_names(["371311001001", "371311100201"], joined="/")

    assert names["371311001001"] == "山东省/临沂市/罗庄区/罗庄街道/龙潭社区"


def test_an_unknown_code_is_refused():
    with pytest.raises(queries.DivisionUnknown, match="371399"):
        queries.path_name("371399")


def test_an_abolished_village_leads_to_its_successor():
    """老台井村 2019 年并入台井村，台井村 2025 年并入沂堂村。"""
    assert queries.current_successor("371311100203").code == "371311100201"
    assert queries.current_successor("371311100201").code == "371311100201"


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        pytest.param(date(2025, 12, 31), True, id="撤销当日仍在"),
        pytest.param(date(2026, 1, 1), False, id="次日不在"),
        pytest.param(None, False, id="现在"),
    ],
)
def test_villages_of_a_day(on, stands):
    assert ("371311100202" in codes(queries.within("371311", Level.VILLAGE, on))) is stands


def test_an_area_stands_from_its_first_day():
    zone = queries.get("370971")

    assert not zone.stands_on(date(2004, 12, 31))
    assert zone.stands_on(date(2005, 1, 1))
    assert "370971" not in codes(queries.within("3709", Level.COUNTY, date(2004, 12, 31)))


def test_counties_past_and_present_are_known():
    assert {"371311", "370971", "419001"} <= queries.known_counties()
    assert queries.county_of("371311100201").name == "罗庄区"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"code": "3713111", "level": 7, "parent_id": "371311"}, id="七位代码"),
        pytest.param({"code": "371399", "level": 9, "parent_id": "3713"}, id="级别与位数不符"),
        pytest.param({"code": "371399", "level": 6}, id="没有上级"),
        pytest.param(
            {"code": "371399", "level": 6, "parent_id": "3713", "successor_id": "371311"}, id="未撤销却有并入"
        ),
        pytest.param(
            {
                "code": "371399",
                "level": 6,
                "parent_id": "3713",
                "since": date(2026, 1, 2),
                "until": date(2026, 1, 1),
            },
            id="先撤后设",
        ),
        pytest.param({"code": "371399", "level": 6, "parent_id": "9999"}, id="上级不存在"),
    ],
)
def test_the_database_refuses_what_cannot_be(row):
    with pytest.raises(IntegrityError):
        _store(row)


def _store(row):
    with transaction.atomic(using="owner"):
        Division.objects.using("owner").create(name="某区", **row)
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_app_role_reads_and_does_not_write():
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE regions_division SET name = '某区' WHERE code = '371311'")


def test_corrections_win_over_the_built_in_calendar():
    assert queries.work_calendar().status(date(2027, 2, 5)).assumed

    override_days(read_days(SAMPLE / "work_days.csv"))

    assert queries.work_calendar().status(date(2027, 2, 5)) == (False, False)
    assert queries.work_calendar().is_working(date(2027, 2, 20))


def test_a_later_correction_replaces_the_earlier():
    override_days([(date(2027, 2, 5), False, "第一号")])
    override_days([(date(2027, 2, 5), True, "第二号")])

    assert [(d.working, d.instrument) for d in DayOverride.objects.all()] == [(True, "第二号")]


def test_the_command_loads_work_days():
    said = StringIO()
    call_command("load_work_days", SAMPLE / "work_days.csv", stdout=said)

    assert "2 天" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("load_work_days", SAMPLE / "divisions.csv")
