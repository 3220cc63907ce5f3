"""Many threads that do the same at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def all_at_once(act: Callable[[int], Result], times: int) -> list[Result]:
    """Run it in so many threads that start together, and return what each gives back."""
    ready = Barrier(times)

    def started(number: int) -> Result:
        ready.wait()
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(started, range(times)))
