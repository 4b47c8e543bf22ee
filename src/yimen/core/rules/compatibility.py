"""Which programmes exclude each other, for the same person or for the whole family, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yimen.core.law import CH2019, D57, G2025, L2023, OR2010, R649, T43, T2018, Article


@dataclass(frozen=True)
class Exclusion:
    """Two programmes that may not be drawn together, by the same person, or by one family at the same time."""

    one: str
    other: str
    whose: Literal["person", "family"]
    source: Article
    why: str


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("dibao", "tekun", "person", D57.article(2), "基本生活由一个项目保障"),
    Exclusion("dibao", "orphan", "person", OR2010.article(2), "孤儿由基本生活费保障"),
    Exclusion("dibao", "unattended_child", "person", CH2019.article("二"), "已有低保的只补差额，不全额叠加"),
    Exclusion("tekun", "orphan", "person", T43.article(9), "特困与孤儿选择一项"),
    Exclusion("tekun", "unattended_child", "person", T43.article(9), "特困与事实无人抚养儿童选择一项"),
    Exclusion("orphan", "unattended_child", "person", CH2019.article(1), "父母双方都去世或失踪的是孤儿"),
    Exclusion("tekun", "disability_living", "person", L2023.article("四(五)"), "特困供养已包括基本生活"),
    Exclusion("tekun", "disability_care", "person", L2023.article("四(五)"), "特困供养已包括照料护理"),
    Exclusion("orphan", "disability_living", "person", CH2019.article("三(一)"), "基本生活费与生活补贴不叠加"),
    Exclusion(
        "unattended_child", "disability_living", "person", CH2019.article("三(一)"), "全额补贴与生活补贴不叠加"
    ),
    Exclusion("dibao", "bianyuan", "family", D57.article(8), "符合低保的不认定为低保边缘；单人保除外"),
    Exclusion("dibao", "gangxing", "family", G2025.article(4), "符合低保的不认定为刚性支出困难家庭"),
    Exclusion("bianyuan", "gangxing", "family", G2025.article(4), "低保边缘家庭不认定为刚性支出困难家庭"),
    Exclusion("dibao", "dibao_phase_out", "family", D57.article(33), "仍符合低保的不是渐退"),
    Exclusion("linshi_jinan", "linshi_zhichu", "family", T2018.article("二(三)"), "同一事由救助一次"),
    Exclusion("price", "price", "person", R649.article(10), "属于几类对象的只发一份"),
)  # fmt: skip


def exclusion(one: str, other: str) -> Exclusion | None:
    """What keeps the two apart, in whichever order they are named; None where they may be drawn together."""
    for found in EXCLUSIONS:
        if {one, other} == {found.one, found.other}:
            return found
    return None
