"""Enquiries that are not answered in time: the team that answers is told, once for each day that was promised."""

from __future__ import annotations

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import Act, by_portal
from portal.db import Database
from portal.enquiries import exchanges, letters
from portal.enquiries.models import Enquiry

log = logging.getLogger(__name__)


def register() -> None:
    """Tell the worker how often to look."""
    jobs.every(minutes=10)(each_ten_minutes)


def each_ten_minutes(work: jobs.Work) -> None:
    """Tell of every enquiry that has become late."""
    rules = rulebook.read(work.settings.council_file)
    tell_the_late(work.database, by_portal(now=clock.now(), rulebook=rules, settings=work.settings))


def tell_the_late(database: Database, act: Act) -> int:
    """Write to the team about each late enquiry, each in a transaction of its own; return of how many."""
    today = act.today
    waits = (Enquiry.answered_at.is_(None), Enquiry.due < today)
    untold = or_(Enquiry.late_told.is_(None), Enquiry.late_told < Enquiry.due)
    with database.session() as db:
        found = db.scalars(select(Enquiry.id).where(*waits, untold).order_by(Enquiry.due, Enquiry.id)).all()
    told = 0
    for enquiry_id in found:
        try:
            with database.changes() as db:
                told += _tell(db, act, enquiry_id)
        except Exception:
            # Whatever is wrong with one, the next is not to wait.
            log.exception("ALARM a late enquiry could not be told of: %s", enquiry_id)
    return told


def _tell(db: Session, act: Act, enquiry_id: str) -> bool:
    """Tell of one, unless it was answered, put off or told of meanwhile."""
    enquiry = exchanges.begin(db, enquiry_id=enquiry_id)
    if enquiry.answered_at is not None or enquiry.due >= act.today or enquiry.late_told == enquiry.due:
        return False
    enquiry.late_told = enquiry.due
    letters.to_staff(db, act, enquiry, "enquiry_late", due=enquiry.due)
    return True
