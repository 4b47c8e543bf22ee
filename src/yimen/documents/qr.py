"""QR codes for the corner of a letter: a vector drawing, no bitmap, no network."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """The code of an address as SVG, with the quiet zone; error level M, as a letter gets folded."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", xmldecl=False, border=2)
    return drawing.getvalue().decode()
