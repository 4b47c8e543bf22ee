"""What officers and the family do to a case, one function each: lock, check, change, log, queue — one transaction.

All of them run inside the caller's `scope(...)`, which is the transaction. `version` is the version the page showed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yimen.cases import clocks, findings, letters
from yimen.cases.awards import give_award
from yimen.cases.errors import Refused
from yimen.cases.models import Assessment, Award, Case, ClosedQuestion, Hearing, Objection, Survey
from yimen.cases.steps import Family, lock, take, touch
from yimen.core.law import limit
from yimen.core.processes import Need
from yimen.documents.models import Attachment
from yimen.documents.numbers import case_number
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.intake.corrections import MissingPaper, ask_for_papers
from yimen.intake.models import Application
from yimen.network.officers import Officer
from yimen.people.queries import kin_of_staff
from yimen.regions.queries import work_calendar
from yimen.verification.queries import latest_report

NOTHING = frozenset[Need]()


def open_case(application: Application, programme: str, *, by: Officer | Family, now: datetime) -> Case:
    """The application becomes a case of this programme, waiting at the town's window."""
    case = Case(
        number=case_number(application.county, application.town, now),
        programme=programme,
        household=application.household,
        application=application,
        applicant=application.applicant,
        version=0,
        submitted_at=now,
        **area_of(application),
    )
    touch(case, "submit", "", by=by, now=now)
    return case


def ask_correction(
    case_id: UUID, papers: list[MissingPaper], *, officer: Officer, now: datetime, version: int | None = None
) -> Case:
    """一次性告知: one list of everything missing, before acceptance (D57 §10)."""
    case = lock(case_id, version)
    if not papers:
        raise Refused("请至少列出一项缺少的材料。", case=case.pk)
    take(case, "ask_correction", by=officer, now=now, given=frozenset({Need.MISSING_LIST}),
         note="；".join(paper.item for paper in papers))  # fmt: skip
    due_on = case.clocks.get(key="C0", stopped_on__isnull=True).due_on
    correction = ask_for_papers(case.application, papers, officer=officer, due_on=due_on, now=now)
    letters.missing_papers(case, correction, by=officer, now=now)
    return case


def correct(case_id: UUID, *, by: Officer | Family, now: datetime) -> Case:
    """The family has supplied what was asked; the case is back in the window's inbox."""
    return take(lock(case_id), "correct", by=by, now=now)


