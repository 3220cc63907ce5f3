"""The days of the scenario: all acts of a day, then what the worker looks for, then what the desk works."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

from bench.browser import TooManyRedirects
from bench.officer import NotDone
from bench.page import NotOnPage
from bench.resident import Stuck
from bench.simulation import affected, clients, closing, invitations, residents
from bench.simulation.desk import Desk
from bench.simulation.play import AT_ONCE, Play
from bench.simulation.scenario import AT_DESK, Act

_BEGINS_AT = 9
_MONDAY = 0
_STOPS = (NotDone, NotOnPage, Stuck, TooManyRedirects, OSError, HTTPException)


def play_all(play: Play) -> None:
    """Play every day, and open in the end what was given."""
    begin = _first_monday(datetime.fromtimestamp(play.clock.now(), UTC))
    given_up: set[str] = set()
    for day in play.scenario.days():
        at = begin + timedelta(days=day)
        play.clock.go_on(int(at.timestamp() - play.clock.now()))
        _day(play, day, given_up)
    closing.open_everything(play)


def _day(play: Play, day: int, given_up: set[str]) -> None:
    acts = play.scenario.on(day)
    desk = Desk(play, given_up)
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        at_desk = [act for act in acts if act.does in AT_DESK]
        going = [lanes.submit(_lane, play, lane, desk) for lane in [at_desk, *_by_home(play, acts)]]
    for lane in going:
        lane.result()
    play.portal.flask("sweep")
    invitations.follow(play, day)
    desk.work()
    print(f"day {day}: {len(acts)} acts, {len(play.seen.given)} references given", flush=True)


def _lane(play: Play, acts: Sequence[Act], desk: Desk) -> None:
    """Do some acts one after the other; one that does not lead on keeps none of the others."""
    for act in acts:
        try:
            if act.does in AT_DESK:
                desk.do(act)
            elif act.does in affected.SAYS:
                affected.say(play, act)
            elif act.does in {"clients", "client_new"}:
                clients.do(play, act)
            else:
                residents.do(play, act)
        except _STOPS as error:
            play.stick(f"{act.id} ({act.does}): {error}")


def _by_home(play: Play, acts: Sequence[Act]) -> list[list[Act]]:
    """Return the residents' acts in lanes: who shares an address acts in turn."""
    lanes: dict[str, list[Act]] = {}
    for act in acts:
        if act.does not in AT_DESK:
            person = play.scenario.persons[act.person]
            lanes.setdefault(person.email or person.phone, []).append(act)
    return list(lanes.values())


def _first_monday(now: datetime) -> datetime:
    """Return the morning of the next Monday."""
    day = now.replace(hour=_BEGINS_AT, minute=0, second=0, microsecond=0)
    return day + timedelta(days=(_MONDAY - day.weekday()) % 7 or 7)
