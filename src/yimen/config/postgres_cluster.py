"""One PostgreSQL cluster in a folder: made, started, stopped, and found again after a kill."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from yimen.config.launcher import sentences
from yimen.config.launcher.sentences import Stop
from yimen.config.postgres_binaries import Account, DatabaseNotStarted, account_for, programmes

SUPERUSER = "yimen_super"

PATIENCE = 60
"""Seconds to wait for what an earlier run left: children that end, or a recovery."""


class Cluster:
    """The server's own folder and process."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.pgdata = data_dir / "postgres"

    @property
    def pid_file(self) -> Path:
        return self.pgdata / "postmaster.pid"

    @property
    def roles_made(self) -> Path:
        """A mark: roles and database are there. It goes with the cluster."""
        return self.pgdata / "yimen-roles-made"

    @property
    def socket_dir(self) -> Path:
        name = hashlib.sha256(str(self.pgdata).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"yimen-pg-{name}"

    def address(self) -> tuple[int, Path] | None:
        """Port and socket folder of the live server, as its lock file states them."""
        try:
            lines = self.pid_file.read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if len(lines) < 8 or lines[7].strip() != "ready" or not self._serves_us(int(lines[0])):
            return None
        return int(lines[3]), Path(lines[4])

    def initialise(self, password: str) -> None:
        """initdb in a folder beside, then renamed: what was broken off is never taken for a cluster."""
        part = self.data_dir / "postgres.new"
        account = account_for(self.pgdata)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        account.give(part)
        self._make_socket_dir(account)
        password_file = self.socket_dir / "password"
        password_file.write_text(password)
        account.give(password_file)
        try:
            self._run(
                "initdb",
                *("--username", SUPERUSER, f"--pwfile={password_file}", "--auth=scram-sha-256"),
                # Built without ICU. pg_trgm finds nothing in Chinese text under LC_CTYPE=C.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
                *("--encoding=UTF8", "--no-instructions"),
                account=account,
                folder=part,
            )
        finally:
            password_file.unlink(missing_ok=True)
        part.rename(self.pgdata)

    def bring_up(self, settings: dict[str, str]) -> tuple[int, Path]:
        """Start the server; another port is tried where somebody was faster on the first."""
        still_starting = self._wait_for_the_last_run()
        if still_starting:
            return still_starting
        self._make_socket_dir(account_for(self.pgdata))
        for attempts_left in (2, 1, 0):
            options = settings | {"port": str(free_port()), "unix_socket_directories": str(self.socket_dir)}
            words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
            try:
                self.control("start", "--log=server.log", "--options", words)
                break
            except Stop:
                if not attempts_left:
                    raise
        address = self.address()
        if address is None:
            raise DatabaseNotStarted(
                f"数据库启动后又停了下来，原因见 {self.pgdata / 'server.log'}，处理后重试。",
                "The database started and stopped again; see its server.log, then try again.",
            )
        return address

    def shut_down(self) -> None:
        """Stop the server, where one runs."""
        with contextlib.suppress(FileNotFoundError, IndexError):
            if self._serves_us(int(self.pid_file.read_text().split()[0])):
                self.control("stop", "--mode=fast")
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def control(self, *words: str) -> None:
        """pg_ctl, waiting until it is done."""
        self._run(
            "pg_ctl", "--wait", "--timeout=120", *words, account=account_for(self.pgdata), folder=self.pgdata
        )

    def _run(self, programme: str, *words: str, account: Account, folder: Path) -> None:
        """Run with the cluster as working folder and reach it as /proc/self/cwd where we are root.

        So the unprivileged account need not be able to walk down to it: a project under a closed
        home folder works, and no folder above has to be opened.
        """
        where = str(folder) if account.is_ours else "/proc/self/cwd"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        process = subprocess.Popen(
            [programmes(account) / programme, "-D", where, *words],
            cwd=folder,
            env=environment | {"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is for us; broken off here it would leave a server behind
            **account.popen_arguments(),  # type: ignore[call-overload]
        )
        try:
            said, _ = process.communicate()
        except BaseException:
            process.communicate()
            raise
        if process.returncode:
            raise _why(programme, said, folder / "server.log")

    def _make_socket_dir(self, account: Account) -> None:
        with contextlib.suppress(FileExistsError):
            self.socket_dir.mkdir(mode=0o700)
        if self.socket_dir.is_symlink() or self.socket_dir.stat().st_uid not in (os.geteuid(), account.uid):
            raise DatabaseNotStarted(
                f"临时文件夹 {self.socket_dir} 属于另一个用户，数据库不能使用它。请删除它后重试。",
                f"The temporary folder {self.socket_dir} belongs to another user. Delete it and try again.",
            )
        account.give(self.socket_dir)

    def _serves_us(self, pid: int) -> bool:
        """Whether `pid` is this cluster's server: not a zombie, not a stranger with a recycled number."""
        if not Path("/proc/self/cwd").exists():  # not Linux
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 0)
                return True
            return False
        return _works_in(pid, self.pgdata)

    def _wait_for_the_last_run(self) -> tuple[int, Path] | None:
        """Until nothing of it is left; or its address, where it was only recovering from a kill.

        A killed server's children may still be writing for a moment. Then its lock goes, because
        PostgreSQL takes a number that still exists, as a zombie or a stranger, for a living server.
        """
        for _ in range(PATIENCE * 10):
            address = self.address()
            if address or not self._inhabited():
                break
            time.sleep(0.1)
        else:
            raise DatabaseNotStarted(
                f"数据库文件夹 {self.pgdata} 里还有上一次运行留下的进程没有结束。请稍候再试；如仍不行，请重启机器。",
                "Processes of the last run are still ending. Try again shortly; if that fails, restart the machine.",
            )
        if address is None and Path("/proc").is_dir():
            self.pid_file.unlink(missing_ok=True)
            for leftover in self.socket_dir.glob(".s.PGSQL.*"):
                leftover.unlink(missing_ok=True)
        return address

    def _inhabited(self) -> bool:
        """Whether any process works in the cluster's folder (told on Linux only)."""
        return any(_works_in(int(entry.name), self.pgdata) for entry in Path("/proc").glob("[0-9]*"))


def _works_in(pid: int, folder: Path) -> bool:
    """A server and its children have the cluster as their working folder; a zombie has none."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def free_port() -> int:
    """One that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _why(programme: str, output: str, log: Path) -> Stop:
    """The usual reasons in words; else the programme's last ones."""
    with contextlib.suppress(OSError):
        output += "\n" + log.read_text(errors="replace")[-2000:]
    return sentences.failed_here(f"数据库程序 {programme}（{log.parent}）", output, log.parent)
