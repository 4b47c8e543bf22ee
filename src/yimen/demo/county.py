"""A synthetic county: seeded, deterministic, everybody in it invented.

    county = make_county(2000, seed=1, place="371311", villages=[Village("371311001001", "龙潭社区居民委员会"), …])
    write_department_files(county, Path("sources"))

Tables are Arrow; money is fen, days are dates, an empty cell is "not answered" or "has none" as the column says. What
families declare is in `incomes` and `properties`; what is true is in the departments' files; where the two part on
purpose, `truths` says so. Values of coded columns are those of the models (people, network), so that loading is copying.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yimen.demo import departments, means
from yimen.demo.awards import PROGRAMMES, Standards, award
from yimen.demo.desk import addresses, card_numbers
from yimen.demo.families import MARITAL, MARRIED, RELATIONS, SHAPES
from yimen.demo.lives import DISABILITIES, ILLNESSES, LABOUR, STUDIES, WORKS
from yimen.demo.numbers import file_numbers
from yimen.demo.officers import Village
from yimen.demo.people import People, make_people
from yimen.demo.text import Array, choose, days, pick, taken
from yimen.demo.truths import KINDS, Planting, wanted
from yimen.demo.world import World, make_world

FIRST_DAY = date(2026, 11, 1)


@dataclass(frozen=True)
class County:
    """The tables of a county.

    households  household, number, village, residence, address, shape, applying, unanswered, opened_on
    persons     person, household, kind, relation, name, sex, nation, id_kind, id_number, birth_date, phone, marital,
                married, local_registration, disability_kind, disability_grade, card_number, card_until, illness,
                major_illness, study, labour_ability, work, full_capacity, truly_died_on, same_as,
                current_programme, half_orphan, no_supporter
    incomes     household, person, kind, monthly_fen (empty: the question was not answered)
    properties  household, owner, kind, quantity, value_fen (quantity 0: declared to have none)
    accounts    household, holder, bank, number
    awards      household, programme, members, standard_fen, income_fen, monthly_fen, since, checked_on
    officers    officer, area, organisation, title, duty, name, sex, id_number, birth_date, phone, address
    officer_kin officer, person, name, id_number, relation, through, declared
    truths      kind, label, household, person, id_number, source, fen
    """

    place: str
    seed: int
    on: date
    households: pa.Table
    persons: pa.Table
    incomes: pa.Table
    properties: pa.Table
    accounts: pa.Table
    awards: pa.Table
    officers: pa.Table
    officer_kin: pa.Table
    truths: pa.Table
    department_tables: dict[str, pa.Table] = field(repr=False)

    def without(self, households: Collection[int]) -> "County":
        """The county less these households and all that hangs on them; every number stays what it was."""
        gone = pa.array(sorted(households), pa.int64())
        kept = {
            name: table.filter(pc.invert(pc.is_in(table["household"], gone)))
            for name in ("households", "persons", "incomes", "properties", "accounts", "awards")
            for table in [getattr(self, name)]
        }
        return replace(self, **kept)


def make_county(
    households: int,
    seed: int,
    place: str,
    villages: Sequence[tuple[str, str]],
    *,
    on: date = FIRST_DAY,
    standards: Standards | None = None,
) -> County:
    """The same arguments always give the same county.  `on`: the day the ages and files hold."""
    rng = np.random.default_rng(seed)
    known = standards or Standards()
    world = make_world(rng, households, place, [Village(*v) for v in villages], np.datetime64(on))
    left_out = award(rng, world, known, wanted("missed_family", households))
    Planting(rng, world, known).plant(left_out)
    people = make_people(rng, world)
    return County(
        place=place,
        seed=seed,
        on=on,
        households=_households(rng, world),
        persons=_persons(rng, world, people),
        incomes=_incomes(world),
        properties=_properties(world),
        accounts=_accounts(world, people),
        awards=_awards(world),
        officers=_officers(rng, world, people),
        officer_kin=_officer_kin(rng, world, people),
        truths=_truths(world, people),
        department_tables=departments.tables(rng, world, people),
    )


def _households(rng: np.random.Generator, world: World) -> pa.Table:
    household = np.arange(world.size)
    village = world.households["village"]
    codes = [v.code for v in world.villages]
    opened = world.on - rng.integers(30, 3600, world.size).astype("timedelta64[D]")
    opened[world.awards["household"]] = world.awards["since"] - np.timedelta64(40, "D")
    return pa.table(
        {
            "household": household,
            "number": file_numbers("JT", opened, household),
            "village": pick(codes, village),
            "residence": pick(("rural", "urban"), world.urban.astype(int)),
            "address": addresses(world, household),
            "shape": pick([s.name for s in SHAPES], world.households["shape"]),
            "applying": world.households["applying"],
            "unanswered": world.households["unanswered"] > 0,
            "opened_on": days(opened),
        }
    )


def _persons(rng: np.random.Generator, world: World, people: People) -> pa.Table:
    p, n = world.persons, world.first_stranger
    unborn_number = (p["age"] == 0) & (rng.random(n) < 0.3)
    has_phone = ((p["relation"] == 0) | (rng.random(n) < 0.6)) & (p["age"] >= 14)
    disabled, none = p["grade"] > 0, pa.nulls(n, pa.string())
    return pa.table(
        {
            "person": np.arange(n),
            "household": p["household"],
            "kind": pick(("member", "supporter"), p["outside"].astype(int)),
            "relation": pick(RELATIONS, p["relation"]),
            "name": people.name[:n],
            "sex": pick(("female", "male"), p["male"].astype(int)),
            "nation": people.nation[:n],
            "id_kind": pick(("resident", "none_yet"), unborn_number.astype(int)),
            "id_number": choose(~unborn_number, people.id_number[:n], none),
            "birth_date": days(p["birth"]),
            "phone": choose(has_phone, people.phone[:n], none),
            "marital": pick(MARITAL, p["marital"]),
            "married": p["marital"] == MARRIED,
            "local_registration": p["local"],
            "disability_kind": pick(DISABILITIES, p["dis_kind"]),
            "disability_grade": pa.array(p["grade"], pa.int16(), mask=~disabled),
            "card_number": card_numbers(world, people),
            "card_until": pa.array(p["card_until"], pa.date32(), mask=~disabled),
            "illness": pick(ILLNESSES, np.where(p["illness"] > 0, p["illness"], -1)),
            "major_illness": p["illness"] > 0,
            "study": pick(STUDIES, p["study"]),
            "labour_ability": pick(LABOUR, p["labour"]),
            "work": pick(WORKS, p["work"]),
            "full_capacity": p["capacity"],
            "truly_died_on": days(p["died"]),
            "same_as": pa.array(p["same_as"], mask=p["same_as"] < 0),
            **_standing(world),
        }
    )


def _standing(world: World) -> dict[str, pa.Array]:
    """What a person receives already, whether one parent has died, whether nobody is bound to support them."""
    p = world.persons
    programme = np.zeros(world.size, int)
    programme[world.awards["household"]] = np.where(
        world.awards["programme"] == 3, 0, world.awards["programme"]
    )
    heads = np.zeros(world.size, int)
    heads[p["household"][p["relation"] == 0]] = p["marital"][p["relation"] == 0]
    kin = np.bincount(p["household"][p["outside"]], minlength=world.size)
    child = (p["relation"] == RELATIONS.index("child")) & (p["age"] < 18)
    return {
        "current_programme": pick(PROGRAMMES, np.where(p["outside"], 0, programme[p["household"]])),
        "half_orphan": pa.array(child & (heads[p["household"]] == MARITAL.index("widowed"))),
        "no_supporter": pa.array((p["age"] >= 60) & ~p["outside"] & (kin[p["household"]] == 0)),
    }


def _incomes(world: World) -> pa.Table:
    """Every class for every member, kin outside left out; a household that left questions open did not state wages."""
    p = world.persons
    member = np.flatnonzero(~p["outside"])
    open_wage = (world.households["unanswered"] > 0)[p["household"][member]] & (p["age"][member] >= 16)
    tables = []
    for kind in means.INCOMES:
        unanswered = open_wage if kind == "wage" else np.zeros(len(member), bool)
        tables.append(
            pa.table(
                {
                    "household": p["household"][member],
                    "person": member,
                    "kind": pick([kind], np.zeros(len(member), int)),
                    "monthly_fen": pa.array(p[kind][member], pa.int64(), mask=unanswered),
                }
            )
        )
    return pa.concat_tables(tables).combine_chunks()


PROPERTY_KINDS = (*means.HOLDINGS, "online_finance", "claims", "large_machine")


def _properties(world: World) -> pa.Table:
    """One row a thing declared, and "none" where a household declared none of a kind."""
    p = world.persons
    tables = []
    for kind in PROPERTY_KINDS:
        things = world.holdings.get(kind)
        owner = np.zeros(0, np.int64)
        value = np.zeros(0, np.int64)
        if things is not None:
            mine = np.flatnonzero(~things["hidden"] & (things["person"] < world.first_stranger))
            mine = mine[~p["outside"][things["person"][mine]]]
            owner, value = things["person"][mine], things.get("said", things["fen"])[mine]
        tables += [
            _declared(kind, p["household"][owner], owner, value),
            _none(kind, world, owner),
        ]
    return pa.concat_tables(tables).combine_chunks()


def _declared(kind: str, household: Array, owner: Array, value: Array) -> pa.Table:
    count = len(owner)
    return pa.table(
        {
            "household": household,
            "owner": pa.array(owner, pa.int64()),
            "kind": pick([kind], np.zeros(count, int)),
            "quantity": np.ones(count, np.int64),
            "value_fen": pa.array(value, pa.int64()),
        }
    )


def _none(kind: str, world: World, owner: Array) -> pa.Table:
    """Quantity 0 for households without; empty for those that left the question on savings open."""
    has = np.bincount(world.persons["household"][owner], minlength=world.size) > 0
    without = np.flatnonzero(~has)
    unanswered = (world.households["unanswered"][without] > 0) & (kind == "deposit")
    return pa.table(
        {
            "household": without,
            "owner": pa.nulls(len(without), pa.int64()),
            "kind": pick([kind], np.zeros(len(without), int)),
            "quantity": pa.array(np.zeros(len(without), np.int64), mask=unanswered),
            "value_fen": pa.array(np.zeros(len(without), np.int64), mask=unanswered),
        }
    )


def _accounts(world: World, people: People) -> pa.Table:
    """The account aid is paid to: the head's, at one bank."""
    heads = np.flatnonzero(world.persons["relation"] == RELATIONS.index("head"))
    return pa.table(
        {
            "household": world.persons["household"][heads],
            "holder": heads,
            "bank": pick(means.BANKS, people.bank[heads]),
            "number": taken(people.account, heads),
        }
    )


