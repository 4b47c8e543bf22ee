"""What goes with a programme beside its figures: whose it is, from which month, how long, under which clocks."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yimen.core.law import ParameterMissing, Parameters
from yimen.core.law.declared import BY_NAME


@dataclass(frozen=True)
class Terms:
    """``start`` is the parameter that says the first month, ``valid_months`` the one that says how long a recognition holds.

    ``clocks`` are the limits of its procedure; ``published`` is whether results are posted in the village.
    """

    unit: Literal["family", "person"]
    start: str | None = None
    valid_months: str | None = None
    clocks: tuple[str, ...] = ()
    published: bool = True


_DIBAO = (
    "dibao_survey_start_days",
    "dibao_check_start_days",
    "dibao_publicity_days",
    "dibao_county_days",
    "dibao_refusal_notice_days",
    "dibao_total_days",
    "dibao_total_days_extended",
    "dibao_total_days_delegated",
    "dibao_recheck_months",
)
_TEKUN = (
    "tekun_survey_days",
    "tekun_publicity_days",
    "tekun_objection_days",
    "tekun_county_days",
    "tekun_refusal_notice_days",
    "tekun_reassess_days",
    "tekun_recheck_months",
)

TERMS: dict[str, Terms] = {
    "dibao": Terms("family", "dibao_start", clocks=_DIBAO),
    "dibao_phase_out": Terms("family", "dibao_start", "dibao_phase_out_months"),
    "bianyuan": Terms("family", None, "bianyuan_valid_months", _DIBAO),
    "tekun": Terms("person", "starts.tekun", clocks=_TEKUN),
    "gangxing": Terms(
        "family",
        "starts.gangxing",
        "gangxing_valid_months",
        ("gangxing_total_days", "gangxing_total_days_extended"),
    ),
    "linshi_jinan": Terms("family", clocks=("linshi_backfill_days",), published=False),
    "linshi_zhichu": Terms("family", clocks=("linshi_total_days",)),
    "orphan": Terms("person", "starts.orphan", published=False),
    "unattended_child": Terms(
        "person", "starts.unattended_child", clocks=("child_town_days", "child_county_days"), published=False
    ),
    "disability_living": Terms("person", "starts.disability_living"),
    "disability_care": Terms("person", "starts.disability_care"),
    "medical": Terms("person"),
    "rent": Terms("family", "starts.rent"),
    "price": Terms("person"),
    "judicial": Terms("person", clocks=("judicial_days",), published=False),
    "legal_aid": Terms("person", clocks=("legal_aid_days",), published=False),
}


def first_month(programme: str, law: Parameters, applied: date, decided: date) -> date:
    """The first day of the month the money starts with: after the decision, of it, or of the application.

    Raises: ParameterMissing where no pack says it; KeyError for a programme that does not run by months.
    """
    key = TERMS[programme].start
    if key is None:
        raise KeyError(programme)
    setting = law.settings.get(key)
    declared = BY_NAME[key.partition(".")[0]]
    if setting is None or declared.category is None:
        raise ParameterMissing(name=key, label=declared.label, place=law.place, on=law.on)
    rule = declared.category.codes[setting.raw]
    if rule == "application":
        return applied.replace(day=1)
    return decided.replace(day=1) if rule == "decision" else months_later(decided.replace(day=1), 1)


def valid_until(programme: str, law: Parameters, decided: date) -> date | None:
    """The last day of a recognition: the corresponding day so many months later; None where it has no end of its own.

    Raises: ParameterMissing.
    """
    key = TERMS[programme].valid_months
    if key is None:
        return None
    setting = law.settings.get(key)
    if setting is None:
        raise ParameterMissing(name=key, label=BY_NAME[key].label, place=law.place, on=law.on)
    return months_later(decided, int(setting.raw))


def months_later(day: date, months: int) -> date:
    """The corresponding day; the month's last where it has none (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
