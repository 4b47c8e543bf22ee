"""The families of the file against those who receive already: here, row by row; elsewhere, through the duplicate guard.

A family that stands in the register exactly as the file has it is passed over, so that importing again changes
nothing. Anything between that and a new family is an error: the import never changes an award.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from yimen.core.money import short_yuan
from yimen.guard.keys import blind_index
from yimen.people.models import Person
from yimen.regions.queries import spoken_names
from yimen.register.family import Family, Member, Said, Spot


class Held(NamedTuple):
    """An award in force in this county, and whom it covers."""

    award: UUID
    number: str
    village: str
    monthly_fen: int
    start_month: date
    head: bytes | None
    persons: int
    indexes: frozenset[bytes]


class Hit(NamedTuple):
    """What the duplicate guard tells: programme, award or case, office and its phone."""

    programme: str
    status: str
    office: str
    phone: str

    @property
    def at(self) -> str:
        return f"{self.office or '其他地区'}{f'，电话 {self.phone}' if self.phone else ''}"


@dataclass(frozen=True)
class Register:
    """What is known of the people of a file before it comes in, by blind index."""

    programme: str
    held: dict[bytes, Held]
    hits: dict[bytes, list[Hit]]
    kin: dict[bytes, str]
    phones: dict[bytes, set[bytes]]
    villages: dict[str, str]


def look_up(families: Sequence[Family], programme: str) -> Register:
    """Ask about everybody at once. Runs in the county's scope; every use of the guard is logged by the database."""
    people = [index for family in families for index in indexes(family.members)]
    phones = [blind_index("phone", family.phone) for family in families if family.phone]
    held = _held(people, programme)
    return Register(
        programme,
        held,
        _hits(people),
        _kin(people),
        _phones(phones),
        spoken_names({award.village for award in held.values()}),
    )


def indexes(members: Sequence[Member]) -> list[bytes]:
    return [blind_index("id", member.number) for member in members if member.number]


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(_plain(value) for value in row) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return bytes(value) if isinstance(value, memoryview) else value


_AWARDS = """
SELECT a.id, a.number, a.village, a.monthly_fen, a.start_month, p.id_index, count(m.*),
       array_agg(m.id_index) FILTER (WHERE m.id_index IS NOT NULL)
FROM cases_award a
JOIN cases_awardmember m ON m.award_id = a.id AND m.active
LEFT JOIN people_membership h
       ON h.household_id = a.household_id AND h.until IS NULL AND h.relation = 'head' AND h.kind = 'member'
LEFT JOIN people_person p ON p.id = h.person_id
WHERE a.id IN (SELECT award_id FROM cases_awardmember WHERE active AND programme = %s AND id_index = ANY(%s))
GROUP BY a.id, p.id_index
"""

_HITS = """
SELECT w.wanted, g.programme, g.status, coalesce(g.office, ''), coalesce(g.office_phone, '')
FROM unnest(%s::bytea[]) AS w(wanted), LATERAL cases_duplicate_guard(w.wanted, '', NULL) g
"""

_KIN = "SELECT id_index, staff_name, staff_post, relation FROM network_staffkin WHERE id_index = ANY(%s)"

_PHONES = (
    "SELECT phone_index, id_index FROM people_person WHERE phone_index = ANY(%s) AND id_index IS NOT NULL"
)


def _held(people: list[bytes], programme: str) -> dict[bytes, Held]:
    awards = [
        Held(id_, number, village, monthly, start, head, persons, frozenset(indexes_ or ()))
        for id_, number, village, monthly, start, head, persons, indexes_ in _rows(_AWARDS, programme, people)
    ]
    return {index: award for award in awards for index in award.indexes}


def _hits(people: list[bytes]) -> dict[bytes, list[Hit]]:
    found = defaultdict(list)
    for wanted, *hit in _rows(_HITS, people):
        found[wanted].append(Hit(*hit))
    return dict(found)


def _kin(people: list[bytes]) -> dict[bytes, str]:
    return {index: f"{post} {name}（{relation}）" for index, name, post, relation in _rows(_KIN, people)}


def _phones(phones: list[bytes]) -> dict[bytes, set[bytes]]:
    owners = defaultdict(set)
    for phone, owner in _rows(_PHONES, phones):
        owners[phone].add(owner)
    return dict(owners)


