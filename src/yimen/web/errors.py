"""Pages for what went wrong: which status, which words, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.core.errors import YimenError
from yimen.web.shell import PHONE_SURFACES, BareShell, surface_of

STATUS = {
    "stale_screen": 409,
    "step_not_open": 409,
    "not_your_case": 403,
    "not_your_duty": 403,
    "no_post": 403,
    "too_many": 429,
}


def domain_error(request: HttpRequest, error: YimenError) -> HttpResponse:
    """A refusal of the domain, in its own words."""
    return page(request, STATUS.get(error.code, 422), error.message)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, "页面已过期，请返回上一页刷新后再提交。")


def page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """The page of the surface; for htmx only the alert, which goes to the place for alerts and leaves the page alone."""
    context = {"status": status, "message": message, "shell": BareShell(request)}
    if request.headers.get("HX-Request"):
        response = render(request, "errors/_alert.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#page-alerts", "innerHTML"
        return response
    skin = "m" if surface_of(request.path) in PHONE_SURFACES else "desk"
    return render(request, f"errors/{skin}.html", context, status=status)
