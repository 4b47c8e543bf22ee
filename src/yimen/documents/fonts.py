"""Which font each part of a letter is set in.

Official faces (仿宋_GB2312, 方正小标宋) may not be shared freely, so they are looked for in the office's own folder
(`YIMEN_FONTS`); without them the Noto faces of two wheels print everything, rare characters included.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import typst

PACKAGES = ("pylopdf_fonts_zh_cn", "noto_cjk_sans_otc")

# The fallback that has every character of the register (𠮷 䶮 㛃); it ends every list.
COMPLETE = "Noto Sans CJK SC"

# In the order of preference of GB/T 9704 (党政机关公文格式).
WANTED = {
    "title": (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋_GBK",
        "Noto Serif SC",
    ),
    "body": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "Noto Serif SC"),
    "strong": ("黑体", "SimHei", "STHeiti", "Noto Sans SC"),
    "aside": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "Noto Serif SC"),
    "folio": ("宋体", "SimSun", "NSimSun", "STSong", "Noto Serif SC"),
}


def load(folder: Path | None = None) -> typst.Fonts:
    """The fonts of the wheels, and before them those of the office's folder."""
    folders = [str(Path(next(iter(import_module(name).__path__)))) for name in PACKAGES]
    if folder is not None:
        folders.insert(0, str(folder))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def choose(families: Iterable[str]) -> dict[str, list[str]]:
    """For each part of a letter, the wanted families that are there; unknown names would only cost warnings."""
    known = {family.lower(): family for family in families}
    return {
        part: [*(known[name.lower()] for name in names if name.lower() in known), COMPLETE]
        for part, names in WANTED.items()
    }
