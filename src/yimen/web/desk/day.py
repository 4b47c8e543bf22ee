"""板上拨日: only a synthetic installation's day moves, and what falls due runs."""

from contextlib import suppress

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yimen.guard import clock
from yimen.web.requests import OfficerRequest, officer_view

MOST = 400


class DayForm(forms.Form):
    days = forms.IntegerField(
        label="向前拨几天", min_value=1, max_value=MOST, initial=7,
        error_messages={"required": "请填写天数。", "min_value": "拨日只能向前，至少 1 天。", "max_value": f"一次最多 {MOST} 天。"},
    )  # fmt: skip


@officer_view(purpose="拨日")
def day(request: OfficerRequest) -> HttpResponse:
    """Move the day forward and start the jobs that fall due. The database refuses a real installation."""
    if not settings.SYNTHETIC:
        raise Http404
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clock.move(form.cleaned_data["days"])
        run_due_jobs()
        messages.success(request, f"已拨到 {clock.today():%Y年%m月%d日}，到期的任务正在运行。")
        return redirect("/desk/day/")
    status = 422 if form.is_bound else 200
    return render(request, "desk/day.html", {"form": form, "today": clock.today()}, status=status)


def run_due_jobs() -> None:
    """Every periodic job once, as its schedule would have run it on the way."""
    stamp = int(clock.now().timestamp())
    for periodic in app.periodic_registry.periodic_tasks.values():
        with suppress(AlreadyEnqueued), transaction.atomic():
            periodic.task.defer(timestamp=stamp)
