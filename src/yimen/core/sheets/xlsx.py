"""Workbooks (.xlsx): looked through before they are read, because the reader believes what a file says of its size.

A single value in the last corner of a sheet makes a reader reserve room for seventeen thousand million cells; a few
kilobytes can unpack to gigabytes; a formula nobody calculated looks like an empty cell. All that shows in one pass
over the XML, before the fast reader (calamine) is let near the file.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine as calamine

from yimen.core.sheets.columns import Cell
from yimen.core.sheets.problems import FileRefused, refused
from yimen.core.sheets.source import Area, Limits, RawFile, RawSheet, letter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 2000
MOST_FAULTS = 50_000
WORST_RATIO = 400  # honest sheets full of styled blanks reach 200
RATIO_FROM = 10 * 1024 * 1024  # bytes unpacked below which a ratio does not matter
PIECE = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def read(stream: BinaryIO, limits: Limits) -> RawFile:
    """The visible sheets of a workbook.  Raises: FileRefused."""
    parts = _parts(stream, limits)
    notices: list[str] = []
    return RawFile("xlsx", _sheets(stream, parts, limits, notices), notices)


def refuse_old(head: bytes, whole: bytes) -> FileRefused:
    """What to say of a file in Microsoft's old container: locked, or an old workbook."""
    if "EncryptedPackage".encode("utf-16-le") in whole:
        return refused("locked", "工作簿设有打开密码。", "请在 Excel 或 WPS 中取消密码，另存后再上传。")
    return refused(
        "old_excel", "这是旧版 .xls（或 .et）文件。", "请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”。"
    )


# The container -----------------------------------------------------------------------------------------------------


def _parts(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The container, once its directory is plausible."""
    try:
        parts = zipfile.ZipFile(stream)
        entries = parts.infolist()
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise _broken() from error
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused("locked", "工作簿设有密码。", "请取消密码，另存后再上传。")
    _refuse_bombs(entries, stream, limits)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused("macro", "工作簿带有宏程序。", "请另存为不带宏的“Excel 工作簿（*.xlsx）”。")
    if "xl/workbook.xml" not in names:
        raise refused(
            "not_a_table", "这不是 Excel 工作簿。", "请使用我们提供的模板，或上传 .xlsx、.csv 文件。"
        )
    return parts


def _refuse_bombs(entries: list[zipfile.ZipInfo], stream: BinaryIO, limits: Limits) -> None:
    inflated = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    size = stream.seek(0, 2)
    steep = any(
        entry.file_size > RATIO_FROM and entry.file_size > WORST_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if inflated > limits.inflated or len(entries) > MOST_PARTS or steep or packed > size:
        raise _bomb()


def _bomb() -> FileRefused:
    return refused(
        "bomb", "文件解开后过大，像是压缩炸弹或带有大量空白格式。", "请把数据区复制到新工作簿，另存后再上传。"
    )


def _broken() -> FileRefused:
    return refused("broken", "工作簿已损坏，打不开。", "请在 Excel 或 WPS 中打开另存一份，再上传。")


def _unpacked(parts: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    """A part piece by piece; its directory entry may understate it, so the bytes are counted."""
    total = 0
    try:
        with parts.open(name) as part:
            while piece := part.read(PIECE):
                total += len(piece)
                if total > limits.inflated:
                    raise _bomb()
                yield piece
    except KeyError as error:
        raise _broken() from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _broken() from error


# The sheets --------------------------------------------------------------------------------------------------------


def _sheets(
    stream: BinaryIO, parts: zipfile.ZipFile, limits: Limits, notices: list[str]
) -> Iterator[RawSheet]:
    for name in parts.namelist():
        if name.endswith(".xml") and not name.startswith("xl/worksheets/"):
            _Look(limits).over(_unpacked(parts, name, limits))
    targets = _targets(parts, limits)
    looks = {name: _Look(limits).over(_unpacked(parts, path, limits)) for name, path in targets.items()}
    stream.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(stream)
    except calamine.PasswordError as error:
        raise refused("locked", "工作簿设有密码。", "请取消密码，另存后再上传。") from error
    except calamine.CalamineError as error:
        raise _broken() from error
    for about in book.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            notices.append(f"工作表“{about.name}”是隐藏的，没有读取。")
        elif about.name in looks:
            yield _sheet(book, about.name, looks[about.name])


def _sheet(book: calamine.CalamineWorkbook, name: str, look: _Look) -> RawSheet:
    try:
        sheet = book.get_sheet_by_name(name)
        merged = [
            Area(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
    except (calamine.CalamineError, ValueError) as error:
        raise _broken() from error
    return RawSheet(name, _rows(sheet), look.faults, merged, height=sheet.total_height)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """Numbered from 1 as Excel does; columns left of the first used one are put back."""
    if sheet.start is None:
        return
    left: list[Cell] = [None] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [*left, *row]  # type: ignore[list-item]


_MAIN = "{*}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def _targets(parts: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    book = _tree(parts, "xl/workbook.xml", limits)
    links = _tree(parts, "xl/_rels/workbook.xml.rels", limits)
    where = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        target = where.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path.startswith("xl/worksheets/"):
            found[sheet.get("name", "")] = path
    return found


def _tree(parts: zipfile.ZipFile, name: str, limits: Limits) -> Any:
    try:
        return ElementTree.fromstring(b"".join(_unpacked(parts, name, limits)))
    except ElementTree.ParseError as error:
        raise _broken() from error


# Looking through one part --------------------------------------------------------------------------------------------


class _Look:
    """One pass over a part's XML: how far its values reach, formulas without results, error values."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.faults: dict[tuple[int, int], str] = {}
        self.bottom = self.right = 0
        self._row = self._column = 0
        self._kind = ""
        self._formula = self._value = self._result = False

    def over(self, pieces: Iterator[bytes]) -> _Look:
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _broken() from error
        return self

    def _doctype(self, *_: object) -> None:
        raise _broken()  # no honest workbook declares entities

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._open_cell(attributes)
        elif tag in ("v", "is"):
            self._value = True
            self._reach()
        elif tag == "f":
            self._formula = True
            self._parser.CharacterDataHandler = self._text  # only here does an empty <v/> matter
        elif tag == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._row, self._column = int(place[2]), _column(place[1])
        else:
            self._column += 1
        self._kind = attributes.get("t", "")
        self._formula = self._value = self._result = False

    def _text(self, text: str) -> None:
        self._result = self._result or (self._value and not text.isspace())

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        if self._formula:
            self._parser.CharacterDataHandler = None
            if not self._result and self._kind != "str":  # a formula may well give an empty text
                self._fault("formula")
        if self._kind == "e" and self._value:
            self._fault("error")

    def _fault(self, kind: str) -> None:
        if len(self.faults) >= MOST_FAULTS:
            raise refused(
                "formula",
                "公式太多，而且没有保存算出来的结果。",
                "请在 Excel 或 WPS 中打开并保存一次，或把公式改成数值。",
            )
        self.faults[self._row, self._column] = kind
        self._reach()

    def _reach(self) -> None:
        self.bottom, self.right = max(self.bottom, self._row), max(self.right, self._column)
        if self.bottom * self.right > self.limits.cells:
            raise refused(
                "too_wide",
                f"数据散布得太远，一直到 {letter(self.right)}{self.bottom} 单元格。",
                "请删除数据区以外的内容，或把数据区复制到新工作簿再上传。",
            )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _column(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number
