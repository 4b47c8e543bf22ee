"""People and posts, for the administrators: who holds what, give a post, end one, open an account."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.audit.trail import wrote
from yimen.guard import clock
from yimen.network import actions
from yimen.network.errors import AppointmentRefused, PostOver
from yimen.network.models import Duty, Post, User
from yimen.network.officers import held_on
from yimen.web.requests import OfficerRequest, officer_view
from yimen.web.staff.forms import AccountForm, AppointForm, EndForm

LOOK = (Duty.SECURITY_ADMIN, Duty.SYSTEM_ADMIN, Duty.AUDIT_ADMIN, Duty.SUPERVISOR)
GRANT = (Duty.SECURITY_ADMIN, Duty.SYSTEM_ADMIN)
UNUSED = timedelta(days=90)
PAGE = 50


@officer_view(*LOOK, purpose="人员与岗位", methods=("GET",))
def staff(request: OfficerRequest) -> HttpResponse:
    """Everybody with the posts they hold today; those who have not signed in for ninety days are marked."""
    words, unused = request.GET.get("q", "").strip(), request.GET.get("unused") == "1"
    found = _people(words, unused, clock.today())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "unused_only": unused,
        "long_ago": clock.now() - UNUSED,
        "grants": bool(actions.may_grant(request.officer)),
    }
    return render(request, "desk/staff/list.html", context)


def _people(words: str, unused: bool, today: date) -> QuerySet[User]:
    current = Post.objects.filter(held_on(today)).select_related("organisation").order_by("id")
    found = User.objects.prefetch_related(Prefetch("posts", current, "current")).order_by("username")
    if words:
        found = found.filter(
            Q(name__startswith=words)
            | Q(username__startswith=words)
            | Q(posts__organisation__name__contains=words)
        )
    if unused:
        since = clock.now() - UNUSED
        never = Q(last_login__isnull=True, posts__since__lt=clock.local_day(since))
        found = found.filter(Q(last_login__lt=since) | never, held_on(today, "posts__"))
    return found.distinct()


@officer_view(*LOOK, purpose="人员与岗位", methods=("GET",))
def person(request: OfficerRequest, user_id: int) -> HttpResponse:
    return _person(request, _find(user_id))


def _find(user_id: int) -> User:
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


def _person(
    request: OfficerRequest, user: User, appoint: AppointForm | None = None, end: EndForm | None = None
) -> HttpResponse:
    """One person: posts past and present, and what may be done."""
    today, duties = clock.today(), actions.may_grant(request.officer)
    posts = list(
        user.posts.select_related("organisation", "granted_by", "ended_by").order_by("-since", "-id")
    )
    held = {post.pk for post in user.posts.filter(held_on(today))}
    context = {
        "person": user,
        "posts": [{"post": p, "held": p.pk in held, "may_end": _may_end(p, request)} for p in posts],
        "form": appoint or AppointForm(duties=duties, initial={"since": today}),
        "end_form": end or EndForm(),
        "grants": bool(duties) and user.pk != request.officer.user_id,
        "myself": user.pk == request.officer.user_id,
    }
    wrong = any(form is not None for form in (appoint, end))
    return render(request, "desk/staff/person.html", context, status=422 if wrong else 200)


def _may_end(post: Post, request: OfficerRequest) -> bool:
    return (
        post.ended_at is None
        and (post.until is None or post.until >= clock.today())
        and post.user_id != request.officer.user_id
        and post.duty in actions.may_grant(request.officer)
    )


@officer_view(*GRANT, purpose="登记人员")
def new_account(request: OfficerRequest) -> HttpResponse:
    """An account that can sign in and do nothing yet; the first password is shown this once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_account(**form.cleaned_data, by=request.officer)
        wrote(purpose=f"登记人员：{made.user.name}")
        return render(request, "desk/staff/first_password.html", {"made": made, "again": False})
    return render(request, "desk/staff/new.html", {"form": form}, status=422 if form.is_bound else 200)


@officer_view(*GRANT, purpose="重置登录", methods=("POST",))
def reset(request: OfficerRequest, user_id: int) -> HttpResponse:
    """A forgotten password or a lost phone."""
    made = actions.reset_sign_in(_find(user_id).pk, by=request.officer)
    wrote(purpose=f"重置登录：{made.user.name}")
    return render(request, "desk/staff/first_password.html", {"made": made, "again": True})


@officer_view(*GRANT, purpose="授予岗位", methods=("POST",))
def appoint(request: OfficerRequest, user_id: int) -> HttpResponse:
    user = _find(user_id)
    form = AppointForm(request.POST, duties=actions.may_grant(request.officer))
    if form.is_valid():
        try:
            post = actions.appoint(user, **form.cleaned_data, granted_by=request.officer, now=clock.now())
        except AppointmentRefused as refusal:
            form.add_error(None, refusal.message)
        else:
            wrote(purpose=f"授予岗位：{user.name} {post.organisation.name} {post.get_duty_display()}")
            messages.success(
                request, f"已登记 {user.name} 任{post.organisation.name}{post.get_duty_display()}。"
            )
            return redirect(f"/desk/staff/{user.pk}/")
    return _person(request, user, appoint=form)


@officer_view(*GRANT, purpose="结束岗位", methods=("POST",))
def end(request: OfficerRequest, post_id: int) -> HttpResponse:
    """At once: with the next request of that person rights and session are gone."""
    post = Post.objects.select_related("user").filter(pk=post_id).first()
    if post is None:
        raise Http404
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_post(post_id, reason=form.cleaned_data["reason"], by=request.officer, now=clock.now())
        except (AppointmentRefused, PostOver) as refusal:
            form.add_error("reason", refusal.message)
        else:
            wrote(purpose=f"结束岗位：{post.user.name} {post.get_duty_display()}")
            messages.success(request, f"{post.user.name} 的岗位已结束，即刻生效。")
            return redirect(f"/desk/staff/{post.user_id}/")
    return _person(request, post.user, end=form)
