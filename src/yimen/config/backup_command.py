"""`yimen backup DIR …` and `yimen restore DIR …`, with the installation's database up and its settings loaded."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from yimen.config.backup import Installation, backup
from yimen.config.proof import Database
from yimen.config.restore import restore


def main(arguments: list[str]) -> int:
    """The first word says which. Raises: Stop, with a sentence."""
    options = _options(arguments)
    if options.word == "backup":
        target = options.folder.absolute()
        manifest = backup(
            installed(), target, copied_to=options.key_copied_to, confirmed=options.key_fingerprint
        )
        print(f"✓ 已备份到 {target}：{_told(manifest)}。密钥指纹 {manifest['key_fingerprint']}。")
        return 0
    manifest = restore(installed(), options.folder.absolute(), keys=options.keys)
    if manifest["synthetic"]:
        (installed().data.parent / "synthetic").touch()
    print(f"✓ 已恢复 {manifest['made_at']} 的备份，逐项核对一致：{_told(manifest)}。")
    return 0


def _told(manifest: dict) -> str:
    rows = sum(rows for rows, _ in manifest["tables"].values())
    files = sum(len(names) for names in manifest["files"].values())
    return f"{len(manifest['tables'])} 张表 {rows} 行，{files} 个文件，审计第 {manifest['audit']['seal']} 批"


def installed() -> Installation:
    """The installation of the settings."""
    owner = settings.DATABASES["owner"]
    database = Database(
        host=owner["HOST"],
        port=str(owner["PORT"]),
        user=owner["USER"],
        password=owner["PASSWORD"],
        name=owner["NAME"],
    )
    return Installation(database, Path(settings.ENV.data), settings.ENV.keys_path, bool(settings.SYNTHETIC))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="yimen")
    words = parser.add_subparsers(dest="word", required=True)
    making = words.add_parser("backup", help="备份数据库、加密文件与审计链头（不含密钥）")
    making.add_argument("folder", type=Path, help="新的备份文件夹")
    making.add_argument("--key-copied-to", type=Path, help="密钥文件另存的那一份")
    making.add_argument("--key-fingerprint", default="", help="已核对过的密钥指纹（16 位）")
    taking = words.add_parser("restore", help="把备份恢复到空的系统，并逐项核对")
    taking.add_argument("folder", type=Path, help="备份文件夹")
    taking.add_argument("--keys", type=Path, help="另存的密钥文件")
    return parser.parse_args(arguments)
