"""Dates the council promised: stored as facts, kept, missed or replaced, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select, true, update
from sqlalchemy.orm import Session

from portal.complaints.matter import recipients
from portal.complaints.matter.models import Party, PromisedDate
from portal.db import ComplaintId, new_id
from portal.people import safe_contact
from portal.procedures.calendar import ClosedDay
from portal.procedures.deadlines import Counted, StageDates
from portal.procedures.model import Term, Unit

_NOT_YET = dict.fromkeys(("done_at", "kept_at", "replaced_at", "reminded_at", "late_told_at"))


def rows_of(
    complaint_id: ComplaintId, stage: int, dates: StageDates, *, because: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of what a stage promises: its acknowledgement, milestones and reply."""
    promised: list[tuple[str, date]] = []
    if dates.acknowledge_by is not None:
        promised.append(("acknowledge", dates.acknowledge_by))
    promised += [(milestone.key, milestone.by) for milestone in dates.milestones]
    promised.append(("reply", dates.reply_by))
    return [
        {
            **row_of(complaint_id, stage, kind, due, because=because, now=now),
            "worked_out": [_plain(step) for step in dates.worked_out if step.what == kind],
        }
        for kind, due in promised
    ]


def row_of(
    complaint_id: ComplaintId, stage: int, kind: str, due: date | Counted, *, because: str, now: datetime
) -> dict[str, Any]:
    """Return the row of one promised date; a date that was counted keeps how."""
    return {
        "id": new_id(),
        "complaint_id": complaint_id,
        "stage": stage,
        "kind": kind,
        "due": due.end if isinstance(due, Counted) else due,
        "because": because,
        "worked_out": [_plain(due)] if isinstance(due, Counted) else [],
        "promised_at": now,
        **_NOT_YET,
    }


def _plain(step: Counted) -> dict[str, Any]:
    return {
        "what": step.what,
        "start": step.start.isoformat(),
        "start_is": step.start_is,
        "amount": step.term.amount,
        "unit": step.term.unit.value,
        "end": step.end.isoformat(),
        "closed": [[closed.day.isoformat(), closed.name] for closed in step.closed],
    }


def counted(kept: Sequence[Mapping[str, Any]]) -> tuple[Counted, ...]:
    """Return the steps of a count as they were worked out, from what a promised date keeps of them."""
    return tuple(
        Counted(
            what=step["what"],
            start=date.fromisoformat(step["start"]),
            start_is=step["start_is"],
            term=Term(step["amount"], Unit(step["unit"])),
            end=date.fromisoformat(step["end"]),
            closed=tuple(ClosedDay(date.fromisoformat(day), name) for day, name in step["closed"]),
        )
        for step in kept
    )


def promise(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store promised dates; an open promise of the same stage and kind is replaced, and stays as history."""
    for row in rows:
        db.execute(
            update(PromisedDate)
            .where(
                PromisedDate.complaint_id == row["complaint_id"],
                PromisedDate.stage == row["stage"],
                PromisedDate.kind == row["kind"],
                _open(),
            )
            .values(replaced_at=row["promised_at"])
        )
    db.execute(insert(PromisedDate), list(rows))


def keep(db: Session, *, complaint_id: ComplaintId, stage: int | None, kind: str, now: datetime) -> None:
    """Note that what was promised has been done, in time or late; without a stage, whichever stage promised it.

    It is done, and kept only once the writer has been reached, where no letter leaves: they are to be reached safely,
    or no mail may go to the address they gave.
    """
    writer = select(Party.person_id).where(Party.complaint_id == complaint_id, Party.role == "writer").limit(1)
    writer_id = db.scalars(writer).one()
    told = not safe_contact.is_on(db, person_id=writer_id) and recipients.may_be_written_to(db, person_id=writer_id)
    done = {"kept_at": now} if told else {"done_at": now}
    db.execute(
        update(PromisedDate)
        .where(
            PromisedDate.complaint_id == complaint_id,
            true() if stage is None else PromisedDate.stage == stage,
            PromisedDate.kind == kind,
            _open(),
        )
        .values(**done)
    )


def reached(db: Session, *, complaint_id: ComplaintId, now: datetime) -> None:
    """Note that the person has been reached: what was done before, and waited for that, is kept now."""
    db.execute(
        update(PromisedDate)
        .where(PromisedDate.complaint_id == complaint_id, PromisedDate.done_at.is_not(None), _open())
        .values(kept_at=now)
    )


def _open() -> ColumnElement[bool]:
    return and_(PromisedDate.kept_at.is_(None), PromisedDate.replaced_at.is_(None))


def standing(db: Session, *, complaint_id: ComplaintId) -> list[PromisedDate]:
    """Return a matter's promises that are neither kept nor replaced, the nearest first."""
    return list(
        db.scalars(
            select(PromisedDate)
            .where(PromisedDate.complaint_id == complaint_id, _open())
            .order_by(PromisedDate.due, PromisedDate.kind)
        )
    )


def find_due(db: Session, *, complaint_id: ComplaintId, kind: str) -> date | None:
    """Return the first day by which something of this kind is promised now, None when nothing of it is."""
    return next((one.due for one in standing(db, complaint_id=complaint_id) if one.kind == kind), None)
