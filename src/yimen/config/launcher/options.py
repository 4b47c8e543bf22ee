"""The options of `./yimen demo` and `serve`, read by the launcher (is the port free?) and by the command itself."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from .places import PROJECT

COUNTY = "371311"
"""The demo county: 罗庄区."""


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    data: Path
    place: str
    households: int
    """how many to invent; 0 outside the demo"""


def demo_options(arguments: list[str]) -> Options:
    """Ends the programme with argparse's message where an option is wrong."""
    parser = _parser("demo", "启动演示县（人物全部虚构）")
    parser.add_argument("--households", type=_households, default=2000, help="虚构多少户，默认 2000")
    return _read(parser, arguments)


def serve_options(arguments: list[str]) -> Options:
    """As the demo's, without invented households. Ends the programme where an option is wrong."""
    return _read(_parser("serve", "启动正式的平台"), arguments)


def _parser(word: str, description: str) -> argparse.ArgumentParser:
    home = PROJECT / ".data" / ("demo" if word == "demo" else "default")
    parser = argparse.ArgumentParser(prog=f"./yimen {word}", description=description)
    parser.add_argument("--host", default="127.0.0.1", help="网页服务的监听地址，默认只有本机能访问")
    parser.add_argument("--port", type=_port, default=8000, help="网页服务的端口，默认 8000")
    parser.add_argument("--data", type=Path, default=home, help="数据库与文件所在的文件夹")
    parser.add_argument("--place", type=_place, default=COUNTY, help="县的区划代码，默认 371311")
    return parser


def _read(parser: argparse.ArgumentParser, arguments: list[str]) -> Options:
    found = parser.parse_args(arguments)
    households = getattr(found, "households", 0)
    return Options(found.host, found.port, found.data.absolute(), found.place, households)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口应是 1 到 65535 的整数，而不是“{text}”")
    return int(text)


def _place(text: str) -> str:
    if not text.isdigit() or len(text) != 6:
        raise argparse.ArgumentTypeError(f"县的区划代码应是六位数字，而不是“{text}”")
    return text


def _households(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"户数应是正整数，而不是“{text}”")
    return int(text)
