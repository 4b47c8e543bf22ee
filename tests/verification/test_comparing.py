"""Declared beside found: what is not known is never zero (policy §13.2 step 5)."""

from datetime import date
from uuid import UUID

import pytest

from yimen.people.models import IncomeItem, PropertyItem
from yimen.verification.categories import CATEGORIES
from yimen.verification.comparing import Declared, Said, Statements, compare

ZHANG, LI = UUID(int=1), UUID(int=2)
DEPOSIT, PENSION, HOUSE = CATEGORIES["deposit"], CATEGORIES["pension"], CATEGORIES["house"]
NOBODY_ASKED = Declared("unanswered")
SOMETHING = Declared("unclear")


def said(value: int | None, outcome: str = "found") -> Said:
    return Said(ZHANG, "bank", "银行", "deposit", outcome, value, date(2026, 10, 31))


NONE, SILENCE, NO_AMOUNT = said(None, "none"), said(None, "no_answer"), said(None)


@pytest.mark.parametrize(
    ("declared", "heard", "verdict"),
    [
        pytest.param(Declared("stated", 500), [said(500)], "equal", id="一样"),
        pytest.param(Declared("stated", 500), [said(501)], "higher", id="多一分也是高于"),
        pytest.param(Declared("stated", 500), [said(499)], "lower", id="少一分也是低于"),
        pytest.param(Declared("stated", 0), [said(1)], "undeclared", id="申报没有而查到"),
        pytest.param(Declared("stated", 0), [NONE], "equal", id="申报没有也查无"),
        pytest.param(Declared("stated", 500), [NONE], "lower", id="申报有而查无"),
        pytest.param(NOBODY_ASKED, [said(1)], "undeclared", id="没有填报而查到"),
        pytest.param(NOBODY_ASKED, [NONE], "unknown", id="没有填报也查无"),
        pytest.param(SOMETHING, [said(500)], "unknown", id="申报有但数额不详"),
        pytest.param(Declared("together"), [said(500)], "unknown", id="全家合并填报"),
        pytest.param(Declared("stated", 500), [SILENCE], "unknown", id="未答复"),
        pytest.param(Declared("stated", 0), [SILENCE], "unknown", id="申报没有、未答复，不是一致"),
        pytest.param(Declared("stated", 0), [NO_AMOUNT], "unknown", id="有记录没有数额"),
        pytest.param(Declared("stated", 500), [said(200), said(300)], "equal", id="两家银行相加"),
        pytest.param(Declared("stated", 500), [said(500), SILENCE], "unknown", id="一家未答复，相加未知"),
        pytest.param(Declared("stated", 500), [said(600), SILENCE], "higher", id="一家未答复，另一家已高于"),
        pytest.param(
            Declared("stated", 0), [said(600), SILENCE], "undeclared", id="一家未答复，另一家已查到"
        ),
        pytest.param(NOBODY_ASKED, [said(600), SILENCE], "undeclared", id="没有填报，一家已查到"),
    ],
)
def test_found_is_compared_with_declared(declared, heard, verdict):
    assert compare(declared, heard, DEPOSIT) == verdict


def test_a_source_that_knows_only_a_part_cannot_deny_the_rest():
    """The pension office does not know what relatives give."""
    assert compare(Declared("stated", 500), [said(300)], PENSION) == "unknown"
    assert compare(Declared("stated", 500), [said(501)], PENSION) == "higher"


# Statements -------------------------------------------------------------------------------------------------------


def a_holding(kind: str, owner: UUID | None, quantity: int | None, fen: int | None = None) -> PropertyItem:
    return PropertyItem(kind=kind, owner_id=owner, quantity=quantity, value_fen=fen)


def stated(*properties: PropertyItem, incomes: tuple[IncomeItem, ...] = ()) -> Statements:
    return Statements(incomes, properties, [ZHANG, LI])


@pytest.mark.parametrize(
    ("items", "zhang", "family"),
    [
        pytest.param([], NOBODY_ASKED, NOBODY_ASKED, id="没有填报"),
        pytest.param([("deposit", None, 0, None)], Declared("stated", 0), Declared("stated", 0), id="全家没有"),
        pytest.param([("deposit", ZHANG, 1, 500)], Declared("stated", 500), Declared("stated", 500), id="本人名下"),
        pytest.param([("deposit", LI, 1, 500)], Declared("stated", 0), Declared("stated", 500), id="列了别人，本人就是没有"),
        pytest.param([("deposit", None, 1, 500)], Declared("together"), Declared("stated", 500), id="全家合并"),
        pytest.param([("deposit", ZHANG, 1, None)], SOMETHING, SOMETHING, id="数额不详"),
        pytest.param(
            [("deposit", ZHANG, 1, 500), ("deposit", ZHANG, 1, 30)],
            Declared("stated", 530), Declared("stated", 530), id="两笔相加",
        ),
        pytest.param([("vehicle", ZHANG, 1, 500)], NOBODY_ASKED, NOBODY_ASKED, id="别的财产不算"),
    ],
)  # fmt: skip
def test_what_a_family_said_of_one_person(items, zhang, family):
    said_by = stated(*(a_holding(*item) for item in items))

    assert said_by.of_person(ZHANG, DEPOSIT) == zhang
    assert said_by.of_family(DEPOSIT) == family


def test_homes_are_counted_and_not_valued():
    said_by = stated(a_holding("house", ZHANG, 2, 30_000_000))

    assert said_by.of_person(ZHANG, HOUSE) == Declared("stated", 2)


def test_an_income_of_a_member_who_did_not_answer_leaves_the_family_open():
    of_zhang = IncomeItem(person_id=ZHANG, kind="transfer", monthly_fen=18800)
    said_by = stated(incomes=(of_zhang,))

    assert said_by.of_person(ZHANG, PENSION) == Declared("stated", 18800)
    assert said_by.of_person(LI, PENSION) == NOBODY_ASKED
    assert said_by.of_family(PENSION) == NOBODY_ASKED
