"""在册名单导入 over HTTP: hand in, watch, work off, let in; and who may not."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.county import Offices, offices
from tests.register.registers import (
    a_family,
    again,
    approved,
    checked,
    families,
    hand_in,
    let_in,
    workbook,
)
from tests.staff import sign_in
from yimen.guard.scope import scope
from yimen.register.models import State, Upload

pytestmark = pytest.mark.django_db
PAGE = "/desk/register/"


@pytest.fixture
def office(db) -> Offices:
    return offices()


def desk(officer) -> Client:
    return sign_in(Client(), officer)


def of(upload: Upload, rest: str = "") -> str:
    return f"{PAGE}{upload.pk}/{rest}"


def send(client: Client, content: bytes, name: str = "名单.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("county_clerk", 200, id="县级经办人"),
        pytest.param("county_leader", 200, id="县级负责人"),
        pytest.param("town_clerk", 403, id="乡镇经办人"),
        pytest.param("town_leader", 403, id="乡镇负责人"),
        pytest.param("centre", 403, id="核对人员"),
        pytest.param("finance", 403, id="发放人员"),
    ],
)
def test_the_import_is_for_the_county_bureau(office, who, status):
    upload = checked(office, workbook(families(1)))
    client = desk(getattr(office, who))

    for path in (PAGE, f"{PAGE}template/", of(upload), of(upload, "families/"), of(upload, "remarks/")):
        assert client.get(path).status_code == status, path


def test_a_file_is_taken_and_its_page_asks_how_far_it_is(office):
    client = desk(office.county_clerk)

    answer = send(client, workbook(families(2)))

    page = client.get(answer["Location"])
    assert answer.status_code == 302
    assert "等待检查" in page.content.decode()
    assert 'hx-trigger="load delay:1s"' in page.content.decode()


def test_the_bar_says_how_far_it_is_and_then_asks_for_the_whole_page(office):
    upload = hand_in(office, workbook(families(2)))
    client = desk(office.county_clerk)
    with scope(office.county_clerk.scope):
        Upload.objects.filter(pk=upload.pk).update(state=State.CHECKING, rows_done=1000, rows_total=4000)

    part = client.get(of(upload, "progress/?state=checking")).content.decode()
    assert "1,000 / 4,000" in part
    assert '<progress max="4000" value="1000">' in part
    assert part.strip() in client.get(of(upload)).content.decode()

    with scope(office.county_clerk.scope):
        Upload.objects.filter(pk=upload.pk).update(state=State.FAULTY)
    assert client.get(of(upload, "progress/?state=checking"))["HX-Refresh"] == "true"


def test_the_same_file_again_leads_to_what_became_of_it(office):
    client = desk(office.county_clerk)
    content = workbook(families(1))
    first = send(client, content)

    second = client.post(PAGE, {"file": SimpleUploadedFile("又.xlsx", content)}, follow=True)

    assert second.redirect_chain == [(first["Location"], 302)]
    assert "没有重复接收" in second.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param({}, "请上传名单文件", id="没有选文件"),
        pytest.param({"file": SimpleUploadedFile("空.xlsx", b"")}, "空的", id="空文件"),
    ],
)
def test_a_form_without_a_file_says_so(office, data, words):
    answer = desk(office.county_clerk).post(PAGE, data)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_errors_are_listed_with_their_place_and_given_out_as_a_workbook(office):
    upload = checked(office, workbook(a_family(1, monthly="约八百")), "名单.xlsx")
    client = desk(office.county_clerk)

    page = client.get(of(upload)).content.decode()
    assert "有 1 处错误，整份名单没有入库" in page
    assert "月保障金" in page
    assert "看不懂" in page
    answer = client.get(of(upload, "remarks/"))
    lines = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert lines[2][:5] == ("错误", "低保在册名单", 2, "L", "月保障金")


def test_the_leader_sees_what_would_come_in_and_lets_it_in(office):
    upload = checked(office, workbook(families(3)))
    leader = desk(office.county_leader)

    page = leader.get(of(upload)).content.decode()
    assert "罗庄街道" in page
    assert "2,400.00" in page
    assert "批准入库" in page
    answer = leader.post(of(upload, "let-in/"), {"version": upload.version}, follow=True)

    assert again(upload).state == State.PROMOTING
    assert "正在入库 3 户" in answer.content.decode()


def test_the_clerk_is_told_who_lets_in_and_has_no_button(office):
    upload = checked(office, workbook(families(1)))
    clerk = desk(office.county_clerk)

    page = clerk.get(of(upload)).content.decode()

    assert "批准入库由县级负责人办理" in page
    assert "let-in-dialog" not in page
    assert clerk.post(of(upload, "let-in/"), {"version": upload.version}).status_code == 403
    assert again(upload).state == State.READY


def test_an_overtaken_page_answers_409_and_shows_how_it_stands(office):
    upload = checked(office, workbook(families(1)))
    approved(office, upload)

    answer = desk(office.county_clerk).post(of(upload, "withdraw/"), {"version": upload.version})

    assert answer.status_code == 409
    assert "现在是“入库中”" in answer.content.decode()
    assert again(upload).state == State.PROMOTING


def test_withdrawing_and_checking_again_from_the_page(office):
    upload = checked(office, workbook(families(1)))
    clerk = desk(office.county_clerk)

    clerk.post(of(upload, "check/"), {"version": upload.version})
    assert again(upload).state == State.RECEIVED
    clerk.post(of(upload, "withdraw/"), {"version": again(upload).version})

    assert again(upload).state == State.WITHDRAWN
    assert "已撤回" in clerk.get(of(upload)).content.decode()


def test_a_post_without_its_version_is_asked_to_be_sent_again(office):
    upload = checked(office, workbook(families(1)))
    assert desk(office.county_clerk).post(of(upload, "withdraw/")).status_code == 422


def test_the_list_of_families_shows_numbers_masked(office):
    upload = checked(office, workbook(families(2)))

    page = desk(office.county_leader).get(of(upload, "families/")).content.decode()

    assert "王户乙" in page
    assert "990001********" in page
    assert "6228480000000001" not in page
    assert "**** 0001" in page


@pytest.mark.parametrize("rest", ["", "families/", "remarks/"])
def test_a_look_at_names_leaves_one_audit_row(office, rest):
    upload = checked(office, workbook(a_family(1, account=None, bank=None)))
    client = desk(office.county_clerk)

    with CaptureQueriesContext(connection) as asked:
        client.get(of(upload, rest))

    seen = [query["sql"] for query in asked if "INSERT INTO audit_event" in query["sql"]]
    assert len(seen) == 1
    assert upload.pk.hex in seen[0].replace("-", "")


def test_every_state_has_its_page(office):
    upload = checked(office, workbook(families(1)))
    client = desk(office.county_leader)
    for state in State:
        if state in (State.PROMOTING, State.PROMOTED):
            continue
        with scope(office.county_leader.scope):
            Upload.objects.filter(pk=upload.pk).update(state=state, note="说明。")
        page = client.get(of(upload))
        assert page.status_code == 200, state
        assert state.label in page.content.decode()


def test_what_is_let_in_says_who_and_when(office):
    upload = let_in(office, checked(office, workbook(families(2))))

    page = desk(office.county_clerk).get(of(upload)).content.decode()

    assert "周局长 批准" in page
    assert "新入库" in page


def test_the_template_is_given_out(office):
    answer = desk(office.county_clerk).get(f"{PAGE}template/")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["低保在册名单", "填写说明"]
