"""合成县：人物虚构、生活自洽、同一种子同一结果。"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.demo.villages import VILLAGES

from yimen.core.ids import Sex, check_resident_id, disability_card
from yimen.core.money import parse_yuan
from yimen.demo.county import FIRST_DAY, make_county
from yimen.demo.text import yuan, yuan_marked
from yimen.intake.numbers import read_number


def members(county):
    return [p for p in county.persons.to_pylist() if p["kind"] == "member"]


def test_the_same_seed_gives_the_same_county():
    one, two = (make_county(120, seed=3, place="371311", villages=VILLAGES) for _ in range(2))
    other = make_county(120, seed=4, place="371311", villages=VILLAGES)

    for name in (
        "households",
        "persons",
        "incomes",
        "properties",
        "accounts",
        "awards",
        "officers",
        "officer_kin",
        "truths",
    ):
        assert getattr(one, name).equals(getattr(two, name)), name
    for key, table in one.department_tables.items():
        assert table.equals(two.department_tables[key]), key
    assert not one.persons.equals(other.persons)


def test_every_number_is_invented_valid_and_agrees_with_the_person(county):
    for person in county.persons.to_pylist():
        if person["id_number"] is None:
            assert person["id_kind"] == "none_yet"
            assert person["birth_date"].year >= 2025
            continue
        check = check_resident_id(person["id_number"], synthetic=True, on=county.on)
        assert check.ok, check.error
        assert check.value.synthetic
        assert check.value.birth == person["birth_date"]
        assert check.value.sex is (Sex.MALE if person["sex"] == "male" else Sex.FEMALE)


def test_no_two_people_share_a_number_but_those_planted_twice(county):
    numbers = Counter(p["id_number"] for p in county.persons.to_pylist() if p["id_number"])
    twice = {number for number, times in numbers.items() if times > 1}
    planted = {t["id_number"] for t in county.truths.to_pylist() if t["kind"] == "duplicate_member"}

    assert twice == planted
    assert not twice & set(county.officers["id_number"].to_pylist())


def test_every_household_has_one_head_and_one_spouse_at_most(county):
    heads = Counter(p["household"] for p in members(county) if p["relation"] == "head")
    spouses = Counter(p["household"] for p in members(county) if p["relation"] == "spouse")

    assert set(heads.values()) == {1}
    assert len(heads) == county.households.num_rows
    assert set(spouses.values()) == {1}


def test_parents_are_older_than_their_children(county):
    by_household: dict[int, dict[str, list[date]]] = {}
    for p in county.persons.to_pylist():
        by_household.setdefault(p["household"], {}).setdefault(p["relation"], []).append(p["birth_date"])
    for family in by_household.values():
        head = family["head"][0]
        youngest_parent = max([head, *family.get("spouse", [])])
        assert all(child.year - youngest_parent.year >= 16 for child in family.get("child", []))
        assert all(head.year - parent.year >= 18 for parent in family.get("parent", []))
        assert all(child.year - head.year >= 30 for child in family.get("grandchild", []))


def test_lives_fit_together(county):
    for p in members(county):
        age = county.on.year - p["birth_date"].year
        if age < 15:
            assert p["work"] == "none"
            assert p["labour_ability"] == "none"
            assert not p["married"]
        if p["work"] in ("formal", "public", "flexible"):
            assert p["study"] == "none"
            assert p["labour_ability"] != "none"
        if p["disability_grade"] in (1, 2):
            assert p["labour_ability"] == "none"
        assert (
            (p["disability_grade"] is None) == (p["disability_kind"] == "none") == (p["card_number"] is None)
        )
        assert p["full_capacity"] is False or age >= 17
        assert p["major_illness"] == (p["illness"] is not None)


def test_card_numbers_are_real_card_numbers(county):
    for p in members(county):
        if p["card_number"]:
            card = disability_card(p["card_number"], synthetic=True)
            assert card.grade == p["disability_grade"]
            assert card.kind.name.lower() == p["disability_kind"]


def test_names_hold_rare_characters_and_names_of_other_nations(county):
    names = set(county.persons["name"].to_pylist())
    joined = "".join(names)

    assert all(rare in joined for rare in "𠮷䶮㛃")
    others = [p for p in county.persons.to_pylist() if "·" in p["name"]]
    assert others
    assert {p["nation"] for p in others} <= {"维吾尔族", "蒙古族", "藏族"}


def test_children_bear_the_fathers_surname(county):
    by_household: dict[int, dict[str, dict]] = {}
    for p in members(county):
        by_household.setdefault(p["household"], {}).setdefault(p["relation"], p)
    checked = 0
    for family in by_household.values():
        father = next(
            (family[r] for r in ("head", "spouse") if r in family and family[r]["sex"] == "male"), None
        )
        child = family.get("child")
        if father and child and "spouse" in family and not any("·" in p["name"] for p in (father, child)):
            assert father["name"][0] == child["name"][0] or any(
                c in father["name"] + child["name"] for c in "𠮷䶮㛃𬭚䲟𫖯"
            )
            checked += 1
    assert checked > 100


def test_villages_and_addresses_are_of_the_place(county):
    codes = dict(VILLAGES)
    for h in county.households.to_pylist():
        assert h["village"] in codes
        assert h["residence"] == ("urban" if "社区" in codes[h["village"]] else "rural")
        assert h["address"].startswith(codes[h["village"]][:2])


def test_phones_and_accounts_are_nobodys(county):
    assert all(
        p is None or (p.startswith("1410") and len(p) == 11) for p in county.persons["phone"].to_pylist()
    )
    for number in county.accounts["number"].to_pylist():
        assert number.startswith("99")
        assert _luhn(number)


def _luhn(number: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number))]
    return sum(d - 9 * (d > 9) for d in doubled) % 10 == 0


def test_every_question_is_answered_but_where_the_household_left_it_open(county):
    open_households = {h["household"] for h in county.households.to_pylist() if h["unanswered"]}
    unanswered = {i["household"] for i in county.incomes.to_pylist() if i["monthly_fen"] is None}
    unsaid = {p["household"] for p in county.properties.to_pylist() if p["quantity"] is None}

    assert open_households
    assert unanswered <= open_households
    assert unsaid <= open_households
    per_kind = Counter(i["kind"] for i in county.incomes.to_pylist())
    assert len(per_kind) == 9
    assert len(set(per_kind.values())) == 1
    declared = {(p["household"], p["kind"]) for p in county.properties.to_pylist()}
    assert len(declared) == 10 * county.households.num_rows


def test_awards_are_what_the_declared_figures_say(county):
    size = Counter(p["household"] for p in members(county) if p["same_as"] is None)
    for a in county.awards.to_pylist():
        assert a["members"] == size[a["household"]]
        assert a["since"].day == 1
        assert a["since"] <= a["checked_on"] <= county.on
        if a["programme"] == "dibao":
            assert a["monthly_fen"] == a["standard_fen"] * a["members"] - a["income_fen"] > 0
    assert {"dibao", "tekun", "bianyuan"} == set(county.awards["programme"].to_pylist())


def test_every_village_has_its_officers(county):
    areas = Counter(o["area"] for o in county.officers.to_pylist())

    assert all(areas[code] == 2 for code, _ in VILLAGES)
    assert areas["371311001"] == 3
    assert areas["371311"] == 10
    duties = set(county.officers["duty"].to_pylist())
    assert {"county_leader", "town_clerk", "village_assistant", "system_admin", None} <= duties


def test_ages_hold_on_the_day_asked_for():
    later = make_county(60, seed=1, place="371311", villages=VILLAGES, on=date(2030, 3, 1))

    assert later.on != FIRST_DAY
    assert pc.max(later.persons["birth_date"]).as_py() <= date(2030, 3, 1)


@pytest.mark.parametrize("fen", [0, 5, 100, 99_999, 100_000, 123_456_789, 98_765_432_100])
def test_amounts_are_written_exactly(fen):
    column = pa.array([fen]).to_numpy()

    assert parse_yuan(yuan(column)[0].as_py()) == fen
    assert parse_yuan(yuan_marked(column)[0].as_py()) == fen


def test_household_numbers_are_those_of_the_intake(county):
    """The check digit is the intake's; the table of Damm stands in both places and must agree."""
    numbers = county.households["number"].to_pylist()

    assert len(set(numbers)) == len(numbers)
    assert all(read_number(number, "JT") == number for number in numbers)


def test_households_can_be_taken_out_and_every_number_stays(county):
    gone = {0, 7}
    rest = county.without(gone)

    assert rest.households.num_rows == county.households.num_rows - 2
    for name in ("persons", "incomes", "properties", "accounts", "awards"):
        assert not gone & set(getattr(rest, name)["household"].to_pylist())
    assert rest.truths.equals(county.truths)


def test_a_very_small_county_can_be_made():
    tiny = make_county(5, seed=1, place="371311", villages=VILLAGES[:1])

    assert tiny.households.num_rows == 5
