"""手机申请：分步填写、自动保存、一次列出全部错误、提交得到回执。"""

import pytest
from django.test import Client

from tests.county import an_id
from tests.intake.filling import HEAD, PLACE, SON
from tests.web.citizen.phone import Phone, a_file, hidden, receipt_of, uuid, words
from yimen.audit.models import Event
from yimen.cases.models import Case
from yimen.guard.scope import scope, system_scope
from yimen.intake.models import Application, Authorisation, Draft

TOWN = system_scope(["371311"], actor="town")


def test_a_family_applies_from_start_to_receipt(mine):
    number = mine.apply()

    page = words(mine.get(f"/m/receipt/{number}/?new=1"))
    assert "申请已提交" in page
    assert number in page
    with scope(TOWN):
        case = Case.objects.get()
        assert case.application.receipt_no == number
        assert case.state == "submitted"
        assert {a.person.name for a in Authorisation.objects.select_related("person")} == {"王秀兰", "王小明"}
        assert Application.objects.get().account_id is not None
    assert words(mine.get("/m/apply/")).find("开始填写") > 0


def test_who_has_not_signed_in_is_asked_to_and_comes_back(phone):
    answer = phone.client.get("/m/apply/")
    assert answer["Location"] == "/m/sign-in/?next=/m/apply/"
    assert phone.sign_in("/m/apply/")["Location"] == "/m/apply/"


def test_every_page_of_the_form_needs_a_draft(mine):
    for step in ("place", "members", "income", "property", "account", "papers", "sign", "review"):
        assert mine.client.get(f"/m/apply/{step}/")["Location"] == "/m/apply/"


def test_a_page_with_faults_says_all_of_them_and_keeps_what_was_typed(mine):
    head = mine.begin()
    page = mine.post(
        f"/m/apply/members/{head}/",
        {"kind": "member", "name": "王秀兰", "relation": "", "id_number": "123", "phone": "12"},
        422,
    )
    said = words(page)
    assert "有 3 处需要改正" in said
    assert "身份证号有 3 位" in said
    assert "手机号码应为" in said
    again = mine.get(f"/m/apply/members/{head}/")
    assert 'value="123"' in again.content.decode()
    assert 'value="王秀兰"' in again.content.decode()


def test_returning_from_the_review_the_faults_are_at_their_fields(mine):
    head = mine.begin()
    mine.post(f"/m/apply/members/{head}/", HEAD | {"id_number": "123"}, 422)
    review = mine.post("/m/apply/review/", {}, 422).content.decode()
    assert f'href="/m/apply/members/{head}/?check=1#id_id_number"' in review
    assert 'href="#id_promise"' in review
    checked = mine.get(f"/m/apply/members/{head}/?check=1")
    assert "身份证号有 3 位" in words(checked)


def test_the_review_refuses_until_all_is_right_and_stores_nothing(mine):
    mine.fill(son=SON)
    page = mine.post("/m/apply/review/", {}, 422)
    assert "承诺：请阅读承诺内容并勾选" in words(page)
    with scope(TOWN):
        assert not Application.objects.exists()


def test_autosave_gives_the_next_version(mine):
    mine.begin()
    page = mine.get("/m/apply/place/")
    tab = hidden(page, "tab")
    for expected in ("1", "2"):
        saved = mine.post("/m/apply/place/?save=1", PLACE | {"tab": tab, "version": "0"}, 200)
        assert hidden(saved, "version") == expected
    assert "龙潭社区 3 组 12 号" in mine.get("/m/apply/place/").content.decode()


def test_two_pages_do_not_overwrite_each_other(mine):
    mine.begin()
    first, second = mine.get("/m/apply/place/"), mine.get("/m/apply/place/")
    mine.post(
        "/m/apply/place/", PLACE | {"tab": hidden(first, "tab"), "version": "0", "address": "第一页写的"}
    )
    late = {"tab": hidden(second, "tab"), "version": "0", "address": "第二页写的"}
    page = mine.post("/m/apply/place/", PLACE | late, 409)
    said = words(page)
    assert "第一页写的" in said
    assert "第二页写的" in said
    assert "第二页写的" in page.content.decode().split('id="id_address"')[0][-200:] + page.content.decode()
    saved = mine.post("/m/apply/place/?save=1", PLACE | late, 409)
    assert saved["HX-Retarget"] == "#conflict"
    mine.post("/m/apply/place/", PLACE | late | {"version": hidden(page, "version")})
    assert "第二页写的" in mine.get("/m/apply/place/").content.decode()


def test_towns_and_villages_follow_the_choice(mine):
    towns = words(mine.get("/m/places/?county=371311"))
    assert "沂堂镇" in towns
    villages = words(mine.get("/m/places/?county=371311&town=371311100"))
    assert "沂堂村" in villages
    assert "台井村" not in villages.replace("老台井村", "")
    assert "龙潭社区" not in villages


def test_an_id_number_is_looked_at_when_it_is_typed(mine):
    mine.begin()
    assert "1970年5月12日出生，女" in words(mine.post("/m/check-id/", {"id_number": HEAD["id_number"]}, 200))
    assert "校验位不对" in words(mine.post("/m/check-id/", {"id_number": an_id()[:-1] + "0"}, 200))


def test_a_person_helped_elsewhere_is_told_at_the_moment_of_typing(mine, county):
    mine.apply()
    other = Phone(Client(), "13900005678")
    other.sign_in()
    other.begin()
    said = words(other.post("/m/check-id/", {"id_number": HEAD["id_number"]}, 200))
    assert "已有在办申请最低生活保障（罗庄街道办事处，电话 0539-8000003）" in said
    assert "王秀兰" not in said


