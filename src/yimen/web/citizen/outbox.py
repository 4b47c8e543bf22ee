"""模拟短信: what a synthetic installation would have sent. There is no such page where people are real."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.notifications.queries import outbox as messages_out
from yimen.web.requests import public_view


@public_view(own_scope=True, methods=("GET",))
def outbox(request: HttpRequest) -> HttpResponse:
    if not settings.SYNTHETIC:
        raise Http404
    return render(request, "m/outbox.html", {"rows": messages_out()})
