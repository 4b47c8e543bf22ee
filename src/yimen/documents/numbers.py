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
    return next_many(county, series, year, 1)[0]


def next_many(county: str, series: str, year: int, count: int) -> range:
    """The next `count` numbers of a series, in one step."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_numbering (county, series, year, last) VALUES (%(c)s, %(s)s, %(y)s, %(n)s) "
            "ON CONFLICT (county, series, year) DO UPDATE SET last = documents_numbering.last + %(n)s RETURNING last",
            {"c": county, "s": series, "y": year, "n": count},
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


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
    return award_numbers(county, now, 1)[0]


def award_numbers(county: str, now: datetime, count: int) -> list[str]:
    """As many 低保证号 as a register brings in at once."""
    year = local_day(now).year
    return [f"D{county}{year}{number:06d}" for number in next_many(county, "award", year, count)]


def household_numbers(county: str, now: datetime, count: int) -> list[str]:
    """档案编号 of families that come in with a register: JT-371311-2026-000012. Random ones would meet each other."""
    year = local_day(now).year
    return [f"JT-{county}-{year}-{number:06d}" for number in next_many(county, "household", year, count)]
