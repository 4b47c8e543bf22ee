"""What a PDF says, read back from its bytes."""

import io

from pypdf import PdfReader


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    """All its text without blanks, so that a line break inside a name does not matter."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def metadata_of(pdf: bytes) -> str:
    """Information dictionary and XMP packet as one text."""
    reader = PdfReader(io.BytesIO(pdf))
    xmp = reader.xmp_metadata
    packet = xmp.stream.get_data().decode() if xmp is not None else ""
    return " ".join(map(str, (reader.metadata or {}).values())) + packet
