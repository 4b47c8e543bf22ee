"""The virus scanner's hook: clamd over its socket (INSTREAM). Silence is a state of its own, never "clean"."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum

CHUNK = 1 << 20
LONGEST_REPLY = 4096


class ScanState(StrEnum):
    """What is known of a file; the values are those stored with it."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"

    @property
    def label(self) -> str:
        return {"clean": "已查毒", "infected": "有病毒", "not_scanned": "未查毒"}[self.value]


@dataclass(frozen=True, slots=True)
class Scan:
    """A state, and the virus's name or the reason why nothing is known."""

    state: ScanState
    detail: str = ""


def not_scanned(why: str) -> Scan:
    return Scan(ScanState.NOT_SCANNED, why)


class Clamd:
    """clamd at `unix:/run/clamav/clamd.ctl` or `host:port` (setting YIMEN_CLAMD).  Unit of `timeout`: seconds."""

    def __init__(self, address: str, *, timeout: float = 30.0) -> None:
        self.address = address
        self.timeout = timeout

    def scan(self, data: bytes) -> Scan:
        """Send the bytes and read the verdict; any fault on the way is "not scanned" with its reason."""
        try:
            with self._connect() as link:
                _send(link, data)
                return _verdict(_reply(link))
        except (OSError, ValueError) as error:
            return not_scanned(f"病毒扫描没有答复（{error}）")

    def check(self) -> str:
        """What is wrong with the set-up, or nothing."""
        try:
            with self._connect() as link:
                link.sendall(b"zPING\0")
                answer = _reply(link)
        except (OSError, ValueError) as error:
            return f"病毒扫描服务连不上（{self.address}：{error}）。请检查 clamd 是否启动、地址是否正确。"
        return "" if answer == "PONG" else f"病毒扫描服务答复异常：{answer[:80]}"

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self.timeout)
            try:
                link.connect(self.address.removeprefix("unix:"))
            except OSError:
                link.close()
                raise
            return link
        host, _, port = self.address.removeprefix("tcp:").rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout)


def scanner(address: str) -> Clamd | None:
    """The scanner of a setting; none for an empty one."""
    return Clamd(address) if address else None


def _send(link: socket.socket, data: bytes) -> None:
    link.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), CHUNK):
        piece = data[start : start + CHUNK]
        link.sendall(struct.pack("!I", len(piece)) + piece)
    link.sendall(struct.pack("!I", 0))


def _reply(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_REPLY:
        piece = link.recv(LONGEST_REPLY)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _verdict(reply: str) -> Scan:
    """ "stream: OK", "stream: Name FOUND", anything else is no verdict."""
    body = reply.removeprefix("stream: ")
    if body == "OK":
        return Scan(ScanState.CLEAN)
    if body.endswith(" FOUND"):
        return Scan(ScanState.INFECTED, body.removesuffix(" FOUND"))
    return not_scanned(f"病毒扫描没有给出结论（{body[:80] or '连接中断'}）")
