"""`yimen bench rules [--json]`: the rule book beside OpenFisca-Core."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from yimen.bench.machine import machine
from yimen.bench.rules import Figures, measure
from yimen.core.errors import YimenError

PROMISED = {"bulk_ratio": 4.0, "single_ratio": 50.0}


def main(arguments: Sequence[str], python: Path) -> int:
    """0 where the promises are kept and the answers agree; ``python`` is the competitor's."""
    given = _parser().parse_args(arguments)
    tell = (lambda line: print(line, file=sys.stderr)) if given.json else print
    try:
        figures = measure(given.households, python, tell)
    except YimenError as problem:
        print(f"✗ {problem.message}", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps({**figures.as_json(), **machine()}, ensure_ascii=False))
    else:
        print(*_said(figures), sep="\n")
    return 0 if kept(figures) else 1


def kept(figures: Figures) -> bool:
    return figures.agree and all(getattr(figures, name) >= least for name, least in PROMISED.items())


def _said(figures: Figures) -> list[str]:
    b, about = figures.behind, machine()
    return [
        f"{figures.households:,} 户：整表 {b['sweep_seconds']} 秒，OpenFisca {b['openfisca_seconds']} 秒，{figures.bulk_ratio} 倍"
        f"（按它文档的参数写法 {b['bulk_ratio_documented']} 倍）",
        f"单户：{b['single_ms']} 毫秒，OpenFisca {b['openfisca_single_ms']} 毫秒，{figures.single_ratio} 倍",
        f"两边答案{'全部相同' if figures.agree else '不同！'}；符合低保的占 {b['eligible_share']:.1%}",
        f"从文件到文件最多用内存 {figures.peak_mb} MB；OpenFisca {b['openfisca_peak_mb']} MB",
        f"{about['machine']}，Python {about['python']}，NumPy {about['numpy']}，pyarrow {about['pyarrow']}，"
        f"OpenFisca-Core {b['openfisca']}",
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("yimen bench rules", description="规则书与 OpenFisca-Core 同场测速")
    parser.add_argument("--households", type=int, default=1_000_000, help="户数，默认 1000000")
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    return parser
