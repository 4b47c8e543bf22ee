"""低保 as the rule book has it, in OpenFisca's own forms. Amounts are whole fen; where a rate enters, parts of 10,000 fen."""

from __future__ import annotations

import numpy as np
from numpy import logical_not as not_
from numpy import maximum as max_
from numpy import minimum as min_
from numpy import where
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from system import Household, Law, Person

PARTS = 10_000
RULES: list[type[Variable]] = []


class Asking:
    """One formula's view: facts, other variables and parameters of its entity, this month."""

    def __init__(self, population, period, parameters) -> None:
        self.population, self.period, self.parameters = population, period, parameters

    def __call__(self, name):
        return self.population(name, self.period)

    def any_of(self, name, *codes):
        value = self(name)
        listed = value.possible_values
        found = value == listed[codes[0]]
        for code in codes[1:]:
            found = found | (value == listed[code])
        return found

    def h(self, name):
        return self.population.household(name, self.period)

    def sum(self, array):
        return self.population.sum(array)

    def m(self, name):
        return self.population.members(name, self.period)

    def p(self, key):
        own = getattr(self.population.entity, "is_person", False)
        place = self.h("place") if own else self("place")
        return Law.at(self.parameters, self.period, place, key)

    @property
    def day(self):
        start = self.period.start
        return start.year * 10_000 + start.month * 100 + start.day


def _rule(entity, kind, name, formula) -> None:
    def asked(population, period, parameters):
        return formula(Asking(population, period, parameters))

    body = {
        "value_type": kind,
        "entity": entity,
        "definition_period": DateUnit.MONTH,
        "label": name,
        "formula": asked,
    }
    RULES.append(type(name, (Variable,), body))


def person(kind, name=""):
    return lambda formula: _rule(Person, kind, name or formula.__name__, formula)


def household(kind, name=""):
    return lambda formula: _rule(Household, kind, name or formula.__name__, formula)


# Members ------------------------------------------------------------------------------------------------------------


@person(int)
def years_old(m):
    return (m.day - m("birth_date")) // 10_000


@person(bool)
def is_minor(m):
    return m("years_old") < 18


@person(bool)
def student_to_bachelor(m):
    return m.any_of("student_stage", "preschool", "compulsory", "senior", "college", "bachelor")


@person(bool)
def dependent_adult(m):
    return m("student_to_bachelor") | m.any_of("labour_ability", "none")


@person(bool)
def supports_and_lives_here(m):
    kin = ("child", "parent", "grandchild", "grandparent", "sibling", "child_in_law")
    return m.any_of("relation", *kin) & m("living_together")


@person(bool)
def belongs(m):
    child = m.any_of("relation", "child") & (m("is_minor") | m("dependent_adult"))
    return m.any_of("relation", "head", "spouse") | child | m("supports_and_lives_here")


@person(bool)
def clergy_left(m):
    return m.any_of("absence", "clergy") & (m("clergy_years") >= m.p("clergy_years"))


@person(bool)
def left_out(m):
    return m.any_of("absence", "custody", "missing", "deceased") | m("clergy_left")


@person(bool)
def covered_elsewhere(m):
    return m.any_of("current_programme", "tekun", "orphan", "unattended_child")


@person(bool)
def counts(m):
    return m("belongs") & not_(m("left_out")) & not_(m("covered_elsewhere"))


@household(int)
def member_count(h):
    return h.sum(h.m("counts"))


@household(bool)
def someone_to_protect(h):
    return h("member_count") > 0


@person(bool)
def may_apply_here(m):
    return m("local_registration") | ((m.p("residence_permit_open") > 0) & m("residence_permit"))


@person(bool)
def applies_as_member(m):
    return (
        m("may_apply_here") & not_(m.any_of("relation", "supporter")) & not_(m.any_of("absence", "deceased"))
    )


@household(bool)
def applies_here(h):
    return h.population.any(h.m("applies_as_member"))


