"""One's own account: post, password, recovery codes, declared relatives."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimen.audit.trail import wrote
from yimen.core.ids import BadNumber
from yimen.guard import clock
from yimen.network import actions, second_factor
from yimen.network.models import StaffKin, User
from yimen.network.officers import posts_on
from yimen.web.requests import OfficerRequest, officer_view
from yimen.web.staff.forms import ChangePasswordForm, KinForm
from yimen.web.staff.session import ask_again, shown_recently

HERE = "/desk/account/"


@officer_view(purpose="个人账号", methods=("GET",))
def account(request: OfficerRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: OfficerRequest, password: ChangePasswordForm | None = None, kin: KinForm | None = None
) -> HttpResponse:
    user = _user(request)
    declares = request.officer.scope.kind == "area"
    wrong = any(form is not None for form in (password, kin))
    context = {
        "posts": posts_on(user.pk, clock.today()),
        "password_form": password or ChangePasswordForm(user=user),
        "kin_form": kin or KinForm(),
        "declares": declares,
        "kin": StaffKin.objects.filter(user=user).order_by("declared_on", "pk") if declares else [],
        "codes_left": len(second_factor.recovery_codes(user)),
    }
    return render(request, "desk/staff/account.html", context, status=422 if wrong else 200)


def _user(request: OfficerRequest) -> User:
    return User.objects.get(pk=request.officer.user_id)


@officer_view(purpose="修改密码", methods=("POST",))
def password(request: OfficerRequest) -> HttpResponse:
    """A changed password ends every other session of this person."""
    user = _user(request)
    form = ChangePasswordForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, password=form)
    user.set_password(form.cleaned_data["new_password"])
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    wrote(purpose="修改密码")
    messages.success(request, "密码已修改，其他电脑上的登录已经失效。")
    return redirect(HERE)


@officer_view(purpose="重制恢复码")
def recovery_codes(request: OfficerRequest) -> HttpResponse:
    """Ten new recovery codes, after the second factor was shown once more."""
    if not shown_recently(request, clock.now()):
        return ask_again(request)
    if request.method == "GET":
        return render(request, "desk/staff/recovery_codes.html", {"codes": []})
    codes = second_factor.new_recovery_codes(_user(request))
    wrote(purpose="重制恢复码")
    return render(request, "desk/staff/recovery_codes.html", {"codes": codes})


@officer_view(purpose="近亲属申报", methods=("POST",))
def kin(request: OfficerRequest) -> HttpResponse:
    form = KinForm(request.POST)
    if form.is_valid():
        try:
            actions.declare_kin(**form.cleaned_data, by=request.officer, now=clock.now())
        except BadNumber as refusal:
            form.add_error("id_number", refusal.message)
        else:
            wrote(purpose="近亲属申报")
            messages.success(request, "已申报。您的这位亲属申请救助时将单独登记备案，由县级入户核查。")
            return redirect(HERE)
    return _page(request, kin=form)
