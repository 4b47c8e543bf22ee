"""码上知、码上查：首页、自测、回执、进度、补正、告知、文书、谁查过我、授权。"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.citizen.phone import Phone, a_file, shown_code, words
from yimen.audit.models import Event
from yimen.audit.trail import Trail, follow, looked_at
from yimen.cases import actions as cases
from yimen.cases.models import Case, Hearing
from yimen.guard.rows import area_of
from yimen.guard.scope import scope, system_scope
from yimen.intake.corrections import MissingPaper
from yimen.intake.models import Authorisation
from yimen.people.models import Person

TOWN = system_scope(["371311"], actor="town")


def the_case() -> Case:
    with scope(TOWN):
        return Case.objects.select_related("application").get()


# Without signing in ------------------------------------------------------------------------------------------------


def test_the_first_page_says_what_can_be_done_and_whom_to_call(phone):
    page = phone.get("/m/")
    said = words(page)
    for door in ("申请低保", "先测一测", "查进度", "看公示", "谁查过我", "打电话问工作人员", "大字版"):
        assert door in said
    assert 'href="tel:0539-8000001"' in page.content.decode()


def test_dibao_in_plain_words_with_the_standard(phone):
    said = words(phone.get("/m/dibao/"))
    assert "1,006.00 元" in said
    assert "暂定值" in said
    assert "30 个工作日" in said


def test_large_type_holds_on_every_page(phone):
    phone.client.cookies["yimen_type"] = "large"
    assert 'class="ym-large"' in phone.get("/m/").content.decode()


FIRST = {"residence": "urban", "people": "2", "local": "yes", "cover": "no"}
INCOME = {"earned": "500", "received": "0", "rigid": "0"}
PROPERTY = {"savings": "0", "cars": "0", "machines": "0", "houses": "1", "shops": "0", "firm": "no"}


def answers(phone: Phone, *pages: dict[str, str], status: int = 200) -> str:
    given: dict[str, str] = {}
    for page in pages:
        given |= page
    return words(phone.post("/m/try/", given | {"page": str(len(pages))}, status))


def test_the_self_test_asks_page_after_page(phone):
    assert "先说说家里的情况" in words(phone.get("/m/try/"))
    assert "家里的收入" in answers(phone, FIRST)
    assert "家里的财产" in answers(phone, FIRST, INCOME)


def test_it_shows_the_arithmetic_and_never_says_approved(phone):
    said = answers(phone, FIRST, INCOME, PROPERTY)
    assert "可能符合低保条件" in said
    assert "以乡镇（街道）和县级审核为准" in said
    assert "收入 500 元 低于 标准 1,006 元 × 2 人 = 2,012 元" in said
    assert "标准 1,006 元 × 2 人 − 收入 500 元 = 1,512 元" in said
    assert "1,512.00 元" in said
    for never in ("已通过", "审批通过", "已确认", "批准"):
        assert never not in said


def test_equal_to_the_standard_is_not_below_it(phone):
    said = answers(phone, FIRST, INCOME | {"earned": "2012"}, PROPERTY, {"disabled": "no", "ill": "no"})
    assert "可能不符合" in said
    assert "仍然可以申请" in said
    assert "低保边缘家庭" in said


def test_an_unknown_answer_stays_open_and_is_named(phone):
    said = answers(phone, FIRST, INCOME | {"earned": ""}, PROPERTY, {"disabled": "no", "ill": "no"})
    assert "还不能判断" in said
    assert "全家每月工资、打工、种养、经营收入" in said


def test_only_what_still_matters_is_asked(phone):
    rich = answers(phone, FIRST, INCOME | {"earned": "99999"})
    assert "家里的财产" not in rich


def test_an_amount_that_cannot_be_read_is_said_at_its_field(phone):
    assert "看不懂" in answers(phone, FIRST, INCOME | {"earned": "约三千"}, status=422)


def test_without_the_first_answers_nothing_is_computed(phone):
    assert "请先选择" in answers(phone, {"residence": "", "people": ""}, status=422)


# The receipt --------------------------------------------------------------------------------------------------------


def test_the_receipt_alone_shows_the_stage_and_nothing_of_the_family(mine):
    number = mine.apply()
    stranger = Phone(Client())
    page = stranger.get(f"/m/receipt/{number}/")
    said = words(page)
    assert "已提交" in said
    assert "<svg" in page.content.decode()
    for private in ("王秀兰", "王小明", "农商银行", "龙潭社区", mine.number):
        assert private not in page.content.decode()


def test_a_receipt_is_found_by_typing_its_number(mine):
    number = mine.apply()
    stranger = Phone(Client())
    answer = stranger.post("/m/progress/", {"number": number.lower().replace("-", " ")})
    assert answer["Location"] == f"/m/receipt/{number}/"
    assert "请逐位核对" in words(stranger.post("/m/progress/", {"number": number[:-1] + "x"}, 422))


def test_an_unknown_receipt_is_said_to_be_so(phone):
    phone.get("/m/receipt/YM-261122-0000-0000/", 404)


def test_reading_a_receipt_is_no_look_at_the_file(mine):
    number = mine.apply()
    before = Event.objects.using("owner").count()
    Phone(Client()).get(f"/m/receipt/{number}/")
    assert Event.objects.using("owner").count() == before


# My cases -----------------------------------------------------------------------------------------------------------


def test_the_chain_of_nodes_and_the_clerk_who_looked(mine, county):
    mine.apply()
    case = the_case()
    said = words(mine.get(f"/m/cases/{case.pk}/"))
    assert "提交申请" in said
    assert case.number in said
    assert "罗庄街道办事处" in said
    trail = Trail(
        "user:1", "GET desk.case", timezone.now(), "王经办（罗庄街道办事处 乡镇经办人）", purpose="查阅档案"
    )
    with follow(trail), scope(TOWN):
        looked_at(case.household_id)
        trail.save()
    looks = words(mine.get("/m/looks/"))
    assert "王经办（罗庄街道办事处 乡镇经办人）" in looks
    assert "查阅档案" in looks
    assert "您本人查看" in looks


def test_the_correction_list_is_answered_with_uploads(mine, county):
    mine.apply()
    case = the_case()
    with scope(county.town_clerk.scope):
        papers = [MissingPaper("户口簿", "拍首页和本人页"), MissingPaper("病历", "近三个月的")]
        cases.ask_correction(case.pk, papers, officer=county.town_clerk, now=timezone.now())
    assert "还缺材料" in words(mine.get(f"/m/cases/{case.pk}/"))
    page = mine.get(f"/m/cases/{case.pk}/correction/")
    assert "拍首页和本人页" in words(page)
    first = page.content.decode().split(f"/m/cases/{case.pk}/correction/")[1].split("/")[0]
    mine.post(f"/m/cases/{case.pk}/correction/{first}/", {"file": a_file()})
    assert "还有 1 项没有上传" in words(mine.get(f"/m/cases/{case.pk}/correction/"))
    mine.post(f"/m/cases/{case.pk}/correction/{first}/", {}, 422)
    mine.post(f"/m/cases/{case.pk}/correction/", {"done": "1"})
    assert the_case().state == "submitted"
    assert mine.client.get(f"/m/cases/{case.pk}/correction/").status_code == 302


def test_a_letter_is_a_download_of_its_family_only(mine, county):
    mine.apply()
    case = the_case()
    with scope(county.town_clerk.scope):
        cases.ask_correction(
            case.pk, [MissingPaper("户口簿", "拍照")], officer=county.town_clerk, now=timezone.now()
        )
    page = mine.get(f"/m/cases/{case.pk}/").content.decode()
    path = page.split('href="/m/letters/')[1].split('"')[0]
    answer = mine.get(f"/m/letters/{path}")
    assert answer.content.startswith(b"%PDF")
    other = Phone(Client(), "13900005678")
    other.sign_in()
    other.get(f"/m/letters/{path}", 404)


def test_the_family_withdraws_its_application(mine):
    mine.apply()
    case = the_case()
    mine.post(f"/m/cases/{case.pk}/withdraw/", {"reasons": ""}, 422)
    mine.post(f"/m/cases/{case.pk}/withdraw/", {"reasons": "找到工作了"})
    assert the_case().state == "withdrawn"
    assert "已撤回" in words(mine.get(f"/m/receipt/{case.application.receipt_no}/"))


def test_an_authorisation_is_withdrawn_and_signed_again(mine):
    mine.apply()
    household = the_case().household_id
    with scope(TOWN):
        row = Authorisation.objects.get(person__name="王秀兰")
        head = Person.objects.get(name="王秀兰")
    assert row.number in words(mine.get(f"/m/authorisations/{household}/"))
    mine.post(f"/m/authorisations/withdraw/{row.pk}/")
    assert "还有人没有授权" in words(mine.get(f"/m/authorisations/{household}/"))
    path = f"/m/authorisations/{household}/{head.pk}/"
    mine.get(path)
    _let_a_minute_pass(mine)
    page = mine.get(mine.post(path, {"do": "code", "phone": mine.number})["Location"].split("#")[0])
    assert "还可以再试 4 次" in words(
        mine.post(path, {"do": "sign", "phone": mine.number, "code": "1", "agreed": "on"}, 422)
    )
    mine.post(path, {"do": "sign", "phone": mine.number, "code": shown_code(page), "agreed": "on"})
    with scope(TOWN):
        assert Authorisation.objects.filter(person=head, withdrawn_at__isnull=True).count() == 1


def _let_a_minute_pass(phone: Phone) -> None:
    """Codes of this phone were asked for a while ago."""
    from yimen.guard.scope import Scope
    from yimen.notifications.models import OneTimeCode

    with scope(Scope(kind="signin", actor="t")):
        OneTimeCode.objects.update(created_at=timezone.now() - timedelta(hours=2))


@pytest.mark.parametrize("path", ["/m/cases/", "/m/looks/"])
def test_pages_of_ones_own_are_closed_to_strangers(phone, path):
    assert phone.client.get(path).status_code == 302


def test_who_has_nothing_is_told_what_to_do(mine):
    assert "还没有办理记录" in words(mine.get("/m/cases/"))
    assert "还没有您家的档案" in words(mine.get("/m/looks/"))


def test_the_family_is_heard_when_the_report_speaks_against_it(mine, county):
    mine.apply()
    case = the_case()
    with scope(county.town_clerk.scope):
        told = Hearing.objects.create(
            case=case, household_id=case.household_id, report_id=case.pk, told_at=timezone.now(), how="手机",
            told_by_id=county.town_clerk.user_id, answer_by=timezone.localdate() + timedelta(days=5), **area_of(case),
        )  # fmt: skip
    assert "核对情况与申报不一致" in words(mine.get(f"/m/cases/{case.pk}/"))
    path = f"/m/cases/{case.pk}/hearing/{told.pk}/"
    assert "请填写您的意见" in words(mine.post(path, {"answer": ""}, 422))
    assert "没有收下" in words(
        mine.post(path, {"answer": "不对", "file": SimpleUploadedFile("a.txt", b"x")}, 422)
    )
    mine.post(path, {"answer": "车已经卖了", "file": a_file("过户.jpg")})
    with scope(TOWN):
        told.refresh_from_db()
        assert (told.answer, told.evidence.name) == ("车已经卖了", "过户.jpg")
    assert "您对核对情况的意见已收到" in words(mine.get(f"/m/cases/{case.pk}/"))
