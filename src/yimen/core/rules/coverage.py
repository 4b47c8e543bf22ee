"""条文—图表项—测试—项目: which article stands in which figure, which tests name it, which programmes rest on it.

Made from the book and from the tests' own source: a test counts for a figure that it names, as text, as a keyword or in an
f-string. `python -m yimen.core.rules.coverage` writes `docs/law/coverage.md`; a house test fails where it is stale, or a figure has no test.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yimen.core.book import Figure
from yimen.core.law import INSTRUMENTS
from yimen.core.rules.book import BOOK
from yimen.core.rules.programmes import PROGRAMMES

LEAST = 4
"""Letters an f-string must spell out to count as naming a figure."""
HEAD = """# 条文与规则对照

由 `python -m yimen.core.rules.coverage` 生成，不要手改。条文—图表项—测试—项目；一个图表项没有测试，或这份文件过时，`tests/house/test_law_coverage.py` 会报错。
"""


@dataclass(frozen=True)
class Named:
    """What one test file names: whole words and patterns from f-strings."""

    file: str
    words: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def names(self, figure: str) -> bool:
        return figure in self.words or any(pattern.fullmatch(figure) for pattern in self.patterns)


def named_by(folder: Path) -> list[Named]:
    """Every test file below a folder, with what it names."""
    return [
        _named(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("test_*.py"))
    ]


def _named(file: str, source: str) -> Named:
    words, patterns = set(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
        elif isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)):
            patterns.append(pattern)
    return Named(file, frozenset(words), tuple(patterns))


def _pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    parts = [
        str(part.value) if isinstance(part, ast.Constant) else None for part in node.values
    ]  # None for what is filled in
    spelt = "".join(part for part in parts if part is not None)
    if len(spelt) < LEAST or not spelt.replace("_", "a").isidentifier():
        return None
    return re.compile("".join(re.escape(part) if part is not None else r"\w+" for part in parts))


def programmes_of() -> dict[str, list[str]]:
    """The programmes that rest on each figure, under any law the book knows."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for programme in PROGRAMMES.values():
        for day in _days():
            for name in BOOK.graph(programme.targets, day).figures:
                found[name][programme.label] = None
    return {name: list(labels) for name, labels in found.items()}


def _days() -> list[date]:
    """One day of each set of versions in force."""
    return sorted({version.since for version in BOOK})


def untested(tests: Iterable[Named]) -> list[str]:
    """Figures that no test names."""
    known = list(tests)
    return sorted({f.name for f in BOOK if not any(test.names(f.name) for test in known)})


def coverage(folder: Path) -> str:
    """The whole page."""
    tests, programmes = named_by(folder), programmes_of()
    lines = [HEAD]
    by_instrument: dict[str, list[Figure]] = defaultdict(list)
    for figure in BOOK:
        by_instrument[figure.source.key.partition(":")[0]].append(figure)
    for key, instrument in INSTRUMENTS.items():
        if key in by_instrument:
            lines.append(f"\n## {instrument}（{key}）\n")
            lines += ["| 条文 | 图表项 | 名称 | 测试 | 项目 |", "|---|---|---|---|---|"]
            lines += _rows(by_instrument[key], tests, programmes)
    return "\n".join(lines) + "\n"


def _rows(figures: list[Figure], tests: list[Named], programmes: dict[str, list[str]]) -> Iterator[str]:
    for figure in sorted(figures, key=lambda figure: (_order(figure.source.key), figure.name)):
        files = "、".join(f"`{test.file}`" for test in tests if test.names(figure.name)) or "**没有**"
        used = _few(programmes.get(figure.name, []))
        yield f"| {figure.source.short} | `{figure.name}` | {_label(figure)} | {files} | {used} |"  # type: ignore[attr-defined]


def _label(figure: Figure) -> str:
    ended = f"（至 {figure.until}）" if figure.until else ""
    return f"{figure.label}{ended}"


def _few(labels: list[str]) -> str:
    """Few programmes by name; most of them as a number."""
    short = [label.partition("（向")[0] for label in labels]
    return (
        "、".join(short) if len(short) <= 6 else f"{'、'.join(short[:5])}等 {len(short)} 项" if short else "—"
    )


def _order(key: str) -> tuple[str, int, str]:
    instrument, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return instrument, int(number) if number.isdigit() else 0, rest


# The command ------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the page; 1 where a figure has no test."""
    root = Path.cwd()
    parser = argparse.ArgumentParser(
        "python -m yimen.core.rules.coverage", description="生成条文与规则对照 docs/law/coverage.md。"
    )
    parser.add_argument(
        "--tests", type=Path, default=root / "tests" / "core" / "rules", help="测试所在文件夹"
    )
    parser.add_argument("--output", type=Path, default=root / "docs" / "law" / "coverage.md", help="写到哪里")
    given = parser.parse_args(arguments)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(coverage(given.tests), encoding="utf-8")
    missing = untested(named_by(given.tests))
    if missing:
        print(f"✗ 没有测试的图表项：{'、'.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