def accept(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Case:
    """受理: the statutory clock starts; relatives of staff go on the separate register (D57 §11)."""
    case = lock(case_id, version)
    case.accepted_by_id, case.accepted_at = officer.user_id, now
    case.kin_registered = bool(kin_of_staff(case.household_id))
    take(case, "accept", by=officer, now=now, note="列入近亲属备案" if case.kin_registered else "")
    letters.acceptance(case, by=officer, now=now)
    return case


@dataclass(frozen=True)
class SurveyForm:
    """入户调查表 as filled in at the house (D57 §16; practice B10)."""

    visited_at: datetime
    place: str
    second_investigator: int
    housing: str
    living: str
    conclusion: str
    present: str
    labour: str = ""
    neighbours: str = ""
    differences: str = ""
    latitude: str | None = None
    longitude: str | None = None
    photos: list[Attachment] = field(default_factory=list)


def record_survey(
    case_id: UUID,
    form: SurveyForm,
    purpose: str,
    *,
    officer: Officer,
    now: datetime,
    version: int | None = None,
) -> Survey:
    """Register a home visit of two investigators with its photos and signatures.

    Raises: Refused, naming what the form lacks. The county's own visit is `purpose="county"`.
    """
    case = lock(case_id, version)
    _check_survey(case, form, purpose, officer, now)
    survey = Survey.objects.create(
        case=case,
        household_id=case.household_id,
        purpose=purpose,
        visited_at=form.visited_at,
        place=form.place,
        latitude=form.latitude,
        longitude=form.longitude,
        first_investigator_id=officer.user_id,
        second_investigator_id=form.second_investigator,
        housing=form.housing,
        living=form.living,
        labour=form.labour,
        neighbours=form.neighbours,
        differences=form.differences,
        conclusion=form.conclusion,
        present=form.present,
        recorded_at=now,
        **area_of(case),
    )
    survey.photos.set(form.photos)
    clocks.stop(case, "C1", local_day(now))
    touch(case, f"survey_{purpose}", case.state, by=officer, now=now, note=form.conclusion)
    return survey


SURVEY_STATES = {"first": {"investigating"}, "objection": {"objected"}, "county": {"awaiting"}}
SURVEY_DUTIES = {
    "first": {"town_clerk", "town_leader"},
    "objection": {"town_clerk", "town_leader"},
    "county": {"county_clerk", "county_leader"},
}


def _check_survey(case: Case, form: SurveyForm, purpose: str, officer: Officer, now: datetime) -> None:
    faults = []
    if case.state not in SURVEY_STATES[purpose]:
        faults.append(f"{case.number} 目前不在可登记此类入户的环节")
    if officer.duty not in SURVEY_DUTIES[purpose]:
        faults.append(f"{officer.post_name}不登记此类入户")
    if form.second_investigator == officer.user_id:
        faults.append("两名调查人员不能是同一人")
    if form.visited_at > now:
        faults.append("入户时间不能晚于现在")
    kinds = {photo.kind for photo in form.photos}
    outside = sum(p.kind == Attachment.Kind.HOUSE_OUTSIDE for p in form.photos)
    inside = sum(p.kind == Attachment.Kind.HOUSE_INSIDE for p in form.photos)
    if purpose == "first" and (outside < 2 or inside < 2):
        faults.append(f"住房照片不足：外景 {outside} 张、内景 {inside} 张，各须至少 2 张")
    if Attachment.Kind.SIGNATURE not in kinds:
        faults.append("缺少调查人员和在场成员的签名")
    faults += [
        f"请填写{label}"
        for label, text in (("调查结论", form.conclusion), ("在场成员", form.present))
        if not text
    ]
    if faults:
        raise Refused("入户调查没有登记：" + "；".join(faults) + "。", case=case.pk, faults=faults)


def tell_family(
    case_id: UUID, how: str, *, officer: Officer, now: datetime, version: int | None = None
) -> Hearing:
    """告知: the report speaks against the family; it is told what differs and until when it may answer (D57 §18)."""
    case = lock(case_id, version)
    report = latest_report(case.pk)
    if report is None:
        raise Refused(f"{case.number} 还没有核对报告，无从告知。请先发起核对。", case=case.pk)
    today = local_day(now)
    answer_by = work_calendar().add_working_days(today, limit("hearing_days", case.county, today)).day
    hearing = Hearing.objects.create(
        case=case,
        household_id=case.household_id,
        report_id=report.pk,
        told_at=now,
        told_by_id=officer.user_id,
        how=how,
        answer_by=answer_by,
        **area_of(case),
    )
    letters.report_against(case, report, hearing, by=officer, now=now)
    touch(case, "tell_family", case.state, by=officer, now=now, note=how)
    return hearing


def answer_report(
    hearing_id: UUID, answer: str, evidence: Attachment | None, *, by: Officer | Family, now: datetime
) -> Hearing:
    """The family's answer to the report, typed by itself or by the clerk who heard it."""
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing_id)
    if hearing.outcome != Hearing.Outcome.WAITING:
        raise Refused("这次告知已经处理完毕。如有新的佐证，请在窗口提出复核。", hearing=hearing.pk)
    if not answer.strip():
        raise Refused("请写明意见；没有异议请写“无异议”。", hearing=hearing.pk)
    hearing.answer, hearing.answered_at, hearing.evidence = answer, now, evidence
    hearing.save()
    touch(lock(hearing.case_id), "answer_report", hearing.case.state, by=by, now=now)
    return hearing


