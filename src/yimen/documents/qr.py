"""QR codes for the corner of a letter: plain pixels, no file, no network."""

from __future__ import annotations

import segno

QUIET = 2  # modules of white around the code; the paper gives the rest

# Trying all eight masks takes longer than setting the letter; any of them reads.
MASK = 3


def qr_pixels(text: str) -> dict[str, object]:
    """The code of an address: its side in modules, and one byte a module (0 black, 255 white), row by row.

    Error level M: a letter gets folded.
    """
    code = segno.make(text, error="m", micro=False, mask=MASK)
    rows = list(code.matrix_iter(border=QUIET))
    return {"side": len(rows), "pixels": [0 if module else 255 for row in rows for module in row]}
