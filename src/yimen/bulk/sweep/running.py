"""Batches through a pool of threads: NumPy computes outside Python's lock, so two cores do twice the work of one."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

BATCH = 32_768
"""Households at a time: large enough that Python's share is small, small enough that columns stay in the cache."""


def in_threads(work: Callable[[In], Out], given: Iterable[In], threads: int | None = None) -> Iterator[Out]:
    """What ``work`` makes of each, in their order; only a few are held at a time, so a stream stays a stream."""
    count = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(count) as pool:
        running: deque[Future[Out]] = deque()
        try:
            for one in given:
                running.append(pool.submit(work, one))
                if len(running) > count + 1:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
