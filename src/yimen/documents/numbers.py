"""Running numbers of letters, cases and reports: per county, series and year, without gaps."""

from datetime import datetime

from django.db import connection

from yimen.guard.clock import local_day

LETTER_SERIES = {
    "acceptance": "受",
    "missing_papers": "补",
    "verification_notice": "核告",
    "verification_report": "核",
    "confirmation": "确",
    "refusal": "不予",
    "publicity_notice": "示",
}


def next_in(county: str, series: str, year: int) -> int:
    """The next number of a series. The counter's row stays locked until the transaction ends, so none is lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_numbering (county, series, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (county, series, year) DO UPDATE SET last = documents_numbering.last + 1 RETURNING last",
            [county, series, year],
        )
        return int(cursor.fetchone()[0])


def letter_number(template: str, county: str, now: datetime) -> str:
    """文号, e.g. 低保确〔2026〕371311-12 号."""
    year = local_day(now).year
    series = LETTER_SERIES.get(template, template)
    return f"低保{series}〔{year}〕{county}-{next_in(county, f'letter:{template}', year)} 号"


def case_number(county: str, town: str, now: datetime) -> str:
    """受理编号: town code, year, running number of the county: DB371311001-2026-000012."""
    year = local_day(now).year
    return f"DB{town}-{year}-{next_in(county, 'case', year):06d}"


def award_number(county: str, now: datetime) -> str:
    """低保证号."""
    year = local_day(now).year
    return f"D{county}{year}{next_in(county, 'award', year):06d}"
