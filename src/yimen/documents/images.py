"""A photo drawn anew: upright, at most 2560 pixels, and without anything the camera wrote beside the picture."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from yimen.core.errors import YimenError

LONGEST_SIDE = 2560
MOST_PIXELS = 64_000_000  # a phone's full resolution; decoded that is under 200 MB
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")  # a JPEG with a second picture behind it (MPO, many phones) opens as JPEG
CHINA = ZoneInfo("Asia/Shanghai")  # cameras write local time without a zone

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class BadImage(YimenError):
    """A picture that is not taken."""

    code: ClassVar[str] = "documents.bad_image"
    sentence = "{why}"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept of a photo."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int
    taken_at: datetime | None


def redraw(data: bytes) -> Picture:
    """Decode, turn upright, shrink, and encode into a new file.  PNG stays PNG; the rest becomes JPEG.

    Raises: BadImage with reason broken, too_many_pixels or moving.
    """
    try:
        # Torn camera notes make Pillow warn; what they say is thrown away anyway.
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=FORMATS) as source,
        ):
            _refuse_bombs(source)
            taken_at = _taken_at(source)
            lossless = source.format == "PNG"
            drawn = _upright_and_small(source)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadImage(reason="broken", why="图片打不开，可能没有传完或已损坏。请重新拍照上传。") from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    return _encoded(_bare(drawn, lossless), lossless, taken_at)


def _refuse_bombs(source: Image.Image) -> None:
    """Before decoding: the size stands in the header."""
    if source.width * source.height > MOST_PIXELS:
        raise _too_many_pixels()
    if source.format != "MPO" and getattr(source, "n_frames", 1) > 1:
        raise BadImage(reason="moving", why="这是动图。请上传静态的照片。")


def _too_many_pixels() -> BadImage:
    return BadImage(
        reason="too_many_pixels", why="图片尺寸过大（超过 6400 万像素）。请调低拍照分辨率后重拍。"
    )


def _upright_and_small(source: Image.Image) -> Image.Image:
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at about the size wanted
    drawn = ImageOps.exif_transpose(source)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return drawn


def _bare(picture: Image.Image, lossless: bool) -> Image.Image:
    """Only the pixels: a new image has no metadata, colour profile or comment to be written out again."""
    if lossless and picture.mode in {"1", "L"}:
        plain = picture.convert("L")
    elif "A" in picture.getbands() or "transparency" in picture.info:
        overlay = picture.convert("RGBA")
        plain = Image.new("RGB", picture.size, "white")
        plain.paste(overlay, mask=overlay.getchannel("A"))
    else:
        plain = picture.convert("RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _encoded(picture: Image.Image, lossless: bool, taken_at: datetime | None) -> Picture:
    target = io.BytesIO()
    if lossless:
        picture.save(target, "PNG", optimize=False, compress_level=6)
    else:
        picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    kind = "png" if lossless else "jpeg"
    extension = "png" if lossless else "jpg"
    return Picture(target.getvalue(), f"image/{kind}", extension, picture.width, picture.height, taken_at)


def _taken_at(source: Image.Image) -> datetime | None:
    """When the camera says it was; a claim, kept because boards and homes are photographed with a date."""
    details = source.getexif().get_ifd(ExifTags.IFD.Exif)
    text = details.get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return None
