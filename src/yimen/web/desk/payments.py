"""Payment lists: make the month's list, look at it, take it as a workbook."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yimen.core.calendar import BadPeriod, Month
from yimen.guard import clock
from yimen.payments import actions, queries
from yimen.payments.models import PayList
from yimen.payments.workbook import workbook_of
from yimen.regions.queries import spoken_names
from yimen.web.desk import forms
from yimen.web.desk.frame import PAYING
from yimen.web.requests import OfficerRequest, officer_view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 100


@officer_view(*PAYING, purpose="发放名册")
def lists(request: OfficerRequest) -> HttpResponse:
    """The lists of the county; POST freezes another month's."""
    officer = request.officer
    form = forms.MonthForm(request.POST or None, initial={"month": str(Month.of(clock.today()))})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                month = Month.parse(form.cleaned_data["month"])
                made = actions.make_list(
                    officer.counties[0], "dibao", month, officer=officer, now=clock.now()
                )
                messages.success(request, f"{month.label}低保发放名册已生成。")
                return redirect(f"/desk/payments/{made.pk}/")
            except (BadPeriod, actions.ListExists, actions.PaidTwice, actions.NotForPayment) as refusal:
                form.add_error("month", refusal.message)
    found = queries.lists_of(officer.counties[0])
    return render(request, "desk/payments/lists.html", {"lists": found, "form": form}, status=status)


@officer_view(*PAYING, purpose="发放名册", methods=("GET",))
def pay_list(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    """One month's list with the sums that must agree."""
    found = _find(list_id)
    page = Paginator(queries.lines_of(found.pk), PAGE).get_page(request.GET.get("page"))
    names = spoken_names({line.village for line in page.object_list})
    rows = [{"line": line, "village": names.get(line.village, line.village)} for line in page.object_list]
    return render(
        request,
        "desk/payments/list.html",
        {
            "pay_list": found,
            "month": Month.of(found.month),
            "page": page,
            "rows": rows,
            "check": queries.check(found),
        },
    )


@officer_view(*PAYING, purpose="下载发放名册", methods=("GET",))
def workbook(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    """The list as XLSX, with whole account numbers for the bank; downloading is on the audit trail."""
    found = _find(list_id)
    response = HttpResponse(workbook_of(found), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="dibao-{Month.of(found.month)}.xlsx"'
    return response


def _find(list_id: UUID) -> PayList:
    found = PayList.objects.filter(pk=list_id).first()
    if found is None:
        raise Http404
    return found