def _awards(world: World) -> pa.Table:
    a = world.awards
    return pa.table(
        {
            "household": a["household"],
            "programme": pick(PROGRAMMES, a["programme"]),
            "members": a["members"],
            "standard_fen": a["standard"],
            "income_fen": a["income"],
            "monthly_fen": a["monthly"],
            "since": days(a["since"]),
            "checked_on": days(a["checked"]),
        }
    )


def _officers(rng: np.random.Generator, world: World, people: People) -> pa.Table:
    first, posts = world.first_officer, world.officers.posts
    at = {
        k["officer"]: int(world.persons["household"][k["person"]])
        for k in world.kin
        if k["through"] == "shared_address"
    }
    homes = addresses(world, rng.integers(0, world.size, len(posts)), other=True).to_pylist()
    shared = dict(zip(at, addresses(world, np.array(list(at.values()), int)).to_pylist(), strict=True))
    return pa.table(
        {
            "officer": np.arange(len(posts)),
            "area": pa.array([p.area for p in posts]),
            "organisation": pa.array([p.organisation for p in posts]),
            "title": pa.array([p.title for p in posts]),
            "duty": pa.array([p.duty or None for p in posts], pa.string()),
            "name": people.name[first:],
            "sex": pick(("female", "male"), people.male[first:].astype(int)),
            "id_number": people.id_number[first:],
            "birth_date": days(people.birth[first:]),
            "phone": people.phone[first:],
            "address": pa.array([shared.get(n, home) for n, home in enumerate(homes)]),
        }
    )


