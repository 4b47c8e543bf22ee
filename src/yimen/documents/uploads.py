"""What people hand in as files: only photos and PDFs get in, and only what is needed of them is kept.

The type is read from the content, never from the name or the browser's word. Photos are drawn anew: what a picture
carries besides its pixels (place, device, a second file glued on) does not survive. Nothing here stores anything.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, ClassVar, Protocol

import puremagic

from yimen.core.errors import YimenError
from yimen.documents import images, pdfs
from yimen.documents.scanning import Scan, ScanState, not_scanned

LARGEST = 50 * 1024 * 1024  # bytes
LONGEST_NAME = 80  # characters


class UploadRefused(YimenError):
    """A file that is not taken: `name` as shown, `reason` for programs, and what to do instead."""

    code: ClassVar[str] = "documents.upload_refused"
    sentence = "没有收下“{name}”：{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanUpload:
    """A file fit to be sealed and kept.

    `content`: the bytes to keep (a photo drawn anew, a PDF as it came).  `taken_at`: what the camera said, if anything.
    `original_sha256` / `sha256`: digests of what came and of what is kept.  `size`: bytes kept.
    `scan`: clean or not scanned, with the reason in `scan_detail`.
    """

    name: str
    media_type: str
    extension: str
    content: bytes
    sha256: bytes
    original_sha256: bytes
    scan: ScanState
    scan_detail: str = ""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None

    @property
    def size(self) -> int:
        return len(self.content)


class Scanner(Protocol):
    """What looks for viruses: `scanning.Clamd`, or a stand-in in tests."""

    def scan(self, data: bytes) -> Scan: ...


def accept_upload(name: str, content: bytes | IO[bytes], *, scanner: Scanner | None = None) -> CleanUpload:
    """Take a file or say why not.  Without a `scanner` the state is "not scanned".

    Raises: UploadRefused with reason empty, too_large, kind, broken, too_many_pixels, moving, pdf_active,
    pdf_locked, pdf_broken or infected.
    """
    shown = clean_name(name)
    data = _read(shown, content)
    kind = _kind(shown, data)
    scan = scanner.scan(data) if scanner else not_scanned("没有配置病毒扫描")
    if scan.state is ScanState.INFECTED:
        raise _refused(
            shown,
            "infected",
            f"查出病毒（{scan.detail}）。请不要再打开这个文件，换一台设备重新拍照或导出后再上传。",
        )
    if kind == "pdf":
        return _accept_pdf(shown, data, scan)
    return _accept_image(shown, data, scan)


def clean_name(name: str) -> str:
    """A file name that is safe to show and to store: no folders, no control or direction marks, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    return _shortened(kept) or "未命名文件"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    suffix = PurePosixPath(name).suffix[:8]
    return name[: LONGEST_NAME - len(suffix)] + suffix


def _read(name: str, content: bytes | IO[bytes]) -> bytes:
    data = content if isinstance(content, bytes) else content.read(LARGEST + 1)
    if not data:
        raise _refused(name, "empty", "文件是空的。请重新选择或重新拍照。")
    if len(data) > LARGEST:
        raise _refused(name, "too_large", "文件超过 50 MB。请调低拍照分辨率，或分成几个文件上传。")
    return data


# Photos and PDFs ---------------------------------------------------------------------------------------------------


def _accept_image(name: str, data: bytes, scan: Scan) -> CleanUpload:
    try:
        picture = images.redraw(data)
    except images.BadImage as error:
        raise _refused(name, error.reason, error.why) from error
    return CleanUpload(
        name=_renamed(name, picture.extension),
        media_type=picture.media_type,
        extension=picture.extension,
        content=picture.data,
        sha256=sha256(picture.data).digest(),
        original_sha256=sha256(data).digest(),
        scan=scan.state,
        scan_detail=scan.detail,
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
    )


def _accept_pdf(name: str, data: bytes, scan: Scan) -> CleanUpload:
    try:
        pdfs.check(data)
    except pdfs.BadPdf as error:
        raise _refused(name, error.reason, error.why) from error
    digest = sha256(data).digest()
    return CleanUpload(
        name=_renamed(name, "pdf"),
        media_type="application/pdf",
        extension="pdf",
        content=data,
        sha256=digest,
        original_sha256=digest,
        scan=scan.state,
        scan_detail=scan.detail,
    )


def _renamed(name: str, extension: str) -> str:
    """The name with the extension of what the file really is."""
    path = PurePosixPath(name)
    if path.suffix.lower() == f".{extension}":
        return name
    known = path.suffix.lower() in {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".pdf"}
    return f"{path.stem if known else name}.{extension}"


# Kinds -------------------------------------------------------------------------------------------------------------

_TAKEN = "可以上传 JPG、PNG、WebP 照片或 PDF。"
_OTHERS = {
    "heif": "这是苹果手机的 HEIC 照片。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或发送截图。",
    "heic": "这是苹果手机的 HEIC 照片。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或发送截图。",
    "svg": f"这是 SVG 图形文件，可能带有程序。{_TAKEN}",
    "html": f"这是网页文件，可能带有程序。{_TAKEN}请把网页打印成 PDF 再上传。",
    "gif": f"这是 GIF 动图。{_TAKEN}",
    "tiff": f"这是 TIFF 图片。{_TAKEN}请用看图软件另存为 JPG。",
    "bmp": f"这是 BMP 图片。{_TAKEN}请用看图软件另存为 JPG。",
    "docx": f"这是 Office、WPS 文档或压缩包。{_TAKEN}请另存为 PDF，压缩包请解开后逐个上传。",
    "doc": f"这是旧版 Office 或 WPS 文档。{_TAKEN}请另存为 PDF。",
    "exe": "这是程序文件，不能上传。",
    "mp4": f"这是视频。{_TAKEN}请截取关键画面上传。",
    "mov": f"这是视频。{_TAKEN}请截取关键画面上传。",
    "rar": f"这是压缩包。{_TAKEN}请解开后逐个上传。",
    "7z": f"这是压缩包。{_TAKEN}请解开后逐个上传。",
}


def _kind(name: str, data: bytes) -> str:
    """image or pdf, by the first bytes.  Raises UploadRefused for anything else, naming what it seems to be."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    ):
        return "image"
    raise _refused(name, "kind", _OTHERS.get(_guess(data), f"这不是照片，也不是 PDF。{_TAKEN}"))


def _guess(data: bytes) -> str:
    try:
        return str(puremagic.from_string(data[:4096])).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


def _refused(name: str, reason: str, why: str) -> UploadRefused:
    return UploadRefused(name=name, reason=reason, why=why)
