"""`yimen bench web`: its figures, its copies of cases, and that every page it asks for is a page."""

import pytest
from django.db.models import Count

from tests.county import Kinsman, Offices, offices
from tests.journeys.test_dibao import Road
from yimen.bench import copies
from yimen.bench.web import percentile


@pytest.mark.parametrize(
    ("part", "value"),
    [
        pytest.param(50, 50, id="中位数"),
        pytest.param(95, 95, id="九十五分位"),
        pytest.param(99, 99, id="九十九分位"),
    ],
)
def test_a_percentile_is_a_time_that_was_measured(part, value):
    assert percentile([float(n) for n in range(1, 101)], part) == value


def test_a_percentile_of_few_is_the_longest_and_of_none_is_nothing():
    assert percentile([7.0], 99) == 7.0
    assert percentile([], 95) == 0.0


@pytest.fixture
def office(committed) -> Offices:
    return offices()


def test_copies_are_whole_families_under_other_names_and_numbers(office):
    road = Road(office, Kinsman("张三", wage=300), Kinsman("张小三", "child", "20150601"))
    road.to_the_county()
    (template,) = copies.templates()

    copies.add(3, [template], [office.town_clerk.area + "001"], seed=1)

    cases = copies.Case.objects.using(copies.OWNER)
    made = list(cases.filter(copies.is_copy()).select_related("applicant", "application"))
    assert len(made) == 3
    assert {case.state for case in made} == {template.state}
    assert "张三" not in {case.applicant.name for case in made}
    numbers = {case.applicant.id_number for case in made}
    assert len(numbers) == 3
    assert all(number.startswith("99") for number in numbers)
    persons = copies.Person.objects.using(copies.OWNER).values("household").annotate(of=Count("pk"))
    assert len({row["of"] for row in persons}) == 1
