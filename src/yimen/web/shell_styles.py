"""The style reference: every component of the shell on one page per skin, for eyes and for the axe test.

Only where no real family is: a synthetic database, or a developer's machine.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from yimen.web import errors, shell_samples
from yimen.web.requests import public_view

View = Callable[..., HttpResponse]


def _where_no_family_is(view: View) -> View:
    @wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.SYNTHETIC or settings.DEBUG):
            raise Http404
        return view(request, *args, **kwargs)

    return run


def _page(template: str, name: str) -> View:
    @wraps(_page)
    def view(request: HttpRequest) -> HttpResponse:
        context = shell_samples.everything()
        context["shell"] = shell_samples.SampleShell(request)
        return render(request, template, context)

    view.__name__, view.__module__ = name, __name__
    return public_view(own_scope=True, methods=("GET",))(_where_no_family_is(view))


@public_view(own_scope=True, methods=("GET",))
@_where_no_family_is
def error_page(request: HttpRequest, surface: str, status: int) -> HttpResponse:
    """The page of a status, as the middleware would show it on that surface."""
    return errors.page(request, status)


urlpatterns = [
    path("desk/_styles/", _page("styles/desk.html", "desk_styles")),
    path("desk/_styles/file/", _page("styles/file.html", "file_styles")),
    path("m/_styles/", _page("styles/phone_home.html", "phone_home_styles")),
    path("m/_styles/form/", _page("styles/phone_form.html", "phone_form_styles")),
    path("m/_styles/progress/", _page("styles/phone_progress.html", "phone_progress_styles")),
    path("_styles/", _page("styles/public.html", "public_styles")),
    path("<surface>/_styles/<int:status>/", error_page),
]
