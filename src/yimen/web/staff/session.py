"""What a session of staff carries, and when it is over.

After password and second factor: the moment of the second factor, and the post the person acts in. A post is read
from its table with every request; when it has ended, the session ends with it.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from yimen.core.errors import YimenError
from yimen.guard import clock
from yimen.network.models import User
from yimen.network.officers import NoPost, Officer, officer_for

SECOND_FACTOR = "second_factor"
POST = "post"
SAID = "said_at_sign_in"
HOME = "/desk/"
AGAIN = "/desk/sign-in/again/"
RECENT = timedelta(minutes=5)


class PostEnded(YimenError):
    """The post chosen at sign-in is no longer held."""

    code = "post_ended"
    sentence = "您的岗位已变动，请重新登录。"


def open_session(request: HttpRequest, post_id: int | None, now: datetime) -> None:
    """Password and second factor were right just now; the library has made a fresh session."""
    request.session[SECOND_FACTOR] = now.timestamp()
    if post_id is not None:
        request.session[POST] = post_id


def second_factor_passed(request: HttpRequest) -> bool:
    """Whether this very session showed the second factor; a password alone opens nothing."""
    return isinstance(request.session.get(SECOND_FACTOR), float)


def shown_recently(request: HttpRequest, now: datetime, within: timedelta = RECENT) -> bool:
    """Whether the second factor was shown within the last minutes: asked before paying out and the like."""
    shown = request.session.get(SECOND_FACTOR)
    return isinstance(shown, float) and 0 <= now.timestamp() - shown <= within.total_seconds()


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send to the page that asks for a code, and back here. For a form, back to the page it stood on.

    if not shown_recently(request, clock.now()):
        return ask_again(request)
    """
    return _go(request, f"{AGAIN}?{urlencode({'next': _page_of(request)})}")


def acting_officer(request: HttpRequest) -> Officer:
    """Who acts, in the post chosen at sign-in.

    Raises: PostEnded where that post is over, NoPost where the person holds none.
    """
    assert isinstance(request.user, User)
    chosen = request.session.get(POST)
    officer = officer_for(request.user, clock.today(), chosen)
    if chosen is not None and officer.post_id != chosen:
        raise PostEnded(user=request.user.pk)
    return officer


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Nobody has signed in here, or only half."""
    if request.headers.get("HX-Request"):
        return _go(request, f"{settings.LOGIN_URL}?{urlencode({'next': _page_of(request)})}")
    return redirect_to_login(_page_of(request))


def end_session(request: HttpRequest, why: PostEnded | NoPost) -> HttpResponse:
    """Out, with the reason shown on the sign-in page."""
    logout(request)
    request.session[SAID] = why.message
    return _go(request, str(settings.LOGIN_URL))


def safe_next(request: HttpRequest, wanted: str | None) -> str:
    """Only to a page of our own desk."""
    allowed = {request.get_host()}
    if (
        wanted
        and wanted.startswith("/")
        and url_has_allowed_host_and_scheme(wanted, allowed, require_https=request.is_secure())
    ):
        return wanted
    return HOME


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one a form or a piece of a page belongs to."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    origin = f"{request.scheme}://{request.get_host()}"
    return safe_next(request, shown.removeprefix(origin))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page, also where only a piece of it was asked for."""
    if not request.headers.get("HX-Request"):
        return redirect(url)
    answer = HttpResponse()
    answer["HX-Redirect"] = url
    return answer
