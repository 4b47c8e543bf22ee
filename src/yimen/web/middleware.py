"""Domain errors become pages here, and nowhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yimen.core.errors import YimenError
from yimen.web import errors


class AuditedRequests:
    """Turns a domain error into its page after the scope has rolled back and recorded it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, YimenError):
            return errors.domain_error(request, exception)
        return None
