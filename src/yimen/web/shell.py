"""The frame around every page: which surface it is, who is signed in, the day, the menu.

Templates read it as ``shell``. A surface says what stands in its frame with one function:

    @shell.frame("desk")
    def desk_frame(request: HttpRequest) -> Frame: ...

Everything is worked out only when a template asks, so an error page costs no query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from yimen.guard import clock

SYSTEM_NAME = "一门"
SYSTEM_SUBTITLE = "社会救助一体化平台"
SURFACES = ("desk", "dept", "cockpit", "m", "v")
PHONE_SURFACES = ("m", "v")
TYPE_COOKIE = "yimen_type"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu. ``count`` is work waiting; ``late`` of it is past its day. A count of None shows nothing."""

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A branch of the menu tree on the left."""

    label: str
    items: tuple[MenuItem, ...]
    icon: str = "folder"

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(item.url for item in self.items)

    @property
    def late(self) -> int:
        return sum(item.late for item in self.items)


@dataclass(frozen=True, slots=True)
class Frame:
    """What one surface shows to the person signed in; the defaults are those of a visitor."""

    person: str = ""
    post: str = ""
    organisation: str = ""
    home_url: str = "/"
    menu: tuple[MenuGroup, ...] = ()
    search_url: str = ""
    search_hint: str = "姓名、身份证号、受理号"
    unread: int = 0
    messages_url: str = ""
    account: tuple[MenuItem, ...] = ()  # lines of the person's own menu
    sign_out_url: str = ""


FrameBuilder = Callable[[HttpRequest], Frame]
_frames: dict[str, FrameBuilder] = {}


def frame(surface: str) -> Callable[[FrameBuilder], FrameBuilder]:
    """Register what stands in the frame of a surface (``desk``, ``dept``, ``m``, ``v``, ``cockpit``, ``public``)."""

    def register(builder: FrameBuilder) -> FrameBuilder:
        _frames[surface] = builder
        return builder

    return register


def surface_of(path: str) -> str:
    """``/desk/cases/3`` belongs to the desk; whatever has no surface of its own is public."""
    head = path.lstrip("/").split("/")[0]
    return head if head in SURFACES else "public"


class Shell:
    """The frame of one request, as templates see it."""

    name = SYSTEM_NAME
    subtitle = SYSTEM_SUBTITLE

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def surface(self) -> str:
        return surface_of(self._request.path)

    @property
    def synthetic(self) -> bool:
        """Invented people only: every page says 模拟."""
        return bool(settings.SYNTHETIC)

    @cached_property
    def today(self) -> date:
        """The day of the installation, which a synthetic one may have moved."""
        return clock.today()

    @property
    def large_type(self) -> bool:
        """大字版: remembered on the phone itself, so that it holds without signing in; without JavaScript, for one page."""
        chosen = self._request.GET.get("type") or self._request.COOKIES.get(TYPE_COOKIE)
        return chosen == "large"

    @cached_property
    def frame(self) -> Frame:
        builder = _frames.get(self.surface)
        return builder(self._request) if builder else Frame()

    @cached_property
    def current_url(self) -> str:
        """The menu line that the page belongs to: the longest address its own begins with."""
        path = self._request.path
        urls = (url for group in self.frame.menu for url in group.urls if path.startswith(url.split("?")[0]))
        return max(urls, key=len, default="")


class BareShell(Shell):
    """The frame of an error page: nobody's menu, and nothing that could fail a second time."""

    @cached_property
    def frame(self) -> Frame:
        return Frame(home_url="/" if self.surface == "public" else f"/{self.surface}/")
