"""The load itself: every visitor asks for one page after the other, over a connection of their own.

Closed loop (no rate): the next page is asked for when the last has come, with nothing in between, so the server is
always as busy as so many visitors can make it. Open loop (a rate): pages are due at fixed moments whoever is slow, and
an answer's time runs from the moment it was due.
"""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode, urlsplit

from yimen.bench.pages import PAGES, Ask, Page
from yimen.bench.visitors import Visitor

PATIENCE = 30.0
"""Seconds; no answer by then is a fault."""


@dataclass(frozen=True)
class Answer:
    """One page as the visitor got it. `fault` is empty where it was good."""

    page: str
    ms: float
    fault: str


class Seat:
    """One visitor's browser: a connection kept open, two cookie jars."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        parts = urlsplit(address)
        self.visitor = visitor
        self.line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        self.jars = {
            "officer": {"sessionid": visitor.session},
            "citizen": {"sessionid": visitor.citizen_session},
            "nobody": {},
        }

    def sit_down(self) -> None:
        """Open one page of each kind that has a form, for its token."""
        self._send(Ask("/desk/cases/?state=submitted"))
        self._send(Ask("/m/apply/place/", "citizen"))

    def visit(self, page: Page, ask: Ask, since: float) -> Answer:
        try:
            status, body = self._send(ask)
        except (OSError, http.client.HTTPException) as error:
            self.line.close()
            return Answer(page.name, _ms(since), type(error).__name__)
        broken_off = status == 200 and ask.form is None and b"</html>" not in body
        good = status in ask.good and not broken_off
        return Answer(page.name, _ms(since), "" if good else f"{status} {ask.path}")

    def _send(self, ask: Ask) -> tuple[int, bytes]:
        jar = self.jars[ask.by]
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        body = None
        if ask.form is not None:
            body = urlencode(ask.form, doseq=True)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": jar.get("csrftoken", ""),
            }
        self.line.request("GET" if body is None else "POST", ask.path, body, headers)
        answer = self.line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            jar[name] = value
        return answer.status, answer.read()


def _ms(since: float) -> float:
    return (time.perf_counter() - since) * 1000


def walk(
    seats: Sequence[Seat], *, seconds: float, rate: float = 0.0, at_most: int = 1_000_000
) -> list[Answer]:
    """All seats at once until the time is over or so many pages were asked for."""
    for seat in seats:
        seat.sit_down()
    answers: list[list[Answer]] = [[] for _ in seats]
    asked = count()
    begun = time.perf_counter()

    def work(seat: Seat, mine: list[Answer]) -> None:
        while (nth := next(asked)) < at_most:
            due = begun + nth / rate if rate else time.perf_counter()
            if due - begun >= seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            page, ask = _next(seat.visitor)
            mine.append(seat.visit(page, ask, due))

    threads = [
        threading.Thread(target=work, args=pair, daemon=True) for pair in zip(seats, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for mine in answers for answer in mine]


def _next(visitor: Visitor) -> tuple[Page, Ask]:
    weights = [page.weight for page in PAGES]
    while True:
        (page,) = visitor.rng.choices(PAGES, weights)
        ask = page.ask(visitor)
        if ask is not None:
            return page, ask
