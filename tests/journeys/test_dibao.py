"""低保 from the application to the month's payment list, step by step as the offices take them; no screens."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from tests.county import AREA, COUNTY, Kinsman, Offices, a_family, at, offices
from yimen.cases import actions, findings
from yimen.cases.actions import Answer, SurveyForm
from yimen.cases.errors import NotYourStep, Refused, StaleScreen, StepNotOpen, StepNotReady
from yimen.cases.models import Award, Case, Hearing
from yimen.cases.steps import Family
from yimen.core.calendar import Month
from yimen.core.processes import State
from yimen.documents.actions import keep
from yimen.documents.models import Attachment, Letter
from yimen.guard.scope import public_scope, scope
from yimen.network.models import User
from yimen.network.officers import Officer
from yimen.payments import actions as payments
from yimen.payments import queries as pay_queries
from yimen.payments.workbook import workbook_of
from yimen.publicity import actions as publicity
from yimen.publicity.models import PublicNotice
from yimen.verification.models import CheckReport, CheckRequest, ReportLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db) -> Offices:
    return offices()


class Road:
    """Walks a case along the procedure; each method is what one office does on its day."""

    def __init__(self, office: Offices, *people: Kinsman, **family: object) -> None:
        self.office = office
        self.application = a_family(*people, **family)  # type: ignore[arg-type]
        with scope(office.town_clerk.scope):
            self.case_id = actions.open_case(self.application, "dibao", by=Family(), now=at(0)).pk

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def accepted(self) -> "Road":
        with scope(self.office.town_clerk.scope):
            actions.accept(self.case_id, officer=self.office.town_clerk, now=at(0, 11))
        return self

    def photo(self, kind: str, officer: Officer) -> Attachment:
        return keep(
            self.application.household, kind, "照片.jpg", b"pixels", "image/jpeg", by=officer.title, now=at(1)
        )

    def survey_form(self, officer: Officer, second: Officer, day: int) -> SurveyForm:
        kinds = Attachment.Kind
        wanted = [
            kinds.HOUSE_OUTSIDE,
            kinds.HOUSE_OUTSIDE,
            kinds.HOUSE_INSIDE,
            kinds.HOUSE_INSIDE,
            kinds.SIGNATURE,
        ]
        return SurveyForm(
            visited_at=at(day, 9), place="某路 1 号", second_investigator=second.user_id, housing="砖房两间",
            living="生活困难", conclusion="与申报一致", present="张三", photos=[self.photo(k, officer) for k in wanted],
        )  # fmt: skip

    def surveyed(self, purpose: str = "first", day: int = 2) -> "Road":
        first, second = self.office.town_clerk, self.office.town_clerk2
        if purpose == "county":
            first, second = self.office.county_clerk, self.office.county_leader
        with scope(first.scope):
            actions.record_survey(
                self.case_id, self.survey_form(first, second, day), purpose, officer=first, now=at(day)
            )
        return self

    def checked(self, conclusion: str = "agrees") -> "Road":
        """The verification report, as the centre's job would have issued it."""
        with scope(self.office.town_clerk.scope):
            request = CheckRequest.objects.create(
                number=f"HD{self.case.number}", household_id=self.case.household_id, subject_id=self.case_id,
                purpose="低保审核确认", asked_by_id=self.office.town_clerk.user_id, asked_at=at(1), start_by=at(4).date(),
                state="reported", **AREA,
            )  # fmt: skip
            report = CheckReport.objects.create(
                household_id=self.case.household_id, request=request, number=f"B{self.case.number}", version=1,
                issued_at=at(2), issued_by="核对中心", valid_until=date(2027, 5, 1), conclusion=conclusion, **AREA,
            )  # fmt: skip
            if conclusion == "differs":
                ReportLine.objects.create(
                    household_id=self.case.household_id, report=report, person=self.application.applicant,
                    source="bank", source_label="银行", category="deposit", outcome="found", as_of=date(2026, 11, 1),
                    declared_fen=0, found_fen=80_000_00, comparison="undeclared", **AREA,
                )  # fmt: skip
        return self

    def reviewed(self, eligible: bool = True, day: int = 3) -> "Road":
        with scope(self.office.town_leader.scope):
            actions.first_review(
                self.case_id,
                eligible=eligible,
                opinion="经调查核实，意见如上。",
                officer=self.office.town_leader,
                now=at(day),
            )
        return self

    def posted(self, day: int = 3) -> "Road":
        with scope(self.office.town_clerk.scope):
            publicity.publicise(self.case_id, officer=self.office.town_clerk, now=at(day, 15))
        return self

    def closed(self, day: int = 11) -> "Road":
        with scope(self.office.town_clerk.scope):
            posting = self.case.postings.get()
            photo = self.photo(Attachment.Kind.BOARD, self.office.town_clerk)
            publicity.add_board_photos(posting.pk, [photo], officer=self.office.town_clerk, now=at(day))
            publicity.close_publicity(self.case_id, officer=self.office.town_clerk, now=at(day))
        return self

    def confirmed(self, day: int = 14) -> Award:
        with scope(self.office.county_leader.scope):
            return actions.confirm(self.case_id, officer=self.office.county_leader, now=at(day))

    def to_the_county(self) -> "Road":
        return self.accepted().surveyed().checked().reviewed().posted().closed()


