"""救助待遇: what a confirmation gives."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yimen.cases.errors import Refused
from yimen.cases.models import Award, AwardMember, Case
from yimen.core.book import Finding
from yimen.core.calendar import add_months, month_after
from yimen.core.law import limit
from yimen.documents.numbers import award_number
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.people.models import Person
from yimen.people.queries import open_account


def give_award(case: Case, finding: Finding, *, now: datetime) -> Award:
    """The award of a confirmed case, from the month after the decision (D57 §21).

    Raises: Refused where a member is already covered by another award of the programme, in whatever county.
    """
    today = local_day(now)
    if finding.amount is None or finding.amount <= 0:
        raise Refused(f"{case.number} 的保障金没有算出，不能确认。请核对测算结果。", case=case.pk)
    award = Award(
        number=award_number(case.county, now),
        household_id=case.household_id,
        programme=case.programme,
        origin=Award.Origin.DECISION,
        case=case,
        monthly_fen=finding.amount,
        start_month=month_after(today).first,
        account=open_account(case.household_id),
        recheck_by=recheck_day(case.county, today),
        **area_of(case),
    )
    try:
        with transaction.atomic():
            award.save()
            AwardMember.objects.bulk_create(_members(award, finding))
    except IntegrityError as refusal:
        raise Refused(
            f"{case.number} 没有确认：家庭中有成员已在其他家庭或地区享受同一项救助。请先核实并办理停保或转移。",
            case=case.pk,
        ) from refusal
    return award


def _members(award: Award, finding: Finding) -> list[AwardMember]:
    """Whom the money is for: not always the whole family (单独提出申请, 不计入的成员)."""
    protected = finding["dibao_protected"].value
    covered = [member["id"] for member, yes in zip(finding.family.members, protected, strict=True) if yes]
    persons = Person.objects.filter(pk__in=covered)
    return [
        AwardMember(
            household_id=award.household_id,
            award=award,
            person=person,
            programme=award.programme,
            id_index=person.id_index,
            **area_of(award),
        )
        for person in persons
    ]


def recheck_day(county: str, day: date) -> date:
    """定期核查: the day by which the family's circumstances are to be checked again (D57 §31)."""
    return add_months(day, limit("dibao_recheck_months", county, day))
