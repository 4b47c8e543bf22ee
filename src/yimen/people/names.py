"""How a name is stored for search by sound."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

LONGEST = 120  # characters of Person.name_pinyin


@lru_cache(maxsize=50_000)
def pinyin_of(name: str) -> str:
    """zhangxiaofang for 张小芳; without tones."""
    return "".join(lazy_pinyin(name, style=Style.NORMAL))[:LONGEST]
