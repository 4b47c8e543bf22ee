"""Truths planted for tests to find: what a family did not say, what nobody noticed, and look-alikes that are innocent.

Each planted household carries one truth only, so that a test can say what should be found in it and nothing else.
"""

from collections.abc import Callable

import numpy as np

from yimen.demo import means
from yimen.demo.awards import Standards
from yimen.demo.families import DIVORCED, MARRIED, RELATIONS
from yimen.demo.text import Array
from yimen.demo.world import World, marked

KINDS = {
    "undeclared_car": "名下有机动车，没有申报",
    "undeclared_deposit": "银行存款超过限额，没有申报",
    "undeclared_house": "名下有第二套住房，没有申报",
    "undeclared_pension": "领取企业职工养老金，没有申报",
    "undeclared_wage": "单位为其缴纳养老保险，没有申报工资",
    "undeclared_business": "登记为经营者，没有申报",
    "undeclared_spouse": "已登记结婚，申报为离异",
    "dead_recipient": "成员已经去世，仍在发放",
    "prisoner_counted": "成员正在服刑，仍计入共同生活成员",
    "duplicate_member": "同一人列在两个家庭里",
    "duplicate_elsewhere": "在外县同时享受低保",
    "expired_card": "残疾人证已过有效期",
    "officer_kin": "与经办人员或村（居）干部是近亲属",
    "missed_family": "符合条件，没有纳入",
    "wrong_name": "证件号码相同、姓名不同的登记，多半是登记错误，不是本人财产",
    "namesake": "同名同姓的另一个人有财产，与本户无关",
}
RATES = {
    "undeclared_car": 0.004,
    "undeclared_deposit": 0.006,
    "undeclared_house": 0.002,
    "undeclared_pension": 0.003,
    "undeclared_wage": 0.004,
    "undeclared_business": 0.002,
    "undeclared_spouse": 0.002,
    "dead_recipient": 0.004,
    "prisoner_counted": 0.001,
    "duplicate_member": 0.002,
    "duplicate_elsewhere": 0.002,
    "expired_card": 0.002,
    "officer_kin": 0.006,
    "missed_family": 0.006,
    "wrong_name": 0.003,
    "namesake": 0.003,
}
THROUGH = ("declared", "household_register", "shared_phone", "shared_account", "shared_address")
KIN_RELATIONS = {
    "declared": "兄弟姐妹",
    "household_register": "父母",
    "shared_phone": "子女",
    "shared_account": "配偶的父母",
}


def wanted(kind: str, households: int) -> int:
    """How many of a kind a county of this size carries; a few even in the smallest."""
    return max(3, round(RATES[kind] * households))


