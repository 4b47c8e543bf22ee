"""What the registers of people hold: births into households, marriages, work, study, illness, pensions, deaths."""

import numpy as np
import pyarrow as pa

from yimen.core.regions import Level
from yimen.demo.desk import Desk, addresses, card_numbers
from yimen.demo.families import DIVORCED, RELATIONS
from yimen.demo.lives import DISABILITIES, ILLNESSES, W
from yimen.demo.means import BASIC_PENSION
from yimen.demo.text import constant, dates, day_text, decimals, joined, padded, pick, plain, taken, yuan

RELATION_WORDS = ("户主", "配偶", "子女", "父母", "孙子女", "祖父母", "兄弟姐妹", "儿媳", "其他")


def household_register(desk: Desk) -> list[pa.Array]:
    """Who is registered with whom. Kin outside have a register of their own; some officers stand in a family's."""
    p, first = desk.world.persons, desk.world.first_officer
    who = desk.persons(p["local"])
    at = np.where(p["outside"][who], desk.world.size + who, p["household"][who])
    relation = np.where(p["outside"][who], 0, p["relation"][who])
    officers = np.arange(len(desk.world.officers.posts))
    joins = {
        k["officer"]: int(p["household"][k["person"]])
        for k in desk.world.kin
        if k["through"] == "household_register"
    }
    lives = np.array([joins.get(n, desk.world.size + first + n) for n in officers], int)
    name, number = desk.who(np.r_[who, first + officers])
    word = np.r_[relation, [2 if n in joins else 0 for n in officers]].astype(int)
    return [
        joined(desk.world.place[: Level.COUNTY], padded(np.r_[at, lives], 8)),
        name,
        number,
        pick(RELATION_WORDS, word),
        addresses(desk.world, np.r_[at, lives] % desk.world.size),
    ]


def marriages(desk: Desk) -> list[pa.Array]:
    """Couples of the households, divorces of the divorced, and marriages nobody declared."""
    p = desk.world.persons
    wed = desk.persons((p["relation"] == RELATIONS.index("spouse")) & ~p["outside"])
    former = desk.persons(
        (p["marital"] == DIVORCED) & p["outside"] & (p["relation"] == RELATIONS.index("other"))
    )
    heads = np.zeros(desk.world.size, int)
    is_head = np.flatnonzero(p["relation"] == RELATIONS.index("head"))
    heads[p["household"][is_head]] = is_head
    secret = desk.world.couples
    other = np.r_[wed, former]
    one = np.r_[heads[p["household"][other]], np.array([c[0] for c in secret], int)]
    two = np.r_[other, np.array([c[1] for c in secret], int)]
    kind = np.repeat([0, 1, 0], [len(wed), len(former), len(secret)])
    # Married at 22 or later, counted from the younger of the two; divorced within the last two years.
    years = np.where(
        kind[: len(other)] == 1,
        1,
        np.maximum(1, np.minimum(p["age"][one[: len(other)]], p["age"][other]) - 22),
    )
    long_ago = (desk.rng.random(len(other)) * 300 + years * 360).astype("timedelta64[D]")
    since = np.r_[desk.world.on - long_ago, np.array([c[2] for c in secret], "datetime64[D]")]
    man, woman = np.where(desk.people.male[one], (one, two), (two, one))
    return [*desk.who(man), *desk.who(woman), pick(("结婚", "离婚"), kind), day_text(since)]


def deaths(desk: Desk) -> list[pa.Array]:
    return _dead(desk, "deaths")


def cremations(desk: Desk) -> list[pa.Array]:
    return _dead(desk, "cremations")


def _dead(desk: Desk, register: str) -> list[pa.Array]:
    """Strangers who died, and recipients whom this register knows to be dead."""
    known = [
        t["person"]
        for t in desk.world.truths
        if t["kind"] == "dead_recipient" and register in t["source"].split()
    ]
    old = desk.world.first_stranger + np.flatnonzero(desk.world.strangers["age"] > 70)
    others = old[desk.rng.random(len(old)) < 0.15]
    who = np.r_[np.array(known, int), others]
    died = np.r_[desk.world.persons["died"][known], desk.days_ago(len(others), 10, 1500)]
    name, number = desk.who(who)
    return [
        name,
        number,
        day_text(died),
        constant("正常死亡" if register == "deaths" else "临沂市殡仪馆", len(who)),
    ]


