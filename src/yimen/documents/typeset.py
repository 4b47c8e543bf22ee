"""Letters and forms as PDF/A-2b, set by typst: one compiler per process, data as JSON, nothing written to disk.

The same data give the same bytes: the date inside the file is the letter's own (`on`), never the clock's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from yimen.core.errors import YimenError
from yimen.documents import fonts
from yimen.documents.qr import qr_pixels

TEMPLATES = Path(__file__).with_name("templates_typst")

_UNPRINTABLE = re.compile(r'the text `"(.+?)"` could not be displayed')
_own_fonts: list[Path] = []


class TypesettingFailed(YimenError):
    """The template and its data do not fit together: a fault of ours, with typst's own words for the log."""

    code = "documents.typesetting_failed"
    sentence = "文书“{template}”没有排成：{why}。请把这句话告诉系统管理员，文书内容已保存，修好后可重新生成。"


class CharacterMissing(YimenError):
    """A rare character that no installed font has; a letter with a box for a name must not go out."""

    code = "documents.character_missing"
    sentence = (
        "文书“{template}”里的“{text}”（{codes}）在现有字库中没有字形，没有生成文书。"
        "请系统管理员把含有这个字的字体文件放进字体文件夹（YIMEN_FONTS），重启后再生成。"
    )


def use_fonts(folder: Path | None) -> None:
    """Take the office's own fonts from a folder; called once at start, from the settings."""
    _own_fonts[:] = [folder] if folder else []
    typesetter.cache_clear()


def render(template: str, data: Mapping[str, Any], *, pdf_a: bool = True) -> bytes:
    """One PDF from a template's name and the fields its form in `forms.py` lists.

    `data["on"]` (date of the paper) is required; `data["verify_url"]`, if there, becomes the QR code.
    Raises: CharacterMissing (PDF/A only; plain PDF prints a box), TypesettingFailed.
    """
    return typesetter().compile(template, data, "pdf", pdf_a=pdf_a)


def preview(template: str, data: Mapping[str, Any], *, ppi: int = 110) -> list[bytes]:
    """The same pages as PNG pictures, to look at."""
    return typesetter().compile(template, data, "png", ppi=ppi)


@cache
def typesetter() -> Typesetter:
    """The process's one compiler, with its fonts loaded and its templates parsed."""
    return Typesetter(_own_fonts[0] if _own_fonts else None)


class Typesetter:
    """A typst compiler that is kept. It holds its last inputs, so one letter at a time."""

    def __init__(self, own_fonts: Path | None) -> None:
        loaded = fonts.load(own_fonts)
        self.families = fonts.choose(loaded.families())
        self._fonts = json.dumps(self.families)
        self._compiler = typst.Compiler(root=str(TEMPLATES), font_paths=loaded, ignore_system_fonts=True)
        self._lock = Lock()

    def compile(
        self,
        template: str,
        data: Mapping[str, Any],
        form: Literal["pdf", "png"],
        *,
        pdf_a: bool = False,
        ppi: int | None = None,
    ) -> Any:
        """Bytes of a PDF, or a list of PNG pages."""
        inputs = {"data": _as_json(data), "fonts": self._fonts}
        standards: list[typst.PDFStandard] = ["a-2b"] if pdf_a else []
        try:
            with self._lock:
                made = self._compiler.compile(
                    str(TEMPLATES / f"{template}.typ"),
                    format=form,
                    sys_inputs=inputs,
                    pdf_standards=standards,
                    ppi=ppi,
                )
        except typst.TypstError as error:
            raise _explained(template, error) from error
        return [made] if form == "png" and isinstance(made, bytes) else made


def _as_json(data: Mapping[str, Any]) -> str:
    """Dates as ISO text, money as fen, and the QR code drawn."""
    url = data.get("verify_url")
    return json.dumps({**data, "qr": qr_pixels(url) if url else None}, default=_plain, ensure_ascii=False)


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} cannot go into a letter")


def _explained(template: str, error: typst.TypstError) -> YimenError:
    missing = _UNPRINTABLE.search(error.message)
    if missing is None:
        return TypesettingFailed(template=template, why=error.message)
    text = missing[1]
    codes = " ".join(f"U+{ord(character):04X}" for character in text)
    return CharacterMissing(template=template, text=text, codes=codes)
