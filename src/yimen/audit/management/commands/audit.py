"""`yimen audit verify [--head FILE]`: has anything in the audit been changed?  `yimen audit seal`: seal now."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections, transaction

from yimen.audit.sealing import HeadsUnreadable, export_heads, heads_file, read_heads, seal_all
from yimen.audit.verify import Report, verify

SHOWN = 50


class Command(BaseCommand):
    help = "检查审计记录是否被改动（verify），或立即封存（seal）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("word", choices=["verify", "seal"])
        parser.add_argument("--head", type=Path, help="另处保存的链头文件；不给则用本机的一份")

    def handle(self, *args: Any, word: str, head: Path | None, **options: Any) -> None:
        if word == "seal":
            self.stdout.write(f"已封存 {seal_all()} 条记录，写出 {export_heads()} 个链头到 {heads_file()}。")
            return
        report = self._verify(head)
        self._tell(report, elsewhere=head is not None)
        if not report.whole:
            sys.exit(1)

    def _verify(self, head: Path | None) -> Report:
        file = head or heads_file()
        if head is not None and not head.exists():
            raise CommandError(
                f"找不到链头文件 {head}。请检查路径；它是平台写在 audit-heads 文件夹里、由您另处保存的那一份。"
            )
        try:
            heads = read_heads(file) if file.exists() else []
        except HeadsUnreadable as unreadable:
            raise CommandError(unreadable.message) from None
        with transaction.atomic(using="owner"):
            with connections["owner"].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return verify(connections["owner"], heads)

    def _tell(self, report: Report, *, elsewhere: bool) -> None:
        self.stdout.write(
            f"核对了 {report.seals} 批、{report.events} 条记录，{report.waiting} 条等待封存；比对了 {report.compared} 个保存的链头。"
        )
        for finding in report.findings[:SHOWN]:
            self.stdout.write(f"✗ {finding.place}：{finding.sentence}")
        if len(report.findings) > SHOWN:
            self.stdout.write(f"……另有 {len(report.findings) - SHOWN} 处。")
        if report.whole:
            self.stdout.write(f"✓ 没有发现改动。最新链头 {report.head or '（还没有封存）'}")
        if not elsewhere:
            self.stdout.write(
                "提示：本次用的是本机的链头文件，能改数据库的人也能改它。请定期另处保存，并用 --head 核对。"
            )
