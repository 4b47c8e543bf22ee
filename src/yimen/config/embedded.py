"""The database that comes with the platform: PostgreSQL from a wheel, started and stopped by us.

    data_dir/
      postgres/          the cluster, owned by the account that serves it
      passwords.json     0600: superuser, owner and app role
      start.lock         one start at a time
      users.lock         held shared by everyone who uses the server; see Server.release

The server answers on 127.0.0.1 and on a socket in a folder under the system's temporary folder: a
socket's path may have 107 characters at most, and data folders lie deep.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from yimen.config.launcher import sentences
from yimen.config.launcher.sentences import Stop
from yimen.config.postgres_binaries import Account, DatabaseNotStarted, account_for, programmes

__all__ = ["DatabaseNotStarted", "Server", "running", "start"]

SUPERUSER, OWNER, APP, DATABASE = "yimen_super", "yimen_owner", "yimen_app", "yimen"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "jit": "off",  # queries here are short; compiling them takes longer than running them
    "log_min_messages": "warning",
    "cluster_name": "yimen",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For test databases only: a power cut may destroy the cluster."""


@dataclass
class Server:
    """A running embedded server. `started_here` is true for the call that brought it up."""

    data_dir: Path
    port: int
    socket_dir: Path
    passwords: dict[str, str]
    started_here: bool
    _users: int | None = field(default=None, repr=False)
    """A file descriptor, not a file: the lock lasts as long as the process, whoever forgets this object."""

    def owner_url(self, dbname: str = DATABASE) -> str:
        """For migrations, backup and filling: the role that owns the tables."""
        return self._url(OWNER, dbname)

    def app_url(self, dbname: str = DATABASE) -> str:
        """For web and worker: owns nothing, and row-level security binds it."""
        return self._url(APP, dbname)

    def superuser_url(self, dbname: str = "postgres") -> str:
        return self._url(SUPERUSER, dbname)

    def _url(self, role: str, dbname: str) -> str:
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{dbname}"

    def stop(self) -> None:
        """Stop the server, whoever else uses it. Stopping a stopped server does nothing."""
        with _lock(self.data_dir):
            self._let_go()
            self._shut_down()

    def release(self) -> None:
        """Stop the server unless another process that called start() still lives."""
        with _lock(self.data_dir), open(self.data_dir / "users.lock", "a") as users:
            self._let_go()
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._shut_down()

    def _shut_down(self) -> None:
        if running(self.data_dir):
            _Cluster(self.data_dir).control("stop", "-m", "fast")
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def _let_go(self) -> None:
        if self._users is not None:
            os.close(self._users)
            self._users = None


def start(data_dir: Path, *, fast: bool = False) -> Server:
    """Start the server of `data_dir`, made on first use, or join the one that runs.

    Safe with several processes at once: the first makes and starts it, the others wait and join.
    Raises: Stop (DatabaseNotStarted is one), with a sentence on the reason and the remedy.
    """
    data_dir = Path(data_dir).absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _lock(data_dir):
            return _start_or_join(data_dir, SETTINGS | (FAST if fast else {}))
    except OSError as error:
        raise DatabaseNotStarted(
            f"数据库文件夹 {data_dir} 不能写入：{error.strerror or error}。"
            "请检查磁盘空间与文件夹权限，或用 --data 指定另一个文件夹。",
            f"The database folder {data_dir} cannot be written ({error.strerror or error}). "
            "Check disk space and permissions, or name another folder with --data.",
        ) from error


def running(data_dir: Path) -> bool:
    """Whether the server of `data_dir` is up and accepts connections."""
    return _Cluster(Path(data_dir).absolute()).address() is not None


