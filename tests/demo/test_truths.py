"""种下的事实：部门文件看得见，申报里没有；没有种下的人家没有意外。"""

from __future__ import annotations

from collections import Counter

import pytest

from yimen.demo.truths import KINDS, RATES, THROUGH, wanted

ASSETS = {
    "undeclared_car": "vehicles",
    "undeclared_house": "real_estate",
    "undeclared_business": "businesses",
}


def rows_of(county, key):
    return county.department_tables[key].to_pylist()


def people_in(county, key, column="身份证号"):
    return {row[column].upper() for row in rows_of(county, key) if row[column]}


def truths_of(county, kind):
    return [t for t in county.truths.to_pylist() if t["kind"] == kind]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_planted(county, kind):
    found = {(t["household"], t["person"]) for t in truths_of(county, kind)}

    assert len(found) >= wanted(kind, county.households.num_rows) * 0.6
    assert all(t["label"] == KINDS[kind] for t in truths_of(county, kind))


def test_rates_name_the_same_kinds():
    assert set(RATES) == set(KINDS)


def test_a_household_carries_one_truth_only(county):
    kinds = {}
    for t in county.truths.to_pylist():
        kinds.setdefault(t["household"], set()).add(t["kind"])

    assert all(len(found) == 1 for found in kinds.values())


@pytest.mark.parametrize(("kind", "key"), ASSETS.items())
def test_what_was_hidden_stands_in_the_departments_file_and_not_in_the_declaration(county, kind, key):
    columns = {"vehicles": "身份证明号码"}.get(key, "证件号码")
    held = {"undeclared_car": "vehicle", "undeclared_business": "business_registration"}.get(kind)
    numbers = people_in(county, key, columns)
    for truth in truths_of(county, kind):
        assert truth["id_number"] in numbers
        declared = [
            p
            for p in county.properties.to_pylist()
            if p["household"] == truth["household"] and p["kind"] == held
        ]
        assert all(p["quantity"] == 0 for p in declared)


def test_a_hidden_deposit_is_larger_than_the_limit(county):
    balances = {}
    for row in rows_of(county, "deposits"):
        number = row["证件号码"].upper()
        balances[number] = balances.get(number, 0) + round(float(row["余额（元）"].replace(",", "")) * 100)
    for truth in truths_of(county, "undeclared_deposit"):
        assert balances[truth["id_number"]] >= truth["fen"] > 24 * 1000_00


def test_hidden_wages_and_pensions_are_known_to_social_security(county):
    wages = {r["身份证号"]: r["缴费基数（元）"] for r in rows_of(county, "employee_insurance")}
    pensions = {r["身份证号"]: r["月待遇（元）"] for r in rows_of(county, "pensions")}

    assert all(wages[t["id_number"]] * 100 == t["fen"] for t in truths_of(county, "undeclared_wage"))
    assert all(pensions[t["id_number"]] * 100 == t["fen"] for t in truths_of(county, "undeclared_pension"))


def test_the_dead_stand_in_the_registers_that_know_of_them(county):
    for truth in truths_of(county, "dead_recipient"):
        for key in ("deaths", "cremations"):
            assert (truth["id_number"] in people_in(county, key)) == (key in truth["source"].split())


def test_nobody_alive_stands_among_the_dead(county):
    dead = people_in(county, "deaths") | people_in(county, "cremations")
    living = {p["id_number"] for p in county.persons.to_pylist() if p["truly_died_on"] is None}

    assert not dead & living


def test_a_missed_family_receives_nothing_and_is_frail(county):
    receives = set(county.awards["household"].to_pylist())
    frail = {
        p["household"]
        for p in county.persons.to_pylist()
        if p["major_illness"] or (p["disability_grade"] or 9) <= 2
    }

    for truth in truths_of(county, "missed_family"):
        assert truth["household"] not in receives
        assert truth["household"] in frail


def test_a_wrong_name_has_the_number_of_the_recipient_and_the_name_of_another(county):
    names = {p["id_number"]: p["name"] for p in county.persons.to_pylist()}
    registered = {r["身份证明号码"]: r["所有人"] for r in rows_of(county, "vehicles")}
    differing = [
        t for t in truths_of(county, "wrong_name") if registered[t["id_number"]] != names[t["id_number"]]
    ]

    assert len(differing) == len(truths_of(county, "wrong_name"))


def test_a_namesake_owns_a_house_under_another_number(county):
    owners = {}
    for row in rows_of(county, "real_estate"):
        owners.setdefault(row["权利人"], set()).add(row["证件号码"])
    names = {p["person"]: p["name"] for p in county.persons.to_pylist()}
    for truth in truths_of(county, "namesake"):
        assert owners[names[truth["person"]]] - {truth["id_number"], None}


def test_kin_of_officers_are_known_by_five_roads(county):
    roads = Counter(t["source"] for t in truths_of(county, "officer_kin"))
    assert set(roads) == set(THROUGH)

    officers = {o["officer"]: o for o in county.officers.to_pylist()}
    persons = {p["person"]: p for p in county.persons.to_pylist()}
    households = {h["household"]: h for h in county.households.to_pylist()}
    planted = [k for k in county.officer_kin.to_pylist() if k["person"] is not None]
    assert {k["person"] for k in planted} == {t["person"] for t in truths_of(county, "officer_kin")}
    for kin in planted:
        officer, person = officers[kin["officer"]], persons[kin["person"]]
        assert kin["declared"] == (kin["through"] == "declared")
        assert (officer["phone"] == person["phone"]) == (kin["through"] == "shared_phone")
        same_home = officer["address"] == households[person["household"]]["address"]
        assert same_home or kin["through"] != "shared_address"


def test_kin_by_household_register_share_its_number(county):
    register = {r["身份证号"]: r["户号"] for r in rows_of(county, "household_register")}
    officers = {o["officer"]: o["id_number"] for o in county.officers.to_pylist()}
    for kin in county.officer_kin.to_pylist():
        if kin["through"] == "household_register" and kin["id_number"] in register:
            assert register[officers[kin["officer"]]] == register[kin["id_number"]]


def test_others_are_shown_by_their_own_registers(county):
    assert all(
        t["id_number"] in people_in(county, "prison_terms") for t in truths_of(county, "prisoner_counted")
    )
    assert all(
        t["id_number"] in people_in(county, "aid_elsewhere") for t in truths_of(county, "duplicate_elsewhere")
    )
    wed = {
        n
        for r in rows_of(county, "marriages")
        if r["登记类型"] == "结婚"
        for n in (r["男方身份证号"], r["女方身份证号"])
    }
    assert all(t["id_number"] in wed for t in truths_of(county, "undeclared_spouse"))
    expired = {
        r["身份证号"] for r in rows_of(county, "disability_cards") if r["有效期至"] < county.on.isoformat()
    }
    assert expired == {t["id_number"] for t in truths_of(county, "expired_card")} & people_in(
        county, "disability_cards"
    )


def test_nobody_who_receives_holds_more_than_was_said_unless_it_was_planted(county):
    """So that a finding in a family without a planted truth is a fault of the finder."""
    planted = {t["household"] for t in county.truths.to_pylist()}
    receives = set(county.awards["household"].to_pylist()) - planted
    members = {
        p["id_number"]
        for p in county.persons.to_pylist()
        if p["household"] in receives and p["kind"] == "member" and p["id_number"]
    }

    assert not members & people_in(county, "vehicles", "身份证明号码")
    assert not members & people_in(county, "businesses", "证件号码")
    assert not members & people_in(county, "prison_terms")
    assert not members & people_in(county, "aid_elsewhere")
