"""在册名单导入: hand a file in, watch its check, work off its errors, let it in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.core.money import format_yuan
from yimen.guard import clock
from yimen.register import actions, permissions, queries
from yimen.register.columns import template as empty_template
from yimen.register.errors import FileNotTaken, UploadMoved
from yimen.register.models import Remark, State, Upload
from yimen.register.workbook import remarks_workbook
from yimen.web.requests import OfficerRequest, officer_view
from yimen.web.shell_forms import PlainForm

DUTIES = ("county_clerk", "county_leader")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE, UPLOADS = 50, 20
RUNNING = (State.RECEIVED, State.CHECKING, State.PROMOTING)
TONES = {
    State.RECEIVED: "blue", State.CHECKING: "blue", State.PROMOTING: "blue", State.READY: "violet",
    State.FAULTY: "red", State.REFUSED: "red", State.BROKEN: "amber", State.PROMOTED: "green", State.WITHDRAWN: "grey",
}  # fmt: skip


class UploadForm(PlainForm):
    """One file."""

    file = forms.FileField(
        label="名单文件",
        help_text="可以是 .xlsx 或 .csv，最大 50 MB；一人一行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.parquet"}),
        error_messages={"empty": "文件是空的。请重新导出后再上传。"},
    )


@officer_view(*DUTIES, purpose="在册名单导入")
def uploads(request: OfficerRequest) -> HttpResponse:
    """The county's uploads; POST takes a new one."""
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            try:
                return _taken(request, form.cleaned_data["file"])
            except FileNotTaken as refusal:
                form.add_error("file", refusal.message)
    page = Paginator(queries.uploads_of(request.officer), UPLOADS).get_page(request.GET.get("page"))
    rows = [{"upload": upload, "tone": TONES[State(upload.state)]} for upload in page.object_list]
    return render(
        request, "desk/register/uploads.html", {"form": form, "page": page, "rows": rows}, status=status
    )


def _taken(request: OfficerRequest, file: Any) -> HttpResponse:
    taken, fresh = actions.hand_in(file.name, file.read(), "dibao", officer=request.officer, now=clock.now())
    if not fresh:
        messages.info(
            request, f"这份文件已于 {taken.uploaded_at:%Y-%m-%d} 上传过，没有重复接收。下面是它的情况。"
        )
    return redirect(f"/desk/register/{taken.pk}/")


@officer_view(*DUTIES, purpose="下载在册名单模板", methods=("GET",))
def template(request: OfficerRequest) -> HttpResponse:
    """The workbook to fill in."""
    return _download(empty_template(clock.now()), "低保在册名单模板.xlsx")


@officer_view(*DUTIES, purpose="在册名单导入", methods=("GET",))
def upload(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    """One upload: how far it is, what is wrong with it, what it would bring."""
    return _page(request, upload_id)


def _page(request: OfficerRequest, upload_id: UUID, fault: str = "", status: int = 200) -> HttpResponse:
    found = _find(request, upload_id)
    state, officer = State(found.state), request.officer
    shown = request.GET.get("show") or (Remark.Kind.ERROR if found.errors else Remark.Kind.NOTICE)
    page = Paginator(queries.remarks_of(found, shown), PAGE).get_page(request.GET.get("page"))
    context = {
        **_running(found),
        "fault": fault,
        "tone": TONES[state],
        "page": page,
        "told": queries.told(found, list(page.object_list)) if page.object_list else [],
        "tabs": _tabs(found, shown),
        "figures": _figures(found) if state in (State.READY, State.PROMOTING, State.PROMOTED) else [],
        "towns": queries.by_town(found) if state == State.READY else [],
        "may_withdraw": state in actions.WITHDRAWABLE,
        "may_check": actions.checkable(found, clock.now()),
        "why_not_let_in": permissions.why_not_let_in(officer, found),
    }
    return render(request, "desk/register/upload.html", context, status=status)


def _tabs(found: Upload, shown: str) -> list[dict[str, Any]]:
    counts = [(Remark.Kind.ERROR, found.errors), (Remark.Kind.NOTICE, found.notices)]
    return [
        {"label": kind.label, "url": f"?show={kind.value}", "count": count, "current": kind == shown}
        for kind, count in counts
        if count
    ]


def _figures(found: Upload) -> list[dict[str, Any]]:
    done = found.state == State.PROMOTED
    return [
        {"label": "新入库" if done else "将入库", "value": f"{found.households:,}", "unit": "户"},
        {"label": "保障人数", "value": f"{found.persons:,}", "unit": "人"},
        {"label": "月保障金合计", "value": format_yuan(found.monthly_fen), "unit": "元"},
        {
            "label": "已在册、跳过",
            "value": f"{found.standing:,}",
            "unit": "户",
            "note": "内容与在册相同，不改动",
        },
    ]


def _running(found: Upload) -> dict[str, Any]:
    """What the moving part of the page shows."""
    return {"upload": found, "running": found.state in RUNNING, "checking": found.state == State.CHECKING}


@officer_view(*DUTIES, purpose="在册名单导入", methods=("GET",))
def progress(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    """The bar, asked for every second; once the state is another one, the whole page."""
    found = _find(request, upload_id)
    if found.state != request.GET.get("state") or found.state not in RUNNING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "desk/register/_running.html", _running(found))


@officer_view(*DUTIES, purpose="查看待入库名单", methods=("GET",))
def families(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    """The families of a checked file, before they are let in."""
    found = _find(request, upload_id)
    page = Paginator(queries.families_of(found), PAGE).get_page(request.GET.get("page"))
    rows = queries.lines(found, list(page.object_list)) if page.object_list else []
    return render(request, "desk/register/families.html", {"upload": found, "page": page, "rows": rows})


@officer_view(*DUTIES, purpose="下载名单检查意见", methods=("GET",))
def remarks(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    """All remarks as a workbook."""
    found = _find(request, upload_id)
    told = queries.told(found, queries.remarks_of(found))
    return _download(remarks_workbook(found.name, told, clock.now()), f"{found.name} 检查意见.xlsx")


@officer_view(*DUTIES, purpose="重新检查在册名单", methods=("POST",))
def check_again(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    return _act(request, upload_id, actions.check_again, "已开始重新检查。")


@officer_view("county_leader", purpose="批准在册名单入库", methods=("POST",))
def let_in(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    return _act(request, upload_id, actions.let_in, "已批准，正在入库。")


@officer_view(*DUTIES, purpose="撤回在册名单", methods=("POST",))
def withdraw(request: OfficerRequest, upload_id: UUID) -> HttpResponse:
    return _act(request, upload_id, actions.withdraw, "已撤回，暂存内容已清除。")


class VersionForm(forms.Form):
    """The state of the upload that the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _act(request: OfficerRequest, upload_id: UUID, act: Callable[..., Upload], done: str) -> HttpResponse:
    """One action; where the upload has moved on, its page as it is now, with 409."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, upload_id, "请刷新页面后再操作。", 422)
    try:
        act(
            _find(request, upload_id).pk,
            version=form.cleaned_data["version"],
            officer=request.officer,
            now=clock.now(),
        )
    except UploadMoved as moved:
        return _page(request, upload_id, moved.message, 409)
    messages.success(request, done)
    return redirect(f"/desk/register/{upload_id}/")


def _find(request: OfficerRequest, upload_id: UUID) -> Upload:
    found = queries.find(request.officer, upload_id)
    if found is None:
        raise Http404
    return found


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename=\"register.xlsx\"; filename*=UTF-8''{quote(name)}"
    )
    return response
