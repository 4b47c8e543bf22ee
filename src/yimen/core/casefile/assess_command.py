"""`yimen assess CASE.yaml`: one family against the book, with no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from yimen.core.casefile.nodes import CaseFileMistake
from yimen.core.casefile.reading import read_case
from yimen.core.casefile.report import as_json, as_text
from yimen.core.casefile.schema import case_schema
from yimen.core.rules import assess

FINISHED, WRONG_FILE = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the answer; 0 when the family was assessed, whatever the answer, 1 when the file is wrong, 2 for wrong usage."""
    given = _parser().parse_args(arguments)
    if given.schema:
        _print_json(case_schema())
        return FINISHED
    try:
        case = read_case(Path(given.case))
    except CaseFileMistake as mistake:
        print(f"✗ {mistake.message}", file=sys.stderr)
        return WRONG_FILE
    findings = [assess(programme, case.family, case.on, case.law) for programme in case.programmes]
    if given.json:
        _print_json(as_json(case, findings, explained=given.explain))
    else:
        print(as_text(case, findings, explained=given.explain))
    return FINISHED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "yimen assess", description="对一户家庭测算（不用数据库）。个案文件的写法见 docs/rules.md。"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("case", nargs="?", metavar="个案.yaml", help="个案文件，YAML 或 JSON")
    what.add_argument("--schema", action="store_true", help="输出个案文件的 JSON Schema")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--explain", action="store_true", help="逐层说明依据和算式")
    return parser


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
