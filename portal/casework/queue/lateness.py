"""Replies due soon, and whatever is overdue: the team and its managers are told, and the person, each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.complaints.follow_up import chases
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Complaint, PromisedDate, Reply, Stage
from portal.complaints.matter.standing import get_position
from portal.db import one_at_a_time
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing
from portal.procedures import deadlines, next_step
from portal.procedures.calendar import WorkingCalendar

# Three working days are never further off than this, Christmas and the council's closed days included.
_FURTHEST = timedelta(days=21)
_CHASES = {"update": "update_late", "remedy": "remedy_late"}
"""What a person asked since, and the letter when it is late."""


def due_soon(db: Session, *, today: date, calendar: WorkingCalendar) -> list[str]:
    """Return the ids of promised replies whose reminder is due and was not sent, the nearest first."""
    rows = db.execute(
        _owed()
        .add_columns(PromisedDate.due)
        .where(_running(), PromisedDate.reminded_at.is_(None), PromisedDate.due.between(today, today + _FURTHEST))
    )
    return [row.id for row in rows if deadlines.reminder_on(row.due, calendar) <= today]


def remind(db: Session, act: Act, promise_id: str) -> bool:
    """Remind the team of one promised reply; False when it was answered, changed or reminded of meanwhile."""
    promise = _take(db, promise_id, PromisedDate.reminded_at, act.now)
    if promise is None:
        return False
    complaint = db.get_one(Complaint, promise.complaint_id)
    today = act.today
    team = routing.find_team(act.rulebook.council, complaint.team, today) or routing.central_team(
        act.rulebook.council, today
    )
    content = Content("reminder_due", {"due": promise.due})
    correspondence.write_to_staff(db, act, promise.complaint_id, content, addresses=[team.email])
    return True


def overdue(db: Session, *, today: date) -> list[str]:
    """Return the ids of what was promised, is past its day and was not told of yet, the longest first.

    Replies, and the answers to what a person asked since: an update, a remedy.
    """
    rows = db.execute(_owed().where(PromisedDate.late_told_at.is_(None), PromisedDate.due < today))
    return [row.id for row in rows]


def tell_late(db: Session, act: Act, promise_id: str) -> bool:
    """Tell the team and its managers that the council is late; False when that is no longer so.

    When a reply is late, the person gets a letter too, which says how to go further. The portal sends it by itself: no
    officer has to, and none can hold it back (docs/procedures.md, Extending, and being late). When an update or a
    remedy is late, only the person's page says so: a letter that we are late is not the news they asked for.
    """
    promise = _take(db, promise_id, PromisedDate.late_told_at, act.now)
    if promise is None:
        return False
    complaint = db.get_one(Complaint, promise.complaint_id)
    answered_by: list[str] = []
    if promise.kind == "reply":
        _write_to_person(db, act, promise)
    else:
        answered_by += db.scalars(select(Reply.officer_id).where(Reply.complaint_id == promise.complaint_id))
    to = chases.owners(db, act, complaint, answered_by=answered_by)
    content = Content(_CHASES.get(promise.kind, "staff_late"), {"due": promise.due})
    correspondence.write_to_staff(db, act, promise.complaint_id, content, addresses=to)
    data = {"promise": promise.id, "kind": promise.kind, "stage": promise.stage, "due": promise.due.isoformat()}
    act.as_portal().record(db, promise.complaint_id, events.Kind.FOUND_LATE, data)
    return True


def _write_to_person(db: Session, act: Act, promise: PromisedDate) -> None:
    today = act.today
    position = get_position(db, complaint_id=promise.complaint_id, rulebook=act.rulebook, today=today)
    person = correspondence.writer_of(db, complaint_id=promise.complaint_id)
    step = next_step.to_ombudsman(
        position.version, ombudsman_function=position.function, on=today, because="late", stage=promise.stage
    )
    content = Content("late_notice", {"next_step": [step]})
    correspondence.write_to_person(db, act, promise.complaint_id, content, person_id=person.id)


def _open() -> ColumnElement[bool]:
    return and_(PromisedDate.kept_at.is_(None), PromisedDate.replaced_at.is_(None))


def _running() -> ColumnElement[bool]:
    """A reply promised at the stage that runs now, of a matter that nobody withdrew."""
    return and_(
        PromisedDate.kind == "reply",
        Complaint.state == "open",
        Complaint.stage == PromisedDate.stage,
        Stage.answered_at.is_(None),
    )


def _asked() -> ColumnElement[bool]:
    """What a person asked for later, of open and of answered matters; nobody works on one that was withdrawn."""
    return and_(PromisedDate.kind.in_(_CHASES), Complaint.state.in_(["open", "answered"]))


def _owed() -> Select[str]:
    return (
        select(PromisedDate.id)
        .join(Complaint, Complaint.id == PromisedDate.complaint_id)
        .outerjoin(Stage, and_(Stage.complaint_id == PromisedDate.complaint_id, Stage.number == PromisedDate.stage))
        .where(_open(), or_(_running(), _asked()))
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
    if db.scalars(_owed().where(PromisedDate.id == promise_id)).first() is None:
        return None
    taken = db.execute(
        update(PromisedDate)
        .where(PromisedDate.id == promise_id, _open(), mark.is_(None))
        .values({mark.key: now})
        .returning(PromisedDate.id)
    ).first()
    return promise if taken is not None else None