def settle_hearing(
    hearing_id: UUID, outcome: str, handling: str, *, officer: Officer, now: datetime
) -> Hearing:
    """Close the hearing: no objection, disputed and re-checked, or silent past the day. Reasons are kept."""
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing_id)
    if outcome == Hearing.Outcome.SILENT and local_day(now) <= hearing.answer_by:
        raise Refused(
            f"答复期限到 {hearing.answer_by:%Y-%m-%d} 止，期满前不能按逾期处理。", hearing=hearing.pk
        )
    if outcome != Hearing.Outcome.SILENT and not hearing.answer:
        raise Refused("还没有登记家庭的意见。", hearing=hearing.pk)
    if outcome == Hearing.Outcome.DISPUTED and not handling.strip():
        raise Refused("家庭有异议的，请写明复查情况。", hearing=hearing.pk)
    hearing.outcome, hearing.handling, hearing.handled_by_id = outcome, handling, officer.user_id
    hearing.save()
    touch(lock(hearing.case_id), "settle_hearing", hearing.case.state, by=officer, now=now, note=handling)
    return hearing


@dataclass(frozen=True)
class Answer:
    """An officer's answer to an open question: `fact` and `person` as the book names them, one of number or text."""

    fact: str
    person: UUID | None
    number: int | None
    text: str
    reason: str
    evidence: Attachment


CLOSING_DUTIES = frozenset({"town_clerk", "town_leader", "county_clerk", "county_leader"})


def close_question(
    case_id: UUID, answer: Answer, *, officer: Officer, now: datetime, version: int | None = None
) -> ClosedQuestion:
    """认定: an open figure is settled by a person, with evidence and reason. The earlier answer stays in the file."""
    case = lock(case_id, version)
    if officer.duty not in CLOSING_DUTIES:
        raise Refused(f"{officer.post_name}不认定家庭情况。", case=case.pk)
    if not answer.reason.strip():
        raise Refused("请写明认定理由。", case=case.pk)
    if answer.number is None and not answer.text:
        raise Refused("请填写认定的数值。", case=case.pk)
    closed = ClosedQuestion.objects.create(
        case=case,
        household_id=case.household_id,
        person_id=answer.person,
        fact=answer.fact,
        number=answer.number,
        text=answer.text,
        reason=answer.reason,
        evidence=answer.evidence,
        officer_id=officer.user_id,
        at=now,
        **area_of(case),
    )
    touch(case, "close_question", case.state, by=officer, now=now, note=f"{answer.fact}：{answer.reason}")
    return closed


def first_review(
    case_id: UUID,
    *,
    eligible: bool,
    opinion: str,
    officer: Officer,
    now: datetime,
    version: int | None = None,
) -> Case:
    """初审意见 with the finding it rests on. For: to publicity. Against: to the county, without posting the family's name."""
    case = lock(case_id, version)
    return _review(case, "first_review" if eligible else "first_review_against", opinion,
                   Assessment.Occasion.FIRST_REVIEW, officer, now)  # fmt: skip


def review_after_objection(
    case_id: UUID,
    *,
    eligible: bool,
    opinion: str,
    officer: Officer,
    now: datetime,
    version: int | None = None,
) -> Case:
    """A new opinion after the re-survey or appraisal; the file goes to the county (D57 §19)."""
    case = lock(case_id, version)
    key = "review_after_objection" if eligible else "review_against_after_objection"
    return _review(case, key, opinion, Assessment.Occasion.AFTER_OBJECTION, officer, now)


def _review(case: Case, key: str, opinion: str, occasion: str, officer: Officer, now: datetime) -> Case:
    case.opinion, case.reviewed_by_id = opinion.strip(), officer.user_id
    take(case, key, by=officer, now=now, note=case.opinion)
    finding = findings.assess_case(case, local_day(now))
    findings.keep(case, occasion, finding, by=officer.title, now=now)
    return case


