"""Signing in: name and password, at the first time a new password, then the second factor; only then a session.

    name and password ─► (new password) ─► code, or at the first time: set up the app ─► recovery codes ─► post ─► desk

Until the last step nobody is signed in: what is known so far lies in the session under PENDING for ten minutes. A wrong
name, a wrong password and a closed account read the same; wrong passwords and wrong codes count together, and after
five the name is locked for a quarter of an hour from that address (axes).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yimen.audit.models import Event
from yimen.audit.trail import Trail
from yimen.guard import clock
from yimen.network import second_factor
from yimen.network.models import User
from yimen.network.officers import officer_in, posts_on
from yimen.network.simulated import logins
from yimen.web.requests import public_view
from yimen.web.staff.forms import CodeForm, FirstCodeForm, NewPasswordForm, PasswordForm, PostForm
from yimen.web.staff.session import (
    HOME,
    POST,
    SAID,
    SECOND_FACTOR,
    open_session,
    safe_next,
    second_factor_passed,
)

PENDING = "signing_in"
PATIENCE = 600
"""Seconds from the password to the last step."""

BACKEND = "django.contrib.auth.backends.ModelBackend"
START = "/desk/sign-in/"
WRONG = "登录名或密码不正确。连续输错 5 次，这个登录名将锁定 15 分钟。"
WRONG_CODE = "动态码不正确，或者已经用过。请等验证器换下一个码再试；连续输错 5 次将锁定 15 分钟。"
TOO_LATE = "登录没有在十分钟内完成，请重新输入登录名和密码。"
NO_POST = "您的账号目前没有任职，不能办理业务。请联系本单位的安全管理员登记岗位。"

Step = Callable[[HttpRequest, User], HttpResponse]


def _page(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of signing in: open to all, kept by no cache, its words in no error report."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return public_view(own_scope=True, methods=methods)(never_cache(sensitive_post_parameters()(view)))

    return decorate


def pending_step(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """A step for somebody whose password was right within the last ten minutes; anybody else starts anew."""

    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        user = _pending_user(request)
        if user is None:
            return _start_again(request, TOO_LATE)
        return view(request, user)

    return run


@_page("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    if request.method == "GET" and request.user.is_authenticated and second_factor_passed(request):
        return redirect(safe_next(request, request.GET.get("next")))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            return _begin(request, user)
        _record(request, "anonymous", Event.Result.DENIED, "登录名或密码不正确")
        form.add_error(None, WRONG)
    context = {
        "form": form,
        "said": request.session.pop(SAID, ""),
        "logins": logins(clock.today()) if settings.SYNTHETIC else [],
    }
    return render(request, "desk/sign_in/password.html", context, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    """The password was right. Nobody is signed in yet."""
    wanted = safe_next(request, request.GET.get("next"))
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk,
        "since": clock.now().timestamp(),
        "hash": user.get_session_auth_hash(),
        "next": wanted,
    }
    return redirect(_next_step(user))


def _next_step(user: User) -> str:
    if user.password_is_first:
        return f"{START}new-password/"
    return f"{START}code/" if second_factor.is_enrolled(user) else f"{START}enrol/"


def _pending_user(request: HttpRequest) -> User | None:
    held: dict[str, Any] = request.session.get(PENDING) or {}
    if not held or not 0 <= clock.now().timestamp() - held["since"] <= PATIENCE:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == held["hash"] else None


def _start_again(request: HttpRequest, sentence: str) -> HttpResponse:
    request.session.pop(PENDING, None)
    request.session[SAID] = sentence
    return redirect(START)


@_page("GET", "POST")
@pending_step
def new_password(request: HttpRequest, user: User) -> HttpResponse:
    """The first password was given by somebody else, so it is changed before anything."""
    if not user.password_is_first:
        return redirect(_next_step(user))
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new_password"])
        user.password_is_first = False
        user.save(update_fields=["password", "password_is_first"])
        request.session[PENDING] |= {"hash": user.get_session_auth_hash()}
        request.session.modified = True
        _record(request, f"user:{user.pk}", Event.Result.OK, "首次登录修改密码")
        return redirect(_next_step(user))
    context = {"form": form, "user": user}
    return render(request, "desk/sign_in/new_password.html", context, status=422 if form.is_bound else 200)


@_page("GET", "POST")
@pending_step
def enrol(request: HttpRequest, user: User) -> HttpResponse:
    """Set up the app: the secret is shown as a QR code and kept once a code proves it was read."""
    if user.password_is_first or second_factor.is_enrolled(user):
        return redirect(_next_step(user))
    held = request.session[PENDING]
    held.setdefault("secret", second_factor.new_secret())
    request.session.modified = True
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.enrol(user, held["secret"], form.cleaned_data["code"]):
            del held["secret"]
            held["shown"] = True
            _record(request, f"user:{user.pk}", Event.Result.OK, "绑定动态码")
            return redirect(f"{START}recovery-codes/")
        form.add_error("code", "动态码与刚才的二维码对不上。请确认手机时间准确，等下一个码再输入。")
    context = {
        "form": form,
        "user": user,
        "secret": _in_fours(held["secret"]),
        "qr": segno.make(second_factor.enrolment_url(user, held["secret"]), micro=False).svg_data_uri(
            scale=5, border=2
        ),
    }
    return render(request, "desk/sign_in/enrol.html", context, status=422 if form.is_bound else 200)


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@_page("GET", "POST")
@pending_step
def recovery_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Shown once, after the app was set up; going on says that they were written down."""
    if not request.session[PENDING].get("shown"):
        return redirect(_next_step(user))
    if request.method == "POST":
        return _finish(request, user)
    codes = second_factor.recovery_codes(user)
    return render(request, "desk/sign_in/recovery_codes.html", {"codes": codes, "user": user})


