"""What must lie in the file before a step: each need is one question of the file, answered by a sentence or nothing."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from yimen.cases import findings
from yimen.cases.models import Case, CaseClock, ClosedQuestion, Hearing, Objection, Survey
from yimen.core.book import Finding
from yimen.core.processes import Need, Step
from yimen.intake.completeness import missing_from, not_withdrawn, unauthorised
from yimen.intake.models import Authorisation
from yimen.people.facts import Declared, declared_by
from yimen.people.queries import Kin, kin_of_staff
from yimen.verification.comparing import AGAINST
from yimen.verification.models import CheckReport, ReportLine
from yimen.verification.queries import facts_of_report, lines_of, reports_of

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


class Folder:
    """What lies in the file of a case today. Each thing is fetched once, however many steps ask for it."""

    def __init__(self, case: Case, today: date) -> None:
        self.case, self.today = case, today

    @cached_property
    def declared(self) -> Declared:
        return declared_by(self.case.household, self.today)

    @cached_property
    def finding(self) -> Finding:
        facts = facts_of_report(self.report, self.lines) if self.report else []
        return findings.assess_facts(self.case, self.today, self.declared, facts, self.closed_questions)

    @cached_property
    def closed_questions(self) -> list[ClosedQuestion]:
        return findings.closed_questions(self.case)

    @cached_property
    def kin(self) -> list[Kin]:
        return kin_of_staff(self.case.household_id)

    @cached_property
    def reports(self) -> list[CheckReport]:
        """The one that stands first."""
        return reports_of(self.case.pk)

    @property
    def report(self) -> CheckReport | None:
        return self.reports[0] if self.reports else None

    @cached_property
    def lines(self) -> list[ReportLine]:
        """Of the standing report."""
        return lines_of(self.report.pk) if self.report else []

    @property
    def speaks_against(self) -> bool:
        return any(line.comparison in AGAINST for line in self.lines)

    @cached_property
    def hearings(self) -> list[Hearing]:
        """The newest first."""
        return list(Hearing.objects.filter(case=self.case).order_by("-told_at"))

    @property
    def hearing(self) -> Hearing | None:
        """What the family was told of the standing report, last."""
        return next((h for h in self.hearings if self.report and h.report_id == self.report.pk), None)

    @cached_property
    def surveys(self) -> list[Survey]:
        """With who went and what they photographed, in the order of the visits."""
        visits = Survey.objects.filter(case=self.case).order_by("visited_at")
        return list(
            visits.select_related("first_investigator", "second_investigator").prefetch_related("photos")
        )

    @property
    def visited(self) -> frozenset[str]:
        return frozenset(survey.purpose for survey in self.surveys)

    @cached_property
    def objections(self) -> list[Objection]:
        """The newest first."""
        return list(Objection.objects.filter(case=self.case).order_by("-made_at"))

    @property
    def open_objections(self) -> int:
        return sum(one.handling == Objection.Handling.OPEN for one in self.objections)

    @cached_property
    def missing_papers(self) -> list[str]:
        return missing_from(self.case.application, self.declared, self.today)

    @cached_property
    def authorisations(self) -> list[Authorisation]:
        """Those not withdrawn."""
        return not_withdrawn(self.case.household_id)

    @cached_property
    def unauthorised(self) -> list[str]:
        return unauthorised(self.declared.members, self.authorisations, self.today)

    @cached_property
    def clocks(self) -> list[CaseClock]:
        """By the day they are due."""
        return list(self.case.clocks.order_by("due_on"))

    @property
    def publicity_ends(self) -> date | None:
        postings = [clock for clock in self.clocks if clock.key == "C3"]
        return max(postings, key=lambda clock: clock.started_on).due_on if postings else None


def unmet(folder: Folder, step: Step, given: frozenset[Need] = frozenset()) -> list[tuple[Need, str]]:
    """Everything that is still missing for a step, all at once. `given` comes with the step itself (opinion, reasons)."""
    missing = []
    for need in step.needs:
        sentence = None if need in given else CHECKS[need](folder)
        if sentence:
            missing.append((need, sentence))
    return missing


def _complete(folder: Folder) -> str | None:
    papers = folder.missing_papers
    return f"材料不齐：{'、'.join(papers)}。请一次性告知申请人补齐。" if papers else None


def _authorised(folder: Folder) -> str | None:
    names = folder.unauthorised
    return f"{'、'.join(names)} 还没有签署核对授权书。" if names else None


def _survey(folder: Folder) -> str | None:
    done = folder.visited - {Survey.Purpose.COUNTY}
    return None if done else "还没有入户调查表。请由两名调查人员入户并登记。"


def _report(folder: Folder) -> str | None:
    return None if folder.report else "还没有核对报告。请先发起核对。"


def _heard(folder: Folder) -> str | None:
    if not folder.speaks_against:
        return None
    hearing = folder.hearing
    if hearing is None:
        return "核对报告与申报不一致，还没有告知申请人。请告知并听取意见。"
    if hearing.outcome == Hearing.Outcome.WAITING:
        return f"已告知申请人，答复期限 {hearing.answer_by:%Y-%m-%d}，请登记其意见后再提出初审意见。"
    return None


def _nothing_open(folder: Folder) -> str | None:
    questions = folder.finding.open
    if not questions:
        return None
    named = "；".join(q.question for q in questions[:5])
    return f"还有 {len(questions)} 个问题没有答案：{named}。请取得佐证后逐项认定。"


def _eligible(folder: Folder) -> str | None:
    return None if folder.finding.eligible else "按现有情况测算，结论不是“符合”。"


def _not_eligible(folder: Folder) -> str | None:
    return None if folder.finding.eligible is False else "按现有情况测算，结论不是“不符合”。"


def _opinion(folder: Folder) -> str | None:
    return None if folder.case.opinion else "请填写初审意见。"


def _publicity_over(folder: Folder) -> str | None:
    ends = folder.publicity_ends
    if ends is None:
        return "还没有公示。"
    return None if folder.today > ends else f"公示期到 {ends:%Y-%m-%d} 止，期满次日方可结束。"


def _board_photos(folder: Folder) -> str | None:
    """Asked of the publicity stage by its own action, which passes the need as given."""
    return "请上传公示栏照片。"


def _no_objection(folder: Folder) -> str | None:
    waiting = folder.open_objections
    return f"还有 {waiting} 条异议没有处理。" if waiting else None


def _objection_handled(folder: Folder) -> str | None:
    return "请先登记异议的复查结果。" if folder.open_objections else None


def _county_visit(folder: Folder) -> str | None:
    case = folder.case
    if not (case.kin_registered or case.reported) or Survey.Purpose.COUNTY in folder.visited:
        return None
    why = "近亲属备案" if case.kin_registered else "有投诉举报"
    return f"本户{why}，县级须先入户核查。"


def _reasons(folder: Folder) -> str | None:
    return "请填写理由。"


def _missing_list(folder: Folder) -> str | None:
    return "请列出全部缺少的材料。"


CHECKS: dict[Need, Callable[[Folder], str | None]] = {
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
    Need.REASONS: _reasons,
}
