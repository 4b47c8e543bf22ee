"""Uploads: by content, redrawn, stripped; what could act is refused with a sentence that says what to do."""

import io
import random
import zlib
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, PngImagePlugin
from tests.documents import samples

from yimen.documents import uploads
from yimen.documents.scanning import ScanState
from yimen.documents.uploads import UploadRefused, accept_upload, clean_name


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind, **options)
    return target.getvalue()


def photo_with_a_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[2] = (35.0, 4.0, 12.0)
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 08:31:05"
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("black", (0, 0, 30, 20))
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, comment=b"secret comment", quality=95)
    return target.getvalue()


def reopened(upload) -> Image.Image:
    return Image.open(io.BytesIO(upload.content))


def pdf(body: bytes = b"", *, tail: bytes = b"%%EOF") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n" + tail
    )


def pdf_with_stream(text: bytes, head: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    body = zlib.compress(text)
    return (
        b"%PDF-1.7\n2 0 obj\n<< "
        + head
        + b" /Length 1 >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n"
        + b"%%EOF"
    )


def refusal(name: str, data: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        accept_upload(name, data)
    return caught.value


# Photos ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("JPEG", "image/jpeg", "户口簿.jpg"),
        ("PNG", "image/png", "户口簿.png"),
        ("WEBP", "image/jpeg", "户口簿.jpg"),
    ],
)
def test_photos_are_taken_and_redrawn(kind, media_type, name):
    original = photo(kind)

    upload = accept_upload("户口簿." + kind.lower(), original)

    assert (upload.media_type, upload.name) == (media_type, name)
    assert upload.original_sha256 == sha256(original).digest()
    assert (upload.width, upload.height) == (60, 40)
    assert upload.scan is ScanState.NOT_SCANNED


def test_place_device_and_comment_do_not_survive():
    upload = accept_upload("照片.jpg", photo_with_a_place())

    assert not reopened(upload).getexif()
    for secret in (b"PhoneMaker", b"secret comment", b"Exif", b"2026:11:20"):
        assert secret not in upload.content