# Disability ---------------------------------------------------------------------------------------------------------


@person(bool)
def has_disability(m):
    return not_(m.any_of("disability_kind", "none"))


@person(bool)
def of_mind(m):
    return m.any_of("disability_kind", "intellectual", "mental")


@person(bool)
def severely_disabled(m):
    grade = m("disability_grade")
    return m("has_disability") & ((grade == 1) | (grade == 2))


@person(bool)
def single_entry_disabled(m):
    return m("severely_disabled") | (m("of_mind") & (m("disability_grade") == 3))


# Income -------------------------------------------------------------------------------------------------------------


@person(int)
def gross_income(m):
    return m("wage") + m("business") + m("property_income") + m("transfer") + m("other_income")


@person(int)
def exempt_pension(m):
    return where((m.p("basic_pension_exempt") > 0) & (m("years_old") >= 60), m("basic_pension"), 0)


@person(int)
def income_that_counts(m):
    return max_(m("gross_income") - m("exempt_income") - m("exempt_pension"), 0)


@household(int)
def residence_standard(h):
    return where(h.any_of("residence", "rural"), h.p("dibao_standard.rural"), h.p("dibao_standard.urban"))


@person(int)
def own_standard(m):
    rural = m.any_of("residence_class", "rural")
    own = where(rural, m.p("dibao_standard.rural"), m.p("dibao_standard.urban"))
    return where(m.p("standard_by") == 1, own, m.h("residence_standard"))


@person(int)
def employment_deduction_parts(m):
    method, rate, wage = (
        m.p("employment_deduction"),
        m.p("employment_deduction_rate"),
        m("wage").astype(np.int64),
    )
    share = where(method == 3, rate * m("own_standard"), rate * m.p("minimum_wage"))
    allowed = where(
        method == 1, m("employment_cost") * np.int64(PARTS), where(method == 2, rate * wage, share)
    )
    return where((method == 0) | (wage == 0), 0, min_(allowed, wage * PARTS))


@person(int)
def net_income_parts(m):
    return max_(m("income_that_counts") * PARTS - m("employment_deduction_parts"), 0)


@household(int)
def rigid_deduction(h):
    spent = h.sum(h.m("rigid_expenditure") * h.m("counts"))
    return where(h.p("rigid_deduction") > 0, spent, 0)


@household(int)
def counted_income_parts(h):
    earned = h.sum(h.m("net_income_parts") * h.m("counts"))
    return max_(earned - h("rigid_deduction") * PARTS, 0)


@household(int)
def standard_line(h):
    by_member = h.sum(h.m("own_standard") * h.m("counts"))
    return where(h.p("standard_by") == 1, by_member, h("residence_standard") * h("member_count"))


@household(bool)
def income_below_standard(h):
    return h("counted_income_parts") < h("standard_line") * PARTS


# Property -----------------------------------------------------------------------------------------------------------


@household(int)
def vehicles_counted(h):
    kinds = {"car": "cars", "motorcycle": "motorcycles", "disability": "disability_vehicles"}
    kinds |= {"business": "business_vehicles", "machine": "large_machines"}
    return sum(where(h.p(f"vehicle_counts.{kind}") > 0, h(fact), 0) for kind, fact in kinds.items())


