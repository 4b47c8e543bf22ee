"""A case's walk through the procedure by the real actions, each taken by its officer on its day.

Every step goes through the same door as a click on the desk: the officer's scope, the audit's trail, one action.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from yimen.audit.trail import Trail, follow
from yimen.cases import actions
from yimen.cases.actions import Answer, MissingPaper, SurveyForm
from yimen.cases.findings import assess_case
from yimen.cases.models import Case, Hearing, Objection
from yimen.cases.steps import Family
from yimen.core.book import Finding
from yimen.demo.forms import Applicants, content_of
from yimen.documents.actions import attach
from yimen.documents.models import Attachment
from yimen.guard.clock import local_day
from yimen.guard.scope import scope
from yimen.intake.actions import file_form
from yimen.intake.models import Application
from yimen.intake.numbers import AUTHORISATION, new_number
from yimen.intake.signing import authorise_on_paper, signs_alone
from yimen.network.officers import Officer
from yimen.people.queries import members_on, supporters_on
from yimen.publicity import actions as publicity
from yimen.verification.actions import ask_check
from yimen.verification.asking import Checker
from yimen.verification.queries import latest_report, speaks_against
from yimen.verification.sources import sources

Kind: Any = Attachment.Kind  # a choice is text
PURPOSE = "低保审核确认"


@dataclass(frozen=True)
class Team:
    """Who handles a town's cases."""

    clerk: Officer
    second: Officer
    leader: Officer
    county_clerk: Officer
    county_leader: Officer