def test_the_cameras_time_is_kept_beside_the_picture():
    upload = accept_upload("公示栏.jpg", photo_with_a_place())

    assert upload.taken_at == datetime(2026, 11, 20, 8, 31, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_photo_held_sideways_is_turned_upright():
    upload = accept_upload("照片.jpg", photo_with_a_place(orientation=6))

    assert (upload.width, upload.height) == (40, 60)
    assert reopened(upload).getpixel((35, 5))[0] < 60  # the black corner went from top left to top right


def test_notes_inside_a_png_do_not_survive():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("GPS", "35.07,118.33")
    notes.add_itxt("XML:com.adobe.xmp", "<x>place</x>")

    upload = accept_upload("截图.png", photo("PNG", pnginfo=notes))

    assert b"35.07" not in upload.content
    assert b"place" not in upload.content


def test_a_second_file_glued_behind_a_photo_does_not_survive():
    upload = accept_upload("照片.jpg", photo() + b"PK\x03\x04<script>alert(1)</script>")

    assert b"script" not in upload.content


def test_a_large_photo_is_made_smaller():
    upload = accept_upload("照片.jpg", photo(size=(5000, 3000)))

    assert max(upload.width, upload.height) == 2560


def test_a_transparent_screenshot_is_put_on_white():
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")

    upload = accept_upload("截图.png", target.getvalue())

    assert reopened(upload).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_any_colour_mode_is_taken(mode):
    target = io.BytesIO()
    Image.new(mode, (8, 8)).save(target, "JPEG" if mode == "CMYK" else "PNG")

    assert accept_upload("扫描件", target.getvalue()).width == 8


def test_a_decompression_bomb_is_refused_before_it_is_decoded():
    header = bytearray(photo("PNG", size=(10, 10)))
    header[16:24] = (50_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")

    assert refusal("照片.png", bytes(header)).reason == "too_many_pixels"


def test_a_moving_picture_is_refused():
    target = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("white", "black")]
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:])

    assert refusal("动图.webp", target.getvalue()).reason == "moving"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused_with_a_sentence(kind):
    noise = Image.frombytes("RGB", (64, 64), random.Random(1).randbytes(64 * 64 * 3))
    target = io.BytesIO()
    noise.save(target, kind)

    error = refusal("照片", target.getvalue()[: len(target.getvalue()) // 2])

    assert error.reason == "broken"
    assert "重新拍照" in error.message


def test_a_thousand_torn_or_flipped_photos_never_raise_anything_else():
    chance = random.Random(20261122)
    originals = [photo("JPEG"), photo("PNG"), photo("WEBP"), photo_with_a_place()]
    for _ in range(1000):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(UploadRefused):
            accept_upload("照片.jpg", bytes(data[: chance.randint(1, len(data))]))


# Kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC", id="苹果HEIC"),
        pytest.param(b"<svg xmlns='x'><script/></svg>", "SVG", id="SVG"),
        pytest.param(b"<html><script>alert(1)</script></html>", "网页", id="网页"),
        pytest.param(b"GIF89a" + bytes(20), "GIF", id="GIF"),
        pytest.param(b"MZ\x90\x00" + bytes(60), "程序文件", id="程序"),
        pytest.param(b"PK\x03\x04" + bytes(60), "Office", id="Word或压缩包"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版", id="旧版Word"),
        pytest.param(b"\0\0\0\x18ftypmp42" + bytes(40), "视频", id="视频"),
        pytest.param("只是文字".encode(), "不是照片", id="文字"),
    ],
)
def test_other_kinds_are_refused_by_content_whatever_the_name_says(data, says):
    error = refusal("照片.jpg", data)

    assert error.reason == "kind"
    assert says in error.message


def test_an_empty_file_is_refused():
    assert refusal("照片.jpg", b"").reason == "empty"


def test_a_file_above_fifty_megabytes_is_refused_without_reading_it_all():
    class Endless(io.RawIOBase):
        read_bytes = 0

        def read(self, size: int = -1) -> bytes:
            assert size == uploads.LARGEST + 1
            self.read_bytes += size
            return bytes(size)

    source = Endless()

    with pytest.raises(UploadRefused) as caught:
        accept_upload("大文件.jpg", source)

    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("../../etc/passwd", "passwd", id="目录穿越"),
        pytest.param("C:\\资料\\证明.pdf", "证明.pdf", id="Windows路径"),
        pytest.param("证明\u202egnp.pdf", "证明gnp.pdf", id="反向字符"),
        pytest.param("a\r\nX-Evil: 1.jpg", "aX-Evil_ 1.jpg", id="换行"),
        pytest.param("", "未命名文件", id="没有名字"),
        pytest.param("长" * 200 + ".jpg", "长" * 76 + ".jpg", id="过长"),
        pytest.param("<img src=x>.png", "_img src=x_.png", id="网页标记"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert clean_name(given) == kept


def test_the_extension_follows_the_content():
    assert accept_upload("证明.pdf", photo()).name == "证明.jpg"
    assert accept_upload("证明.exe", photo()).name == "证明.exe.jpg"


# PDF ---------------------------------------------------------------------------------------------------------------


def test_our_own_letters_come_back_in():
    upload = accept_upload("回执.pdf", samples.refusal.pdf())

    assert upload.media_type == "application/pdf"
    assert upload.content == samples.refusal.pdf()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", id="脚本"),
        pytest.param(b"/OpenAction << /S /J#61vaScript >>", id="转义的脚本"),
        pytest.param(b"/AA << /O << /S /Launch /F (cmd.exe) >> >>", id="启动程序"),
        pytest.param(b"/Names << /EmbeddedFiles 3 0 R >>", id="夹带文件"),
        pytest.param(b"/AcroForm << /XFA 5 0 R >>", id="动态表单"),
        pytest.param(b"/A << /S /SubmitForm >>", id="外发数据"),
        pytest.param(b"/A << /S /GoToR /F (x) >>", id="打开其他文件"),
    ],
)
def test_a_pdf_that_could_act_is_refused(body):
    error = refusal("证明.pdf", pdf(body))

    assert error.reason == "pdf_active"
    assert "打印成新的 PDF" in error.message


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", id="对象流"),
        pytest.param(b"/Type /Obj#53tm /N 1 /First 4 /Filter [/FlateDecode]", id="转义的对象流"),
        pytest.param(b"/X (" + b"x" * 9000 + b") /Type /ObjStm /Filter /FlateDecode", id="字典很长"),
    ],
)
def test_a_script_hidden_in_a_compressed_stream_is_found(head):
    assert (
        refusal("证明.pdf", pdf_with_stream(b"5 0 << /S /JavaScript /JS (x) >>", head)).reason == "pdf_active"
    )


@pytest.mark.parametrize(
    "odd",
    [b"/ASCIIHexDecode", b"[/LZWDecode /FlateDecode]", b"/FlateDecode /DecodeParms << /Predictor 12 >>"],
)
def test_objects_that_cannot_be_looked_into_are_refused(odd):
    assert (
        refusal("证明.pdf", pdf_with_stream(b"5 0 <<>>", b"/Type /ObjStm /Filter " + odd)).reason
        == "pdf_active"
    )


def test_a_bomb_in_an_object_stream_is_refused():
    assert refusal("证明.pdf", pdf_with_stream(b"5 0 " + bytes(110 * 1024 * 1024))).reason == "pdf_active"


def test_a_locked_pdf_is_refused():
    assert refusal("证明.pdf", pdf(b"/Encrypt 9 0 R")).reason == "pdf_locked"


def test_half_a_pdf_is_refused():
    assert refusal("证明.pdf", pdf(tail=b"")).reason == "pdf_broken"


def test_plain_links_and_destinations_are_no_reason_to_refuse():
    assert accept_upload(
        "办事指南.pdf", pdf(b"/OpenAction [3 0 R /Fit] /A << /S /URI /URI (https://a) >>")
    ).size