def test_a_family_goes_from_application_to_the_payment_list(office):
    road = Road(office, Kinsman("张三", wage=300), Kinsman("张小三", "child", "20150601"))
    award = road.to_the_county().confirmed()

    with scope(office.finance.scope):
        made = payments.make_list(COUNTY, "dibao", Month(2026, 12), officer=office.finance, now=at(28))
        check = pay_queries.check(made)
        sheet = openpyxl.load_workbook(BytesIO(workbook_of(made))).active

    assert award.monthly_fen > 0
    assert award.start_month == date(2026, 12, 1)
    assert (made.households, made.persons, made.total_fen) == (1, 2, award.monthly_fen)
    assert check.agrees
    assert sheet.cell(3, 5).value == pytest.approx(award.monthly_fen / 100)
    assert sheet.cell(3, 8).value == "6222000011112222"
    with scope(office.county_leader.scope):
        titles = set(Letter.objects.filter(subject_id=road.case_id).values_list("title", flat=True))
        steps = list(road.case.log.order_by("id").values_list("step", flat=True))
    assert {"受理通知书", "确认通知书"} <= titles
    assert steps == [
        "submit",
        "accept",
        "survey_first",
        "first_review",
        "publicise",
        "close_publicity",
        "confirm",
    ]


def test_a_decision_replays_bit_for_bit(office):
    road = Road(office, Kinsman("张三", wage=300))
    road.to_the_county().confirmed()
    with scope(office.county_leader.scope):
        decision = road.case.assessments.get(occasion="decision")
        again = findings.replay(decision)
    assert again.as_record() == decision.record
    assert again.amount == decision.monthly_fen


def test_the_statutory_clock_starts_at_acceptance(office):
    road = Road(office).accepted()
    with scope(office.town_clerk.scope):
        due = {clock.key: clock.due_on for clock in road.case.clocks.all()}
    assert due["C1"] == date(2026, 11, 5), "三个工作日内启动调查"
    assert due["C6"] == date(2026, 12, 14), "三十个工作日"


def test_a_returned_application_comes_back_to_the_window(office):
    road = Road(office)
    with scope(office.town_clerk.scope):
        from_window = actions.ask_correction(
            road.case_id, [actions.MissingPaper("疾病证明", "带到窗口")], officer=office.town_clerk, now=at(0)
        )
        assert from_window.state == State.CORRECTING
        assert from_window.due_on == date(2026, 11, 9)
        with pytest.raises(StepNotOpen):
            actions.accept(road.case_id, officer=office.town_clerk, now=at(1))
        assert actions.correct(road.case_id, by=Family(), now=at(1)).state == State.SUBMITTED
    road.accepted()


