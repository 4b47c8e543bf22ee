"""A synthetic county into an empty database, as the owner role: COPY for families, a transaction for everything.

Numbers, phones and accounts are sealed row by row, exactly as the platform seals them; nothing loaded here differs
from what the forms and the register import would have stored.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper
from pypinyin import lazy_pinyin

from yimen.cases.models import Award, AwardMember
from yimen.core.calendar import Month
from yimen.core.regions import Level
from yimen.demo.book_amounts import dibao_amounts
from yimen.demo.county import County
from yimen.demo.rows import copy, row_ids
from yimen.demo.staff import OWNER, load_staff
from yimen.demo.text import Array, joined
from yimen.guard.fields import SealedText
from yimen.guard.keys import blind_index
from yimen.people.models import BankAccount, Household, IncomeItem, Membership, Person, PropertyItem

PAID = ("dibao", "tekun")  # what the register pays; 低保边缘 is a standing without money
REGISTER = "演示县在册名单.xlsx"
RECHECK_MONTHS = 12


@dataclass
class Rows:
    """The row identifiers of the county's families and people, by their numbers, and the area of each household."""

    rng: np.random.Generator
    millis: int
    household: pa.Array
    person: pa.Array
    village: pa.Array
    opened: pa.Array

    def ids(self, count: int) -> pa.Array:
        return row_ids(self.rng, count, self.millis)

    def area(self, household: pa.Array) -> dict[str, pa.Array]:
        village = self.village.take(household)
        return {
            "county": pc.utf8_slice_codeunits(village, 0, Level.COUNTY),
            "town": pc.utf8_slice_codeunits(village, 0, Level.TOWN),
            "village": village,
        }

    def of(self, household: pa.Array) -> dict[str, pa.Array]:
        """Household and area of rows that belong to households."""
        return {"household_id": self.household.take(household), **self.area(household)}


def load(
    county: County,
    names: dict[str, str],
    *,
    left_out: Collection[int] = (),
    say: Callable[[str], object] = lambda _: None,
) -> None:
    """Store the county: offices and staff, families and what they declared, the register of awards; all or nothing.

    `names`: names of the county's divisions by code.  `left_out`: households that will file an application instead.
    """
    started = datetime(county.on.year, county.on.month, county.on.day, tzinfo=UTC)
    rng = np.random.default_rng([county.seed, 9])
    millis = int(started.timestamp() * 1000)
    rows = Rows(
        rng,
        millis,
        household=row_ids(rng, county.households.num_rows, millis),
        person=row_ids(rng, county.persons.num_rows, millis),
        village=_one(county.households["village"]),
        opened=_one(county.households["opened_on"]),
    )
    kept = county.without(left_out)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        say("机构、人员和岗位 …")
        load_staff(county, names)
        say("家庭、成员和账户 …")
        _copy(cursor, Household, _households(kept, rows))
        _copy(cursor, Person, _persons(kept, rows))
        _copy(cursor, Membership, _memberships(kept, rows))
        account = rows.ids(kept.accounts.num_rows)
        _copy(cursor, BankAccount, _accounts(kept, rows, account))
        say("申报的收入和财产 …")
        _copy(cursor, IncomeItem, _incomes(kept, rows))
        _copy(cursor, PropertyItem, _properties(kept, rows))
        say("在册对象 …")
        _awards(cursor, kept, rows, account)


def _copy(cursor: CursorWrapper, model: type[models.Model], columns: dict[str, pa.Array]) -> None:
    copy(cursor, model._meta.db_table, pa.table(columns))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()


def _text(value: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), count)


def _households(county: County, rows: Rows) -> dict[str, pa.Array]:
    h = county.households
    number = _one(h["household"])
    return {
        "id": rows.household.take(number),
        "number": _one(h["number"]),
        "residence": _one(h["residence"]),
        "address": _one(h["address"]),
        "registered_address": _one(h["address"]),
        "opened_on": _one(h["opened_on"]),
        **rows.area(number),
    }


def _persons(county: County, rows: Rows) -> dict[str, pa.Array]:
    p = county.persons
    number, phone = _one(p["id_number"]), _one(p["phone"])
    ids = rows.person.take(_one(p["person"]))
    return {
        "id": ids,
        **rows.of(_one(p["household"])),
        "name": _one(p["name"]),
        "name_pinyin": pa.array([pinyin(name) for name in p["name"].to_pylist()]),
        "id_kind": _one(p["id_kind"]),
        "id_number": sealed(_sealed_field(Person, "id_number"), ids, number),
        "id_index": indexed("id", number),
        "id_last4": pc.fill_null(pc.utf8_slice_codeunits(number, 14, 18), ""),
        "birth_date": _one(p["birth_date"]),
        "sex": _one(p["sex"]),
        "nation": _one(p["nation"]),
        "phone": sealed(_sealed_field(Person, "phone"), ids, phone),
        "phone_index": indexed("phone", phone),
        **{
            column: _one(p[column])
            for column in (
                "local_registration",
                "married",
                "disability_kind",
                "disability_grade",
                "major_illness",
                "study",
                "labour_ability",
                "full_capacity",
                "current_programme",
                "half_orphan",
                "no_supporter",
            )
        },
    }


@cache
def pinyin(name: str) -> str:
    """As the intake writes it."""
    return "".join(lazy_pinyin(name))[:120]


def _sealed_field(model: type[models.Model], name: str) -> SealedText:
    field = model._meta.get_field(name)
    assert isinstance(field, SealedText)
    return field


def sealed(field: SealedText, rows: pa.Array, values: pa.Array) -> pa.Array:
    """Each value sealed to its row and column, as COPY takes bytes; empty stays empty."""
    pairs = zip(rows.to_pylist(), values.to_pylist(), strict=True)
    return pa.array([_bytes(field.seal(UUID(row), value)) for row, value in pairs], pa.string())


