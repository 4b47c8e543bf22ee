"""公示: what a village may read, fed only from the table of allow-listed fields; an objection without a name."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.core.regions import is_code
from yimen.guard import clock
from yimen.guard.scope import public_scope, scope
from yimen.publicity import actions, queries
from yimen.regions.queries import children, path_name
from yimen.web.requests import public_view


class ObjectForm(forms.Form):
    content = forms.CharField(
        label="反映的情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明您要反映的情况。"},
    )  # fmt: skip
    name = forms.CharField(
        label="姓名", required=False, max_length=40, help_text="可以不填；填写的身份严格保密"
    )
    phone = forms.CharField(
        label="联系电话", required=False, max_length=20, help_text="可以不填；用于回复复查结果"
    )


@public_view(methods=("GET",))
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Standing notices of a village, or the list of divisions below a county or town to choose from."""
    if not is_code(code):
        raise Http404
    below = [] if len(code) == 12 else list(children(code))
    notices = queries.standing(code) if len(code) == 12 else []
    return render(
        request,
        "public/notices.html",
        {"place": path_name(code), "code": code, "below": below, "notices": notices},
    )


@public_view(own_scope=True)
def object_to(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """我有异议: anonymous to the public."""
    with scope(public_scope()):
        notice = queries.standing_notice(notice_id)
    if notice is None:
        raise Http404
    form = ObjectForm(request.POST or None)
    thanks, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            thanks = actions.object_to(notice_id, now=clock.now(), **form.cleaned_data)
            status = 200
    return render(
        request, "public/object.html", {"notice": notice, "form": form, "thanks": thanks}, status=status
    )
