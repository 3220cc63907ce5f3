"""Counting tries at residents' secrets: the same count as for the desk, kept in `portal.web.attempts`."""

from __future__ import annotations

from portal.web.attempts import (
    count,
    forget_old,
    key,
    network_of,
    record,
    take,
    take_back,
    wait_needed,
    wait_words,
)

__all__ = ["count", "forget_old", "key", "network_of", "record", "take", "take_back", "wait_needed", "wait_words"]
