"""`make timing`: whether a wrong answer takes as long as another wrong answer, so that waiting tells nothing.

At /track a wrong private code, a reference that does not exist, and somebody else's reference; at the desk's sign-in
a name that does not exist and a wrong password. The kinds are tried in turn, so that a slow moment meets them all.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench import burst, scripts
from bench.browser import Browser
from bench.last_line import last_line
from bench.portal_clock import PortalClock
from bench.portal_process import Portal, portal
from bench.resident import Resident, Sent, complain

_ALLOWED = 0.10
_COMPLAINTS = 24
_LETTERS = "BCDFGHJKMNPQRSTVWXZ"
# More than the hour in which tries count, so that nobody is made to wait: that would be measured too.
_LATER_SECONDS = 61 * 60
_TRACK_ROUNDS_PER_HOUR = 8
_DESK_ROUNDS_PER_HOUR = 4

Kinds = Mapping[str, Callable[[int], Mapping[str, str]]]
"""By the name of a kind of wrong answer, what is typed at the n-th try."""


class AnsweredOtherwise(Exception):
    """A try was not answered like the others, so its time says nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure and print, as the last line, the totals as JSON. Returns 1 when two kinds differ by over 10 %."""
    parser = argparse.ArgumentParser(prog="timing", description="Time wrong answers beside each other.")
    parser.add_argument("--tries", type=int, default=100)
    tries = parser.parse_args(arguments).tries
    with tempfile.TemporaryDirectory(prefix="portal-timing-") as folder:
        clock = PortalClock(Path(folder) / "clock")
        with portal(environment={"PORTAL_CLOCK_FILE": str(clock.file)}) as own:
            found = {
                "track": _timed(own, "/track", _at_track(own), tries, clock, _TRACK_ROUNDS_PER_HOUR),
                "sign_in": _timed(own, "/desk/sign-in", _at_desk(own), tries, clock, _DESK_ROUNDS_PER_HOUR),
            }
    result = {page: summed_up(took) for page, took in found.items()}
    right = all(apart(took) <= _ALLOWED for took in found.values())
    last_line({"tries": tries, **result, "alike": right})
    return 0 if right else 1


def apart(took: Mapping[str, Sequence[float]]) -> float:
    """Return by how much the longest total exceeds the shortest, as a share of the shortest."""
    totals = [sum(times) for times in took.values()]
    return max(totals) / min(totals) - 1


def summed_up(took: Mapping[str, Sequence[float]]) -> dict[str, object]:
    """Return the total and the median of each kind, in milliseconds, and how far the totals are apart."""
    kinds = {
        kind: {"total_ms": round(sum(times) * 1000, 1), "median_ms": round(median(times) * 1000, 2)}
        for kind, times in took.items()
    }
    return {**kinds, "apart": round(apart(took), 4)}


def wrong_reference() -> str:
    """Return a reference with right check digits that nobody was given (one in ten thousand millions was)."""
    ten = f"{secrets.randbelow(10**10):010d}"
    return f"{ten}{98 - int(ten) * 100 % 97:02d}"


def wrong_code() -> str:
    """Return a private code that nobody was given."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(16))


def _at_track(own: Portal) -> Kinds:
    sent = list(_complaints(own))

    def theirs(number: int) -> Sent:
        return sent[number % len(sent)]

    return {
        "wrong_code": lambda number: {"reference": theirs(number).reference, "code": wrong_code()},
        "unknown_reference": lambda _number: {"reference": wrong_reference(), "code": wrong_code()},
        "other_reference": lambda number: {
            "reference": theirs(number + len(sent) // 2).reference,
            "code": theirs(number).code,
        },
    }


def _complaints(own: Portal) -> Iterator[Sent]:
    for number in range(_COMPLAINTS):
        words = f"Nobody answered my letter about the lamp in our street. This is letter {number}."
        yield complain(Browser(own.url), Resident("Amara Johnson", words, "Please answer it.", "none"))


def _at_desk(own: Portal) -> Kinds:
    officers = [officer["email"] for officer in own.officers()]
    domain = officers[0].partition("@")[2]

    def typed(email: str) -> dict[str, str]:
        return {"email": email, "password": secrets.token_urlsafe(12), "code": f"{secrets.randbelow(10**6):06d}"}

    return {
        "wrong_name": lambda _number: typed(f"{secrets.token_hex(6)}@{domain}"),
        "wrong_password": lambda number: typed(officers[number % len(officers)]),
    }


def _timed(
    own: Portal, path: str, kinds: Kinds, tries: int, clock: PortalClock, rounds_per_hour: int
) -> dict[str, list[float]]:
    """Try every kind so many times, in turn and each round in another order, and return how long each took."""
    browser = Browser(own.url)
    form = browser.get(path).form_with("csrf_token", *next(iter(kinds.values()))(0))
    parts = urlsplit(own.url)
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    # The first hour's rounds warm up both processes, and are not counted.
    for number in range(-rounds_per_hour, tries):
        if number % rounds_per_hour == 0:
            clock.go_on(_LATER_SECONDS)
        for kind in random.sample(list(kinds), len(kinds)):
            request = scripts.post(parts.netloc, path, form.filled(kinds[kind](number)), browser.cookies_for(path))
            seconds, answer = burst.once((parts.hostname or "", parts.port or 80), request)
            if answer[9:12] != b"200":
                raise AnsweredOtherwise(f"{kind} was answered with {answer[9:12].decode('ascii', 'replace')}")
            if number >= 0:
                took[kind].append(seconds)
    for kind, times in took.items():
        print(f"{path:14} {kind:18} {sum(times):6.3f} s for {tries} tries", flush=True)
    return took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
