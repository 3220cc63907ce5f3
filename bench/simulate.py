"""`make simulate N=1000 SEED=1`: people complain, come back, chase and are answered, and each matter has one reference.

First a scenario is written: who does what on which day, and which matter each act is truly about. Then it is played
against a running portal, over its pages and its mail. The figures come from what people see with their own codes and
what is in the mail folder; nobody looks into the database, and nobody who plays looks at the truth.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import databases
from bench.last_line import last_line
from bench.mail_folder import MailFolder
from bench.portal_clock import PortalClock
from bench.portal_process import Portal, given_or_own
from bench.process import ROOT
from bench.simulation import counting, days, scenario, stories
from bench.simulation.play import Play
from bench.simulation.reckoning import reckon
from bench.transcript import Transcript

_MOST_FAULTS = 40


def main(arguments: Sequence[str]) -> int:
    """Write a scenario, play it, and print the figures as the last line. Returns 1 when one of them does not hold."""
    parser = argparse.ArgumentParser(prog="simulate", description="Play a scenario of true matters against a portal.")
    parser.add_argument("--matters", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=databases.NAMES, default=os.environ.get("DATABASE") or "sqlite")
    chosen = parser.parse_args(arguments)
    folder = Path(os.environ.get("TRANSCRIPT") or ROOT / "var")
    written = folder / "simulation-scenario.jsonl"
    scenario.write(stories.tell_all(matters=chosen.matters, seed=chosen.seed), written)
    told = scenario.read(written)
    print(f"{len(told.matters)} matters of {len(told.persons)} people, {len(told.acts)} acts: {written}", flush=True)
    with (
        Transcript(folder / "simulation.jsonl") as transcript,
        _portal(folder / "simulation.log", chosen.database) as (portal, clock),
    ):
        play = Play(told, portal, clock, MailFolder(portal.mail), transcript)
        days.play_all(play)
    reckoned = reckon(told, play.seen)
    for fault in reckoned.faults[:_MOST_FAULTS]:
        print(fault)
    last_line({**reckoned.as_json(), **counting.counts(told, play.seen)})
    return 0 if reckoned.holds else 1


@contextmanager
def _portal(log: Path, database: str) -> Iterator[tuple[Portal, PortalClock]]:
    """Start a portal whose clock is ours to move; one at URL was started with PORTAL_CLOCK_FILE, named here too."""
    given = os.environ.get("PORTAL_CLOCK_FILE") if os.environ.get("URL") else None
    if os.environ.get("URL") and not given:
        raise SystemExit("Start that portal with PORTAL_CLOCK_FILE, and name the same file here.")
    with (
        tempfile.TemporaryDirectory(prefix="portal-simulate-") as folder,
        databases.settings_for(database) as settings,
    ):
        clock = PortalClock(Path(given) if given else Path(folder) / "clock")
        with given_or_own(environment={**settings, "PORTAL_CLOCK_FILE": str(clock.file)}, keep_log=log) as portal:
            yield portal, clock


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
