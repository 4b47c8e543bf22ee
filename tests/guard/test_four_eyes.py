"""Four eyes and kin, in raw SQL as the app role: the database refuses whatever code runs (promise 25)."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from tests.database import empty_everything
from tests.rows import DAY, LUOZHUANG, MOMENT, Rows

from yimen.cases.models import Assessment, Case, Survey
from yimen.guard.scope import Scope, scope
from yimen.intake.models import Application
from yimen.network.models import StaffKin, User
from yimen.people.models import Person

OFFICER = Scope(kind="area", actor="t", counties=(LUOZHUANG.county,))
INDEX = b"k" * 32


@pytest.fixture
def rows(django_db_setup, django_db_blocker) -> Iterator[Rows]:
    """A publicised case with its accepted_by (users 1) and reviewed_by (2), a finding with nothing open, a survey."""
    with django_db_blocker.unblock():
        rows = Rows(LUOZHUANG)
        rows.of(Case)
        rows.of(Survey)
        rows.another(Assessment, occasion="decision", eligible=True, open_count=0, made_at=MOMENT)
        Person.objects.using("owner").update(id_index=INDEX)
        yield rows
        empty_everything()


@pytest.fixture
def officers(rows: Rows) -> dict[str, int]:
    """Four people; the survey's two investigators are others still."""
    return {role: rows.another(User, username=role).pk for role in ("accepts", "reviews", "decides", "kin")}


def decide(rows: Rows, **values: object) -> None:
    """UPDATE the case to confirmed with these columns."""
    columns = {"state": "confirmed", "decided_at": MOMENT, **values}
    with scope(OFFICER), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_case SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s",
            [*columns.values(), rows.of(Case).pk],
        )
        assert cursor.rowcount == 1


def by(officers: dict[str, int], **changes: str) -> dict[str, int | None]:
    who = {"accepts": "accepts", "reviews": "reviews", "decides": "decides"} | changes
    columns = {"accepts": "accepted_by_id", "reviews": "reviewed_by_id", "decides": "decided_by_id"}
    return {columns[step]: officers.get(name) for step, name in who.items()}


def kin_of(rows: Rows, user: int) -> None:
    rows.another(StaffKin, user_id=user, id_index=INDEX)


def test_three_different_officers_may_decide(rows, officers):
    decide(rows, **by(officers))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        pytest.param({"decides": "accepts"}, "four_eyes_on_the_decision", id="受理人自己确认"),
        pytest.param({"decides": "reviews"}, "four_eyes_on_the_decision", id="初审人自己确认"),
        pytest.param({"decides": "nobody"}, "decided_case_has_its_officers", id="没有确认人"),
        pytest.param({"reviews": "nobody"}, "decided_case_has_its_officers", id="没有初审人"),
        pytest.param({"accepts": "nobody"}, "decided_case_has_its_officers", id="没有受理人"),
        pytest.param({"accepts": "kin"}, "近亲属", id="受理人是近亲属"),
        pytest.param({"reviews": "kin"}, "近亲属", id="初审人是近亲属"),
        pytest.param({"decides": "kin"}, "近亲属", id="确认人是近亲属"),
    ],
)
def test_the_same_hand_twice_nobody_or_a_relative_is_refused(rows, officers, changes, constraint):
    kin_of(rows, officers["kin"])
    with pytest.raises(DatabaseError, match=constraint):
        decide(rows, **by(officers, **changes))


def test_an_investigator_does_not_decide(rows, officers):
    survey = rows.of(Survey)
    for investigator in (survey.first_investigator_id, survey.second_investigator_id):
        with pytest.raises(DatabaseError, match="入户调查"):
            decide(rows, **{**by(officers), "decided_by_id": investigator})


@pytest.mark.parametrize(
    "flag", [pytest.param("kin_registered", id="近亲属备案"), pytest.param("reported", id="被举报")]
)
def test_a_registered_or_reported_case_waits_for_the_countys_visit(rows, officers, flag):
    with pytest.raises(DatabaseError, match="入户核查"):
        decide(rows, **by(officers), **{flag: True})

    rows.another(Survey, purpose="county")
    decide(rows, **by(officers), **{flag: True})


def test_a_decision_against_the_last_finding_is_refused(rows, officers):
    with pytest.raises(DatabaseError, match="没有未答问题"):
        decide(rows, **by(officers), **{"state": "refused", "reasons": "超过标准"})


def test_a_decision_without_a_finding_is_refused(rows, officers):
    other = rows.another(Case, application=rows.another(Application), programme="tekun")
    with (
        pytest.raises(DatabaseError, match="没有未答问题"),
        scope(OFFICER),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE cases_case SET state = 'confirmed', accepted_by_id = %s, reviewed_by_id = %s, decided_by_id = %s WHERE id = %s",
            [officers["accepts"], officers["reviews"], officers["decides"], other.pk],
        )


def test_a_relative_takes_no_step_and_makes_no_survey(rows, officers):
    kin_of(rows, officers["kin"])
    case = rows.of(Case)
    area = (LUOZHUANG.county, LUOZHUANG.town, LUOZHUANG.village)
    with (
        pytest.raises(DatabaseError, match="近亲属"),
        scope(OFFICER),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO cases_caselog (county, town, village, case_id, household_id, step, from_state, to_state, "
            "officer_id, officer_post, at, note) VALUES (%s, %s, %s, %s, %s, 'accept', '', '', %s, '', %s, '')",
            [*area, case.pk, case.household_id, officers["kin"], MOMENT],
        )
    with (
        pytest.raises(DatabaseError, match="近亲属"),
        scope(OFFICER),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_survey SET second_investigator_id = %s", [officers["kin"]])


def test_nobody_grants_themselves_a_post(rows, officers):
    """Nor does anyone outside the administrators' scope grant one at all."""
    sql = (
        "INSERT INTO network_post (user_id, organisation_id, duty, since, reason, granted_by_id, end_reason) "
        "VALUES (%s, %s, 'finance', %s, '任命', %s, '')"
    )
    for wanted, granter, refusal in (
        (Scope(kind="admin", actor="t"), "accepts", "nobody_grants_themselves"),
        (OFFICER, "reviews", "row-level security"),
    ):
        with pytest.raises(DatabaseError, match=refusal), scope(wanted), connection.cursor() as cursor:
            cursor.execute(sql, [officers["accepts"], 1, DAY, officers[granter]])
