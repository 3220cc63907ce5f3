"""What the bench says of its rounds: medians, spreads, percentiles, ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Round:
    """One burst: requests per second, CPU of the server per request and the 95th percentile, both in milliseconds."""

    rps: float
    cpu_ms: float | None
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A page's rounds, each between two of the bare page, summed up as medians.

    ``spread`` is the distance of the slowest and the fastest round, as a share of the median. ``ratio`` is the rate
    as a share of the bare page's, ``cpu_ratio`` the bare page's CPU as a share of the page's.
    """

    rps: float
    spread: float
    cpu_ms: float | None
    p95_ms: float
    ratio: float
    cpu_ratio: float | None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that this share of all values does not exceed; 0 of no values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, min(len(ordered) - 1, -(-int(share * len(ordered) * 1_000_000) // 1_000_000) - 1))]


def spread(values: Sequence[float]) -> float:
    """Return how far the smallest and the largest value are apart, as a share of the median."""
    middle = median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def compared(rounds: Sequence[tuple[Round, Round, Round]]) -> Compared:
    """Sum up rounds of (bare, page, bare): a page is compared with the two bursts beside it, so slow drifts cancel."""
    pages = [page for _before, page, _after in rounds]
    rates = [page.rps / ((before.rps + after.rps) / 2) for before, page, after in rounds]
    shares = [
        (before.cpu_ms + after.cpu_ms) / 2 / page.cpu_ms
        for before, page, after in rounds
        if before.cpu_ms is not None and after.cpu_ms is not None and page.cpu_ms
    ]
    cpu = [page.cpu_ms for page in pages if page.cpu_ms is not None]
    return Compared(
        rps=median(page.rps for page in pages),
        spread=spread([page.rps for page in pages]),
        cpu_ms=median(cpu) if cpu else None,
        p95_ms=median(page.p95_ms for page in pages),
        ratio=median(rates),
        cpu_ratio=median(shares) if shares else None,
    )


def bare(rounds: Sequence[Round]) -> Compared:
    """Sum up the bare page's own rounds."""
    cpu = [one.cpu_ms for one in rounds if one.cpu_ms is not None]
    return Compared(
        rps=median(one.rps for one in rounds),
        spread=spread([one.rps for one in rounds]),
        cpu_ms=median(cpu) if cpu else None,
        p95_ms=median(one.p95_ms for one in rounds),
        ratio=1.0,
        cpu_ratio=1.0,
    )