def register_objection(case: Case, content: str, objector: str, phone: str, *, now: datetime) -> Objection:
    """异议 from anyone who read the notice; who they are is sealed. Runs in the scope of the case's area."""
    objection = Objection(
        case=case,
        household_id=case.household_id,
        made_at=now,
        objector=objector or None,
        phone=phone or None,
        content=content,
        **area_of(case),
    )
    objection.save()
    touch(case, "objection", case.state, by=Family("公示异议人"), now=now)
    return objection


def take_up_objection(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Case:
    """The posting rests; the family is surveyed again or appraised."""
    return take(lock(case_id, version), "take_up_objection", by=officer, now=now)


def handle_objection(
    objection_id: UUID, handling: str, result: str, *, officer: Officer, now: datetime
) -> Objection:
    """What was done about an objection and what came of it."""
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    case = lock(objection.case_id)
    if not result.strip() or handling == Objection.Handling.OPEN:
        raise Refused("请写明处理方式和复查结果。", case=case.pk)
    objection.handling, objection.result = handling, result
    objection.handled_by_id, objection.handled_at = officer.user_id, now
    objection.save()
    touch(case, "handle_objection", case.state, by=officer, now=now, note=result)
    return objection


def mark_reported(case_id: UUID, note: str, *, officer: Officer, now: datetime) -> Case:
    """有投诉举报: the county must visit before it decides (D57 §20)."""
    case = lock(case_id)
    case.reported = True
    touch(case, "reported", case.state, by=officer, now=now, note=note)
    return case


def confirm(case_id: UUID, *, officer: Officer, now: datetime, version: int | None = None) -> Award:
    """确认: another officer decides; the award begins the month after, the certificate notice is made (D57 §21)."""
    case = lock(case_id, version)
    finding = _decide(case, "", officer, now)
    take(case, "confirm", by=officer, now=now)
    award = give_award(case, finding, now=now)
    letters.confirmation(case, award, finding, by=officer, now=now)
    return award


def refuse(
    case_id: UUID, *, reasons: str, officer: Officer, now: datetime, version: int | None = None
) -> Case:
    """不予确认 with written reasons and remedies, to be served within 3 working days (R649 §11(3), D57 §21)."""
    case = lock(case_id, version)
    finding = _decide(case, reasons.strip(), officer, now)
    given = frozenset({Need.REASONS}) if case.reasons else NOTHING
    take(case, "refuse", by=officer, now=now, note=case.reasons, given=given)
    letters.refusal(case, finding, by=officer, now=now)
    return case


def _decide(case: Case, reasons: str, officer: Officer, now: datetime) -> findings.Finding:
    finding = findings.assess_case(case, local_day(now))
    if not finding.open:
        findings.keep(case, Assessment.Occasion.DECISION, finding, by=officer.title, now=now)
    case.reasons, case.decided_by_id, case.decided_at = reasons, officer.user_id, now
    return finding


def send_back(
    case_id: UUID, *, reasons: str, officer: Officer, now: datetime, version: int | None = None
) -> Case:
    """The county returns the file to the town with what must be looked at again."""
    return _with_reasons(case_id, "send_back", reasons, officer, now, version)


def withdraw(
    case_id: UUID, *, reasons: str, by: Officer | Family, now: datetime, version: int | None = None
) -> Case:
    """撤回 by the family, itself or through the window."""
    return _with_reasons(case_id, "withdraw", reasons, by, now, version)


def terminate(
    case_id: UUID, *, reasons: str, officer: Officer, now: datetime, version: int | None = None
) -> Case:
    """终止: the family refuses to cooperate without good reason (D57 §29)."""
    return _with_reasons(case_id, "terminate", reasons, officer, now, version)


def _with_reasons(
    case_id: UUID, key: str, reasons: str, by: Officer | Family, now: datetime, version: int | None
) -> Case:
    case = lock(case_id, version)
    given = frozenset({Need.REASONS}) if reasons.strip() else NOTHING
    return take(case, key, by=by, now=now, note=reasons.strip(), given=given)
