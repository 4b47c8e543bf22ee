"""Domain errors become pages here, and nowhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yimen.core.errors import YimenError
from yimen.guard import clock
from yimen.web import errors


class AuditedRequests:
    """One day for the whole request; a domain error becomes its page after the scope has rolled back and recorded it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.held():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, YimenError):
            return errors.domain_error(request, exception)
        return None
