"""`make timing`: whether what is refused takes as long as what does not exist, so that waiting tells nothing.

The kinds of `bench/refused.py` are tried in turn, so that a slow moment meets them all.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench import burst, refused
from bench.last_line import last_line
from bench.portal_clock import PortalClock
from bench.portal_process import Portal, portal
from bench.refused import Refused

_ALLOWED = 0.10
# More than the hour in which tries count, so that nobody is made to wait: that would be measured too.
_LATER_SECONDS = 61 * 60
_WARM_UP_ROUNDS = 8
# One round more for so many, of which the slowest are left out.
_SPARE = 5
# Where tries are not counted, one is the quickest of three: a pause of the machine is longer than many an answer.
_QUICKEST_OF = 3


class AnsweredOtherwise(Exception):
    """A try was not answered like the others, so its time says nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure and print, as the last line, the totals as JSON. Returns 1 when two kinds differ by over 10 %."""
    parser = argparse.ArgumentParser(prog="timing", description="Time refusals beside each other.")
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--only", nargs="+", help="what to time, by its name in the last line")
    wanted = parser.parse_args(arguments)
    tries = wanted.tries
    with tempfile.TemporaryDirectory(prefix="portal-timing-") as folder:
        clock = PortalClock(Path(folder) / "clock")
        with portal(environment={"PORTAL_CLOCK_FILE": str(clock.file)}) as own:
            found = {
                name: _timed(own, name, kinds, tries, clock)
                for name, kinds in refused.everything(own, clock)
                if name in (wanted.only or {name})
            }
    result = {page: summed_up(took) for page, took in found.items()}
    right = all(apart(took) <= _ALLOWED for took in found.values())
    last_line({"tries": tries, **result, "alike": right})
    return 0 if right else 1


def apart(took: Mapping[str, Sequence[float]]) -> float:
    """Return by how much the longest total exceeds the shortest, as a share of the shortest."""
    totals = [sum(times) for times in took.values()]
    return max(totals) / min(totals) - 1


def undisturbed(took: Mapping[str, Sequence[float]], rounds: int) -> dict[str, list[float]]:
    """Return so many rounds, without the slowest ones: the machine paused in them, whichever kind it met."""
    quickest = sorted(zip(*took.values(), strict=True), key=sum)[:rounds]
    return {kind: [one[at] for one in quickest] for at, kind in enumerate(took)}


def summed_up(took: Mapping[str, Sequence[float]]) -> dict[str, object]:
    """Return the total and the median of each kind, in milliseconds, and how far the totals are apart."""
    kinds = {
        kind: {"total_ms": round(sum(times) * 1000, 1), "median_ms": round(median(times) * 1000, 2)}
        for kind, times in took.items()
    }
    return {**kinds, "apart": round(apart(took), 4)}


def _timed(own: Portal, name: str, of: Refused, tries: int, clock: PortalClock) -> dict[str, list[float]]:
    """Try every kind so many times, in turn and each round in another order, and return how long each took."""
    parts = urlsplit(own.url)
    took: dict[str, list[float]] = {kind: [] for kind in of.kinds}
    # The first rounds warm up both processes, and are not counted.
    for number in range(-(of.rounds_per_hour or _WARM_UP_ROUNDS), tries + tries // _SPARE):
        if of.rounds_per_hour and number % of.rounds_per_hour == 0:
            clock.go_on(_LATER_SECONDS)
        for kind in random.sample(list(of.kinds), len(of.kinds)):
            time.sleep(of.pause)
            request = of.kinds[kind](number)
            often = 1 if of.rounds_per_hour else _QUICKEST_OF
            sent = [burst.once((parts.hostname or "", parts.port or 80), request) for _time in range(often)]
            seconds, answer = min(sent)
            if answer[9:12].decode("ascii", "replace") != of.status:
                raise AnsweredOtherwise(f"{name}: {kind} was answered with {answer[9:12].decode('ascii', 'replace')}")
            if number >= 0:
                took[kind].append(seconds)
    took = undisturbed(took, tries)
    for kind, times in took.items():
        print(f"{name:14} {kind:18} {sum(times):6.3f} s for {tries} tries", flush=True)
    return took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
