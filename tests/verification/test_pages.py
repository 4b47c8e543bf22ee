"""The desk of the check in the browser's terms: the queue, the answers as they come, the report, asking again."""

import pytest
from django.test import Client

from tests.county import Kinsman, Offices, a_family, at, offices
from tests.documents.reading import text_of
from tests.staff import sign_in
from tests.verification.checks import COUNTY_SCOPE, PURPOSE, checker, number_of
from tests.verification.drops import Drops
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.network.models import User
from yimen.network.officers import Officer
from yimen.verification import actions
from yimen.verification.models import CheckReport, CheckRequest

pytestmark = pytest.mark.usefixtures("committed")

NOW = at(0, 10)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(committed) -> Offices:
    return offices()


@pytest.fixture
def asked(office, drops: Drops) -> CheckRequest:
    """A couple about whom two sources are asked; one of them never answers."""
    drops.silent()
    family = a_family(Kinsman("张三"), Kinsman("李四", relation="spouse", birth="19820202"))
    drops.deposits(("张三", number_of(family, "张三"), "68400.00"))
    with scope(office.town_clerk.scope):
        return actions.ask_check(
            family.household_id, family.pk, officer=office.town_clerk, purpose=PURPOSE, now=NOW
        )


@pytest.fixture
def report(asked) -> CheckReport:
    made = checker(NOW).run(asked.pk)
    assert isinstance(made, CheckReport)
    return made


def desk(officer: Officer | User) -> Client:
    return sign_in(Client(), officer)


def text(response) -> str:
    return response.content.decode()


# The queue --------------------------------------------------------------------------------------------------------


def test_the_centre_opens_its_queue(office, asked):
    page = desk(office.centre).get("/desk/checks/")

    assert page.status_code == 200
    for words in (asked.number, "张三", "王经办", "0 / 4", "11-05"):
        assert words in text(page), words


def test_the_queue_finds_by_name_and_number(office, asked):
    client = desk(office.centre)

    assert asked.number in text(client.get("/desk/checks/", {"q": "张"}))
    assert asked.number in text(client.get("/desk/checks/", {"q": asked.number}))
    assert "没有找到" in text(client.get("/desk/checks/", {"q": "王"}))


def test_a_post_that_has_nothing_to_do_with_checks_is_refused(office, asked):
    client = desk(office.finance)

    for path in ("/desk/checks/", f"/desk/checks/{asked.pk}/", f"/desk/checks/{asked.pk}/answers/"):
        assert client.get(path).status_code == 403


def test_the_neighbouring_town_finds_nothing(office, asked, report):
    client = desk(office.other_town_clerk)

    assert asked.number not in text(client.get("/desk/checks/"))
    for path in (
        f"/desk/checks/{asked.pk}/",
        f"/desk/checks/reports/{report.pk}/",
        f"/desk/checks/reports/{report.pk}/pdf/",
    ):
        assert client.get(path).status_code == 404


# Answers as they come ---------------------------------------------------------------------------------------------


def test_the_page_asks_for_news_until_there_is_a_report(office, asked):
    client = desk(office.town_clerk)
    page = text(client.get(f"/desk/checks/{asked.pk}/"))
    quiet = client.get(f"/desk/checks/{asked.pk}/answers/", {"seen": "asked-4"})

    assert f'hx-get="/desk/checks/{asked.pk}/answers/?seen=asked-4"' in page
    assert quiet.status_code == 204

    checker(NOW).run(asked.pk)
    news = client.get(f"/desk/checks/{asked.pk}/answers/", {"seen": "asked-4"})

    assert news.status_code == 200
    for words in ("有记录", "无记录", "未答复", "前置机没有接通", "未答复不等于没有", "查看报告"):
        assert words in text(news), words
    assert "hx-get" not in text(news)


def test_the_part_swapped_in_equals_the_page_loaded_afresh(office, asked, report):
    client = desk(office.town_clerk)

    part = text(client.get(f"/desk/checks/{asked.pk}/answers/")).strip()

    assert part in text(client.get(f"/desk/checks/{asked.pk}/"))


def test_waiting_is_no_look_at_the_file_and_an_answer_shown_is_one(office, asked, trails):
    client = desk(office.town_clerk)

    for _ in range(3):
        client.get(f"/desk/checks/{asked.pk}/answers/", {"seen": "asked-4"})
    assert trails == []
    client.get(f"/desk/checks/{asked.pk}/answers/", {"seen": "asked-5"})

    assert [list(trail.subjects) for trail in trails] == [[asked.household_id]]


