"""The edge: who asks, under which scope, with which audit row. Every view is made by one of these decorators.

A GET runs in a read-only transaction; its audit row is written before the page is released. A POST writes its audit
row in the transaction of the change. What is refused or fails is recorded after the rollback.
"""

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from yimen.audit.models import Event
from yimen.audit.trail import Trail, follow
from yimen.core.errors import YimenError
from yimen.guard import clock
from yimen.guard.scope import Scope, public_scope, scope
from yimen.network.officers import NoPost, Officer
from yimen.people.accounts import CITIZEN_SESSION, Citizen, citizen_for
from yimen.web.staff.session import (
    PostEnded,
    acting_officer,
    end_session,
    second_factor_passed,
    to_sign_in,
)

View = Callable[..., HttpResponse]


class OfficerRequest(HttpRequest):
    officer: Officer


class CitizenRequest(HttpRequest):
    citizen: Citizen


def officer_view(
    *duties: str, purpose: str = "", methods: Iterable[str] = ("GET", "POST")
) -> Callable[[View], View]:
    """A desk view for holders of these duties (none named: any post). Signed in with the second factor, or sent to do so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.user.is_authenticated and second_factor_passed(request)):
                return to_sign_in(request)
            try:
                officer = acting_officer(request)
            except (PostEnded, NoPost) as over:
                return _session_over(request, over)
            asked = cast(OfficerRequest, request)
            asked.officer = officer
            trail = _trail(request, view, officer.actor, officer.title, officer.area[:6], purpose)
            if duties and officer.duty not in duties:
                _record(trail, Event.Result.DENIED, f"职责不符：{officer.duty}")
                raise PermissionDenied(f"“{officer.post_name}”不办理此项业务。")
            return _run(asked, trail, officer.scope, view, args, kwargs)

        return _declared(run, "staff", duties, methods)

    return decorate


def _session_over(request: HttpRequest, over: PostEnded | NoPost) -> HttpResponse:
    """A post that ended takes the session with it, at the next request."""
    trail = _trail(request, _session_over, f"user:{request.user.pk}", str(request.user), "", "")
    _record(trail, Event.Result.DENIED, over.code)
    return end_session(request, over)


def citizen_view(*, purpose: str = "", methods: Iterable[str] = ("GET", "POST")) -> Callable[[View], View]:
    """A phone view for a citizen whose phone number was shown by a one-time code; others are asked for it first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            citizen = citizen_for(request.session.get(CITIZEN_SESSION))
            if citizen is None:
                return redirect(f"/m/sign-in/?next={request.get_full_path()}")
            asked = cast(CitizenRequest, request)
            asked.citizen = citizen
            trail = _trail(request, view, citizen.actor, "本人", "", purpose)
            return _run(asked, trail, citizen.scope, view, args, kwargs)

        return _declared(run, "citizen", (), methods)

    return decorate


def public_view(
    *, purpose: str = "", methods: Iterable[str] = ("GET", "POST"), own_scope: bool = False
) -> Callable[[View], View]:
    """A page anyone may read. With `own_scope` the view opens the scopes it needs itself (sign-in, receipt look-up)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if own_scope:
                return view(request, *args, **kwargs)
            trail = _trail(request, view, "public", "", "", purpose)
            return _run(request, trail, public_scope(), view, args, kwargs)

        return _declared(run, "public", (), methods)

    return decorate


def _declared(run: View, audience: str, duties: tuple[str, ...], methods: Iterable[str]) -> View:
    """The permission of the URL, for the house test that walks all of them; other methods get 405."""
    allowed = tuple(methods)

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in (*allowed, "HEAD", "OPTIONS"):
            return HttpResponseNotAllowed(allowed)
        return run(request, *args, **kwargs)

    checked.audience, checked.duties = audience, duties  # type: ignore[attr-defined]
    return checked


def _trail(request: HttpRequest, view: View, actor: str, name: str, county: str, purpose: str) -> Trail:
    return Trail(
        actor=actor,
        action=f"{request.method} {view.__module__.removeprefix('yimen.web.')}.{view.__name__}",
        at=clock.now(),
        actor_name=name,
        county=county,
        purpose=purpose,
        address=request.META.get("REMOTE_ADDR") or None,
        request_id=request.headers.get("X-Request-ID", "") or str(uuid.uuid4()),
    )


def _run(
    request: HttpRequest, trail: Trail, wanted: Scope, view: View, args: Any, kwargs: Any
) -> HttpResponse:
    reads_only = request.method in ("GET", "HEAD")
    try:
        with follow(trail), scope(wanted):
            if reads_only:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            response = view(request, *args, **kwargs)
            _materialise(response)
            if not reads_only and trail.worth_recording:
                trail.save()
    except (YimenError, PermissionDenied) as refusal:
        _record(trail, Event.Result.DENIED, str(refusal))
        raise
    except Http404:
        if trail.worth_recording or not reads_only:
            _record(trail, Event.Result.DENIED, "没有这一项，或不在您的辖区")
        raise
    except Exception as fault:
        _record(trail, Event.Result.FAILED, type(fault).__name__)
        raise
    if reads_only and trail.worth_recording:
        _record(trail, Event.Result.OK, "")
    return response


def _materialise(response: HttpResponse) -> None:
    """Read everything while the scope is open: a page or file produced later would see no rows."""
    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
        response.render()
    if response.streaming:
        raise TypeError("A streamed response is produced after its scope has closed; send bytes instead.")


def _record(trail: Trail, result: str, detail: str) -> None:
    with transaction.atomic():
        trail.save(result, detail)
