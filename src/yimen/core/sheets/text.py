"""CSV: UTF-8 (with or without mark), GB18030 as Chinese Excel saves it, UTF-16 with mark; read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO

from yimen.core.sheets.columns import Cell
from yimen.core.sheets.problems import FileRefused, refused
from yimen.core.sheets.source import Limits, RawFile, RawSheet

PIECE = 1 << 20
LONGEST_FIELD = 10_000
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

csv.field_size_limit(LONGEST_FIELD)


def read(stream: BinaryIO, limits: Limits) -> RawFile:
    """One sheet without a name.  Raises: FileRefused encoding, broken, not_a_table."""
    encoding = _encoding(stream)
    stream.seek(0)
    first = _first_lines(stream, encoding)
    if first.lstrip().lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise refused(
            "not_a_table",
            "这其实是网页文件，只是换了扩展名。",
            "请在 Excel 或 WPS 中打开，另存为 .xlsx 再上传。",
        )
    stream.seek(0)
    rows = _rows(stream, encoding, _delimiter(first))
    return RawFile("csv", iter([RawSheet("", rows, strict_width=True)]))


def _encoding(stream: BinaryIO) -> str:
    """The first encoding in which the whole file is sound."""
    head = stream.read(4)
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return _sound(stream, name) or _refuse_encoding()
    return _sound(stream, "utf-8") or _sound(stream, "gb18030") or _refuse_encoding()


def _sound(stream: BinaryIO, name: str) -> str | None:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while piece := stream.read(PIECE):
            if "\0" in decoder.decode(piece):
                return None
        decoder.decode(b"", final=True)
    except UnicodeError:
        return None
    return name


def _refuse_encoding() -> str:
    raise refused(
        "encoding",
        "文字编码认不出来，或者这不是表格文件。",
        "请在 Excel 或 WPS 中另存为 .xlsx，或“CSV UTF-8（逗号分隔）”。",
    )


def _first_lines(stream: BinaryIO, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(stream.read(64 * 1024))


def _delimiter(first: str) -> str:
    """Comma, tab or semicolon, whichever the first lines use most."""
    lines = "\n".join(first.splitlines()[:20])
    return max(",\t;", key=lambda mark: (lines.count(mark), mark == ","))


def _rows(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    number = 0
    try:
        for number, row in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
            yield number, row
    except csv.Error as error:
        raise _torn(number + 1, error) from error
    finally:
        with suppress(ValueError):  # the stream is closed already where a reader stopped half-way
            text.detach()


def _torn(number: int, error: csv.Error) -> FileRefused:
    if "field larger" in str(error):
        return refused(
            "broken",
            f"第 {number} 行有一格超过 {LONGEST_FIELD} 个字，可能缺了一个引号。",
            "请检查这一行附近的引号。",
        )
    return refused(
        "broken",
        f"第 {number} 行的引号不成对，后面的内容无法可靠读取。",
        "请检查这一行附近的引号，或改用 .xlsx。",
    )