# The verdict --------------------------------------------------------------------------------------------------------


def compare(family: Family, register: Register) -> Iterator[Said]:
    """What is to be said of a family; `family.standing` where it is in the register as it is."""
    head = blind_index("id", family.head_id)
    own = next((a for a in _awards_of(family, register) if a.head == head), None)
    for member in family.covered:
        yield from _elsewhere(member, own, register)
    if own is not None and not family.faulty:
        differences = list(_differences(family, own))
        if differences:
            yield _differs(family.head or family.first, own, differences)
        else:
            family.standing = True
            return
    yield from _worth_a_look(family, head, register)


def _awards_of(family: Family, register: Register) -> list[Held]:
    return [register.held[index] for index in indexes(family.covered) if index in register.held]


def _elsewhere(member: Member, own: Held | None, register: Register) -> Iterator[Said]:
    """Covered by another award: of this county, or of another one."""
    if member.number is None:
        return
    index = blind_index("id", member.number)
    held = register.held.get(index)
    if held is not None:
        if held is not own:
            where = register.villages.get(held.village, held.village)
            yield Said(
                member.spot, "id_number", "standing", f"{member.name}已在本县另一户享受同一项救助（证号 {held.number}，{where}）。",
                "请核对是否重复登记；户主变更、分户等请先在“在册家庭”办理，再从文件中删去。",
            )  # fmt: skip
        return
    for hit in register.hits.get(index, ()):
        if hit.status == "award" and hit.programme == register.programme:
            yield Said(
                member.spot, "id_number", "standing_elsewhere", f"{member.name}已在外地享受同一项救助（{hit.at}）。",
                "请与对方核实，由一方办理停保后再导入，或从文件中删去这一户。",
            )  # fmt: skip


def _differences(family: Family, own: Held) -> Iterator[str]:
    monthly, start = family.values["monthly"], family.values["start"]
    if monthly != own.monthly_fen:
        yield f"月保障金在册 {short_yuan(own.monthly_fen)}、文件 {short_yuan(monthly)}"
    if start != own.start_month:
        yield f"起始年月在册 {own.start_month:%Y-%m}、文件 {start:%Y-%m}"
    covered = family.covered
    if len(covered) != own.persons:
        yield f"保障人数在册 {own.persons} 人、文件 {len(covered)} 人"
    elif set(indexes(covered)) != own.indexes:
        yield "保障的成员不同"


def _differs(spot: Spot, own: Held, differences: list[str]) -> Said:
    return Said(
        spot, "", "differs_from_register", f"这一户已在册（证号 {own.number}），但{'，'.join(differences)}。",
        "导入不改动已在册的待遇：请在“在册家庭”办理变更，并从文件中删去这一户。",
    )  # fmt: skip


def _worth_a_look(family: Family, head: bytes, register: Register) -> Iterator[Said]:
    """Not an error: an application under way, another programme, kin of staff, a telephone that is another's."""
    for member in family.members:
        index = blind_index("id", member.number) if member.number else b""
        for hit in register.hits.get(index, ()):
            if hit.status == "case":
                yield _notice(
                    member.spot,
                    "open_case",
                    f"{member.name}有一件正在办理的申请（{hit.at}）。",
                    "入库后该申请将因已在册不能确认，请通知经办人员。",
                )
            elif hit.programme != register.programme and member.covered:
                name = (
                    Person.Cover(hit.programme).label
                    if hit.programme in Person.Cover.values
                    else hit.programme
                )
                yield _notice(
                    member.spot,
                    "other_programme",
                    f"{member.name}正在享受{name}（{hit.at}）。",
                    "请核实能否同时享受。",
                )
        if index in register.kin:
            yield _notice(
                member.spot,
                "kin",
                f"{member.name}是{register.kin[index]}的近亲属。",
                "请单独登记备案，并优先安排入户复核。",
            )
    if family.phone and register.phones.get(blind_index("phone", family.phone), {head}) != {head}:
        family.own_phone = False
        yield _notice(
            family.head or family.first, "shared_phone", "户主的电话在别的家庭档案里也登记过。",
            "照样入库，但这个电话不能用来在手机上查看本户，请补登本人的号码。",
        )  # fmt: skip


def _notice(spot: Spot, code: str, what: str, todo: str) -> Said:
    return Said(spot, "", code, what, todo, error=False)