def test_nothing_is_accepted_without_every_member_s_authorisation(office):
    road = Road(office, authorised=False)
    with scope(office.town_clerk.scope), pytest.raises(StepNotReady, match="授权书"):
        actions.accept(road.case_id, officer=office.town_clerk, now=at(0))


def test_a_family_above_the_standard_is_refused_with_reasons_and_remedies(office):
    road = Road(office, Kinsman("张三", wage=5000)).accepted().surveyed().checked().reviewed(eligible=False)
    with scope(office.county_leader.scope):
        with pytest.raises(StepNotReady, match="理由"), transaction.atomic():
            actions.refuse(road.case_id, reasons=" ", officer=office.county_leader, now=at(5))
        case = actions.refuse(road.case_id, reasons="收入超过标准。", officer=office.county_leader, now=at(5))
        letter = Letter.objects.get(subject_id=road.case_id, title="不予确认通知书")
    assert case.state == State.REFUSED
    assert letter.serve_by == date(2026, 11, 11), "作出决定后三个工作日内送达"
    with scope(public_scope()):
        assert PublicNotice.objects.count() == 0, "不符合的家庭不公示"


def test_a_decision_does_not_rest_on_an_open_question(office):
    road = Road(office, Kinsman("张三", wage=None)).accepted().surveyed().checked()
    with scope(office.town_leader.scope):
        for eligible in (True, False):
            with pytest.raises(StepNotReady, match="没有答案"), transaction.atomic():
                actions.first_review(
                    road.case_id, eligible=eligible, opinion="意见", officer=office.town_leader, now=at(3)
                )
        evidence = road.photo(Attachment.Kind.EVIDENCE, office.town_leader)
        answer = Answer("wage", road.application.applicant_id, 200_00, "", "村委会证明", evidence)
        actions.close_question(road.case_id, answer, officer=office.town_leader, now=at(3))
    road.reviewed()
    with scope(office.town_leader.scope):
        assert road.case.state == State.REVIEWED


def test_the_one_who_handled_does_not_confirm(office):
    road = Road(office).to_the_county()
    handler = office.town_leader
    chief = Officer(**{**office.county_leader.__dict__, "user_id": handler.user_id})
    with scope(chief.scope), pytest.raises(NotYourStep, match="他人审核确认"):
        actions.confirm(road.case_id, officer=chief, now=at(14))
    with pytest.raises(IntegrityError, match="four_eyes"), scope(office.county_leader.scope):
        Case.objects.filter(pk=road.case_id).update(decided_by_id=handler.user_id)


def test_kin_of_staff_are_registered_and_visited_before_the_decision(office):
    clerk_user = office.other_town_clerk
    road = Road(office, Kinsman("孙某", registered_kin_of=_user(clerk_user))).to_the_county()
    with scope(office.county_leader.scope):
        assert road.case.kin_registered
        with pytest.raises(StepNotReady, match="入户核查"), transaction.atomic():
            actions.confirm(road.case_id, officer=office.county_leader, now=at(14))
    road.surveyed("county", day=13)
    assert road.confirmed().monthly_fen > 0


def test_a_relative_does_not_handle(office):
    road = Road(office, Kinsman("王某", registered_kin_of=_user(office.town_clerk)))
    with scope(office.town_clerk.scope):
        with pytest.raises(NotYourStep, match="近亲属"):
            actions.accept(road.case_id, officer=office.town_clerk, now=at(0))
        with pytest.raises(IntegrityError, match="应当回避"), transaction.atomic():
            Case.objects.filter(pk=road.case_id).update(accepted_by_id=office.town_clerk.user_id)


def test_another_town_neither_sees_nor_takes_the_case(office):
    road = Road(office)
    with scope(office.other_town_clerk.scope), pytest.raises(Case.DoesNotExist):
        actions.accept(road.case_id, officer=office.other_town_clerk, now=at(0))