def _start_or_join(data_dir: Path, settings: dict[str, str]) -> Server:
    cluster = _Cluster(data_dir)
    address, passwords = cluster.address(), _passwords(data_dir, known=cluster.pgdata.exists())
    started = address is None
    if address is None:
        if not cluster.pgdata.exists():
            cluster.initialise(passwords[SUPERUSER])
        address = cluster.bring_up(settings)
    server = Server(data_dir, *address, passwords, started)
    server._users = os.open(data_dir / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(server._users, fcntl.LOCK_SH)
    ready = cluster.pgdata / "yimen-roles-made"
    if not ready.exists():
        _make_roles_and_database(server)
        ready.touch()
    return server


@contextlib.contextmanager
def _lock(data_dir: Path) -> Iterator[None]:
    with open(data_dir / "start.lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _passwords(data_dir: Path, *, known: bool) -> dict[str, str]:
    path = data_dir / "passwords.json"
    with contextlib.suppress(FileNotFoundError):
        found: dict[str, str] = json.loads(path.read_text())
        return found
    if known:
        raise DatabaseNotStarted(
            f"数据库文件夹 {data_dir} 里缺少 passwords.json，无法登录已有的数据库。"
            "请从备份中找回该文件；如果里面只是演示数据，可删除整个文件夹后重新启动。",
            f"passwords.json is missing in {data_dir}, so the existing database cannot be opened. "
            "Restore it from the backup; if it holds demo data only, delete the folder and start again.",
        )
    made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
    part = path.with_suffix(".new")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(made, file)
    part.rename(path)
    return made


def _make_roles_and_database(server: Server) -> None:
    """Two roles, neither a superuser. Repeatable: a start that was killed half-way is completed."""
    rights = {
        OWNER: "LOGIN NOSUPERUSER CREATEDB BYPASSRLS",
        APP: "LOGIN NOSUPERUSER NOCREATEDB NOBYPASSRLS",
    }
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        for role, options in rights.items():
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL("ALTER ROLE {} " + options + " PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(server.passwords[role])
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


class _Cluster:
    """The server's own folder and process."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.pgdata = data_dir / "postgres"

    @property
    def pid_file(self) -> Path:
        return self.pgdata / "postmaster.pid"

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
        self._clear_stale_lock()
        self._make_socket_dir(account_for(self.pgdata))
        for attempts_left in (2, 1, 0):
            options = settings | {"port": str(_free_port()), "unix_socket_directories": str(self.socket_dir)}
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
        done = subprocess.run(
            [programmes(account) / programme, "-D", where, *words],
            cwd=folder,
            env=environment | {"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            **account.popen_arguments(),  # type: ignore[call-overload]
        )
        if done.returncode:
            raise _why(programme, done.stdout + done.stderr, folder / "server.log")

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

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a dead server whose number still exists, as a zombie or a stranger.

        PostgreSQL itself takes such a number for a living server. Its children may still be writing
        for a moment after it was killed; the lock goes only when none is left.
        """
        if not self.pid_file.exists() or not Path("/proc").is_dir():
            return
        for _ in range(100):
            if not any(_works_in(int(entry.name), self.pgdata) for entry in Path("/proc").glob("[0-9]*")):
                self.pid_file.unlink(missing_ok=True)
                for leftover in self.socket_dir.glob(".s.PGSQL.*"):
                    leftover.unlink(missing_ok=True)
                return
            time.sleep(0.1)
        raise DatabaseNotStarted(
            f"数据库文件夹 {self.pgdata} 里还有上一次运行留下的进程没有结束。请稍候再试；如仍不行，请重启机器。",
            "Processes of the last run are still ending. Try again shortly; if that fails, restart the machine.",
        )


def _works_in(pid: int, folder: Path) -> bool:
    """A server and its children have the cluster as their working folder; a zombie has none."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _why(programme: str, output: str, log: Path) -> Stop:
    """The usual reasons in words; else the programme's last ones."""
    with contextlib.suppress(OSError):
        output += "\n" + log.read_text(errors="replace")[-2000:]
    if re.search(sentences.FULL, output):
        return sentences.disk_full(log.parent, 300)
    return sentences.failed(f"数据库程序 {programme}（{log.parent}）", output)
