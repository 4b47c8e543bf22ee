"""Whether a PDF is only paper: no programs, no files inside, no password.

A PDF is kept as it came (it may carry a signature), so what could act when somebody opens it is refused. Names are
looked for after undoing their escapes and inside compressed object streams, where they like to hide; looking too
widely costs a reprint, looking too narrowly an office computer.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import ClassVar

from yimen.core.errors import YimenError

MOST_INFLATED = 100 * 1024 * 1024  # bytes of object streams; text of objects, not pictures
TAIL = 2048  # how far from the end %%EOF may stand
LONGEST_HEAD = 4096  # of the dictionary before a stream


class BadPdf(YimenError):
    """A PDF that is not taken."""

    code: ClassVar[str] = "documents.bad_pdf"
    sentence = "{why}"


_REPRINT = "请把它打印成新的 PDF，或拍照上传。"
_ACTIVE = {
    b"JavaScript": "含有脚本程序",
    b"Launch": "会启动其他程序",
    b"EmbeddedFile": "里面夹带了其他文件",
    b"EmbeddedFiles": "里面夹带了其他文件",
    b"RichMedia": "含有多媒体程序",
    b"Rendition": "含有多媒体程序",
    b"SubmitForm": "会向外发送数据",
    b"ImportData": "会读取其他文件",
    b"GoToE": "会打开夹带的文件",
    b"GoToR": "会打开其他文件",
}
# Too short to be looked for in compressed pictures, where three letters turn up by chance.
_ACTIVE_SHORT = {b"XFA": "是可执行的动态表单", b"JS": "含有脚本程序"}

_NAME = re.compile(rb"/(" + b"|".join(_ACTIVE) + rb")(?![A-Za-z0-9])")
_SHORT_NAME = re.compile(rb"/(" + b"|".join(_ACTIVE_SHORT) + rb")(?![A-Za-z0-9])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ODD = re.compile(
    rb"/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)\b"
)
_WORDS = re.compile(rb"[\t\n\r\x20-\x7e]+")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)(.*?)endstream", re.DOTALL)


def check(data: bytes) -> None:
    """Raises: BadPdf with reason pdf_broken, pdf_locked or pdf_active."""
    if b"%%EOF" not in data[-TAIL:] or b"obj" not in data:
        raise BadPdf(reason="pdf_broken", why="PDF 文件不完整，可能没有传完。请重新导出后上传。")
    plain = _unescaped(data)
    outside = _STREAM.sub(b"stream endstream", plain)
    if re.search(rb"/Encrypt\b", outside):
        raise BadPdf(reason="pdf_locked", why=f"PDF 设有密码或加密。{_REPRINT}")
    _refuse_active(_NAME.search(plain), _ACTIVE)
    _refuse_active(_SHORT_NAME.search(outside), _ACTIVE_SHORT)
    for text in map(_unescaped, _texts(data)):
        _refuse_active(_NAME.search(text), _ACTIVE)
        _refuse_active(_SHORT_NAME.search(text), _ACTIVE_SHORT)


def _refuse_active(found: re.Match[bytes] | None, meanings: dict[bytes, str]) -> None:
    if found:
        raise BadPdf(reason="pdf_active", why=f"PDF {meanings[found[1]]}，不能收。{_REPRINT}")


def _unescaped(data: bytes) -> bytes:
    """/J#61vaScript is /JavaScript."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _texts(data: bytes) -> Iterator[bytes]:
    """What compressed streams say where they say it in words: objects, and so actions, may stand only there.

    A picture is recognised by its first bytes and left alone; an object stream must be readable.
    """
    room = MOST_INFLATED
    for match in _STREAM.finditer(data):
        head = _unescaped(data[max(0, match.start() - LONGEST_HEAD) : match.start()]).rpartition(b"endobj")[2]
        objects = b"/ObjStm" in head
        if objects and _ODD.search(head):
            raise BadPdf(reason="pdf_active", why=f"PDF 用了少见的压缩方式，无法检查里面的内容。{_REPRINT}")
        text = _inflated(match[1], room, must=objects)
        room -= len(text)
        yield text


def _inflated(body: bytes, room: int, *, must: bool) -> bytes:
    """The stream's text; nothing for pictures and fonts."""
    worker = zlib.decompressobj()
    try:
        start = worker.decompress(body, 256)
        if not must and not _WORDS.fullmatch(start):
            return b""
        text = start + worker.decompress(worker.unconsumed_tail, max(1, room))
    except zlib.error as error:
        if must:
            raise BadPdf(reason="pdf_broken", why="PDF 文件已损坏。请重新导出后上传。") from error
        return b""
    if worker.eof or len(text) < room:
        return text  # a torn end hides nothing from us that a reader would show
    raise BadPdf(reason="pdf_active", why=f"PDF 解开后过大，无法检查。{_REPRINT}")
