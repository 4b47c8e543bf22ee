"""What is said when the launcher cannot go on: one sentence in Chinese, one in English, each with what to do."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """A step that a foreign tool does for us, as its failure has to be told."""

    what: str
    """the step: 安装依赖"""
    wanted: str
    """what it brings: 依赖包"""
    where: Path
    """a place on the disk it fills"""
    megabytes: int
    """the room it needs there"""


class Stop(Exception):
    """The reason a start ends here, for the person at the console. `str()` gives both sentences."""

    def __init__(self, chinese: str, english: str) -> None:
        self.chinese, self.english = chinese, english
        super().__init__(f"{chinese}\n{english}")


class Unreachable(Stop):
    """The registry cannot be reached."""


class NoPackage(Stop):
    """The registry has nothing for this machine."""


def port_in_use(host: str, port: int) -> Stop:
    return Stop(
        f"端口 {port} 已被别的程序占用，网页服务没有启动。请关掉那个程序，或换一个端口：./yimen demo --port {port + 1}",
        f"Port {port} on {host} is in use, so the web server was not started. "
        f"Stop the other program or choose another port: ./yimen demo --port {port + 1}",
    )


def disk_full(where: Path, megabytes: int) -> Stop:
    return Stop(
        f"磁盘空间不够：{where} 所在的磁盘至少要有 {megabytes} MB 空余。请清理后重试，已装好的部分不会重复下载。",
        f"Not enough disk space: the disk of {where} needs at least {megabytes} MB free. "
        "Make room and try again; what was downloaded is kept.",
    )


def no_network(wanted: str) -> Unreachable:
    return Unreachable(
        f"连不上软件源，没有取到{wanted}。请检查网络、代理或镜像设置（pip、npm 的配置都会沿用）后重试。",
        "The package registry cannot be reached. "
        "Check the network, proxy or mirror settings (those of pip and npm are used) and try again.",
    )


def wrong_hash(wanted: str) -> Stop:
    return Stop(
        f"取到的{wanted}与锁定的校验值不一致，已拒绝安装。请换用可信的软件源后重试。",
        "A downloaded file does not match its locked hash and was refused. Use a trusted registry.",
    )


def no_package(wanted: str) -> NoPackage:
    return NoPackage(
        f"软件源里没有适合这台机器的{wanted}。请换用官方软件源或完整的镜像，并确认系统是 64 位的 Linux 或 macOS。",
        "The registry has no package that fits this machine. "
        "Use the official registry or a complete mirror, on 64-bit Linux or macOS.",
    )


def not_writable(where: Path) -> Stop:
    return Stop(
        f"不能写入 {where}。请用这个文件夹的主人运行，或改正它的权限后重试。",
        f"Cannot write to {where}. Run as the owner of that folder, or correct its permissions.",
    )


def no_pip() -> Stop:
    return Stop(
        "这个 Python 不带 pip 与 ensurepip，无法安装依赖。Debian、Ubuntu 上请执行 apt-get install python3-venv 后重试。",
        "This Python comes without pip and ensurepip, so nothing can be installed. "
        "On Debian or Ubuntu run: apt-get install python3-venv",
    )


def failed(what: str, output: str) -> Stop:
    tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-8:])
    return Stop(
        f"{what}没有成功。下面是它最后的输出，处理后重试；已装好的部分不会重复下载。",
        f"This step failed; its last words follow. Deal with them and try again.\n{tail}",
    )


def failed_here(what: str, output: str, where: Path) -> Stop:
    """For a step of our own: its output is ours, and only a full disk has a sentence of its own."""
    return disk_full(where, 300) if re.search(FULL, output) else failed(what, output)


FULL = (
    r"Check free disk space|No space left on device|ENOSPC|os error 28\b|Disk quota exceeded|os error 122\b"
)
HASH = r"[Hh]ash mismatch|DO NOT MATCH THE HASHES|EINTEGRITY"
OFFLINE = (
    r"dns error|name resolution|Name or service not known|Connection refused|Network is unreachable"
    r"|error sending request|[Ff]ailed to fetch|Failed to establish a new connection|Could not connect"
    r"|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|Temporary failure|[Tt]imed out|ProxyError"
    r"|connection error|Unable to connect|Could not resolve"
)
MISSING = (
    r"No matching distribution|no wheels? with a matching|doesn't have a (source distribution or )?wheel"
)


def explained(output: str, step: Step) -> Stop:
    """The sentence for a tool that failed, told from its output."""
    if re.search(FULL, output):
        return disk_full(step.where, step.megabytes)
    if re.search(HASH, output):
        return wrong_hash(step.wanted)
    if re.search(OFFLINE, output):
        return no_network(step.wanted)
    if re.search(MISSING, output):
        return no_package(step.wanted)
    return failed(step.what, output)
