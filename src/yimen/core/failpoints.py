"""Named points at which a test makes the programme fail or die, to prove that nothing is left half done.

Nothing is armed but by a test: `with armed("register.persons", fault):` and the fault is called when the point is
passed. A test looks whether its point was reached at all, or it would prove nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Fault = Callable[[], None]

_armed: dict[str, Fault] = {}


def failpoint(name: str) -> None:
    """Here a test may interfere."""
    fault = _armed.get(name)
    if fault is not None:
        fault()


@contextmanager
def armed(name: str, fault: Fault) -> Iterator[list[str]]:
    """Call `fault` whenever the point is passed; the list given holds the name once for each time."""
    fired: list[str] = []

    def fire() -> None:
        fired.append(name)
        fault()

    _armed[name] = fire
    try:
        yield fired
    finally:
        del _armed[name]
