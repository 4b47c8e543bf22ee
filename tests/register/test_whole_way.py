"""A register from the file to the awards: staged, checked, let in by another officer, in force."""

from datetime import date

from tests.register.registers import (
    COUNTY_SCOPE,
    families,
    imported,
    workbook,
)
from yimen.cases.models import Award
from yimen.guard.scope import scope
from yimen.register.models import State


def test_a_sound_register_becomes_families_with_awards(office):
    upload = imported(office, workbook(families(3)))

    assert (upload.state, upload.households, upload.persons, upload.monthly_fen) == (
        State.PROMOTED,
        3,
        6,
        3 * 800_00,
    )
    with scope(COUNTY_SCOPE):
        awards = list(Award.objects.order_by("register_row"))
        assert [(a.origin, a.case_id, a.monthly_fen, a.start_month) for a in awards] == [
            ("register", None, 800_00, date(2023, 5, 1))
        ] * 3
