"""Replies that are due soon or overdue: the team is reminded, the person is told, each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import clock
from portal.complaints import correspondence, events
from portal.complaints.models import Complaint, PromisedDate, Stage
from portal.complaints.rulebook import Rulebook
from portal.complaints.standing import get_position
from portal.config import Settings
from portal.db import one_at_a_time
from portal.i18n import use_locale
from portal.organisation import routing
from portal.procedures import deadlines, next_step
from portal.procedures.calendar import WorkingCalendar

# Three working days are never further off than this, Christmas and the council's closed days included.
_FURTHEST = timedelta(days=21)


def due_soon(db: Session, *, today: date, calendar: WorkingCalendar) -> list[str]:
    """Return the ids of promised replies whose reminder is due and was not sent, the nearest first."""
    rows = db.execute(
        _replies_owed()
        .add_columns(PromisedDate.due)
        .where(PromisedDate.reminded_at.is_(None), PromisedDate.due.between(today, today + _FURTHEST))
    )
    return [row.id for row in rows if deadlines.reminder_on(row.due, calendar) <= today]


def remind(db: Session, *, promise_id: str, now: datetime, rulebook: Rulebook, settings: Settings) -> bool:
    """Remind the team of one promised reply; False when it was answered, changed or reminded of meanwhile."""
    promise = _take(db, promise_id, PromisedDate.reminded_at, now)
    if promise is None:
        return False
    _write_to_team(db, promise, "reminder_due", now, rulebook, settings)
    return True


def overdue(db: Session, *, today: date) -> list[str]:
    """Return the ids of promised replies whose day ended with neither reply nor notice, the longest first."""
    rows = db.execute(_replies_owed().where(PromisedDate.late_told_at.is_(None), PromisedDate.due < today))
    return [row.id for row in rows]


def tell_late(db: Session, *, promise_id: str, now: datetime, rulebook: Rulebook, settings: Settings) -> bool:
    """Tell the person that the council is late and how to go further, and the team; False when that is not so now.

    The letter is the portal's own: no officer has to send it, and none can hold it back (docs/procedures.md,
    Extending, and being late).
    """
    promise = _take(db, promise_id, PromisedDate.late_told_at, now)
    if promise is None:
        return False
    today = clock.london_date(now)
    position = get_position(db, complaint_id=promise.complaint_id, rulebook=rulebook, today=today)
    person = correspondence.writer_of(db, complaint_id=promise.complaint_id)
    step = next_step.to_ombudsman(
        position.version, ombudsman_function=position.function, on=today, because="late", stage=promise.stage
    )
    with use_locale(person.language):
        further = list(next_step.words(step))
    correspondence.write_to_person(
        db,
        complaint_id=promise.complaint_id,
        person=person,
        kind="late_notice",
        values={"next_step": further, "name": person.name},
        now=now,
        rulebook=rulebook,
        settings=settings,
    )
    _write_to_team(db, promise, "staff_late", now, rulebook, settings)
    data = {"promise": promise.id, "stage": promise.stage, "due": promise.due.isoformat()}
    happened = events.Happened(events.Kind.FOUND_LATE, "portal", None, data)
    events.record(db, promise.complaint_id, happened, key=settings.event_key, now=now)
    return True


def _open() -> ColumnElement[bool]:
    return and_(PromisedDate.kind == "reply", PromisedDate.kept_at.is_(None), PromisedDate.replaced_at.is_(None))


def _replies_owed() -> Select[str]:
    """Replies promised at the stage that runs now, of matters that nobody withdrew."""
    return (
        select(PromisedDate.id)
        .join(Complaint, Complaint.id == PromisedDate.complaint_id)
        .join(Stage, and_(Stage.complaint_id == PromisedDate.complaint_id, Stage.number == PromisedDate.stage))
        .where(
            _open(),
            Complaint.state == "open",
            Complaint.stage == PromisedDate.stage,
            Stage.answered_at.is_(None),
        )
        .order_by(PromisedDate.due, PromisedDate.id)
    )


def _take(
    db: Session, promise_id: str, mark: InstrumentedAttribute[datetime | None], now: datetime
) -> PromisedDate | None:
    """Mark a promise in this transaction, unless another scheduler has, or an officer was faster."""
    promise = db.get(PromisedDate, promise_id)
    if promise is None:
        return None
    one_at_a_time(db, f"complaint:{promise.complaint_id}")
    if db.scalars(_replies_owed().where(PromisedDate.id == promise_id)).first() is None:
        return None
    taken = db.execute(
        update(PromisedDate)
        .where(PromisedDate.id == promise_id, _open(), mark.is_(None))
        .values({mark.key: now})
        .returning(PromisedDate.id)
    ).first()
    return promise if taken is not None else None


def _write_to_team(
    db: Session, promise: PromisedDate, kind: str, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    complaint = db.get_one(Complaint, promise.complaint_id)
    today = clock.london_date(now)
    team = routing.find_team(rulebook.council, complaint.team, today) or routing.central_team(rulebook.council, today)
    correspondence.write_to_team(
        db,
        complaint=complaint,
        team_email=team.email,
        kind=kind,
        values={"due": promise.due},
        now=now,
        rulebook=rulebook,
        settings=settings,
    )
