"""手机验证码登录：限次、用一次、不留痕；真实系统没有短信就关闭。"""

from tests.web.citizen.phone import Phone, shown_code, words
from yimen.guard.scope import Scope, scope
from yimen.notifications.models import OneTimeCode


def test_the_code_page_shows_the_code_marked_as_simulated(phone):
    page = phone.post("/m/sign-in/", {"phone": phone.number}, 200)
    assert "模拟 现在的验证码是" in words(page)
    assert "138****1234" in words(page)


def test_the_outbox_shows_the_message(phone):
    code = shown_code(phone.post("/m/sign-in/", {"phone": phone.number}, 200))
    assert code in words(phone.get("/m/_outbox/"))


def test_a_wrong_number_is_refused_beside_its_field(phone):
    assert "手机号码应为 1 开头的 11 位数字" in words(phone.post("/m/sign-in/", {"phone": "12345"}, 422))


def test_a_wrong_code_is_counted(phone):
    phone.post("/m/sign-in/", {"phone": phone.number}, 200)
    for left in (4, 3, 2, 1):
        page = phone.post("/m/sign-in/code/", {"phone": phone.number, "code": "x1"}, 422)
        assert f"还可以再试 {left} 次" in words(page)
    phone.post("/m/sign-in/code/", {"phone": phone.number, "code": "x1"}, 422)
    with scope(Scope(kind="signin", actor="t")):
        assert OneTimeCode.objects.get().tries == 5


def test_asking_again_at_once_is_too_soon(phone):
    phone.post("/m/sign-in/", {"phone": phone.number}, 200)
    assert "太频繁" in words(phone.post("/m/sign-in/", {"phone": phone.number}, 429))


def test_after_signing_in_only_pages_of_ours_follow(phone):
    for wanted in ("https://evil.example/", "//evil.example/", "/desk/"):
        phone.client.logout()
        assert phone.sign_in(wanted)["Location"] == "/m/"
        phone.number = str(int(phone.number) + 1)


def test_signing_out_ends_it(mine):
    mine.get("/m/cases/")
    mine.post("/m/sign-out/")
    assert mine.client.get("/m/cases/").status_code == 302


def test_without_an_sms_connector_a_real_installation_says_so(phone, settings):
    settings.SYNTHETIC = False
    page = words(phone.get("/m/sign-in/"))
    assert "还没有接通短信平台" in page
    assert "还没有接通短信平台" in words(phone.post("/m/sign-in/", {"phone": phone.number}, 422))
    phone.get("/m/_outbox/", 404)


def test_a_session_of_one_phone_does_not_become_anothers(mine):
    first = mine.client.session["citizen"]
    other = Phone(mine.client, "13900005678")
    other.sign_in()
    assert mine.client.session["citizen"] != first
