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
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from yimen.config.postgres_binaries import DatabaseNotStarted
from yimen.config.postgres_cluster import SUPERUSER, Cluster

__all__ = ["DatabaseNotStarted", "Server", "running", "start"]

OWNER, APP, DATABASE = "yimen_owner", "yimen_app", "yimen"

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
            Cluster(self.data_dir).shut_down()

    def release(self) -> None:
        """Stop the server unless another process that called start() still lives."""
        with _lock(self.data_dir), open(self.data_dir / "users.lock", "a") as users:
            self._let_go()
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                Cluster(self.data_dir).shut_down()

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
    return Cluster(Path(data_dir).absolute()).address() is not None


def _start_or_join(data_dir: Path, settings: dict[str, str]) -> Server:
    cluster = Cluster(data_dir)
    address, passwords = cluster.address(), _passwords(data_dir, known=cluster.pgdata.exists())
    if address:
        return _in_use(Server(data_dir, *address, passwords, started_here=False), cluster)
    try:
        if not cluster.pgdata.exists():
            cluster.initialise(passwords[SUPERUSER])
        server = Server(data_dir, *cluster.bring_up(settings), passwords, started_here=True)
        return _in_use(server, cluster)
    except BaseException:  # Ctrl-C too: nothing half-started stays behind
        cluster.shut_down()
        raise


def _in_use(server: Server, cluster: Cluster) -> Server:
    """Roles and database are there, and the server is held until this process lets go."""
    if not cluster.roles_made.exists():
        _make_roles_and_database(server)
        cluster.roles_made.touch()
    server._users = os.open(server.data_dir / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(server._users, fcntl.LOCK_SH)
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
    with _superuser(server) as connection:
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


@contextlib.contextmanager
def _superuser(server: Server) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(server.superuser_url(), autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseNotStarted(
            f"数据库已启动，但 127.0.0.1:{server.port} 连不上：{str(error).splitlines()[0]}。"
            "请检查本机回环网络（lo）与防火墙后重试。",
            f"The database runs, but 127.0.0.1:{server.port} does not answer. "
            "Check the loopback interface and the firewall.",
        ) from error
    with connection:
        yield connection
