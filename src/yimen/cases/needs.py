"""What must lie in the file before a step: each need is one question of the file, answered by a sentence or nothing."""

from collections.abc import Callable
from datetime import date

from yimen.cases import findings
from yimen.cases.models import Case, Hearing, Objection, Survey
from yimen.core.processes import Need, Step
from yimen.intake.completeness import missing_papers, unauthorised_members
from yimen.verification.queries import latest_report, speaks_against

LABELS = {
    Need.COMPLETE: "材料齐全",
    Need.AUTHORISED: "每名成员已授权核对",
    Need.MISSING_LIST: "一次性告知清单",
    Need.SURVEY: "入户调查（两名调查人员）",
    Need.REPORT: "核对报告",
    Need.HEARD: "不利情况已告知并听取意见",
    Need.NOTHING_OPEN: "没有未答的问题",
    Need.ELIGIBLE: "测算结论为符合",
    Need.NOT_ELIGIBLE: "测算结论为不符合",
    Need.OPINION: "初审意见",
    Need.PUBLICITY_OVER: "公示期满",
    Need.BOARD_PHOTOS: "公示栏照片",
    Need.NO_OBJECTION: "没有未处理的异议",
    Need.OBJECTION_HANDLED: "异议已复查",
    Need.COUNTY_VISIT: "县级入户核查",
    Need.REASONS: "书面理由",
}


def unmet(
    case: Case, step: Step, today: date, given: frozenset[Need] = frozenset()
) -> list[tuple[Need, str]]:
    """Everything that is still missing for a step, all at once. `given` comes with the step itself (opinion, reasons)."""
    missing = []
    for need in step.needs:
        sentence = None if need in given else CHECKS[need](case, today)
        if sentence:
            missing.append((need, sentence))
    return missing


def _complete(case: Case, today: date) -> str | None:
    papers = missing_papers(case.application_id, today)
    return f"材料不齐：{'、'.join(papers)}。请一次性告知申请人补齐。" if papers else None


def _authorised(case: Case, today: date) -> str | None:
    names = unauthorised_members(case.household_id, today)
    return f"{'、'.join(names)} 还没有签署核对授权书。" if names else None


def _survey(case: Case, today: date) -> str | None:
    done = Survey.objects.filter(case=case).exclude(purpose=Survey.Purpose.COUNTY).exists()
    return None if done else "还没有入户调查表。请由两名调查人员入户并登记。"


def _report(case: Case, today: date) -> str | None:
    return None if latest_report(case.pk) else "还没有核对报告。请先发起核对。"


def _heard(case: Case, today: date) -> str | None:
    report = latest_report(case.pk)
    if report is None or not speaks_against(report.pk):
        return None
    hearing = Hearing.objects.filter(case=case, report_id=report.pk).order_by("-told_at").first()
    if hearing is None:
        return "核对报告与申报不一致，还没有告知申请人。请告知并听取意见。"
    if hearing.outcome == Hearing.Outcome.WAITING:
        return f"已告知申请人，答复期限 {hearing.answer_by:%Y-%m-%d}，请登记其意见后再提出初审意见。"
    return None


def _nothing_open(case: Case, today: date) -> str | None:
    open_questions = findings.assess_case(case, today).open
    if not open_questions:
        return None
    named = "；".join(q.question for q in open_questions[:5])
    return f"还有 {len(open_questions)} 个问题没有答案：{named}。请取得佐证后逐项认定。"


def _eligible(case: Case, today: date) -> str | None:
    return None if findings.assess_case(case, today).eligible else "按现有情况测算，结论不是“符合”。"


def _not_eligible(case: Case, today: date) -> str | None:
    return (
        None if findings.assess_case(case, today).eligible is False else "按现有情况测算，结论不是“不符合”。"
    )


def _opinion(case: Case, today: date) -> str | None:
    return None if case.opinion else "请填写初审意见。"


def _publicity_over(case: Case, today: date) -> str | None:
    clock = case.clocks.filter(key="C3").order_by("-started_on").first()
    if clock is None:
        return "还没有公示。"
    return None if today > clock.due_on else f"公示期到 {clock.due_on:%Y-%m-%d} 止，期满次日方可结束。"


def _board_photos(case: Case, today: date) -> str | None:
    """Asked of the publicity stage by its own action, which passes the need as given."""
    return "请上传公示栏照片。"


def _no_objection(case: Case, today: date) -> str | None:
    waiting = Objection.objects.filter(case=case, handling=Objection.Handling.OPEN).count()
    return f"还有 {waiting} 条异议没有处理。" if waiting else None


def _objection_handled(case: Case, today: date) -> str | None:
    if _no_objection(case, today):
        return "请先登记异议的复查结果。"
    return None


def _county_visit(case: Case, today: date) -> str | None:
    if not (case.kin_registered or case.reported):
        return None
    visited = Survey.objects.filter(case=case, purpose=Survey.Purpose.COUNTY).exists()
    why = "近亲属备案" if case.kin_registered else "有投诉举报"
    return None if visited else f"本户{why}，县级须先入户核查。"


def _given_with_the_step(case: Case, today: date) -> str | None:
    return "请填写理由。"


def _missing_list(case: Case, today: date) -> str | None:
    return "请列出全部缺少的材料。"


CHECKS: dict[Need, Callable[[Case, date], str | None]] = {
    Need.COMPLETE: _complete,
    Need.AUTHORISED: _authorised,
    Need.MISSING_LIST: _missing_list,
    Need.SURVEY: _survey,
    Need.REPORT: _report,
    Need.HEARD: _heard,
    Need.NOTHING_OPEN: _nothing_open,
    Need.ELIGIBLE: _eligible,
    Need.NOT_ELIGIBLE: _not_eligible,
    Need.OPINION: _opinion,
    Need.PUBLICITY_OVER: _publicity_over,
    Need.BOARD_PHOTOS: _board_photos,
    Need.NO_OBJECTION: _no_objection,
    Need.OBJECTION_HANDLED: _objection_handled,
    Need.COUNTY_VISIT: _county_visit,
    Need.REASONS: _given_with_the_step,
}
