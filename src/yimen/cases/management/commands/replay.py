"""`yimen replay DECISION`: the same finding years later, and what would differ under another day's law."""

from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from yimen.cases import findings
from yimen.cases.models import Assessment, Case
from yimen.core.book import Finding, because, read_record
from yimen.core.law import parameters_for
from yimen.core.money import format_yuan
from yimen.core.rules import assess
from yimen.guard.models import Installation
from yimen.guard.scope import scope, system_scope


class Command(BaseCommand):
    help = "重算一个决定：与当时的结果逐位比较；--law 日期 看换一天的标准会怎样"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("decision", help="受理编号，或测算记录的编号")
        parser.add_argument("--law", type=date.fromisoformat, help="改用这一天的标准，如 2027-01-01")

    def handle(self, *args: Any, decision: str, law: date | None, **options: Any) -> None:
        county = Installation.objects.get().county
        with scope(system_scope([county], actor="replay")):
            assessment = _find(decision)
            again = findings.replay(assessment)
            same = again.as_record() == assessment.record
            self.stdout.write(f"{decision}：{'与当时的结果完全一致' if same else '与当时的结果不一致！'}")
            self._show("当时", again)
            if law is not None:
                family, on, stated = read_record(assessment.record, again.graph)
                self._show(
                    f"按 {law} 的标准",
                    assess(again.programme.key, family, on, parameters_for(stated.place, law)),
                )
        if not same:
            raise CommandError("记录或规则存档被改动，请核对审计记录。")

    def _show(self, title: str, finding: Finding) -> None:
        answer = {True: "符合", False: "不符合", None: "有未答的问题"}[finding.eligible]
        amount = "—" if finding.amount is None else f"{format_yuan(finding.amount)} 元/月"
        self.stdout.write(f"{title}：{answer}，{amount}")
        for sentence in because(finding, finding.programme.amount or finding.programme.eligible):
            self.stdout.write(f"  {sentence}")


def _find(decision: str) -> Assessment:
    """By case number (its decision, else its last finding) or by the assessment's own id."""
    if decision.startswith("DB"):
        case = Case.objects.filter(number=decision).first()
        found = case.assessments.order_by("-made_at", "-id").first() if case else None
    else:
        try:
            found = Assessment.objects.filter(pk=UUID(decision)).first()
        except ValueError:
            found = None
    if found is None:
        raise CommandError(f"没有找到“{decision}”的测算记录。请填写受理编号（DB 开头）或测算记录的编号。")
    return found