def _officer_kin(rng: np.random.Generator, world: World, people: People) -> pa.Table:
    """Kin whom officers have declared (mostly strangers to the register), and kin they have not."""
    count = len(world.officers.posts)
    others = world.first_stranger + rng.integers(0, len(world.strangers["age"]), 2 * count)
    planted = [(k["officer"], k["person"], k["relation"], k["through"]) for k in world.kin]
    officer = np.r_[np.repeat(np.arange(count), 2), np.array([k[0] for k in planted], int)]
    number = np.r_[others, np.array([k[1] for k in planted], int)]
    relation = [("配偶", "兄弟姐妹")[n % 2] for n in range(2 * count)] + [k[2] for k in planted]
    through = ["declared"] * (2 * count) + [k[3] for k in planted]
    return pa.table(
        {
            "officer": officer,
            "person": pa.array(number, mask=number >= world.first_stranger),
            "name": taken(people.name, number),
            "id_number": taken(people.id_number, number),
            "relation": pa.array(relation),
            "through": pa.array(through),
            "declared": pc.equal(pa.array(through), "declared"),
        }
    )


def _truths(world: World, people: People) -> pa.Table:
    rows = world.truths
    person = np.array([-1 if r["person"] is None else r["person"] for r in rows], int)
    return pa.table(
        {
            "kind": pa.array([r["kind"] for r in rows], pa.string()),
            "label": pa.array([KINDS[r["kind"]] for r in rows], pa.string()),
            "household": pa.array([r["household"] for r in rows], pa.int64()),
            "person": pa.array(person, mask=person < 0),
            "id_number": people.id_number.take(pa.array(person, mask=person < 0)),
            "source": pa.array([r["source"] for r in rows], pa.string()),
            "fen": pa.array([r["fen"] for r in rows], pa.int64()),
        }
    )
