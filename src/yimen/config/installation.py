"""One installation: its folder, its database, and the environment its programmes run in.

home/
  db/          the embedded database, where no other is named
  files/       sealed files, generated secrets and keys (YIMEN_DATA)
  logs/
  synthetic    present where all people are invented
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from yimen.config import embedded
from yimen.config.launcher.places import PROJECT
from yimen.config.launcher.sentences import Stop

DEFAULT_HOME = PROJECT / ".data" / "demo"
OLDEST_SERVER = 170000
URLS = ("YIMEN_DATABASE_URL", "YIMEN_OWNER_DATABASE_URL")


@contextlib.contextmanager
def surroundings(home: Path, *, fast: bool = False) -> Iterator[dict[str, str]]:
    """The environment for this installation's programmes, its database up while the block runs.

    The embedded database is stopped at the end unless somebody else uses it too.
    Raises: Stop, with a sentence.
    """
    if any(os.environ.get(name) for name in URLS):
        require_usable(os.environ.get(URLS[0], ""), os.environ.get(URLS[1], ""))
        yield _environment(home, os.environ[URLS[0]], os.environ[URLS[1]])
        return
    server = embedded.start(home / "db", fast=fast)
    try:
        yield _environment(home, server.app_url(), server.owner_url())
    finally:
        server.release()


def _environment(home: Path, app_url: str, owner_url: str) -> dict[str, str]:
    synthetic = {"YIMEN_SYNTHETIC": "1"} if (home / "synthetic").exists() else {}
    return {
        "YIMEN_DATA": str(home / "files"),
        **synthetic,
        **os.environ,
        **dict(zip(URLS, (app_url, owner_url), strict=True)),
    }


def require_usable(app_url: str, owner_url: str) -> None:
    """Raises Stop where a URL is missing, does not answer, is too old, or its app role could pass row security."""
    if not (app_url and owner_url):
        missing = URLS[0] if not app_url else URLS[1]
        raise Stop(
            f"只设置了两个数据库地址中的一个，还缺 {missing}。"
            "请同时给出应用角色（YIMEN_DATABASE_URL）与所有者角色（YIMEN_OWNER_DATABASE_URL）的地址，"
            "或两个都不设，使用自带的数据库。",
            f"{missing} is missing: set both URLs (application role and owner role), or neither of them.",
        )
    for name, url in zip(URLS, (app_url, owner_url), strict=True):
        _require_answer(name, url, may_pass_row_security=name == URLS[1])


def _require_answer(name: str, url: str, *, may_pass_row_security: bool) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        raise Stop(
            f"{name} 指向的数据库连不上：{str(error).strip().splitlines()[0]}。请检查地址、密码与网络后重试。",
            f"The database named in {name} cannot be reached. Check address, password and network.",
        ) from error
    if version < OLDEST_SERVER:
        raise Stop(
            f"{name} 指向的 PostgreSQL 是 {version // 10000} 版，一门需要 17 以上。请升级，或换用另一个数据库。",
            f"{name} points to PostgreSQL {version // 10000}; 17 or newer is needed.",
        )
    if row and row[0] and not may_pass_row_security:
        raise Stop(
            f"{name} 的角色是超级用户或带有 BYPASSRLS，行级权限对它无效。请换用没有这些权限的应用角色。",
            f"The role of {name} is a superuser or has BYPASSRLS, so row-level security would not bind it. "
            "Use an application role without these rights.",
        )