def prison_terms(desk: Desk) -> list[pa.Array]:
    terms = desk.world.terms
    others = desk.world.first_stranger + desk.rng.integers(0, len(desk.world.strangers["age"]), 5)
    who = np.r_[np.array([t[0] for t in terms], int), others]
    since = np.r_[np.array([t[1] for t in terms], "datetime64[D]"), desk.days_ago(5, 100, 900)]
    until = np.r_[
        np.array([t[2] for t in terms], "datetime64[D]"), desk.world.on + np.full(5, 500, "timedelta64[D]")
    ]
    return [*desk.who(who), day_text(since), day_text(until)]


STAGES = ("", "幼儿园", "义务教育", "高中（中职）", "专科", "本科", "研究生")


def students(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    who = desk.persons(p["study"] >= 2)
    name, number = desk.who(who)
    return [name, number, pick(STAGES, p["study"][who]), constant("在籍", len(who))]


CARD_KINDS = ("", "视力", "听力", "言语", "肢体", "智力", "精神", "多重")
assert len(CARD_KINDS) == len(DISABILITIES)


def disability_cards(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    who = desk.persons((p["grade"] > 0) & p["local"])
    name, number = desk.who(who)
    return [
        name,
        number,
        taken(card_numbers(desk.world, desk.people), who),
        pick(CARD_KINDS, p["dis_kind"][who]),
        pick(("", "一级", "二级", "三级", "四级"), p["grade"][who]),
        day_text(p["card_until"][who]),
    ]


def medical(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    who = desk.persons(p["medical_year"] > 0)
    name, number = desk.who(who)
    paid = p["medical_year"][who]
    return [name, number, pick(ILLNESSES, p["illness"][who]), decimals(paid * 5 // 2), decimals(paid)]


UNITS = (
    "罗庄陶瓷有限公司",
    "华盛劳务派遣有限公司",
    "盛庄包装厂",
    "沂河物流有限公司",
    "册山制衣有限公司",
    "高都食品有限公司",
)


def employee_insurance(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    base = np.where(np.isin(p["work"], (W["formal"], W["public"])), p["wage"], 0) + p["hidden_wage"]
    who = desk.persons(base > 0)
    name, number = desk.who(who)
    unit = pick(UNITS, desk.rng.integers(0, len(UNITS), len(who)))
    months = pa.array(desk.rng.integers(6, 13, len(who)), pa.int16())
    return [name, number, unit, decimals(base[who]), months]


def income_tax(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    who = desk.persons((p["wage"] + p["hidden_wage"]) >= 5000_00)
    name, number = desk.who(who)
    amount = p["wage"][who] + p["hidden_wage"][who]
    month = desk.world.on.astype("datetime64[M]") - 1
    return [name, number, constant("工资薪金所得", len(who)), yuan(amount), constant(str(month), len(who))]


def public_payroll(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    officers = desk.world.first_officer + np.arange(len(desk.world.officers.posts))
    who = np.r_[desk.persons(p["work"] == W["public"]), officers]
    name, number = desk.who(who)
    kind = pick(("事业编制", "行政编制", "公益性服务"), desk.rng.integers(0, 3, len(who)))
    return [name, number, constant("罗庄区机关事业单位", len(who)), kind]


def pensions(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    amount = p["pension"] + p["hidden_pension"]
    who = desk.persons((amount > 0) & np.isnat(p["died"]))
    name, number = desk.who(who)
    since = desk.world.on.astype("datetime64[M]") - 12 * (p["age"][who] - 59)
    return [name, number, decimals(amount[who]), dates(since)]


def residents_pensions(desk: Desk) -> list[pa.Array]:
    """Basic part and account part apart, for only the account part counts as income."""
    p = desk.world.persons
    who = desk.persons((p["age"] >= 60) & (p["pension"] == 0) & (p["hidden_pension"] == 0) & p["local"])
    name, number = desk.who(who)
    return [name, number, yuan(np.full(len(who), BASIC_PENSION)), yuan(p["account_part"][who])]


def farm_subsidies(desk: Desk) -> list[pa.Array]:
    p = desk.world.persons
    who = desk.persons((p["relation"] == 0) & ~desk.world.urban[p["household"]])
    name, number = desk.who(who)
    mu = desk.rng.integers(5, 90, len(who))  # tenths of a mu
    return [name, number, joined(plain(mu // 10), ".", plain(mu % 10)), yuan(mu * 12_50)]


def aid_elsewhere(desk: Desk) -> list[pa.Array]:
    who = np.r_[np.array(desk.world.elsewhere, int), desk.world.first_stranger + np.arange(20)]
    name, number = desk.who(who)
    amount = desk.rng.integers(300, 900, len(who)) * 100
    return [name, number, constant("某县", len(who)), constant("最低生活保障", len(who)), yuan(amount)]
