"""The virus scanner: clean, infected, or not scanned with a reason; never clean by silence."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from yimen.documents import scanning
from yimen.documents.scanning import Clamd, ScanState
from yimen.documents.uploads import UploadRefused, accept_upload


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    return target.getvalue()


@contextmanager
def a_clamd(folder: Path, answer: Callable[[bytes], bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """A stand-in that speaks INSTREAM on a Unix socket and answers what the test says."""
    path, received = folder / "clamd.ctl", []
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            link, _ = listener.accept()
            with closing(link), link.makefile("rb") as lines:
                command = b"".join(iter(lambda: lines.read(1), b"\0"))
                data = b""
                if command == b"zINSTREAM":
                    while size := struct.unpack("!I", lines.read(4))[0]:
                        data += lines.read(size)
                received.append(data)
                link.sendall(answer(data))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"unix:{path}", received
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        (b"stream: OK\0", ScanState.CLEAN, ""),
        (b"stream: Eicar-Test-Signature FOUND\0", ScanState.INFECTED, "Eicar-Test-Signature"),
        (b"INSTREAM size limit exceeded. ERROR\0", ScanState.NOT_SCANNED, "size limit"),
        (b"", ScanState.NOT_SCANNED, "中断"),
        (b"\xff\xfe garbage \0", ScanState.NOT_SCANNED, "没有给出结论"),
    ],
    ids=["干净", "有病毒", "超过上限", "半途断开", "乱码"],
)
def test_each_answer_is_read_for_what_it_is(tmp_path, answer, state, detail):
    data = bytes(range(256)) * 9000  # more than one piece

    with a_clamd(tmp_path, lambda _: answer) as (address, received):
        scan = Clamd(address).scan(data)

    assert scan.state is state
    assert detail in scan.detail
    assert received == [data]


def test_no_scanner_running_is_not_scanned_with_the_reason(tmp_path):
    clamd = Clamd(f"unix:{tmp_path}/nobody.ctl")

    assert clamd.scan(b"x").state is ScanState.NOT_SCANNED
    assert "连不上" in clamd.check()


def test_a_wrong_address_is_not_scanned_too():
    assert Clamd("localhost:port").scan(b"x").state is ScanState.NOT_SCANNED


def test_a_running_scanner_answers_the_check(tmp_path):
    with a_clamd(tmp_path, lambda _: b"PONG\0") as (address, _):
        assert Clamd(address).check() == ""


def test_an_infected_upload_is_refused(tmp_path):
    with (
        a_clamd(tmp_path, lambda _: b"stream: Bad FOUND\0") as (address, _),
        pytest.raises(UploadRefused) as caught,
    ):
        accept_upload("照片.png", photo(), scanner=Clamd(address))

    assert caught.value.reason == "infected"


def test_a_clean_upload_says_so_and_the_original_bytes_were_scanned(tmp_path):
    data = photo()

    with a_clamd(tmp_path, lambda _: b"stream: OK\0") as (address, received):
        upload = accept_upload("照片.png", data, scanner=Clamd(address))

    assert upload.scan is ScanState.CLEAN
    assert received == [data]


def test_without_an_address_there_is_no_scanner():
    assert scanning.scanner("") is None
    assert accept_upload("照片.png", photo()).scan.label == "未查毒"
