"""The receipt: who holds its number sees the stage, and nothing of the family."""

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe

from yimen.core.processes import PROCEDURES, State
from yimen.intake.numbers import RECEIPT, read_number
from yimen.intake.queries import stage_of_receipt
from yimen.people.accounts import CITIZEN_SESSION
from yimen.web.requests import public_view
from yimen.web.shell_forms import PlainForm

MEANING = {
    State.SUBMITTED: "材料已收到，等待乡镇（街道）受理。",
    State.CORRECTING: "还缺材料，请登录查看清单并补交。",
    State.INVESTIGATING: "正在核对家庭经济状况、入户调查。",
    State.REVIEWED: "乡镇（街道）已提出初审意见，准备公示。",
    State.PUBLICISED: "正在所在村（社区）公示。",
    State.OBJECTED: "公示期间有人反映情况，正在复查。",
    State.AWAITING: "等待审核确认。",
    State.CONFIRMED: "审核确认已完成，结果见送达的文书。",
    State.REFUSED: "审核确认已完成，结果见送达的文书。",
    State.WITHDRAWN: "申请已撤回。",
    State.TERMINATED: "办理已终止，理由见送达的文书。",
}
ENDED = "办理完毕"
MASK = 4


class ReceiptForm(PlainForm):
    number = forms.CharField(
        label="回执号", widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": "24"}),
        help_text="YM 开头，在提交后的页面和短信里，例如 YM-261122-4839-2015。",
    )  # fmt: skip


@public_view(methods=("GET", "POST"))
def progress(request: HttpRequest) -> HttpResponse:
    """Look up a receipt; who has signed in goes to their own cases."""
    if request.method == "GET" and request.session.get(CITIZEN_SESSION):
        return redirect("/m/cases/")
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = read_number(form.cleaned_data["number"], RECEIPT)
        if number is not None:
            return redirect(f"/m/receipt/{number}/")
        form.add_error("number", "回执号不对，请逐位核对，中间的横线可以不填。")
    return render(request, "m/progress.html", {"form": form}, status=422 if form.errors else 200)


@public_view(methods=("GET",))
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """回执: the number, a code to scan, and the stage."""
    held = read_number(number, RECEIPT)
    stage = stage_of_receipt(held) if held else None
    if stage is None:
        return render(request, "m/receipt_unknown.html", {"number": number}, status=404)
    state = State(stage.state)
    decided = state in (State.CONFIRMED, State.REFUSED)
    context = {
        "number": held,
        "programme": PROCEDURES[stage.programme].label,
        "state": ENDED if decided else state.label,
        "meaning": MEANING[state],
        "submitted_on": stage.submitted_on,
        "due_on": None if state.closed else stage.due_on,
        "qr": _qr(request.build_absolute_uri(f"/m/receipt/{held}/")),
        "new": "new" in request.GET,
    }
    return render(request, "m/receipt.html", context)


def _qr(address: str) -> SafeString:
    """The address as an inline picture: no style, no script, no request.

    The mask is chosen here: every reader takes any of the eight, and weighing them up takes longer than the whole page.
    """
    picture = segno.make(address, error="m", mask=MASK).svg_inline(
        scale=4, border=2, omitsize=True, svgclass="ym-qr", lineclass=None
    )
    return mark_safe(picture.replace("<svg ", '<svg role="img" aria-label="查看办理进度的二维码" ', 1))
