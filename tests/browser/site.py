"""The site served from this process for a browser, on a database that commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
PHONE_WIDTH = 390


@contextmanager
def served() -> Iterator[str]:
    """The address of the running site."""
    # playwright keeps an event loop in this thread, which Django takes for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


@contextmanager
def opened(
    browser: Browser, address: str, width: int = PHONE_WIDTH, *, large: bool = False
) -> Iterator[Page]:
    """A page of a browser of its own; fails the test when something leaves the origin or breaks the policy."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", base_url=address)
    if large:
        context.add_cookies([{"name": "yimen_type", "value": "large", "url": address}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(f"{page.url} {line.text}") if _tells(page, line) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None,
    )
    try:
        yield page
    except BaseException:
        keep(page, "failed", "last-screen")
        raise
    finally:
        context.close()
    assert wrong == [], wrong


def _expected(line: str) -> bool:
    """Refused pages are part of the tests, and so is a look-up that a later one has overtaken."""
    return "tatus" in line or line.startswith(("htmx:sendAbort", "htmx:afterRequest"))


def keep(page: Page, folder: str, name: str) -> None:
    """A picture of the whole screen as a test artefact."""
    target = ARTIFACTS / folder
    target.mkdir(parents=True, exist_ok=True)
    seen = page.viewport_size or {"width": PHONE_WIDTH, "height": 844}
    page.wait_for_load_state()
    whole = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    page.set_viewport_size({"width": seen["width"], "height": whole})  # so that the bar lies at the end
    page.screenshot(path=target / f"{name}.png")
    page.set_viewport_size(seen)


OTHERS = (
    "tatus",  # of an answer, which the test looks at itself
    "htmx:sendAbort",  # the page was left while it was being saved
    "htmx:afterRequest",
)


def _tells(page: Page, line: ConsoleMessage) -> bool:
    """An error of ours in the console. Where axe has looked, its own style elements are refused, as they should be."""
    axes = getattr(page, "inspected", False) and "Applying inline style" in line.text
    return line.type == "error" and not axes and not any(other in line.text for other in OTHERS)