class Planting:
    """Plants each kind in households of its own, chosen among those that receive."""

    def __init__(self, rng: np.random.Generator, world: World, standards: Standards) -> None:
        self.rng, self.world, self.standards = rng, world, standards
        self.used = np.zeros(world.size, bool)
        persons = world.persons
        self.receives = np.zeros(world.size, bool)
        self.receives[world.awards["household"][world.awards["programme"] == 1]] = True
        self.member = ~persons["outside"]
        self.head = np.zeros(world.size, np.int64)
        heads = np.flatnonzero(persons["relation"] == RELATIONS.index("head"))
        self.head[persons["household"][heads]] = heads

    def plant(self, left_out: Array) -> None:
        for kind, put in self._plants().items():
            put(kind)
        for household in left_out:
            self.record("missed_family", int(household), None)

    def _plants(self) -> dict[str, Callable[[str], None]]:
        return {
            "duplicate_member": self._duplicate,  # first, because it makes room among the persons
            "prisoner_counted": self._prison,
            "undeclared_spouse": self._spouse,
            "undeclared_pension": self._pension,
            "expired_card": self._card,
            "dead_recipient": self._dead,
            "officer_kin": self._kin,
            "undeclared_wage": self._wage,
            "undeclared_business": self._business,
            "undeclared_house": self._house,
            "undeclared_car": self._car,
            "undeclared_deposit": self._deposit,
            "duplicate_elsewhere": self._elsewhere,
            "wrong_name": self._wrong_name,
            "namesake": self._namesake,
        }

    def record(
        self, kind: str, household: int, person: int | None, source: str = "", fen: int | None = None
    ) -> None:
        self.world.truths.append(
            {"kind": kind, "household": household, "person": person, "source": source, "fen": fen}
        )

    def take(self, kind: str, persons: Array) -> Array:
        """Persons of the pool, one a household, in households that receive and carry nothing yet."""
        household = self.world.persons["household"]
        pool = np.flatnonzero(persons & self.member & self.receives[household] & ~self.used[household])
        pool = self.rng.permutation(pool)
        _, first = np.unique(household[pool], return_index=True)
        chosen = np.sort(pool[np.sort(first)[: wanted(kind, self.world.size)]])
        self.used[household[chosen]] = True
        return chosen

    def _hide(self, kind: str, holding: str, chosen: Array, things: dict[str, Array]) -> None:
        """The chosen hold these things and did not say so."""
        held = self.world.holdings[holding]
        new = marked(things, hidden=True)
        self.world.holdings[holding] = {column: np.r_[held[column], new[column]] for column in held}
        for person, fen in zip(chosen, things["fen"], strict=True):
            self.record(kind, self._household(person), int(person), holding, int(fen))

    def _household(self, person: int) -> int:
        return int(self.world.persons["household"][person])

    def _adults(self, low: int = 18, high: int = 59) -> Array:
        persons = self.world.persons
        return (
            (persons["age"] >= low) & (persons["age"] <= high) & (persons["study"] == 0) & persons["capacity"]
        )

    def _car(self, kind: str) -> None:
        chosen = self.take(kind, self._adults(high=65))
        self._hide(kind, "vehicle", chosen, means.vehicles(self.rng, chosen, self.world.on))

    def _house(self, kind: str) -> None:
        chosen = self.take(kind, self._adults(high=80))
        self._hide(kind, "house", chosen, means.houses(self.rng, chosen, self.world.on))
        owned = self.world.held_by_household("house")[self.world.persons["household"][chosen]] == 0
        self._first_house(chosen[owned])

    def _first_house(self, owners: Array) -> None:
        """A second house is second to one that was declared."""
        held = self.world.holdings["house"]
        new = marked(means.houses(self.rng, owners, self.world.on))
        self.world.holdings["house"] = {column: np.r_[held[column], new[column]] for column in held}

    def _business(self, kind: str) -> None:
        chosen = self.take(kind, self._adults())
        self._hide(kind, "business_registration", chosen, means.businesses(self.rng, chosen, self.world.on))

    def _deposit(self, kind: str) -> None:
        chosen = self.take(kind, self._adults(high=80))
        members = self.world.by_household(np.ones(len(self.member), np.int64))[
            self.world.persons["household"][chosen]
        ]
        limit = self.standards.deposits * self.standards.urban * members
        fen = limit + self.rng.integers(10_000_00, 90_000_00, len(chosen))
        bank = self.rng.integers(0, len(means.BANKS), len(chosen))
        self._hide(kind, "deposit", chosen, {"person": chosen, "fen": fen, "said": fen, "bank": bank})

    def _income(self, kind: str, column: str, source: str, chosen: Array, fen: Array) -> None:
        self.world.persons[column][chosen] = fen
        for person, amount in zip(chosen, fen, strict=True):
            self.record(kind, self._household(person), int(person), source, int(amount))

    def _wage(self, kind: str) -> None:
        chosen = self.take(kind, self._adults() & (self.world.persons["wage"] == 0))
        self._income(
            kind, "hidden_wage", "employee_insurance", chosen, self.rng.integers(45, 70, len(chosen)) * 100_00
        )

    def _pension(self, kind: str) -> None:
        chosen = self.take(kind, (self.world.persons["age"] >= 60) & (self.world.persons["pension"] == 0))
        self._income(
            kind, "hidden_pension", "pensions", chosen, self.rng.integers(20, 38, len(chosen)) * 100_00
        )

    def _spouse(self, kind: str) -> None:
        persons = self.world.persons
        head = (persons["relation"] == RELATIONS.index("head")) & (persons["marital"] == DIVORCED)
        for person in self.take(kind, head):
            since = self.world.on - np.timedelta64(int(self.rng.integers(60, 700)), "D")
            self.world.couples.append((int(person), self._stranger(male=not persons["male"][person]), since))
            self.record(kind, self._household(person), int(person), "marriages")

    def _stranger(self, *, male: bool) -> int:
        fitting = np.flatnonzero((self.world.strangers["male"] == male) & (self.world.strangers["age"] < 60))
        return self.world.first_stranger + int(self.rng.choice(fitting))

    def _dead(self, kind: str) -> None:
        """Seen in one register, the other, or both."""
        chosen = self.take(kind, (self.world.persons["age"] >= 60) & (self.world.persons["same_as"] < 0))
        for n, person in enumerate(chosen):
            died = self.world.on - np.timedelta64(int(self.rng.integers(45, 400)), "D")
            self.world.persons["died"][person] = died
            self.record(
                kind,
                self._household(person),
                int(person),
                ("deaths", "cremations", "deaths cremations")[n % 3],
            )

    def _prison(self, kind: str) -> None:
        for person in self.take(kind, self._adults(19, 55) & self.world.persons["male"]):
            since = self.world.on - np.timedelta64(int(self.rng.integers(90, 500)), "D")
            self.world.terms.append(
                (int(person), since, since + np.timedelta64(int(self.rng.integers(900, 2500)), "D"))
            )
            self.record(kind, self._household(person), int(person), "prison_terms")

    def _card(self, kind: str) -> None:
        chosen = self.take(kind, self.world.persons["grade"] > 0)
        self.world.persons["card_until"][chosen] = self.world.on - self.rng.integers(
            20, 400, len(chosen)
        ).astype("timedelta64[D]")
        for person in chosen:
            self.record(kind, self._household(person), int(person), "disability_cards")

    def _elsewhere(self, kind: str) -> None:
        for person in self.take(kind, self._adults(high=90)):
            self.world.elsewhere.append(int(person))
            self.record(kind, self._household(person), int(person), "aid_elsewhere")

    def _duplicate(self, kind: str) -> None:
        """An old parent has a file of their own and is counted again in the file of another family that receives."""
        persons = self.world.persons
        alone = (
            (persons["age"] >= 66)
            & (persons["relation"] == RELATIONS.index("head"))
            & (persons["marital"] != MARRIED)
        )
        pairs = [
            (int(p), host)
            for p in self.take(kind, alone)
            if (host := self._host(int(persons["age"][p]))) is not None
        ]
        first_copy = self.world.seat_again([p for p, _ in pairs], [host for _, host in pairs])
        self.member = ~persons["outside"]
        for n, (person, host) in enumerate(pairs):
            self.record(kind, self._household(person), person, "register")
            self.record(kind, host, first_copy + n, "register")

    def _host(self, age: int) -> int | None:
        """A receiving family whose head could be this person's child."""
        heads = self.world.persons["age"][self.head]
        fitting = np.flatnonzero(self.receives & ~self.used & (heads <= age - 20) & (heads >= age - 40))
        if not len(fitting):
            return None
        host = int(self.rng.choice(fitting))
        self.used[host] = True
        return host

    def _kin(self, kind: str) -> None:
        """Relatives of officers, each to be recognised by one road only."""
        chosen = self.take(kind, self.world.persons["relation"] == RELATIONS.index("head"))
        officers = self.rng.permutation(len(self.world.officers.posts))[: len(chosen)]
        for n, (person, officer) in enumerate(zip(chosen, np.resize(officers, len(chosen)), strict=True)):
            through = THROUGH[n % len(THROUGH)]
            self.world.kin.append(
                {
                    "officer": int(officer),
                    "person": int(person),
                    "relation": KIN_RELATIONS.get(through, "兄弟姐妹"),
                    "through": through,
                }
            )
            self.record(kind, self._household(person), int(person), through)

    def _wrong_name(self, kind: str) -> None:
        """A car registered under the ID number of a recipient and the name of somebody else."""
        chosen = self.take(kind, self._adults())
        others = self.world.first_stranger + self.rng.integers(
            0, len(self.world.strangers["age"]), len(chosen)
        )
        held = self.world.holdings["vehicle"]
        new = marked(means.vehicles(self.rng, chosen, self.world.on), hidden=True, named=others)
        self.world.holdings["vehicle"] = {column: np.r_[held[column], new[column]] for column in held}
        for person in chosen:
            self.record(kind, self._household(person), int(person), "vehicle")

    def _namesake(self, kind: str) -> None:
        """A stranger of the same name with a house; only the ID number tells them apart."""
        chosen = self.take(kind, self._adults())
        strangers = (
            self.rng.permutation(len(self.world.strangers["age"]))[: len(chosen)] + self.world.first_stranger
        )
        chosen = chosen[: len(strangers)]
        held = self.world.holdings["house"]
        new = marked(means.houses(self.rng, strangers, self.world.on))
        self.world.holdings["house"] = {column: np.r_[held[column], new[column]] for column in held}
        for person, stranger in zip(chosen, strangers, strict=True):
            self.world.namesakes.append((int(stranger), int(person)))
            self.record(kind, self._household(person), int(person), "house")