def test_only_the_handlers_are_shown_the_way_to_the_case(office, asked, report):
    way = f"/desk/cases/{asked.subject_id}/"

    for path in (f"/desk/checks/{asked.pk}/", f"/desk/checks/reports/{report.pk}/"):
        assert way in text(desk(office.town_clerk).get(path))
        assert way not in text(desk(office.centre).get(path))


# The report -------------------------------------------------------------------------------------------------------


def test_the_report_shows_found_none_and_no_answer_beside_what_was_declared(office, report):
    page = text(desk(office.centre).get(f"/desk/checks/reports/{report.pk}/"))

    for words in (
        report.number,
        "与申报不一致，应告知申请人并听取意见",
        "张三申报银行存款：没有；区农商银行2026年10月31日的数据为 1 条记录，合计 68,400.00 元（农商银行）。",
        "2 项未答复",
        "未答复不等于没有",
        "有记录",
        "无记录",
        "未申报",
        "2026-10-31",
        "家庭合计",
    ):
        assert words in page, words


def test_the_pdf_is_a_download_of_what_was_sealed(office, report):
    response = desk(office.centre).get(f"/desk/checks/reports/{report.pk}/pdf/")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert report.number in text_of(response.content)


@pytest.mark.parametrize("who", ["centre", "town_clerk", "county_clerk"])
def test_asking_again_goes_to_the_new_request(office, report, who):
    client = desk(getattr(office, who))

    answer = client.post(
        f"/desk/checks/reports/{report.pk}/again/", {"reason": "来源已接通", "sources": ["exchange"]}
    )

    with scope(COUNTY_SCOPE):
        request = CheckRequest.objects.get(disputes=report)
        assert request.queries.count() == 2
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/checks/{request.pk}/"


def test_asking_again_without_a_reason_keeps_what_was_chosen(office, report):
    answer = desk(office.centre).post(
        f"/desk/checks/reports/{report.pk}/again/", {"reason": "", "sources": ["bank"]}
    )

    assert answer.status_code == 422
    assert "请填写再次核对的理由。" in text(answer)
    assert 'value="bank" class="form-check-input" id="id_sources_0" checked' in text(
        answer
    ) or "checked" in text(answer)


def test_a_source_that_was_not_in_the_report_cannot_be_smuggled_in(office, report):
    answer = desk(office.centre).post(
        f"/desk/checks/reports/{report.pk}/again/", {"reason": "理由", "sources": ["casino"]}
    )

    assert answer.status_code == 422


def test_the_old_version_says_that_there_is_a_new_one(office, asked, report):
    with scope(office.centre.scope):
        again = actions.ask_again(report.pk, officer=office.centre, reason="来源已接通", now=NOW, only=[])
    second = checker(NOW).run(again.pk)
    assert isinstance(second, CheckReport)
    client = desk(office.centre)

    old, new = (text(client.get(f"/desk/checks/reports/{r.pk}/")) for r in (report, second))

    assert "这是旧版本" in old
    assert "发起复核" not in old
    assert "第 2 版" in new
    assert "来源已接通" in new
    refused = client.post(f"/desk/checks/reports/{report.pk}/again/", {"reason": "理由", "sources": []})
    assert refused.status_code == 422
    assert "已有新版本" in text(refused)


def test_a_page_of_a_check_takes_few_queries_however_many_are_asked_about(
    office, drops, django_assert_max_num_queries
):
    kin = [
        Kinsman(f"成员{n}", relation="head" if n == 0 else "child", birth=f"198001{n + 10}") for n in range(8)
    ]
    family = a_family(*kin)
    with scope(office.town_clerk.scope):
        asked = actions.ask_check(
            family.household_id, family.pk, officer=office.town_clerk, purpose=PURPOSE, now=NOW
        )
    made = checker(NOW).run(asked.pk)
    assert isinstance(made, CheckReport)
    client = desk(office.town_clerk)
    for path in (
        f"/desk/checks/{asked.pk}/",
        f"/desk/checks/reports/{made.pk}/",
        "/desk/checks/?state=reported",
    ):
        with django_assert_max_num_queries(30):
            assert client.get(path).status_code == 200
