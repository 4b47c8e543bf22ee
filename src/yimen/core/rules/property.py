"""第十四条：家庭财产。The tests are the same for each class of recognition; the limits are the place's, class by class."""

from functools import reduce
from operator import add, and_

from yimen.core.book import Expr, count, total, where
from yimen.core.law import D57
from yimen.core.law.declared.categories import PROPERTY_CLASS
from yimen.core.rules.income import book
from yimen.core.rules.scopes import H, M, P

SOURCE = D57.article(14)
VEHICLES = {
    "car": "cars",
    "motorcycle": "motorcycles",
    "disability": "disability_vehicles",
    "business": "business_vehicles",
    "machine": "large_machines",
}


@book.figure("计入限制的车辆数", unit="vehicle", source=SOURCE, short="计入限制的车辆")
def vehicles_counted(h: H, p: P) -> Expr:
    """Vehicles of the kinds the place counts; kinds it exempts need no answer."""
    counted = (where(p.vehicle_counts[kind], getattr(h, fact), 0) for kind, fact in VEHICLES.items())
    return reduce(add, counted)


PERSONS = ("tekun",)
"""Classes whose unit is the person: somebody kept by another programme still counts as a head there."""


@book.figure("在家人数", unit="person", source=SOURCE, short="人数")
def at_home(m: M) -> Expr:
    """All who belong and are not left out, whichever programme keeps them."""
    return count(m.belongs & ~m.left_out)


@book.figure("在家人员的标准合计", unit="fen/month", source=SOURCE, inline=True)
def line_at_home(h: H, m: M, p: P) -> Expr:
    one = p.dibao_standard[h.residence] * h.at_home
    return where(p.standard_by == "member", total(m.own_standard, of=m.belongs & ~m.left_out), one)


def _tests(one: str, words: str) -> None:
    """The tests of one class of recognition, entered under names that end in its code."""
    heads, line = ("at_home", "line_at_home") if one in PERSONS else ("member_count", "standard_line")

    @book.figure(
        f"金融资产限额（{words}）", name=f"financial_limit_{one}", unit="fen", source=SOURCE, inline=True
    )
    def limit(h: H, p: P) -> Expr:
        """A fixed sum a head, or so many months of the standard for all counted members."""
        per_person = p.financial_basis[one] == "per_person"
        return where(
            per_person,
            p.financial_per_person[one] * getattr(h, heads),
            p.financial_months[one] * getattr(h, line),
        )

    @book.figure(f"金融资产不超过限额（{words}）", name=f"financial_ok_{one}", source=SOURCE)
    def financial(h: H, p: P) -> Expr:
        """不超过 includes the limit itself."""
        within = h.financial_assets <= getattr(h, f"financial_limit_{one}")
        return where(p.financial_basis[one] == "none", True, within)

    @book.figure(f"车辆不超过限额（{words}）", name=f"vehicles_ok_{one}", source=SOURCE)
    def vehicles(h: H, p: P) -> Expr:
        return h.vehicles_counted <= p.vehicle_limit[one]

    @book.figure(f"住房符合规定（{words}）", name=f"houses_ok_{one}", source=SOURCE)
    def houses(h: H, p: P) -> Expr:
        """Not more homes than the limit; or more, but little room a head, where the place excuses that."""
        little_room = h.house_area < p.house_area_norm * getattr(h, heads)
        return (h.houses <= p.house_limit[one]) | (p.house_area_exempts[one] & little_room)

    @book.figure(f"非居住类房屋不超过限额（{words}）", name=f"non_residential_ok_{one}", source=SOURCE)
    def non_residential(h: H, p: P) -> Expr:
        return h.non_residential_houses <= p.non_residential_limit[one]

    @book.figure(f"市场主体登记符合规定（{words}）", name=f"business_ok_{one}", source=SOURCE)
    def business(h: H, p: P) -> Expr:
        """A registration bars where the place says so, unless it is a family stall without employees and that is excused."""
        return ~p.business_bars[one] | ~h.business_registered | (p.family_stall_exempt[one] & h.family_stall)

    @book.figure(f"一年内没有购建住房（{words}）", name=f"recent_home_ok_{one}", source=SOURCE)
    def recent_home(h: H, p: P) -> Expr:
        return ~p.recent_home_bars[one] | ~h.recent_home

    @book.figure(f"家庭财产符合规定（{words}）", name=f"property_ok_{one}", source=SOURCE)
    def all_tests(h: H) -> Expr:
        """All the tests; one that fails settles it, whatever is still open."""
        tests = ("financial", "vehicles", "houses", "non_residential", "business", "recent_home")
        return reduce(and_, (getattr(h, f"{test}_ok_{one}") for test in tests))


for code, label in PROPERTY_CLASS.values.items():
    _tests(code, label)
