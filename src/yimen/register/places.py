"""Which village a row means: names as clerks write them, or the twelve-digit code, within the county's own towns."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.db.models import Q

from yimen.core.errors import YimenError
from yimen.core.regions import Level
from yimen.regions.models import Division

# Longest first: what offices and people put behind the same name.
_ENDINGS = (
    "社区居民委员会", "村民委员会", "居民委员会", "街道办事处", "社区居委会", "人民政府", "办事处", "村委会", "居委会",
    "街道", "社区", "民族乡", "镇", "乡", "村",
)  # fmt: skip


class UnknownPlace(YimenError):
    """No village, or more than one: `what` and `todo`; `column` is town or place."""

    code = "register.place"
    sentence = "{what}{todo}"


def plain(name: str) -> str:
    """A name without blanks and brackets."""
    return re.sub(r"[\s()\[\]【】〔〕“”\"'·]", "", unicodedata.normalize("NFKC", name))


def bare(name: str) -> str:
    """And without what kind of place it is: 龙潭社区居民委员会, 龙潭社区 and 龙潭 are one."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return bare(name.removesuffix(ending))
    return name


@dataclass
class _Names:
    """Divisions by what they are called: in full, and bare."""

    full: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bare: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, division: Division) -> None:
        for name in {plain(division.name), plain(division.short_name)}:
            self.full[name].add(division.code)
        self.bare[bare(plain(division.name))].add(division.code)

    def find(self, said: str) -> set[str]:
        name = plain(said)
        return self.full.get(name) or self.bare.get(bare(name)) or set()

    def nearest(self, said: str) -> str:
        near = get_close_matches(plain(said), self.full, n=1, cutoff=0.5)
        return f"是不是“{near[0]}”？" if near else ""


class Places:
    """The towns and villages whose files a county keeps, those of the past too."""

    def __init__(self, county: str, divisions: Iterable[Division], on: date) -> None:
        self.on = on
        self.by_code: Mapping[str, Division] = {d.code: d for d in divisions}
        self.towns = _Names()
        self.villages: defaultdict[str, _Names] = defaultdict(_Names)
        self._known: dict[tuple[str, str], tuple[str, str] | UnknownPlace] = {}
        for division in self.by_code.values():
            if division.level == Level.TOWN:
                self.towns.add(division)
            else:
                self.villages[division.code[: Level.TOWN]].add(division)
                self.villages[""].add(division)

    def village(self, town: str, place: str) -> tuple[str, str]:
        """The code of the village meant, and the name of one that was merged into it since.  Raises: UnknownPlace."""
        known = self._known.get((town, place))
        if known is None:
            try:
                known = self._find(town, place)
            except UnknownPlace as unknown:
                known = unknown
            self._known[town, place] = known
        if isinstance(known, UnknownPlace):
            raise known
        return known

    def _find(self, town: str, place: str) -> tuple[str, str]:
        if re.fullmatch(r"\d{12}", place):
            codes = {place} & {c for c, d in self.by_code.items() if d.level == Level.VILLAGE}
            if not codes:
                raise _unknown("place", f"区划代码 {place} 不是本县的村（社区）。", "请按本县区划表核对。")
        else:
            codes = self._named(self._town(town), place)
        code = self._one(codes, place)
        now = self._now(code)
        return now, "" if now == code else self.by_code[code].short_name

    def _town(self, town: str) -> set[str]:
        """The towns it may lie in; any, where none is said."""
        if not town:
            return {""}
        found = self.towns.find(town)
        if not found:
            raise _unknown(
                "town", f"本县没有“{town}”这个乡镇（街道）。{self.towns.nearest(town)}", "请按区划名称填写。"
            )
        return found

    def _named(self, towns: set[str], place: str) -> set[str]:
        codes = {code for town in towns for code in self.villages[town].find(place)}
        if not codes:
            town = min(towns)
            where = self.by_code[town].name if town else "本县"
            nearest = self.villages[town].nearest(place)
            raise _unknown("place", f"{where}没有“{place}”这个村（社区）。{nearest}", "请按区划名称填写。")
        return codes

    def _one(self, codes: set[str], place: str) -> str:
        """The one that stands, where several carried the name."""
        standing = {code for code in codes if self._stands(code)} or codes
        if len({self._now(code) for code in standing}) > 1:
            raise _unknown(
                "place",
                f"本县有 {len(standing)} 个“{place}”，分不清是哪一个。",
                "请填写乡镇，或改填 12 位区划代码。",
            )
        return min(standing)

    def _stands(self, code: str) -> bool:
        return self.by_code[code].stands_on(self.on)

    def _now(self, code: str) -> str:
        """Itself, or what it was merged into.  Raises: UnknownPlace where that led out of the county or nowhere."""
        seen: set[str] = set()
        while not self._stands(code):
            seen.add(code)
            name, after = self.by_code[code].name, self.by_code[code].successor_id
            if after is None or after in seen or after not in self.by_code:
                raise _unknown(
                    "place", f"“{name}”已经撤销，本县没有接续的村（社区）。", "请改填现在管理这一户的村。"
                )
            code = after
        return code


def _unknown(column: str, what: str, todo: str) -> UnknownPlace:
    return UnknownPlace(column=column, what=what, todo=todo)


def places_of(county: str, on: date) -> Places:
    """Two queries: the towns a county manages, and their villages."""
    own = Q(parent=county, managing_parent__isnull=True) | Q(managing_parent=county)
    towns = list(Division.objects.filter(own, level=int(Level.TOWN)))
    villages = Division.objects.filter(parent__in=[town.code for town in towns], level=int(Level.VILLAGE))
    return Places(county, [*towns, *villages], on)
