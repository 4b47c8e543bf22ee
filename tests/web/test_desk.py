"""The desk over HTTP: who sees what, what a step answers, and how many questions a page asks the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.county import Kinsman, Offices, a_family, at, offices
from tests.journeys.test_dibao import Road
from tests.staff import sign_in
from yimen.cases import actions
from yimen.cases.steps import Family
from yimen.core.processes import State
from yimen.guard.scope import scope
from yimen.publicity import actions as publicity

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db) -> Offices:
    return offices()


@pytest.fixture
def road(office) -> Road:
    return Road(office, Kinsman("张三", wage=300), Kinsman("张小三", "child", "20150601"))


def desk(officer) -> Client:
    return sign_in(Client(), officer)


def page_of(road: Road) -> str:
    return f"/desk/cases/{road.case_id}/"


def state_of(road: Road) -> str:
    with scope(road.office.county_leader.scope):
        return road.case.state


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("town_clerk", 200, id="本镇经办人"),
        pytest.param("county_clerk", 200, id="本县经办人"),
        pytest.param("other_town_clerk", 404, id="邻镇经办人"),
        pytest.param("centre", 403, id="核对人员"),
        pytest.param("finance", 403, id="发放人员"),
    ],
)
def test_a_case_is_shown_to_those_it_concerns(office, road, who, status):
    assert desk(getattr(office, who)).get(page_of(road)).status_code == status


def test_a_visitor_is_sent_to_sign_in(road):
    answer = Client().get(page_of(road))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_the_workbench_lists_what_waits(office, road):
    page = desk(office.town_clerk).get("/desk/").content.decode()
    assert "张三" in page
    assert "待办工作台" in page


def test_a_case_page_asks_at_most_thirty_questions(office, road):
    road.to_the_county()
    client = desk(office.county_leader)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page_of(road)).status_code == 200
    about_cases = [q["sql"] for q in asked if q["sql"].startswith("SELECT") and " FROM " in q["sql"]]
    assert len(about_cases) <= 30, "\n".join(sql[:120] for sql in about_cases)


def test_every_figure_of_the_finding_is_shown_when_it_is_unfolded(office, road):
    client = desk(office.town_clerk)
    whole = client.get(f"{page_of(road)}basis/").content.decode()
    piece = client.get(f"{page_of(road)}basis/", headers={"HX-Request": "true"}).content.decode()
    assert f"{page_of(road)}basis/" in client.get(page_of(road)).content.decode()
    assert "家庭月收入" in piece
    assert piece.strip() in whole
    assert "<html" not in piece


def test_accepting_goes_back_to_the_page_and_says_so(office, road):
    client = desk(office.town_clerk)
    answer = client.post(f"{page_of(road)}accept/", {"version": 1}, follow=True)
    assert answer.redirect_chain[-1][0] == page_of(road)
    assert "已办理“受理”" in answer.content.decode()
    assert state_of(road) == State.INVESTIGATING


def test_a_stale_screen_answers_409_with_what_happened_and_keeps_what_was_typed(office, road):
    road.accepted()
    client = desk(office.town_leader)
    answer = client.post(f"{page_of(road)}terminate/", {"version": 1, "reasons": "不配合调查"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "受理" in page
    assert "不配合调查" in page
    assert state_of(road) == State.INVESTIGATING


def test_a_missing_reason_is_said_beside_its_field(office, road):
    answer = desk(office.town_clerk).post(f"{page_of(road)}withdraw/", {"version": 1, "reasons": ""})
    assert answer.status_code == 422
    assert "请填写理由" in answer.content.decode()


def test_a_step_that_is_not_ready_says_everything_that_is_missing(office, road):
    road.accepted()
    answer = desk(office.town_leader).post(f"{page_of(road)}first_review/", {"version": 2, "opinion": "同意"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有入户调查表" in page
    assert "还没有核对报告" in page
    assert "同意" in page


def test_the_publicity_closes_from_the_page_once_the_board_is_photographed(office, road):
    """The button is dead until the photo is there and the seven days are over, and alive after."""
    road.accepted().surveyed().checked().reviewed().posted(day=3)
    client = desk(office.town_clerk)
    closing = f'action="{page_of(road)}close_publicity/"'

    def button() -> str:
        page = client.get(page_of(road)).content.decode()
        return page.split(closing)[1].split("</form>")[0]

    assert "disabled" in button()
    with scope(office.town_clerk.scope):
        photo = road.photo("board", office.town_clerk)
        publicity.add_board_photos(
            road.case.postings.get().pk, [photo], officer=office.town_clerk, now=at(11)
        )
    assert "disabled" not in button()


def test_one_list_of_missing_papers_goes_out(office, road):
    client = desk(office.town_clerk)
    answer = client.post(
        f"{page_of(road)}ask_correction/", {"version": 1, "others": "疾病证明：带到窗口"}, follow=True
    )
    assert "一次性告知" in answer.content.decode()
    assert state_of(road) == State.CORRECTING


def test_every_look_at_a_file_is_one_audit_row_and_a_list_is_none(office, road):
    client = desk(office.town_clerk)
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/")
        client.get(page_of(road))
    seen = [q for q in asked if "INSERT INTO audit_event" in q["sql"]]
    assert len(seen) == 1
    assert str(road.application.household_id).replace("-", "") in seen[0]["sql"].replace("-", "")


def test_a_refused_look_is_on_the_trail(office, road):
    with CaptureQueriesContext(connection) as asked:
        desk(office.finance).get(page_of(road))
    assert any("INSERT INTO audit_event" in q["sql"] and "denied" in q["sql"] for q in asked)


def test_search_finds_by_name_number_and_receipt(office, road):
    client = desk(office.town_clerk)
    with scope(office.town_clerk.scope):
        words_for_it = [
            road.case.number,
            road.application.receipt_no,
            "张三",
            road.application.applicant.id_number,
        ]
    for words in words_for_it:
        answer = client.get("/desk/search/", {"q": words})
        assert answer.status_code == 302, words
        assert answer["Location"] == page_of(road)
    assert "没有找到" in client.get("/desk/search/", {"q": "李四"}).content.decode()


def test_a_neighbour_finds_nothing_by_the_same_words(office, road):
    with scope(office.town_clerk.scope):
        number = road.case.number
    assert "没有找到" in desk(office.other_town_clerk).get("/desk/search/", {"q": number}).content.decode()


def test_a_paper_authorisation_is_registered_at_the_window(office, road):
    unsigned = a_family(Kinsman("李四"), authorised=False)
    with scope(office.town_clerk.scope):
        case = actions.open_case(unsigned, "dibao", by=Family(), now=at(0))
    page = desk(office.town_clerk).get(f"/desk/cases/{case.pk}/").content.decode()
    assert "登记李四的纸质授权" in page
