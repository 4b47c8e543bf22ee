"""Who sees what of a check: the centre its own tables and no family's file (promises 22, 23)."""

import pytest
from django.db import connection

from tests.county import Kinsman, a_family, at
from tests.verification.checks import ask, number_of, run
from tests.verification.drops import Drops
from yimen.guard.scope import Scope, scope
from yimen.verification import queries
from yimen.verification.models import CheckRequest

pytestmark = pytest.mark.django_db

SEEN = ("verification_checkrequest", "verification_sourcequery", "verification_checkreport", "verification_reportline",
        "intake_authorisation")  # fmt: skip
HIDDEN = ("people_household", "people_person", "people_membership", "people_incomeitem", "people_propertyitem",
          "people_bankaccount", "cases_case", "cases_survey", "intake_application", "payments_payline")  # fmt: skip


@pytest.fixture
def reported(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "68400.00"))
    return family, run(ask(office, family))


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("table", SEEN)
def test_the_centre_sees_its_own_tables(office, reported, table):
    with scope(office.centre.scope):
        assert rows(table) > 0


@pytest.mark.parametrize("table", HIDDEN)
def test_the_centre_sees_nothing_of_the_file(office, reported, table):
    with scope(office.centre.scope):
        assert rows(table) == 0


@pytest.mark.parametrize("table", SEEN)
@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(Scope(kind="centre", actor="t", counties=("371302",)), id="邻县核对中心"),
        pytest.param(Scope(kind="area", actor="t", counties=("371311",), towns=("371311002",)), id="邻镇"),
        pytest.param(Scope(kind="admin", actor="t", counties=("371311",)), id="系统管理员"),
        pytest.param(Scope(kind="public", actor="t", counties=("371311",)), id="公众"),
        pytest.param(Scope(kind="subject", actor="t"), id="别家的群众"),
    ],
)
def test_nobody_else_sees_a_check(reported, wanted, table):
    with scope(wanted):
        assert rows(table) == 0


def test_the_centre_has_the_names_it_works_with(office, reported):
    """Copied when the question is put: a name, the masked number, the relation, and nothing else of the person."""
    _, report = reported
    with scope(office.centre.scope):
        asked = queries.queue(office.centre, "reported").get()
        standing = queries.standing(asked.pk)
        found, lines = queries.report_page(report.pk)
        persons = queries.persons_of(found)

    assert asked.applicant_name == "张三"
    assert [(q.person_name, q.relation) for q in standing.queries] == [("张三", "户主（本人）")]
    assert standing.queries[0].id_masked.startswith("990001********")
    assert {line.person_name for line in lines} == {"张三", "全家"}
    assert persons[0].authorisation.number.startswith("SQ")


def test_the_family_sees_what_was_asked_about_it(reported):
    family, _ = reported
    with scope(Scope(kind="subject", actor="t", households=(family.household_id,))):
        assert CheckRequest.objects.count() == 1


def test_the_queue_is_sorted_by_the_day_and_counts_what_is_late(office, drops: Drops):
    for day, name in ((3, "王五"), (0, "张三"), (1, "李四")):
        ask(office, a_family(Kinsman(name)), at(day))

    with scope(office.centre.scope):
        names = [asked.applicant_name for asked in queries.queue(office.centre)]
        board = queries.board(office.centre, at(4).date())
        found = [asked.applicant_name for asked in queries.queue(office.centre, name="李")]

    assert names == ["张三", "李四", "王五"]
    assert (board.waiting, board.late, board.reported) == (3, 1, 0)
    assert found == ["李四"]
