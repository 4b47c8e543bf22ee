"""Division codes as text: 2 digits a province, 4 a city, 6 a county, 9 a town or street, 12 a village or community.

The code of an area begins with the code of every area it lies in. That is true of statutory divisions only;
an overlay area (a development zone managed on its own) has a managing parent in `yimen.regions`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from yimen.core.errors import YimenError

NATION = ""  # the area that holds all areas: its code is the empty prefix


class Level(IntEnum):
    """A level, valued by how many digits its codes have."""

    NATION = 0
    PROVINCE = 2
    CITY = 4
    COUNTY = 6
    TOWN = 9
    VILLAGE = 12

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Level.NATION: "全国",
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "县（市、区）",
    Level.TOWN: "乡镇（街道）",
    Level.VILLAGE: "村（社区）",
}
_LENGTHS = tuple(int(level) for level in Level)


class BadDivision(YimenError):
    """Text that is no division code."""

    code = "division.refused"


class AreaKeys(NamedTuple):
    """The keys every area row carries, each a code or None when the area is larger than that."""

    county: str | None
    town: str | None
    village: str | None


def level_of(code: str) -> Level:
    """Raises: BadDivision."""
    if len(code) not in _LENGTHS or not (code == NATION or (code.isascii() and code.isdigit())):
        raise BadDivision(f"“{code}”不是区划代码：应为 2、4、6、9 或 12 位数字。请从区划表中选择。")
    return Level(len(code))


def is_code(code: str) -> bool:
    return len(code) in _LENGTHS and (code == NATION or (code.isascii() and code.isdigit()))


def normalise_code(raw: str) -> str:
    """The shortest form: 370000 is 37, 371300 is 3713, 371311001000 is 371311001.  Raises: BadDivision."""
    text = raw.strip()
    level_of(text)
    if len(text) == Level.VILLAGE and text.endswith("000"):
        text = text[: Level.TOWN]
    if len(text) == Level.TOWN and text.endswith("000"):
        text = text[: Level.COUNTY]
    while len(text) in (Level.CITY, Level.COUNTY) and text.endswith("00"):
        text = text[:-2]
    return text


def cut(code: str, level: Level) -> str | None:
    """The area of that level which holds this one, or None when this one is larger."""
    return code[:level] if level_of(code) >= level else None


def parent_of(code: str) -> str | None:
    """The next larger area; a province's parent is the nation (""), and the nation has none."""
    level = level_of(code)
    if level is Level.NATION:
        return None
    return code[: _LENGTHS[_LENGTHS.index(level) - 1]]


def ancestors_of(code: str) -> list[str]:
    """The areas that hold this one, largest first, the nation and itself left out."""
    level = level_of(code)
    return [code[:length] for length in _LENGTHS if 0 < length < level]


def lineage(code: str) -> list[str]:
    """Village → town → … → province → nation, itself first: the order in which local rules are looked up."""
    return [code, *reversed(ancestors_of(code)), *([NATION] if code != NATION else [])]


def contains(outer: str, inner: str) -> bool:
    """True when `inner` is `outer` or lies in it."""
    level_of(outer), level_of(inner)
    return inner.startswith(outer)


def code_range(code: str) -> tuple[str, str]:
    """Lowest and highest text that begins with the code, for an indexed BETWEEN under the C collation."""
    level_of(code)
    return code, code + "9" * (Level.VILLAGE - len(code))


def area_keys(code: str) -> AreaKeys:
    return AreaKeys(cut(code, Level.COUNTY), cut(code, Level.TOWN), cut(code, Level.VILLAGE))


def short_name(name: str) -> str:
    """A division as people say it: 龙潭社区居民委员会 is 龙潭社区, 傅庄村村民委员会 is 傅庄村."""
    for whole, kept in (
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("村村民委员会", "村"),
        ("村委会", "村"),
    ):
        if name.endswith(whole) and len(name) > len(whole):
            return name.removesuffix(whole) + kept
    return name
