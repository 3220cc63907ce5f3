"""Ordinary visitors, each at an address of their own, who open pages all the while and note how long they wait."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.real_portal import RealPortal

_PAUSE_SECONDS = 0.1


@dataclass
class Watch:
    """What the visitors met: every page they got with the seconds it took, and what they did not get."""

    took: list[tuple[float, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def slowest(self) -> tuple[float, str]:
        """Return the longest wait in seconds, and for which page."""
        return max(self.took, default=(0.0, ""))


@contextmanager
def watching(own: RealPortal, *, sources: Sequence[str], pages: Sequence[str], seconds: float) -> Iterator[Watch]:
    """Open the pages in turn, one visitor for each source, until the block ends; a page may take so many seconds."""
    watch, over = Watch(), threading.Event()

    def visit(source: str) -> None:
        while not over.is_set():
            for page in pages:
                began = time.monotonic()
                try:
                    status: object = own.ask("GET", page, source=source, seconds=4 * seconds).status
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                watch.took.append((time.monotonic() - began, page))
                if status != 200:
                    watch.failed.append(f"{page} {status}")
                if over.wait(_PAUSE_SECONDS):
                    return

    visitors = [threading.Thread(target=visit, args=(source,), daemon=True) for source in sources]
    for visitor in visitors:
        visitor.start()
    try:
        yield watch
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()
