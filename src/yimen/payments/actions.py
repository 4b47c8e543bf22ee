"""The month's list (policy §2.4): frozen from the awards in a handful of statements, whatever their number."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from yimen.audit.trail import wrote
from yimen.core.calendar import Month
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.network.officers import Officer
from yimen.payments.models import PayList


class ListExists(YimenError):
    code = "pay_list_exists"
    sentence = "{county} {month} 的{programme}发放名册已经生成，不会重复生成。请打开已有名册。"


class PaidTwice(YimenError):
    code = "paid_twice"
    sentence = "没有生成名册：有人会在同一月被同一项目发放两次。请先在“在保校验”中处理重复人员。"


class NotForPayment(YimenError):
    code = "not_for_payment"


MAY_MAKE = frozenset({"finance", "county_clerk", "county_leader"})


def make_list(county: str, programme: str, month: Month, *, officer: Officer, now: datetime) -> PayList:
    """Freeze the month's list from the awards in force. A family without an account stays on it with the problem named.

    Raises: ListExists, PaidTwice, NotForPayment.
    """
    if officer.duty not in MAY_MAKE or county not in officer.counties:
        raise NotForPayment(f"{officer.post_name}不生成 {county} 的发放名册。", county=county)
    row = uuid7()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LIST, _values(row, county, programme, month.first, officer, now))
            cursor.execute(
                LINES, {"list": row, "county": county, "programme": programme, "month": month.first}
            )
            cursor.execute(PERSONS, {"list": row})
    except IntegrityError as refusal:
        if "one_list_per_county" in str(refusal):
            raise ListExists(county=county, month=month.label, programme=programme) from None
        raise PaidTwice() from refusal
    wrote(purpose=f"{county} {month} {programme} 发放名册")
    return PayList.objects.get(pk=row)


def _values(
    row: UUID, county: str, programme: str, month: date, officer: Officer, now: datetime
) -> dict[str, Any]:
    return {
        "list": row,
        "county": county,
        "programme": programme,
        "month": month,
        "by": officer.user_id,
        "now": now,
    }


IN_FORCE = """
    a.county = %(county)s AND a.programme = %(programme)s AND a.state = 'active'
    AND a.start_month <= %(month)s AND (a.end_month IS NULL OR a.end_month >= %(month)s)
"""

LIST = f"""
INSERT INTO payments_paylist (id, county, town, village, programme, month, made_by_id, made_at, households, persons, total_fen)
SELECT %(list)s, %(county)s, '', '', %(programme)s, %(month)s, %(by)s, %(now)s,
       count(*), coalesce(sum(m.persons), 0), coalesce(sum(a.monthly_fen), 0)
FROM cases_award a
JOIN LATERAL (SELECT count(*) AS persons FROM cases_awardmember m WHERE m.award_id = a.id AND m.active) m ON true
WHERE {IN_FORCE}
"""

LINES = f"""
INSERT INTO payments_payline (id, county, town, village, household_id, pay_list_id, award_id, month, payee, persons,
                              amount_fen, account_id, problem)
SELECT gen_random_uuid(), a.county, a.town, a.village, a.household_id, %(list)s, a.id, %(month)s, p.name, n.persons,
       a.monthly_fen, b.id, CASE WHEN b.id IS NULL THEN '没有发放账户' ELSE '' END
FROM cases_award a
JOIN people_membership h ON h.household_id = a.household_id AND h.until IS NULL AND h.relation = 'head' AND h.kind = 'member'
JOIN people_person p ON p.id = h.person_id
JOIN LATERAL (SELECT count(*) AS persons FROM cases_awardmember m WHERE m.award_id = a.id AND m.active) n ON true
LEFT JOIN people_bankaccount b ON b.household_id = a.household_id AND b.until IS NULL
WHERE {IN_FORCE}
"""

PERSONS = """
INSERT INTO payments_paylineperson (id, county, town, village, household_id, line_id, person_id, programme, month, id_index)
SELECT gen_random_uuid(), l.county, l.town, l.village, l.household_id, l.id, m.person_id, m.programme, l.month, m.id_index
FROM payments_payline l JOIN cases_awardmember m ON m.award_id = l.award_id AND m.active
WHERE l.pay_list_id = %(list)s
"""
