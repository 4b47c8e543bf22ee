from django.http import HttpRequest

from yimen.web.shell import Shell


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame of the page; see `shell.py`."""
    return {"shell": Shell(request)}