def _property(one: str) -> None:
    @household(int, f"financial_limit_{one}")
    def limit(h):
        fixed = h.p(f"financial_per_person.{one}") * h("member_count") * 100
        months = h.p(f"financial_months.{one}") * h("standard_line")
        return where(h.p(f"financial_basis.{one}") == 2, fixed, months)

    @household(bool, f"financial_ok_{one}")
    def financial(h):
        within = h("financial_assets").astype(np.int64) * 100 <= h(f"financial_limit_{one}")
        return (h.p(f"financial_basis.{one}") == 0) | within

    @household(bool, f"vehicles_ok_{one}")
    def vehicles(h):
        return h("vehicles_counted") <= h.p(f"vehicle_limit.{one}")

    @household(bool, f"houses_ok_{one}")
    def houses(h):
        little_room = h("house_area") < h.p("house_area_norm") * h("member_count")
        return (h("houses") <= h.p(f"house_limit.{one}")) | (
            (h.p(f"house_area_exempts.{one}") > 0) & little_room
        )

    @household(bool, f"non_residential_ok_{one}")
    def non_residential(h):
        return h("non_residential_houses") <= h.p(f"non_residential_limit.{one}")

    @household(bool, f"business_ok_{one}")
    def business(h):
        stall = (h.p(f"family_stall_exempt.{one}") > 0) & h("family_stall")
        return (h.p(f"business_bars.{one}") == 0) | not_(h("business_registered")) | stall

    @household(bool, f"recent_home_ok_{one}")
    def recent_home(h):
        return (h.p(f"recent_home_bars.{one}") == 0) | not_(h("recent_home"))

    @household(bool, f"property_ok_{one}")
    def all_tests(h):
        housing = h(f"houses_ok_{one}") & h(f"non_residential_ok_{one}") & h(f"recent_home_ok_{one}")
        return h(f"financial_ok_{one}") & h(f"vehicles_ok_{one}") & h(f"business_ok_{one}") & housing


for code in ("dibao", "bianyuan"):
    _property(code)


@household(bool)
def dibao_family(h):
    met = h("applies_here") & h("someone_to_protect")
    return met & h("income_below_standard") & h("property_ok_dibao")


# Amount -------------------------------------------------------------------------------------------------------------


@household(int)
def bracket_amount_parts(h):
    income, line, found = h("counted_income_parts"), h("standard_line"), 0
    for code in ("d", "c", "b", "a"):
        found = where(income < h.p(f"bracket_below.{code}") * line, h.p(f"bracket_pays.{code}") * line, found)
    return found


@household(int)
def difference_parts(h):
    lacking = max_(h("standard_line") * PARTS - h("counted_income_parts"), 0)
    floor = h.p("dibao_floor")
    return where(floor > 0, max_(lacking, floor * h("standard_line")), lacking)


@household(int)
def shortfall_parts(h):
    amount = where(h.p("dibao_method") == 1, h("bracket_amount_parts"), h("difference_parts"))
    return where(h("dibao_family"), amount, 0)


# Single entry -------------------------------------------------------------------------------------------------------


def _near(ground: str) -> None:
    @household(bool, f"near_for_{ground}")
    def near(h):
        line, income = h.p(f"single_multiple.{ground}") * h("standard_line"), h("counted_income_parts")
        below = where(h.p("bianyuan_inclusive") > 0, income <= line, income < line)
        return (h.p(f"single_open.{ground}") > 0) & below & h("property_ok_bianyuan")


for code in ("disability", "illness", "other"):
    _near(code)


@person(bool)
def single_ground(m):
    disabled = m.h("near_for_disability") & m("counts") & m("single_entry_disabled")
    ill = m.h("near_for_illness") & m("counts") & m("major_illness")
    other = m.h("near_for_other") & m("counts") & m("single_other")
    poor = m("net_income_parts") < m("own_standard") * PARTS
    clergy = (m.p("single_open.clergy") > 0) & m("clergy_left") & not_(m("covered_elsewhere")) & poor
    return disabled | ill | clergy | other


@person(bool)
def single_entry(m):
    poor = m("net_income_parts") < m("own_standard") * PARTS
    own_income_below = (m.p("single_amount") != 0) | poor
    return not_(m.h("dibao_family")) & m("may_apply_here") & m("single_ground") & own_income_below


@household(int)
def single_count(h):
    return h.sum(h.m("single_entry"))


@person(int)
def single_benefit_parts(m):
    standard, method = m("own_standard") * PARTS, m.p("single_amount")
    low = m.h("counted_income_parts") < m.p("single_full_below") * m.h("standard_line")
    tiered = where(low, standard, m.p("single_reduced") * m("own_standard"))
    own = max_(standard - m("net_income_parts"), 0)
    return where(m("single_entry"), where(method == 0, own, where(method == 1, standard, tiered)), 0)


@household(bool)
def dibao_eligible(h):
    return h("dibao_family") | h.population.any(h.m("single_entry"))


# Supplements --------------------------------------------------------------------------------------------------------

WHO = {
    "three_no": lambda m: (
        m("no_supporter") & m.any_of("labour_ability", "none") & (m("net_income_parts") == 0)
    ),
    "severe_disability": lambda m: m("severely_disabled"),
    "disability": lambda m: m("has_disability"),
    "major_illness": lambda m: m("major_illness"),
    "elderly_80": lambda m: m("years_old") >= 80,
    "elderly_70": lambda m: m("years_old") >= 70,
    "minor": lambda m: m("is_minor"),
    "half_orphan": lambda m: m("is_minor") & m("half_orphan"),
    "preschool": lambda m: m.any_of("student_stage", "preschool"),
    "pupil": lambda m: m.any_of("student_stage", "compulsory"),
    "student": lambda m: m.any_of("student_stage", "senior", "college", "bachelor"),
    "lives_alone": lambda m: (m.h("member_count") == 1) & m("counts"),
}


@household(int)
def own_benefit(h):
    heads, amount = h("member_count"), h("shortfall_parts")
    whole = where(heads == 0, 1, heads) * PARTS
    return where(heads == 0, 0, (2 * amount + whole) // (2 * whole))


def _supplement(one: str) -> None:
    @person(int, f"supplement_{one}_parts")
    def amount(m):
        basis, rate = m.p(f"supplement_basis.{one}"), m.p(f"supplement_rate.{one}")
        fixed = m.p(f"supplement_fixed.{one}") * PARTS
        share = where(basis == 2, rate * m.h("own_benefit"), fixed)
        return where((basis != 0) & WHO[one](m), where(basis == 1, rate * m("own_standard"), share), 0)


for code in WHO:
    _supplement(code)


@person(int)
def supplement_parts(m):
    found = 0
    for nth, group in enumerate(("a", "b", "c")):
        amounts = [
            where(m.p(f"supplement_group.{one}") == nth, m(f"supplement_{one}_parts"), 0) for one in WHO
        ]
        most, together = amounts[0], amounts[0]
        for amount in amounts[1:]:
            most, together = max_(most, amount), together + amount
        found = found + where(m.p(f"supplement_stacking.{group}") == 1, together, most)
    return found


@household(int)
def supplements_parts(h):
    own = h.m("supplement_parts")
    single = where(h.p("supplement_for_single") > 0, h.sum(own * h.m("single_entry")), 0)
    return where(h("dibao_family"), h.sum(own * h.m("counts")), single)


# Payment ------------------------------------------------------------------------------------------------------------


def _rounded(amount, step, mode, among):
    block = step * PARTS * where(among == 0, 1, among)
    quotient = where(
        mode == 0, (2 * amount + block) // (2 * block), where(mode == 1, -(-amount // block), amount // block)
    )
    return where(among == 0, 0, step * quotient)


@household(int)
def dibao_amount(h):
    step, mode = h.p("dibao_rounding_step"), h.p("dibao_rounding_mode")
    family = h("dibao_family")
    before = where(family, h("shortfall_parts"), h.sum(h.m("single_benefit_parts"))) + h("supplements_parts")
    heads = where(family, h("member_count"), h("single_count"))
    whole = _rounded(before, step, mode, 1)
    by_person = _rounded(before, step, mode, heads) * heads
    return where(h("dibao_eligible"), where(h.p("dibao_rounding_per") == 1, by_person, whole), 0)
