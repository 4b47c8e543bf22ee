"""The front door: what this is, and the four ways on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.web.requests import public_view


@public_view(methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"county": settings.ENV.county})
