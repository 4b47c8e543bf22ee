"""Restore: a backup into an empty installation, and the proof that all of it is there again (promise 40)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import psycopg

from yimen.config.backup import CHECKSUM, DUMP, FOLDERS, MANIFEST, VERSION, Installation, run_postgres
from yimen.config.launcher.runs import say
from yimen.config.launcher.sentences import Stop
from yimen.config.proof import digest, files_of, proof_of, read_alike, sequences_of, tables
from yimen.guard.keys import KeysMissing, fingerprint


def restore(installation: Installation, source: Path, *, keys: Path | None = None) -> dict[str, Any]:
    """Everything is checked before anything is written, and compared after; the manifest.

    Raises: Stop, naming what is damaged, missing or different.
    """
    say("检查备份 …")
    manifest = checked_manifest(source)
    _require_empty(installation)
    _bring_keys(installation, manifest, keys)
    say("写入数据库 …")
    run_postgres(
        installation.database, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
        f"--dbname={installation.database.name}", str(source / DUMP),
    )  # fmt: skip
    say("放回加密文件 …")
    for name in FOLDERS:
        shutil.copytree(source / name, installation.data / name, dirs_exist_ok=True)
    say("逐项核对 …")
    if wrong := differences(installation, manifest):
        raise Stop(
            f"恢复后的内容与备份不一致，请不要启用：{'；'.join(wrong[:10])}。",
            f"What was restored differs from the backup; do not use it. {len(wrong)} differences.",
        )
    return manifest


def checked_manifest(source: Path) -> dict[str, Any]:
    """The manifest, once every byte of the backup was found as it was written.  Raises: Stop."""
    file, checksum = source / MANIFEST, source / CHECKSUM
    if not (file.exists() and checksum.exists() and (source / DUMP).exists()):
        raise Stop(
            f"{source} 不是一个完整的备份（缺少 {MANIFEST}、{CHECKSUM} 或 {DUMP}）。请检查路径。",
            f"{source} is not a whole backup. Check the path.",
        )
    if digest(file) != checksum.read_text(errors="replace").strip():
        raise _damaged([MANIFEST])
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if manifest["version"] != VERSION:
        raise Stop(
            f"这个备份的格式是第 {manifest['version']} 版，本程序只认第 {VERSION} 版。请用当时的版本恢复后再升级。",
            "The backup has another format. Restore it with the version that made it, then upgrade.",
        )
    if broken := _broken(source, manifest):
        raise _damaged(broken)
    return manifest


def _broken(source: Path, manifest: dict[str, Any]) -> list[str]:
    size, sha256 = manifest["dump"]
    broken = [] if ((source / DUMP).stat().st_size, digest(source / DUMP)) == (size, sha256) else [DUMP]
    for name in FOLDERS:
        broken += [f"{name}/{each}" for each in _unlike(manifest["files"][name], files_of(source / name))]
    return broken


def _damaged(names: list[str]) -> Stop:
    return Stop(
        f"备份已损坏：{'、'.join(names[:10])}{' 等' if len(names) > 10 else ''} 与备份时不一样。什么都没有写入。请换用另一份备份。",
        f"The backup is damaged: {', '.join(names[:10])}. Nothing was written. Use another backup.",
    )


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Names that are in one only, or stand for something else."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _require_empty(installation: Installation) -> None:
    """A restore never writes over anything."""
    try:
        with installation.database.connect() as connection:
            found = tables(connection)
    except psycopg.Error as error:
        raise Stop(
            f"要恢复到的数据库连不上：{str(error).strip().splitlines()[0]}。请检查后重试。",
            "The database to restore into cannot be reached.",
        ) from error
    kept = [name for name in FOLDERS if files_of(installation.data / name)]
    if found or kept:
        held = f"数据库里已有 {len(found)} 张表" if found else f"数据文件夹里已有 {'、'.join(kept)}"
        raise Stop(
            f"{held}，恢复只写入空的系统。请用 --data 指定一个新的文件夹，或换一个空的数据库。",
            "Restore writes into an empty installation only. Name a new folder with --data, or an empty database.",
        )


def _bring_keys(installation: Installation, manifest: dict[str, Any], keys: Path | None) -> None:
    """The key that the backup was made under must be there first: the one installed, or the kept copy."""
    wanted = manifest["key_fingerprint"]
    kept = installation.keys if installation.keys.exists() else keys
    if kept is None:
        raise Stop(
            f"这个备份要用指纹为 {wanted} 的密钥文件才能读。请用 --keys 指出另存的那一份。",
            f"The backup needs the key file with the fingerprint {wanted}. Name your copy with --keys.",
        )
    try:
        found = fingerprint(kept)
    except KeysMissing as missing:
        raise Stop(missing.message, "The key file is missing or damaged.") from missing
    if found != wanted:
        raise Stop(
            f"密钥文件 {kept} 的指纹是 {found}，这个备份要的是 {wanted}。请换用备份时的密钥。",
            f"The key file has the fingerprint {found}; the backup needs {wanted}.",
        )
    if kept != installation.keys:
        installation.keys.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, installation.keys)
        installation.keys.chmod(0o600)


def differences(installation: Installation, manifest: dict[str, Any]) -> list[str]:
    """What is not as the manifest has it: tables by rows and hash, sequences, files, the last seal of the audit."""
    with installation.database.connect() as connection:
        read_alike(connection)
        found, numbers = proof_of(connection), sequences_of(connection)
        row = connection.execute(
            "SELECT encode(head, 'hex') FROM audit_seal ORDER BY id DESC LIMIT 1"
        ).fetchone()
    wrong = [
        f"表 {table}（应有 {_rows(manifest['tables'], table)} 行，现有 {_rows(found, table)} 行）"
        for table in _unlike(manifest["tables"], found)
    ]
    wrong += [f"序列 {n}" for n, last in manifest["sequences"].items() if numbers.get(n, -1) < last]
    for name in FOLDERS:
        wrong += [
            f"文件 {each}" for each in _unlike(manifest["files"][name], files_of(installation.data / name))
        ]
    if (row[0] if row else "") != manifest["audit"]["head"]:
        wrong.append("审计链头")
    return wrong


def _rows(proof: dict[str, Any], table: str) -> object:
    return proof[table][0] if table in proof else 0
