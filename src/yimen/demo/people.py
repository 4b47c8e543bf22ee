"""Names, numbers, phones and accounts of everybody in the county: persons, strangers, officers, in one row."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yimen.demo import names, numbers
from yimen.demo.families import SINGLE
from yimen.demo.means import BANKS
from yimen.demo.text import Array, taken
from yimen.demo.world import World

LOCAL_ADDRESSES = 990101  # one a town, counting up
OTHER_ADDRESSES = 999001  # sixty elsewhere


@dataclass(frozen=True)
class People:
    """Columns by number of person: see `World`."""

    name: pa.Array
    id_number: pa.Array
    phone: pa.Array
    account: pa.Array
    bank: Array
    birth: Array
    male: Array
    nation: pa.Array


def make_people(rng: np.random.Generator, world: World) -> People:
    people, strangers, officers = world.persons, world.strangers, world.officers.people
    male = np.concatenate([people["male"], strangers["male"], officers["male"]])
    birth = np.concatenate(
        [people["birth"], *(_births(rng, g["age"], world.on) for g in (strangers, officers))]
    )
    surname = np.concatenate([people["surname"], strangers["surname"], officers["surname"]])
    number = np.arange(len(male))
    itself = number.copy()
    itself[: world.first_stranger] = np.where(
        people["same_as"] >= 0, people["same_as"], number[: world.first_stranger]
    )
    bank = rng.integers(0, len(BANKS), len(male))
    return People(
        name=_names(rng, world, surname, male, birth, itself),
        id_number=taken(numbers.resident_ids(_addresses(rng, world, len(male)), birth, male), itself),
        phone=taken(numbers.phones(number), _lent(world, "shared_phone", itself)),
        account=taken(numbers.bank_accounts(number, bank), _lent(world, "shared_account", itself)),
        bank=bank[_lent(world, "shared_account", itself)],
        birth=birth,
        male=male,
        nation=taken(_nations(world, len(male)), itself),
    )


def _births(rng: np.random.Generator, age: Array, on: np.datetime64) -> Array:
    return on - (age * 365 + age // 4 + rng.integers(1, 364, len(age))).astype("timedelta64[D]")


def _addresses(rng: np.random.Generator, world: World, count: int) -> Array:
    """People registered here carry the address of their town, all others one of sixty places elsewhere."""
    towns = sorted({v.town for v in world.villages})
    town = np.array([towns.index(v.town) for v in world.villages])
    address = OTHER_ADDRESSES + rng.integers(0, 60, count)
    local = np.flatnonzero(world.persons["local"])
    address[local] = LOCAL_ADDRESSES + town[world.households["village"][world.persons["household"][local]]]
    address[world.first_officer :] = LOCAL_ADDRESSES
    return address


def _lent(world: World, through: str, itself: Array) -> Array:
    """A family that uses the phone or the account of the officer it is kin of."""
    lender = itself.copy()
    for kin in world.kin:
        if kin["through"] == through:
            lender[kin["person"]] = world.first_officer + kin["officer"]
    return lender


def _names(
    rng: np.random.Generator, world: World, surname: Array, male: Array, birth: Array, itself: Array
) -> pa.Array:
    common = names.full_names(rng, surname, male, birth.astype("datetime64[Y]").astype(int) + 1970)
    special = _special_names(rng, world)
    bearer = itself.copy()
    if special:
        bearer[list(special)] = len(male) + np.arange(len(special))
        bearer = np.where(itself == np.arange(len(itself)), bearer, bearer[itself])
    for stranger, person in world.namesakes:
        bearer[stranger] = bearer[person]
    return taken(pa.concat_arrays([common, pa.array(list(special.values()), pa.string())]), bearer)


def _special_names(rng: np.random.Generator, world: World) -> dict[int, str]:
    """A few names with characters outside the common set, and of other nations, which also get that nation."""
    alone = (
        (world.persons["marital"] == SINGLE) & (world.persons["age"] >= 20) & (world.persons["same_as"] < 0)
    )
    some = rng.permutation(np.flatnonzero(alone))[: max(12, world.size // 300)]
    special = {}
    for n, person in enumerate(some):
        male = bool(world.persons["male"][person])
        if n % 2:
            special[int(person)] = "".join(names.RARE_NAMES[n // 2 % len(names.RARE_NAMES)])
        else:
            which = n // 2 % len(names.ETHNIC_NATIONS)
            special[int(person)] = names.ETHNIC_NAMES[int(male)][which]
            world.persons["nation"][person] = len(names.NATIONS) + which
    return special


def _nations(world: World, count: int) -> pa.Array:
    nation = np.zeros(count, np.int64)
    nation[: world.first_stranger] = world.persons["nation"]
    return pa.array([*names.NATIONS, *names.ETHNIC_NATIONS]).take(pa.array(nation))
