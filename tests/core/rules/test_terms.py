"""起发月份、有效期、时限：哪个项目从哪个月起，认定到哪一天。"""

from datetime import date

import pytest
from tests.core.rules.families import law_with

from yimen.core.law import BY_NAME, ParameterMissing, Parameters
from yimen.core.rules.programmes import PROGRAMMES
from yimen.core.rules.terms import TERMS, first_month, months_later, valid_until

APPLIED, DECIDED = date(2026, 2, 27), date(2026, 3, 15)


@pytest.mark.parametrize(
    ("programme", "place", "month"),
    [
        pytest.param("dibao", "371311", date(2026, 4, 1), id="低保：决定的次月"),
        pytest.param("dibao", "500103", date(2026, 3, 1), id="重庆低保：批准的当月"),
        pytest.param("tekun", "371311", date(2026, 4, 1), id="特困：确认的次月"),
        pytest.param("unattended_child", "371311", date(2026, 4, 1), id="事实无人抚养儿童：次月"),
        pytest.param("disability_living", "371311", date(2026, 2, 1), id="生活补贴：申请当月"),
        pytest.param("disability_care", "371311", date(2026, 2, 1), id="护理补贴：申请当月"),
    ],
)
def test_the_month_the_money_starts_with(programme: str, place: str, month: date):
    assert first_month(programme, law_with(place), APPLIED, DECIDED) == month


def test_a_decision_in_december_starts_in_january():
    assert first_month("dibao", law_with(), APPLIED, date(2025, 12, 31)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("programme", "last"),
    [
        pytest.param("gangxing", date(2027, 3, 15), id="刚性支出困难家庭：十二个月"),
        pytest.param("bianyuan", date(2027, 3, 15), id="低保边缘：十二个月"),
        pytest.param("dibao", None, id="低保：没有期限，定期复核"),
    ],
)
def test_how_long_a_recognition_holds(programme: str, last: date | None):
    assert valid_until(programme, law_with(), DECIDED) == last


def test_months_end_on_the_corresponding_day_or_the_last():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2027, 11, 29), 3) == date(2028, 2, 29)


def test_a_rule_nobody_set_is_said():
    empty = Parameters("110101", DECIDED)

    with pytest.raises(ParameterMissing, match="起发月份"):
        first_month("tekun", empty, APPLIED, DECIDED)
    with pytest.raises(ParameterMissing, match="有效期"):
        valid_until("gangxing", empty, DECIDED)
    with pytest.raises(KeyError):
        first_month("medical", empty, APPLIED, DECIDED)


def test_every_term_is_declared_and_set_nationally():
    law = law_with("")
    named = {
        key for terms in TERMS.values() for key in (terms.start, terms.valid_months, *terms.clocks) if key
    }

    assert set(TERMS) <= set(PROGRAMMES)
    assert {key.partition(".")[0] for key in named} <= set(BY_NAME)
    assert named <= set(law.settings)


def test_childrens_cases_and_emergencies_are_never_posted():
    assert [key for key, terms in TERMS.items() if not terms.published] == [
        "linshi_jinan", "orphan", "unattended_child", "judicial", "legal_aid",
    ]  # fmt: skip