def test_the_publicity_lasts_seven_days_and_needs_the_board_s_photo(office):
    road = Road(office).accepted().surveyed().checked().reviewed().posted(day=3)
    with scope(office.town_clerk.scope):
        with pytest.raises(StepNotReady, match="公示期到 2026-11-12"), transaction.atomic():
            publicity.close_publicity(road.case_id, officer=office.town_clerk, now=at(10))
        with pytest.raises(StepNotReady, match="公示栏照片"), transaction.atomic():
            publicity.close_publicity(road.case_id, officer=office.town_clerk, now=at(11))


def test_an_objection_stops_the_publicity_until_it_is_looked_into(office):
    road = Road(office).accepted().surveyed().checked().reviewed().posted()
    with scope(office.town_clerk.scope):
        actions.register_objection(road.case, "他家有车", "李四", "", now=at(4))
    with scope(office.town_clerk.scope):
        publicity.take_up_objection(road.case_id, officer=office.town_clerk, now=at(5))
    road.surveyed("objection", day=6)
    with scope(office.town_leader.scope):
        objection = road.case.objections.get()
        with pytest.raises(StepNotReady, match="先登记异议"), transaction.atomic():
            actions.review_after_objection(
                road.case_id, eligible=True, opinion="复查属实", officer=office.town_leader, now=at(7)
            )
        actions.handle_objection(
            objection.pk, "resurvey", "车为邻居所有", officer=office.town_leader, now=at(7)
        )
        actions.review_after_objection(
            road.case_id, eligible=True, opinion="复查属实", officer=office.town_leader, now=at(7)
        )
    assert road.confirmed().monthly_fen > 0


def test_the_family_hears_what_speaks_against_it_before_the_opinion(office):
    road = Road(office).accepted().surveyed().checked("differs")
    with (
        scope(office.town_leader.scope),
        pytest.raises(StepNotReady, match="还没有告知"),
        transaction.atomic(),
    ):
        actions.first_review(
            road.case_id, eligible=False, opinion="不符合", officer=office.town_leader, now=at(3)
        )
    with scope(office.town_clerk.scope):
        hearing = actions.tell_family(road.case_id, "当面", officer=office.town_clerk, now=at(3))
        with pytest.raises(Refused, match="期满前"):
            actions.settle_hearing(
                hearing.pk, Hearing.Outcome.SILENT, "", officer=office.town_clerk, now=at(4)
            )
        actions.answer_report(hearing.pk, "这是给孩子治病的借款。", None, by=Family(), now=at(4))
        settled = actions.settle_hearing(
            hearing.pk, Hearing.Outcome.DISPUTED, "已查看借条", officer=office.town_clerk, now=at(4)
        )
    assert settled.outcome == Hearing.Outcome.DISPUTED


def test_a_stale_screen_is_told_what_happened(office):
    road = Road(office).accepted()
    with scope(office.town_clerk.scope), pytest.raises(StaleScreen, match="受理"):
        actions.terminate(road.case_id, reasons="不配合", officer=office.town_clerk, now=at(1), version=1)


def test_nobody_is_covered_twice(office):
    first, second = Road(office, Kinsman("赵六")), Road(office, Kinsman("赵六"))
    with scope(office.town_clerk.scope):
        person = second.application.applicant
        person.id_index = first.application.applicant.id_index
        person.save()
    first.to_the_county().confirmed()
    second.to_the_county()
    with scope(office.county_leader.scope), pytest.raises(Refused, match="已在其他家庭或地区"):
        actions.confirm(second.case_id, officer=office.county_leader, now=at(14))


def test_a_list_is_made_once(office):
    Road(office).to_the_county().confirmed()
    with scope(office.finance.scope):
        payments.make_list(COUNTY, "dibao", Month(2026, 12), officer=office.finance, now=at(28))
        with pytest.raises(payments.ListExists):
            payments.make_list(COUNTY, "dibao", Month(2026, 12), officer=office.finance, now=at(28))


def _user(officer: Officer) -> User:
    return User.objects.get(pk=officer.user_id)
