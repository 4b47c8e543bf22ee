"""Every address of the site with its view, read from the resolver."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, Any]]:
    """Path with its converters ("/desk/cases/<uuid:case_id>/") and view, includes followed."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern).lstrip("^/")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback
