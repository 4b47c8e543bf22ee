"""The answer to a case file: JSON for programs, sentences for people. Amounts are in yuan with two decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from yimen.core.book import FigureValue, Finding, because, explain, what_would_change
from yimen.core.casefile.reading import Case
from yimen.core.money import format_yuan
from yimen.core.rules import PROGRAMMES
from yimen.core.rules.package import Line, Package, best_package
from yimen.core.rules.programmes import BASIC

ANSWERS = {True: "符合", False: "不符合", None: "还不能确定"}


def as_json(case: Case, findings: list[Finding], *, explained: bool) -> dict[str, Any]:
    """One object for one programme; for all of them, each in `programmes` and the whole in `answers`."""
    programmes = [_answer(finding) for finding in findings]
    if len(findings) == 1:
        return _whole(case, findings[0], explained) | {"programmes": programmes}
    said = [finding.eligible for finding in findings]
    eligible = True if True in said else None if None in said else False
    answers = [_whole(case, finding, explained) for finding in findings]
    package = best_package(case.family, case.on, case.law)
    return {
        "programme": "all",
        "eligible": eligible,
        "amount": None,
        "programmes": programmes,
        "package": _package_json(package),
        "answers": answers,
    }


def _package_json(package: Package) -> dict[str, Any]:
    """What the family may draw together."""
    given_up = [
        {"programme": key, "label": PROGRAMMES[key].label, "because": why} for key, why in package.given_up
    ]
    return {
        "monthly": _yuan(package.monthly),
        "once": _yuan(package.once),
        "programmes": [_line_json(line) for line in package.lines],
        "given_up": given_up,
        "open": list(package.open),
    }


def _line_json(line: Line) -> dict[str, Any]:
    programme, family = line.finding.programme, line.finding.family
    return {
        "programme": programme.key,
        "label": programme.label,
        "amount": _yuan(line.amount),
        "per": programme.per if programme.amount else None,
        "members": [family.name_of(i) for i in line.members],
    }


def _answer(finding: Finding) -> dict[str, Any]:
    programme = finding.programme
    return {
        "programme": programme.key,
        "label": programme.label,
        "eligible": finding.eligible,
        "amount": _yuan(finding.amount),
        "per": programme.per if programme.amount else None,
    }


def _whole(case: Case, finding: Finding, explained: bool) -> dict[str, Any]:
    answer = _answer(finding) | {
        "on": case.on.isoformat(),
        "place": case.law.place,
        "place_name": case.law.place_name,
        "applicant": case.applicant,
        "findings": [_figure(finding, figure) for figure in finding],
        "open": [
            {
                "kind": q.kind,
                "name": q.name,
                "label": q.label,
                "member": q.member_name,
                "question": q.question,
            }
            for q in finding.open
        ],
        "changes": [
            {"name": c.name, "label": c.label, "sentence": c.sentence} for c in what_would_change(finding)
        ],
        "assumed": _assumed(finding),
        "book": finding.graph.version,
    }
    if explained:
        answer["explanation"] = explain(
            finding, finding.programme.amount or finding.programme.eligible
        ).as_data()
    return answer


def _figure(finding: Finding, figure: FigureValue) -> dict[str, Any]:
    money = figure.unit.startswith("fen")
    value = figure.value
    shown = [_plain(one, money) for one in value] if isinstance(value, tuple) else _plain(value, money)
    return {
        "name": figure.name,
        "label": figure.label,
        "value": shown,
        "unit": figure.unit.replace("fen", "yuan"),
        "source": str(figure.source),
        "because": because(finding, figure.name),
    }


def _plain(value: Any, money: bool) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if money:
        return _yuan(value)
    return value if isinstance(value, int) else str(value)


def _yuan(fen: int | Decimal | None) -> str | None:
    """Two decimals, or as many as the figure truly has before it is rounded."""
    if fen is None:
        return None
    if fen == int(fen):
        return format_yuan(int(fen), marks=False)
    return f"{Decimal(fen).scaleb(-2).normalize():f}"


def _assumed(finding: Finding) -> list[dict[str, str]]:
    """Assumed parameters that the answer rests on."""
    programme = finding.programme
    trees = [explain(finding, name) for name in (programme.eligible, programme.amount) if name]
    used = dict.fromkeys(reason.name for tree in trees for reason in tree if reason.assumed)
    settings = ((name, finding.law.settings[name]) for name in used)
    return [{"name": name, "note": s.note, "instrument": s.instrument} for name, s in settings]


# For people -------------------------------------------------------------------------------------------------------


def as_text(case: Case, findings: list[Finding], *, explained: bool) -> str:
    """Each finding; of all programmes those that say something, and what may be drawn together."""
    if len(findings) == 1:
        return _text(case, findings[0], explained)
    package = best_package(case.family, case.on, case.law)
    told = [
        finding for finding in findings if finding.eligible or (finding.eligible is None and _basic(finding))
    ]
    waiting = _labels(f for f in findings if f.eligible is None and not _basic(f))
    refused = _labels(f for f in findings if f.eligible is False)
    parts = [_text(case, finding, explained) for finding in told]
    parts += [f"还不能确定，要先回答各自的问题：{waiting}。"] if waiting else []
    parts += [f"不符合：{refused}。"] if refused else []
    return "\n\n".join([*parts, _package_text(package)])


def _basic(finding: Finding) -> bool:
    return finding.programme in BASIC


def _labels(findings: Iterable[Finding]) -> str:
    return "、".join(finding.programme.label for finding in findings)


def _package_text(package: Package) -> str:
    if not package.lines:
        return "可以同时享受的组合：还没有。"
    monthly, once = format_yuan(package.monthly), format_yuan(package.once)
    lines = [f"可以同时享受的组合：每月 {monthly} 元，一次性 {once} 元。"]
    lines += [f"  · {line.finding.programme.label}{_paid(line)}" for line in package.lines]
    lines += [f"  · 不再享受{PROGRAMMES[key].label}：{why}。" for key, why in package.given_up]
    return "\n".join(lines)


def _paid(line: Line) -> str:
    if not line.amount:
        return ""
    return f"：{'每月' if line.finding.programme.per == 'month' else '一次性'} {format_yuan(line.amount)} 元"


def _text(case: Case, finding: Finding, explained: bool) -> str:
    lines = [_headline(finding), *_reasons(finding, explained)]
    if finding.open:
        lines += ["还要弄清：", *(f"  · {question.question}" for question in finding.open)]
    changes = what_would_change(finding) if finding.eligible is False else []
    if changes:
        lines += ["离符合最近的是：", *(f"  · {change.sentence}" for change in changes)]
    if _assumed(finding):
        lines.append(
            f"其中 {len(_assumed(finding))} 项当地参数是假定值，正式公布后请替换（--json 的 assumed 逐项列出）。"
        )
    place = case.law.place_name or case.law.place or "全国框架"
    return "\n".join([*lines, f"（{place}，{case.on:%Y-%m-%d}；测算结果，不是审核决定。）"])


def _headline(finding: Finding) -> str:
    programme, amount = finding.programme, finding.amount
    paid = ""
    if amount and finding.eligible:
        paid = f"，{'每月' if programme.per == 'month' else '一次性'} {format_yuan(amount)} 元"
    return f"{programme.label}：{ANSWERS[finding.eligible]}{paid}。"


def _reasons(finding: Finding, explained: bool) -> list[str]:
    programme = finding.programme
    if explained:
        return [explain(finding, programme.amount or programme.eligible).as_text()]
    paid = [programme.amount] if programme.amount and finding.eligible else []
    names = dict.fromkeys((programme.eligible, *programme.conditions, *paid))
    return [f"  · {because(finding, name)[0]}（{finding[name].source}）" for name in names]
