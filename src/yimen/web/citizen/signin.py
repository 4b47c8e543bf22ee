"""Signing in with the code sent to a phone. No password; a phone that was shown is the account."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from yimen.guard import clock
from yimen.notifications import codes
from yimen.notifications.channel import NoChannel
from yimen.notifications.channel import channel as channel_
from yimen.notifications.codes import BadPhone, CodeRefused, TooManyCodes
from yimen.people.accounts import CITIZEN_SESSION, open_account
from yimen.web.requests import public_view
from yimen.web.shell_forms import PlainForm

PURPOSE = "signin"


class PhoneForm(PlainForm):
    phone = forms.CharField(
        label="手机号码",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "maxlength": "20"}),
    )


class EntryForm(PlainForm):
    """The code, and the phone it was sent to: carried by the page, never kept in the session."""

    phone = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label="验证码",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}
        ),
    )


@public_view(own_scope=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the phone, send the code, and ask for the code."""
    form = PhoneForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                phone = codes.normalise_phone(form.cleaned_data["phone"])
                address = request.META.get("REMOTE_ADDR", "")
                codes.issue(phone, PURPOSE, "登录社会救助", address=address, now=clock.now())
                return _entry(request, EntryForm(initial={"phone": phone}), phone)
            except (BadPhone, NoChannel, TooManyCodes) as refusal:
                form.add_error("phone", refusal.message)
                status = 429 if isinstance(refusal, TooManyCodes) else 422
    context = {"form": form, "next": _next(request), "available": channel_() is not None}
    return render(request, "m/sign_in.html", context, status=status)


@public_view(own_scope=True)
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the code; the session then belongs to the phone's account."""
    form = EntryForm(request.POST or None)
    if request.method != "POST" or "phone" not in request.POST:
        return redirect(f"/m/sign-in/?next={_next(request)}")
    try:
        phone = codes.normalise_phone(request.POST["phone"])
    except BadPhone:
        return redirect("/m/sign-in/")
    if not form.is_valid():
        return _entry(request, form, phone, status=422)
    now = clock.now()
    try:
        codes.spend(phone, PURPOSE, form.cleaned_data["code"], now)
    except CodeRefused as refusal:
        form.add_error("code", refusal.message)
        return _entry(request, form, phone, status=422)
    return _signed_in(request, phone, now)


def _entry(request: HttpRequest, form: EntryForm, phone: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "phone": phone,
        "next": _next(request),
        "shown_code": codes.shown(phone, PURPOSE, clock.now()),
    }
    return render(request, "m/sign_in_code.html", context, status=status)


def _signed_in(request: HttpRequest, phone: str, now: datetime) -> HttpResponse:
    after = _next(request)
    account = open_account(phone, now)
    request.session.flush()
    request.session[CITIZEN_SESSION] = str(account)
    return redirect(after)


@public_view(own_scope=True, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("/m/")


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: a page of the phone, and no other place."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/m/"
    good = wanted.startswith("/m/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if good else "/m/"
