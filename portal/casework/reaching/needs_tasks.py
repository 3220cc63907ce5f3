"""Work that belongs to people: held letters, and asking again what helps somebody, each year and at each stage."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from portal.complaints.matter.models import Complaint, Correspondence, Party, Stage
from portal.letters.outgoing.models import Letter, undone
from portal.people.models import Person, SafeContact

_YEAR = timedelta(days=365)


def letter_held() -> ColumnElement[bool]:
    """A letter about the matter waits until it is safe to send it."""
    return exists().where(
        Correspondence.complaint_id == Complaint.id,
        Letter.id == Correspondence.letter_id,
        Letter.held_at.is_not(None),
        undone(),
    )


def to_check(now: datetime) -> ColumnElement[bool]:
    """Somebody on an open matter said what helps them, a year ago or before this stage opened."""
    asked = func.coalesce(Person.needs_checked_at, Person.created_at)
    opened = (
        select(Stage.opened_at)
        .where(Stage.complaint_id == Complaint.id, Stage.number == Complaint.stage)
        .correlate(Complaint)
        .scalar_subquery()
    )
    safe = exists().where(SafeContact.person_id == Person.id, SafeContact.ended_at.is_(None))
    said = or_(Person.adjustments != "", Person.not_by != "", Person.large_print, safe)
    return and_(
        Complaint.state == "open",
        exists().where(
            Party.complaint_id == Complaint.id,
            Person.id == Party.person_id,
            said,
            or_(asked < now - _YEAR, and_(Complaint.stage > 1, asked < opened)),
        ),
    )
