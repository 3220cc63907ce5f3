"""Two people whose matters an officer joins: neither reads the other's words."""

from __future__ import annotations

from bench.attacks.tally import Tally
from bench.attacks.target import Target


def joined(target: Target, tally: Tally) -> None:
    """Neither reads the other's words."""
