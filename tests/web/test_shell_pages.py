"""Every skin, every component: pages that keep the strict policy and say what to do next."""

import json
import re
from pathlib import Path

import pytest

from yimen.config.frontend import icon_names
from yimen.web import shell
from yimen.web.shell_faults import FAULTS

WEB = Path(shell.__file__).parent
PAGES = [
    "/desk/_styles/",
    "/desk/_styles/file/",
    "/m/_styles/",
    "/m/_styles/form/",
    "/m/_styles/progress/",
    "/_styles/",
]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|hx-on|hx-vals='js:")


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_script_or_style(client, path):
    page = text(client.get(path))

    assert INLINE.search(page) is None


@pytest.mark.parametrize("path", PAGES)
def test_tabler_and_weui_never_meet(client, path):
    page = text(client.get(path))

    assert ("tabler.min.css" in page) is not ("weui.min.css" in page)


@pytest.mark.parametrize("path", PAGES)
def test_every_form_that_posts_carries_its_token(client, path):
    page = text(client.get(path))

    posting = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert all("csrfmiddlewaretoken" in form for form in posting)


@pytest.mark.parametrize("path", PAGES)
def test_identifiers_are_unique_on_a_page(client, path):
    found = re.findall(r'\sid="([^"]+)"', text(client.get(path)))
    twice = {each for each in found if found.count(each) > 1}

    assert (
        not twice or path == "/desk/_styles/file/"
    )  # which shows the same form twice, with and without errors


def test_htmx_is_told_to_keep_the_policy_and_no_peoples_data(client):
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", text(client.get("/desk/_styles/")))

    told = json.loads(config[1])

    assert told["allowEval"] is False
    assert told["includeIndicatorStyles"] is False
    assert told["historyCacheSize"] == 0
    assert {"code": "409|422", "swap": True} in told["responseHandling"]


def test_the_reference_is_closed_where_real_families_are(client, settings):
    settings.SYNTHETIC = settings.DEBUG = False

    assert client.get("/desk/_styles/").status_code == 404


@pytest.mark.parametrize("surface", ["desk", "m"])
@pytest.mark.parametrize("status", sorted(FAULTS))
def test_an_error_page_says_what_happened_and_what_to_do_next(client, surface, status):
    response = client.get(f"/{surface}/_styles/{status}/")

    page = text(response)
    assert response.status_code == status
    assert FAULTS[status].title in page
    assert FAULTS[status].what in page
    assert FAULTS[status].next in page
    assert ("weui.min.css" in page) is (surface == "m")


def test_an_unlisted_status_has_words_too(client):
    assert FAULTS[400].title in text(client.get("/desk/_styles/418/"))


def test_an_error_of_an_htmx_request_goes_to_the_place_for_alerts(client):
    response = client.get("/desk/_styles/403/", headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#page-alerts"
    assert "<html" not in text(response)
    assert FAULTS[403].title in text(response)


def test_a_page_that_nobody_knows_has_the_error_page(client):
    response = client.get("/m/nowhere/")

    assert response.status_code == 404
    assert "没有找到" in text(response)
    assert "weui.min.css" in text(response)


def test_large_type_is_remembered_by_cookie_or_asked_for_by_address(client):
    assert 'class="ym-large"' in text(client.get("/m/_styles/?type=large"))
    client.cookies["yimen_type"] = "large"
    assert 'class="ym-large"' in text(client.get("/m/_styles/"))


def test_the_menu_marks_the_longest_address_that_fits(rf):
    class Sample(shell.Shell):
        frame = shell.Frame(
            menu=(
                shell.MenuGroup("组", (shell.MenuItem("台", "/desk/"), shell.MenuItem("册", "/desk/cases/"))),
            )
        )

    assert Sample(rf.get("/desk/cases/3/")).current_url == "/desk/cases/"
    assert Sample(rf.get("/desk/other/")).current_url == "/desk/"


def test_every_icon_that_templates_use_is_in_the_sprite():
    used = {
        name for file in WEB.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', file.read_text())
    }

    assert used <= set(icon_names())


def test_pagination_keeps_the_filters_of_the_address(client):
    page = text(client.get("/desk/_styles/?village=1&page=3"))

    assert 'href="?village=1&amp;page=2"' in page