class Walk:
    """One family's case. `begun`: the morning it came to the window; each step takes some minutes more."""

    def __init__(self, family: Applicants, team: Team, begun: datetime) -> None:
        self.family, self.team, self.begun = family, team, begun
        self.steps = 0
        self.case_id: UUID | None = None

    def on(self, day: int) -> datetime:
        """A moment of the given day after the beginning, later than every moment before; a weekend's is Friday's."""
        self.steps += 1
        moment = self.begun + timedelta(days=day, minutes=7 * self.steps)
        return moment - timedelta(days=max(0, moment.isoweekday() - 5))

    @contextmanager
    def acting(self, officer: Officer, action: str, at: datetime) -> Iterator[None]:
        trail = Trail(officer.actor, action, at, actor_name=officer.title, county=officer.counties[0])
        with follow(trail), scope(officer.scope):
            yield
            if trail.worth_recording:
                trail.save()

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self._id)

    # The town ---------------------------------------------------------------------------------------------------------

    def filed(self, day: int = 0) -> "Walk":
        """At the window, with every member's signed authorisation."""
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：受理窗口收件", at):
            content = content_of(self.family, local_day(at))
            application = file_form(content, channel=str(Application.Channel.WINDOW), promised=True, now=at)
            self._sign(application, at)
            self.case_id = actions.open_case(application, "dibao", by=Family(), now=at).pk
        return self

    def _sign(self, application: Application, at: datetime) -> None:
        day = local_day(at)
        household = application.household
        members = [m.person for m in members_on(household.pk, day)]
        kin = [m.person for m in supporters_on(household.pk, day)]
        guardian = next((p for p in [*members, *kin] if signs_alone(p, day)), None)
        for person in members:
            signer = person if signs_alone(person, day) else guardian
            if signer is not None:
                paper = self._photo(application, Kind.AUTHORISATION, self.team.clerk, at)
                number = new_number(AUTHORISATION, day)
                authorise_on_paper(household, signer, person, number=number, paper=paper, now=at)

    def asked_for_papers(self, day: int = 1) -> "Walk":
        at, clerk = self.on(day), self.team.clerk
        papers = [
            MissingPaper("近六个月的工资或务工收入说明", "请到用工单位开具，带到窗口或拍照上传"),
            MissingPaper("近期住院病历或诊断证明", "请带医院出具的原件"),
        ]
        with self.acting(clerk, "演示：一次性告知", at):
            actions.ask_correction(self._id, papers, officer=clerk, now=at)
        return self

    def accepted(self, day: int = 1) -> "Walk":
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：受理", at):
            actions.accept(self._id, officer=clerk, now=at)
        return self

    def surveyed(self, day: int = 3, purpose: str = "first") -> "Walk":
        at = self.on(day)
        county = purpose == "county"
        first = self.team.county_clerk if county else self.team.clerk
        second = self.team.county_leader if county else self.team.second
        with self.acting(first, "演示：登记入户调查", at):
            form = self._survey(first, second, at)
            actions.record_survey(self._id, form, purpose, officer=first, now=at)
        return self

    def _survey(self, first: Officer, second: Officer, at: datetime) -> SurveyForm:
        kinds = (Kind.HOUSE_OUTSIDE, Kind.HOUSE_OUTSIDE, Kind.HOUSE_INSIDE, Kind.HOUSE_INSIDE, Kind.SIGNATURE)
        return SurveyForm(
            visited_at=at - timedelta(minutes=5),
            place=self.family.household["address"],
            second_investigator=second.user_id,
            housing="砖混平房三间，屋内陈设简单，无贵重电器。",
            living="日常开支主要靠家庭劳动收入和子女接济，医药费支出较多。",
            labour="与申报的劳动能力和就业情况一致。",
            neighbours="走访邻居两户，所述与申报一致。",
            conclusion="家庭人口、收入、财产与申报一致。",
            present=self.family.members[0]["name"],
            photos=[self._photo(self.case.application, kind, first, at) for kind in kinds],
        )

    def checked(self, day: int = 3) -> "Walk":
        """Asked of the sources as the worker asks them; where the report speaks against the family, it is heard."""
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：发起核对", at):
            case = self.case
            request = ask_check(case.household_id, case.pk, officer=clerk, purpose=PURPOSE, now=at)
        later = self.on(day)
        Checker(clerk.counties[0], "system", {s.key: s for s in sources()}, lambda: later).run(request.pk)
        return self

    def heard(self, day: int = 4) -> "Walk":
        """告知 and answer, where there is something to hear."""
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：告知并听取意见", at):
            report = latest_report(self._id)
            if report is None or not speaks_against(report.pk):
                return self
            hearing = actions.tell_family(self._id, "当面告知", officer=clerk, now=at)
            answer = "这是家里多年的积蓄，申报时漏填了，认可核对结果。"
            actions.answer_report(hearing.pk, answer, None, by=Family(), now=self.on(day))
            actions.settle_hearing(
                hearing.pk, str(Hearing.Outcome.ACCEPTED), "按核对结果认定", officer=clerk, now=self.on(day)
            )
        return self

    def settled(self, day: int = 4) -> "Walk":
        """What silent sources left open is settled by an officer, with evidence and reason."""
        at, leader = self.on(day), self.team.leader
        with self.acting(leader, "演示：认定未答的问题", at):
            finding = assess_case(self.case, local_day(at))
            for question in finding.open:
                evidence = self._photo(self.case.application, Kind.EVIDENCE, leader, at)
                actions.close_question(
                    self._id,
                    self._answer(finding, question.name, question.member, evidence),
                    officer=leader,
                    now=at,
                )
        return self

    def _answer(self, finding: Finding, fact: str, member: int | None, evidence: Attachment) -> Answer:
        """As declared: the account statement shown at the visit agrees with the form."""
        person = None if member is None else UUID(finding.family.members[member]["id"])
        declared = sum(
            p["value_fen"] or 0
            for p in self.family.properties
            if p["kind"] in ("deposit", "securities", "insurance") and fact == "financial_assets"
        )
        reason = "入户时查看存折和手机账户，与申报一致"
        return Answer(fact, person, declared, "", reason, evidence)

    def reviewed(self, day: int = 5) -> "Walk":
        at, leader = self.on(day), self.team.leader
        with self.acting(leader, "演示：初审", at):
            eligible = bool(assess_case(self.case, local_day(at)).eligible)
            opinion = "经入户调查和信息核对，家庭情况属实，" + (
                "符合条件，同意公示。" if eligible else "不符合条件。"
            )
            actions.first_review(self._id, eligible=eligible, opinion=opinion, officer=leader, now=at)
        return self

    def posted(self, day: int = 5) -> "Walk":
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：公示", at):
            publicity.publicise(self._id, officer=clerk, now=at)
        return self

    def objected(self, day: int = 7) -> "Walk":
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：登记异议", at):
            actions.register_objection(self.case, "听说他家儿子在外地买了房，请核实。", "", "", now=at)
            publicity.take_up_objection(self._id, officer=clerk, now=self.on(day))
        return self

    def handled(self, day: int = 9) -> "Walk":
        """The objection looked into, and the file sent up."""
        self.surveyed(day, "objection")
        at, leader = self.on(day), self.team.leader
        with self.acting(leader, "演示：异议复查", at):
            objection = Objection.objects.get(case_id=self._id)
            result = "经走访核实，所购房屋为其兄所有。"
            actions.handle_objection(objection.pk, "resurvey", result, officer=leader, now=at)
            eligible = bool(assess_case(self.case, local_day(at)).eligible)
            actions.review_after_objection(
                self._id,
                eligible=eligible,
                opinion="复查情况属实，维持初审意见。",
                officer=leader,
                now=self.on(day),
            )
        return self

    def to_the_county(self, day: int = 15) -> "Walk":
        """The seven days are over and the board was photographed."""
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：公示结束", at):
            posting = self.case.postings.get()
            photo = self._photo(self.case.application, Kind.BOARD, clerk, at)
            publicity.add_board_photos(posting.pk, [photo], officer=clerk, now=at)
            publicity.close_publicity(self._id, officer=clerk, now=at)
        return self

    def withdrawn(self, day: int = 2) -> "Walk":
        at, clerk = self.on(day), self.team.clerk
        with self.acting(clerk, "演示：撤回", at):
            actions.withdraw(self._id, reasons="子女已接回同住，家庭自愿撤回申请。", by=Family(), now=at)
        return self

    # The county -------------------------------------------------------------------------------------------------------

    def confirmed(self, day: int = 19) -> "Walk":
        at, chief = self.on(day), self.team.county_leader
        with self.acting(chief, "演示：审核确认", at):
            award = actions.confirm(self._id, officer=chief, now=at)
            publicity.publish_award(award, officer=chief, now=self.on(day))
        return self

    def refused(self, day: int = 8) -> "Walk":
        at, chief = self.on(day), self.team.county_leader
        with self.acting(chief, "演示：不予确认", at):
            reasons = "按核对和调查情况测算，家庭人均收入不低于当地最低生活保障标准。"
            actions.refuse(self._id, reasons=reasons, officer=chief, now=at)
        return self

    # Things -----------------------------------------------------------------------------------------------------------

    @property
    def _id(self) -> UUID:
        assert self.case_id is not None
        return self.case_id

    def _photo(self, application: Application, kind: str, officer: Officer, at: datetime) -> Attachment:
        name = f"{Kind(kind).label}.jpg"
        return attach(application.household, kind, name, picture(kind), by=officer.title, now=at, taken_at=at)


def picture(kind: str) -> bytes:
    """A drawing in place of a photo: a house, a room, a page with a signature."""
    image = Image.new("RGB", (480, 360), "#dfe7ec")
    draw = ImageDraw.Draw(image)
    if kind in (Kind.HOUSE_OUTSIDE, Kind.HOUSE_INSIDE):
        draw.rectangle((90, 160, 390, 320), fill="#c9a27e")
        draw.polygon([(70, 165), (240, 70), (410, 165)], fill="#8c4a3a")
        draw.rectangle((215, 230, 265, 320), fill="#5b3a29")
    else:
        draw.rectangle((120, 30, 360, 330), fill="#ffffff", outline="#888888")
        for line in range(60, 260, 24):
            draw.line((140, line, 340, line), fill="#bbbbbb", width=3)
        draw.arc((200, 260, 320, 320), 200, 340, fill="#223388", width=4)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()