@_page("GET", "POST")
@pending_step
def code(request: HttpRequest, user: User) -> HttpResponse:
    """The second factor."""
    if user.password_is_first or not second_factor.is_enrolled(user):
        return redirect(_next_step(user))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _accepted(request, user, form.cleaned_data["code"]):
            return _finish(request, user)
        form.add_error("code", WRONG_CODE)
    context = {"form": form, "user": user}
    return render(request, "desk/sign_in/code.html", context, status=422 if form.is_bound else 200)


def _accepted(request: HttpRequest, user: User, code: str) -> bool:
    """Whether the code is right; a wrong one counts like a wrong password, and a locked name has none accepted."""
    who = {"username": user.username}
    AxesProxyHandler.update_request(request)
    if not AxesProxyHandler.is_allowed(request, who):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        return False
    if second_factor.check(user, code):
        return True
    _record(request, f"user:{user.pk}", Event.Result.DENIED, "动态码不正确")
    user_login_failed.send(sender=__name__, credentials=who, request=request)
    return False


def _finish(request: HttpRequest, user: User) -> HttpResponse:
    """All is shown: now a session begins, in a post."""
    wanted = request.session[PENDING]["next"]
    posts = posts_on(user.pk, clock.today())
    if not posts:
        _record(request, f"user:{user.pk}", Event.Result.DENIED, "没有任职")
        return _start_again(request, NO_POST)
    login(request, user, backend=BACKEND)
    request.session.pop(PENDING, None)
    open_session(request, posts[0].pk if len(posts) == 1 else None, clock.now())
    _record(request, f"user:{user.pk}", Event.Result.OK, "登录", name=user.name)
    if len(posts) == 1:
        return redirect(wanted)
    request.session["next"] = wanted
    return redirect(f"{START}post/")


@_page("GET", "POST")
def post(request: HttpRequest) -> HttpResponse:
    """Which post to act in, for those who hold several; also reached from one's account page."""
    if not (request.user.is_authenticated and second_factor_passed(request)):
        return redirect(START)
    assert isinstance(request.user, User)
    held = [officer_in(each) for each in posts_on(request.user.pk, clock.today())]
    form = PostForm(
        request.POST or None,
        choices=[(officer.post_id, officer.post_name) for officer in held],
        initial={"post": request.session.get(POST)},
    )
    if request.method == "POST" and form.is_valid():
        request.session[POST] = form.cleaned_data["post"]
        return redirect(safe_next(request, request.session.pop("next", HOME)))
    context = {"form": form, "user": request.user}
    return render(request, "desk/sign_in/post.html", context, status=422 if form.is_bound else 200)


@_page("GET", "POST")
def again(request: HttpRequest) -> HttpResponse:
    """A code once more, before something weighty: releasing a payment, new recovery codes."""
    if not (request.user.is_authenticated and second_factor_passed(request)):
        return redirect(START)
    assert isinstance(request.user, User)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _accepted(request, request.user, form.cleaned_data["code"]):
            request.session[SECOND_FACTOR] = clock.now().timestamp()
            return redirect(safe_next(request, request.GET.get("next")))
        form.add_error("code", WRONG_CODE)
    context = {"form": form, "user": request.user}
    return render(request, "desk/sign_in/again.html", context, status=422 if form.is_bound else 200)


@_page("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        _record(request, f"user:{request.user.pk}", Event.Result.OK, "退出")
    logout(request)
    request.session[SAID] = "您已退出。离开座位时请锁定电脑。"
    return redirect(START)


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """What the lock answers (settings name it), whether or not the name exists."""
    request.session.pop(PENDING, None)
    _record(request, "anonymous", Event.Result.DENIED, "登录已锁定")
    return render(request, "desk/sign_in/locked.html", status=429)


def _record(request: HttpRequest, actor: str, result: str, detail: str, name: str = "") -> None:
    """A row of the audit: who tried to come in, from where, with what result; never what was typed."""
    trail = Trail(
        actor=actor,
        action="sign_in",
        at=clock.now(),
        actor_name=name,
        address=request.META.get("REMOTE_ADDR") or None,
        request_id=request.headers.get("X-Request-ID", ""),
        writes=True,
    )
    trail.save(result, detail)
