"""What the worker looks for by itself: what is due or overdue, urgent matters, drafts past their day.

Each thing found is done in a transaction of its own, which asks again whether it is still to be done. So two
schedulers, or one that starts again, do it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.casework.acting import sweep
from portal.casework.calls import drafts as calls_drafts
from portal.casework.desk import urgent
from portal.casework.queue import lateness
from portal.complaints.drafts import drafts
from portal.complaints.joining import duplicates
from portal.complaints.matter.act import Act, by_portal
from portal.db import ComplaintId, Database

log = logging.getLogger(__name__)


_Id = TypeVar("_Id", bound=str)


def register() -> None:
    """Tell the worker how often to look."""
    jobs.every(minutes=1)(each_minute)
    jobs.every(minutes=10)(each_ten_minutes)
    jobs.every(minutes=30)(each_half_hour)


def each_minute(work: jobs.Work) -> None:
    """Watch new urgent matters, ring for those that nobody opened, and compare new matters with earlier ones."""
    for look in (watch_urgent, ring_alarms, find_duplicates):
        look(work.database, by_portal(now=clock.now(), settings=work.settings))


def each_ten_minutes(work: jobs.Work) -> None:
    """Remind teams of replies due soon, tell teams and people of what is overdue, and chase who may act for whom."""
    for look in (remind_teams, tell_the_late, chase_authority):
        look(work.database, by_portal(now=clock.now(), settings=work.settings))


def each_half_hour(work: jobs.Work) -> None:
    """Forget residents' drafts and officers' calls past their day."""
    now = clock.now()
    with work.database.changes() as db:
        gone = drafts.forget_expired(db, now=now) + calls_drafts.forget_expired_calls(db, now=now)
    if gone:
        log.info("%s drafts past their day were forgotten", gone)


def watch_urgent(database: Database, act: Act) -> int:
    """Begin to watch every urgent matter that nobody watches; return how many were new."""
    with database.session() as db:
        found = urgent.unwatched(db)
    return _each(database, act, found, urgent.watch)


def ring_alarms(database: Database, act: Act) -> int:
    """Write about every urgent matter that nobody opened in time; return how many alarms went off."""
    with database.session() as db:
        found = urgent.ringing(db, now=act.now)
    return _each(database, act, found, urgent.alarm)


def find_duplicates(database: Database, act: Act) -> int:
    """Compare every new matter with those that may be the same; return how many may be a duplicate."""
    with database.session() as db:
        found = duplicates.not_looked_at(db, now=act.now)

    def keep(db: Session, act: Act, id_: ComplaintId) -> bool:
        return duplicates.note(db, act, complaint_id=id_, rows=rows)

    kept = 0
    for id_ in found:
        try:
            # Comparing takes no writer's turn: somebody with very many complaints would keep all the others waiting.
            with database.session() as db:
                rows = duplicates.compare(db, act, complaint_id=id_)
        except Exception:
            log.exception("ALARM a new matter could not be compared: %s", id_)
            continue
        kept += _each(database, act, [id_], keep)
    return kept


def remind_teams(database: Database, act: Act) -> int:
    """Remind teams of replies due in three working days or less; return how many reminders were written."""
    with database.session() as db:
        found = lateness.due_soon(db, today=act.today, calendar=act.rulebook.calendar)
    return _each(database, act, found, lateness.remind)


def tell_the_late(database: Database, act: Act) -> int:
    """Tell teams of each overdue reply, update and remedy, and people of replies; return how many were told of."""
    with database.session() as db:
        found = lateness.overdue(db, today=act.today)
    return _each(database, act, found, lateness.tell_late)


def chase_authority(database: Database, act: Act) -> int:
    """Chase who may act for whom, hand it to an officer in the end, and end what was given until a day."""
    with database.session() as db:
        found = sweep.due(db, today=act.today, calendar=act.rulebook.calendar)
    return _each(database, act, found, sweep.do)


def _each(database: Database, act: Act, ids: Sequence[_Id], do: Callable[[Session, Act, _Id], bool]) -> int:
    """Do each in its own transaction: one that fails is logged by its id and keeps none of the others."""
    done = 0
    for id_ in ids:
        try:
            with database.changes() as db:
                done += do(db, act, id_)
        except Exception:
            # Whatever is wrong with one matter, the next is not to wait.
            log.exception("ALARM sweep %s failed for %s", do.__name__, id_)
    return done
