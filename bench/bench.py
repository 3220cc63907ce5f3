"""`make bench`: pages of the portal beside a bare page, in bursts taken in turn.

What matters most is CPU per request: it says how many requests a core can answer, whatever else the machine does.
The rate says the same on a quiet machine; the ratio of the rates is what other systems were compared by.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from bench import figures, scripts
from bench.browser import Browser
from bench.burst import Script
from bench.figures import Compared, Round
from bench.last_line import last_line
from bench.portal_process import Portal, portal
from bench.process import HOST
from bench.resident import Resident, complain
from bench.scripts import Acknowledged, Recorder
from bench.server import Server, bare_server

_NAMES = ("track", "submit", "journey")
_WARM_UP_SECONDS = 0.5
_WARM_UP_CLIENTS = 4
# One row in each of these for every submission acknowledged.
_ROWS = ("complaints", "references", "grants", "stages", "letters")

Clients = Callable[[int], list[Script]]


def main(arguments: Sequence[str]) -> int:
    """Measure, print what was measured and, as the last line, the figures as JSON.

    Returns 1 when the rows counted afterwards are not those that were acknowledged.
    """
    wanted = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        file = folder / "loaded.json"
        load = ("load-for-bench", str(file), "--matters", str(wanted.matters), "--drafts", str(wanted.drafts))
        with bare_server(folder) as bare, portal(load=load) as own:
            result, right = _measure(own, bare, json.loads(file.read_text("utf-8")), wanted)
    last_line(result)
    return 0 if right else 1


def _measure(
    own: Portal, bare: Server, loaded: Mapping[str, list[dict[str, str]]], wanted: argparse.Namespace
) -> tuple[dict[str, object], bool]:
    parts = urlsplit(own.url)
    server = Server((parts.hostname or HOST, parts.port or 80), own.web_processes())
    acknowledged = Acknowledged()
    prepare: dict[str, Callable[[], Clients]] = {
        "track": lambda: _track(server, loaded["matters"]),
        "submit": lambda: _submit(own, server, loaded["drafts"], acknowledged),
        "journey": lambda: _journey(own, server, acknowledged),
    }
    pages = {name: prepare[name]() for name in wanted.only}
    own.wait_until_quiet()
    before = {table: own.count(table) for table in _ROWS}
    hello: dict[int, list[Round]] = {number: [] for number in wanted.clients}
    found: dict[str, dict[int, Compared]] = {"hello": {}}
    for name, clients in pages.items():
        server.measured(clients(_WARM_UP_CLIENTS), seconds=_WARM_UP_SECONDS)
        found[name] = {}
        for number in wanted.clients:
            rounds = list(_rounds(bare, server, clients, number, wanted))
            hello[number] += [one for first, _page, last in rounds for one in (first, last)]
            found[name][number] = figures.compared(rounds)
            _say(name, number, found[name][number])
    for number, bursts in hello.items():
        found["hello"][number] = figures.bare(bursts)
        _say("hello", number, found["hello"][number])
    result: dict[str, object] = {name: _by_figure(by_number) for name, by_number in found.items()}
    written = {table: own.count(table) - before[table] for table in _ROWS}
    result["rows"] = {"acknowledged": len(acknowledged.drafts), **written}
    return result, set(written.values()) == {len(acknowledged.drafts)}


def _rounds(
    bare: Server, server: Server, clients: Clients, number: int, wanted: argparse.Namespace
) -> Iterator[tuple[Round, Round, Round]]:
    def hello() -> Round:
        return bare.measured([scripts.bare(bare.host) for _client in range(number)], seconds=wanted.seconds)

    for _round in range(wanted.rounds):
        yield hello(), server.measured(clients(number), seconds=wanted.seconds), hello()


def _track(server: Server, matters: Sequence[dict[str, str]]) -> Clients:
    seeds = itertools.count()
    return lambda number: [scripts.track(server.host, matters, next(seeds)) for _client in range(number)]


def _submit(own: Portal, server: Server, drafts: Sequence[dict[str, str]], acknowledged: Acknowledged) -> Clients:
    browser = Browser(own.url)
    token = browser.get("/complain").form_with("csrf_token").filled({})
    session, seed = browser.cookies_for("/"), dict(token)["csrf_token"]
    ready = iter(drafts)
    return lambda number: [
        scripts.submit(server.host, ready, session=session, token=seed, acknowledged=acknowledged)
        for _client in range(number)
    ]


def _journey(own: Portal, server: Server, acknowledged: Acknowledged) -> Clients:
    recorder = Recorder(own.url)
    words = "They painted over the crossing outside the school and nobody put it back. Children run across the road."
    complain(recorder, Resident("Sam Okoro", words, "Please paint it again.", "email", "first@resident.example"))
    numbers = itertools.count(1)
    print(f"a journey has {len(recorder.steps)} requests", flush=True)
    return lambda number: [
        scripts.journey(server.host, recorder.steps, acknowledged, numbers) for _client in range(number)
    ]


def _by_figure(by_number: Mapping[int, Compared]) -> dict[str, dict[str, float | None]]:
    return {
        one.name: {str(number): _rounded(getattr(found, one.name)) for number, found in by_number.items()}
        for one in fields(Compared)
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4 if value < 1 else 2)


def _say(name: str, number: int, found: Compared) -> None:
    cpu = "      ?" if found.cpu_ms is None else f"{found.cpu_ms:7.2f}"
    cpu_ratio = "    ?" if found.cpu_ratio is None else f"{found.cpu_ratio:5.1%}"
    print(
        f"{name:8} {number:3} clients {found.rps:8.1f} requests/s (±{found.spread / 2:4.0%}) {cpu} ms CPU each"
        f" {found.p95_ms:8.1f} ms p95   {found.ratio:6.1%} of bare, by CPU {cpu_ratio}",
        flush=True,
    )


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure the portal's pages beside a bare page.")
    parser.add_argument("--only", nargs="+", choices=_NAMES, default=_NAMES)
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 4, 16])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a burst")
    parser.add_argument("--matters", type=int, default=10_000)
    parser.add_argument("--drafts", type=int, default=6_000, help="a burst ends early when they have all been sent")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
