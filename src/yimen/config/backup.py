"""Backup: the database, the sealed files, the heads of the audit, and the proof that a restore is compared with.

DIR/
  manifest.json      what is in it, with the proof; manifest.sha256 beside it
  database.dump      pg_dump, custom format
  files/             sealed files, as they lie in the installation
  audit-heads/       the heads of the audit chain

The key file is never in it: whoever finds a backup reads no number, phone or account. Without the key a backup cannot
be read by anybody, so none is made before somebody shows that a copy of the key lies elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from yimen.config.launcher.runs import say
from yimen.config.launcher.sentences import Stop
from yimen.config.postgres_binaries import Account, programmes
from yimen.config.proof import Database, digest, files_of, proof_of, read_alike, sequences_of
from yimen.guard.keys import KeysMissing, fingerprint

VERSION = 1
MANIFEST, CHECKSUM, DUMP = "manifest.json", "manifest.sha256", "database.dump"
FOLDERS = ("files", "audit-heads")
"""What lies outside the database, below the installation's data folder."""


@dataclass(frozen=True)
class Installation:
    """What is backed up, and what a backup is restored into."""

    database: Database
    data: Path
    keys: Path
    synthetic: bool


def backup(
    installation: Installation, target: Path, *, copied_to: Path | None, confirmed: str
) -> dict[str, Any]:
    """Make a backup in a new folder; the manifest.  It appears whole or not at all.

    Raises: Stop, where no copy of the key is shown, the folder is there already, or anything fails.
    """
    shown = require_key_copy(installation, target, copied_to, confirmed)
    if target.exists():
        raise Stop(
            f"{target} 已经存在，备份不覆盖任何东西。请换一个新的文件夹名。",
            f"{target} exists already, and a backup overwrites nothing. Name a new folder.",
        )
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(installation, part, shown)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def require_key_copy(installation: Installation, target: Path, copied_to: Path | None, confirmed: str) -> str:
    """The fingerprint of the key, once a copy elsewhere was shown: the file itself, or its fingerprint typed in.

    Raises: Stop.
    """
    try:
        wanted = fingerprint(installation.keys)
        if copied_to is not None:
            _require_elsewhere(copied_to, installation, target)
            confirmed = fingerprint(copied_to)
    except KeysMissing as missing:
        raise Stop(missing.message, "The key file is missing or damaged.") from missing
    if not confirmed:
        raise Stop(
            f"备份里没有密钥。没有密钥，备份谁也读不了。请先把 {installation.keys} 另存到别处（例如上锁的 U 盘），"
            f"再用 --key-copied-to 指出那一份，或用 --key-fingerprint {wanted} 确认您核对过它的指纹。",
            "The key is not in the backup, and without it nobody can read the backup. Copy the key file elsewhere, "
            f"then name the copy with --key-copied-to, or confirm with --key-fingerprint {wanted}.",
        )
    if confirmed.strip().lower() != wanted:
        raise Stop(
            f"另存的密钥指纹是 {confirmed}，本系统的是 {wanted}：那不是这个系统的密钥。请重新复制后再备份。",
            f"The copied key's fingerprint is {confirmed}, this installation's is {wanted}. Copy the key again.",
        )
    return wanted


def _require_elsewhere(copy: Path, installation: Installation, target: Path) -> None:
    """Not the key file itself, nor in the installation, nor in the backup."""
    where = copy.resolve()
    near = [installation.data.resolve(), installation.keys.resolve(), target.resolve()]
    if any(where == each or each in where.parents for each in near):
        raise Stop(
            f"{copy} 就在本系统或备份文件夹里，一起丢失就都没有了。请把密钥另存到别的地方。",
            f"{copy} lies in the installation or in the backup and would be lost with it. Keep the key elsewhere.",
        )


def _fill(installation: Installation, folder: Path, shown: str) -> dict[str, Any]:
    """Dump and proof see the same moment: one exported snapshot."""
    with installation.database.connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        read_alike(connection)
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        before = sequences_of(connection)  # a number given later is in the dump, never one less
        say("导出数据库 …")
        _dump(installation.database, folder / DUMP, row[0])
        say("计算各表校验 …")
        tables, seal = proof_of(connection), _last_seal(connection)
    say("复制加密文件 …")
    for name in FOLDERS:
        _copy(installation.data / name, folder / name)
    manifest = {
        "version": VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key_fingerprint": shown,
        "synthetic": installation.synthetic,
        "dump": [(folder / DUMP).stat().st_size, digest(folder / DUMP)],
        "tables": tables,
        "sequences": before,
        "files": {name: files_of(folder / name) for name in FOLDERS},
        "audit": seal,
    }
    _write_manifest(folder, manifest)
    return manifest


def _dump(database: Database, file: Path, snapshot: str) -> None:
    run_postgres(database, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
    file.chmod(0o600)


def run_postgres(database: Database, programme: str, *words: str) -> str:
    """A client programme of the wheel, as ourselves; what it printed.  Raises: Stop with its last words."""
    folder = programmes(Account(os.geteuid(), os.getegid()))
    done = subprocess.run(
        [folder / programme, *words],
        env={**os.environ, **database.environment, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()[-3:]
        raise Stop(
            f"{programme} 没有完成：{'；'.join(said)}。请处理后重试。",
            f"{programme} failed: {'; '.join(said)}",
        )
    return done.stdout


def _last_seal(connection: psycopg.Connection) -> dict[str, Any]:
    row = connection.execute(
        "SELECT id, encode(head, 'hex') FROM audit_seal ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return {"seal": row[0], "head": row[1]} if row else {"seal": 0, "head": ""}


def _copy(source: Path, target: Path) -> None:
    """A draft's file may be erased while we copy; then it is not in the backup either."""
    target.mkdir(mode=0o700)
    for name in files_of(source):
        (target / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copyfile(source / name, target / name)
        except FileNotFoundError:
            continue
        (target / name).chmod(0o600)


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    file = folder / MANIFEST
    file.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    (folder / CHECKSUM).write_text(digest(file) + "\n")