def test_a_member_is_removed_with_everything(mine):
    _, son = mine.fill()
    mine.post(f"/m/apply/members/{son}/remove/")
    assert "已删除王小明" in words(mine.get("/m/apply/members/"))
    page = words(mine.get("/m/apply/members/"))
    assert "王小明" not in page
    assert "王秀兰" in page


def test_a_file_that_is_no_photo_is_refused_with_a_sentence(mine):
    mine.begin()
    page = mine.post(
        "/m/apply/papers/",
        {"kind": "other", "picked": a_file("x.svg").__class__("x.svg", b"<svg></svg>")},
        422,
    )
    assert "没有收下“x.svg”" in words(page)


def test_ones_own_file_is_a_download_and_anothers_is_not_there(mine):
    mine.fill()
    page = mine.get("/m/apply/papers/").content.decode()
    path = page.split('href="/m/apply/papers/')[1].split('"')[0]
    answer = mine.get(f"/m/apply/papers/{path}")
    assert answer["Content-Disposition"].startswith("attachment;")
    other = Phone(Client(), "13900005678")
    other.sign_in()
    other.begin()
    other.get(f"/m/apply/papers/{path}", 404)


def test_a_wrong_code_stays_counted_though_the_page_is_refused(mine):
    """Five tries, also when each is a request of its own that stores nothing else."""
    head = mine.begin()
    mine.post(f"/m/apply/members/{head}/", HEAD)
    path = f"/m/apply/sign/{uuid(head)}/"
    mine.post(path, {"do": "code", "phone": mine.number})
    for left in (4, 3, 2, 1):
        page = mine.post(path, {"do": "sign", "phone": mine.number, "code": "abc", "agreed": "on"}, 422)
        assert f"还可以再试 {left} 次" in words(page)
    assert "输错 5 次" in words(
        mine.post(path, {"do": "sign", "phone": mine.number, "code": "0", "agreed": "on"}, 422)
    )


def test_a_second_code_at_once_is_too_soon(mine):
    head = mine.begin()
    mine.post(f"/m/apply/members/{head}/", HEAD)
    path = f"/m/apply/sign/{uuid(head)}/"
    mine.post(path, {"do": "code", "phone": mine.number})
    assert "太频繁" in words(mine.post(path, {"do": "code", "phone": mine.number}, 429))


def test_a_child_is_signed_for_by_its_guardian(mine):
    _, son = mine.fill()
    page = words(mine.get(f"/m/apply/sign/{uuid(son)}/"))
    assert "由王秀兰代签" in page
    assert "王秀兰代签" in words(mine.get("/m/apply/sign/"))


def test_a_paper_form_is_taken_with_number_and_photo(mine):
    head = mine.begin()
    mine.post(f"/m/apply/members/{head}/", HEAD)
    path = f"/m/apply/sign/{uuid(head)}/"
    page = words(mine.get(path))
    number = page.split("可以填这个编号：")[1].split()[0]
    data = {"do": "paper", "paper-number": "SQ-1", "paper-signer": head, "paper-paper": a_file()}
    assert "授权书编号不对" in words(mine.post(path, data, 422))
    mine.post(path, data | {"paper-number": number, "paper-paper": a_file()})
    assert number in words(mine.get("/m/apply/sign/"))


def test_signing_later_at_the_window_is_an_answer(mine):
    head = mine.begin()
    mine.post(f"/m/apply/members/{head}/", HEAD)
    mine.post(f"/m/apply/sign/{uuid(head)}/", {"do": "later"})
    assert "以后到窗口签" in words(mine.get("/m/apply/sign/"))


def test_a_draft_is_erased_when_asked(mine):
    mine.fill()
    mine.post("/m/apply/discard/")
    assert "开始填写" in words(mine.get("/m/apply/"))


def test_another_citizen_sees_no_draft_and_no_case(mine):
    mine.apply()
    with scope(TOWN):
        case = Case.objects.get()
    other = Phone(Client(), "13900005678")
    other.sign_in()
    other.get(f"/m/cases/{case.pk}/", 404)
    assert "王秀兰" not in words(other.get("/m/cases/"))
    other.get(f"/m/authorisations/{case.household_id}/", 404)


def test_filing_twice_gives_one_application(mine):
    mine.fill()
    number = receipt_of(mine.post("/m/apply/review/", {"promise": "yes"}))
    assert mine.client.post("/m/apply/review/", {"promise": "yes"})["Location"] == "/m/apply/"
    with scope(TOWN):
        assert Application.objects.get().receipt_no == number


def test_the_filing_leaves_one_audit_row_with_the_family(mine):
    mine.apply()
    rows = Event.objects.using("owner").filter(action="POST citizen.apply.review")
    assert [(row.actor_name, row.writes, len(row.subjects), row.result) for row in rows] == [
        ("本人", True, 1, "ok")
    ]


def test_nothing_typed_is_in_an_address_or_the_session(mine):
    mine.fill()
    assert "phone" not in mine.client.session
    assert set(mine.client.session.keys()) <= {"citizen"}


@pytest.mark.parametrize("path", ["/m/apply/", "/m/apply/place/", "/m/apply/members/", "/m/apply/income/",
                                  "/m/apply/property/", "/m/apply/account/", "/m/apply/papers/", "/m/apply/sign/",
                                  "/m/apply/review/"])  # fmt: skip
def test_every_page_of_the_form_can_be_read_without_changing_anything(mine, path):
    mine.fill()
    with scope(system_scope(())):
        before = Draft.objects.using("owner").get().version
    mine.get(path)
    assert Draft.objects.using("owner").get().version == before
