"""The options of `./yimen demo`, read by the launcher (is the port free?) and by the command itself."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from .places import PROJECT

COUNTY = "371311"
"""The demo county: 罗庄区."""


@dataclass(frozen=True)
class DemoOptions:
    host: str
    port: int
    data: Path
    households: int
    place: str


def demo_options(arguments: list[str]) -> DemoOptions:
    """Ends the programme with argparse's message where an option is wrong."""
    parser = argparse.ArgumentParser(prog="./yimen demo", description="启动演示县（人物全部虚构）")
    parser.add_argument("--host", default="127.0.0.1", help="网页服务的监听地址，默认只有本机能访问")
    parser.add_argument("--port", type=_port, default=8000, help="网页服务的端口，默认 8000")
    parser.add_argument(
        "--data", type=Path, default=PROJECT / ".data" / "demo", help="数据库与文件所在的文件夹"
    )
    parser.add_argument("--households", type=_households, default=2000, help="虚构多少户，默认 2000")
    parser.add_argument("--place", default=COUNTY, help="演示县的区划代码，默认 371311")
    found = parser.parse_args(arguments)
    return DemoOptions(found.host, found.port, found.data.absolute(), found.households, found.place)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口应是 1 到 65535 的整数，而不是“{text}”")
    return int(text)


def _households(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"户数应是正整数，而不是“{text}”")
    return int(text)