def indexed(purpose: str, values: pa.Array) -> pa.Array:
    """The blind index of each value; empty stays empty."""
    found = values.to_pylist()
    return pa.array([None if v is None else _bytes(blind_index(purpose, v)) for v in found], pa.string())


def _bytes(value: bytes | None) -> str | None:
    return None if value is None else "\\x" + value.hex()


def _memberships(county: County, rows: Rows) -> dict[str, pa.Array]:
    """From the day the file was opened, or from birth."""
    p = county.persons
    household = _one(p["household"])
    opened = rows.opened.take(household)
    return {
        "id": rows.ids(p.num_rows),
        **rows.of(household),
        "person_id": rows.person.take(_one(p["person"])),
        "kind": _one(p["kind"]),
        "relation": _one(p["relation"]),
        "since": pc.max_element_wise(opened, _one(p["birth_date"])),
        "reason": _text("建档", p.num_rows),
    }


def _accounts(county: County, rows: Rows, ids: pa.Array) -> dict[str, pa.Array]:
    a = county.accounts
    household, number = _one(a["household"]), _one(a["number"])
    return {
        "id": ids,
        **rows.of(household),
        "holder_id": rows.person.take(_one(a["holder"])),
        "bank": _one(a["bank"]),
        "number": sealed(_sealed_field(BankAccount, "number"), ids, number),
        "number_index": indexed("account", number),
        "last4": pc.utf8_slice_codeunits(number, 15, 19),
        "since": rows.opened.take(household),
    }


def _incomes(county: County, rows: Rows) -> dict[str, pa.Array]:
    i = county.incomes
    return {
        "id": rows.ids(i.num_rows),
        **rows.of(_one(i["household"])),
        "person_id": rows.person.take(_one(i["person"])),
        "kind": _one(i["kind"]),
        "monthly_fen": _one(i["monthly_fen"]),
        "detail": _text("", i.num_rows),
        "stated_on": rows.opened.take(_one(i["household"])),
    }


def _properties(county: County, rows: Rows) -> dict[str, pa.Array]:
    p = county.properties
    return {
        "id": rows.ids(p.num_rows),
        **rows.of(_one(p["household"])),
        "owner_id": rows.person.take(_one(p["owner"])),
        "kind": _one(p["kind"]),
        "quantity": _one(p["quantity"]),
        "value_fen": _one(p["value_fen"]),
        "exempt": pa.repeat(False, p.num_rows),
        "detail": _text("", p.num_rows),
        "stated_on": rows.opened.take(_one(p["household"])),
    }


def _awards(cursor: CursorWrapper, county: County, rows: Rows, account: pa.Array) -> None:
    """The register's paid awards and whom they cover, each with file and row and no invented decision."""
    a = county.awards.filter(pc.is_in(county.awards["programme"], pa.array(PAID)))
    household, count = _one(a["household"]), a.num_rows
    ids, programme = rows.ids(count), _one(a["programme"])
    line = np.arange(2, count + 2)
    columns = {
        "id": ids,
        **rows.of(household),
        "number": joined(
            "D", county.place[: Level.COUNTY], "R", pc.utf8_lpad(pa.array(line).cast("string"), 7, "0")
        ),
        "programme": programme,
        "origin": _text(str(Award.Origin.REGISTER), count),
        "register_file": _text(REGISTER, count),
        "register_row": pa.array(line),
        "monthly_fen": _amounts(county, household, _one(a["monthly_fen"])),
        "start_month": _one(a["since"]),
        "state": _text(str(Award.State.ACTIVE), count),
        "account_id": account.take(pc.index_in(household, _one(county.accounts["household"]))),
        "recheck_by": _recheck_days(_one(a["checked_on"])),
    }
    _copy(cursor, Award, columns)
    _copy(cursor, AwardMember, _covered(county, rows, household, ids, programme))


def _amounts(county: County, household: pa.Array, plain: pa.Array) -> pa.Array:
    """What the rule book pays; the register's plain difference where it does not say."""
    book = dibao_amounts(county, county.on)
    pairs = zip(household.to_pylist(), plain.to_pylist(), strict=True)
    return pa.array([book.get(number, fen) for number, fen in pairs], pa.int64())


def _recheck_days(checked: pa.Array) -> pa.Array:
    """A year after the last check; some are overdue, as in life."""
    return pa.array([(Month.of(day) + RECHECK_MONTHS).first for day in checked.to_pylist()], pa.date32())


def _covered(
    county: County, rows: Rows, household: pa.Array, award: pa.Array, programme: pa.Array
) -> dict[str, pa.Array]:
    """The members an award covers. A person counted in two families is covered once: the database would refuse more."""
    p = county.persons
    place = np.full(len(rows.household), -1)
    place[household.to_numpy()] = np.arange(len(household))
    of_person = place[p["household"].to_numpy()]
    member = pc.equal(p["kind"], "member").to_numpy(zero_copy_only=False)
    once = pc.is_null(p["same_as"]).to_numpy(zero_copy_only=False)
    chosen: Array = np.flatnonzero((of_person >= 0) & member & once)
    person = rows.person.take(_one(p["person"]).take(pa.array(chosen)))
    number = _one(p["id_number"]).take(pa.array(chosen))
    at = pa.array(of_person[chosen])
    return {
        "id": rows.ids(len(chosen)),
        **rows.of(_one(p["household"]).take(pa.array(chosen))),
        "award_id": award.take(at),
        "person_id": person,
        "programme": programme.take(at),
        "id_index": indexed("id", number),
        "active": pa.repeat(True, len(chosen)),
    }
