"""Clocks that a person's question starts for the team: one of each kind at a time, answered by telling the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from portal.complaints.matter import promises
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Chase, ChaseKind
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.surviving import merged_into
from portal.db import new_id
from portal.procedures.deadlines import Counted
from portal.procedures.model import Term, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A running clock. ``joined`` says that it was running already when the person asked this time."""

    id: str
    asked_at: datetime
    answer_by: date
    joined: bool


def find_open(db: Session, *, complaint_id: str, kind: ChaseKind) -> Asked | None:
    """Return the clock of this kind that runs for a matter, or for one that was joined into it, or None."""
    row = db.execute(
        select(Chase.id, Chase.asked_at, Chase.answer_by).where(
            Chase.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]),
            Chase.kind == kind,
            Chase.answered_at.is_(None),
        )
    ).first()
    return None if row is None else Asked(row.id, row.asked_at, row.answer_by, joined=True)


def start(
    db: Session,
    act: Act,
    *,
    complaint_id: str,
    stage: int,
    kind: ChaseKind,
    working_days: int,
    person_id: str | None,
    channel: str,
) -> Asked:
    """Start a clock, or join the one that runs: its unique index decides, at the same moment too.

    The date is promised on the person's page. A sooner date that was promised already stands.
    """
    running = find_open(db, complaint_id=complaint_id, kind=kind)
    if running is not None:
        return running
    today = act.today
    due = act.rulebook.calendar.add_working_days(today, working_days)
    sooner = [
        one.due
        for one in promises.standing(db, complaint_id=complaint_id)
        if (one.kind, one.stage) == (kind, stage) and today <= one.due <= due
    ]
    values = {
        "id": new_id(),
        "complaint_id": complaint_id,
        "kind": kind,
        "asked_at": act.now,
        "person_id": person_id,
        "officer_id": act.officer_id,
        "channel": channel,
        "answer_by": min(sooner, default=due),
    }
    if not insert_once(db, Chase, values, key=["complaint_id", "kind"], where=Chase.answered_at.is_(None)):
        running = find_open(db, complaint_id=complaint_id, kind=kind)
        if running is None:
            raise LookupError("the clock that runs was answered in the same moment")
        return running
    if not sooner:
        counted = Counted(
            kind,
            today,
            "request",
            Term(working_days, Unit.WORKING_DAYS),
            due,
            act.rulebook.calendar.closed_between(today, due),
        )
        row = promises.row_of(complaint_id, stage, kind, due, because="asked", now=act.now, worked_out=(counted,))
        promises.promise(db, [row])
    return Asked(str(values["id"]), act.now, min(sooner, default=due), joined=False)


def told(db: Session, *, complaint_id: str, kinds: Sequence[ChaseKind], now: datetime, asked_by: str = "") -> None:
    """Note that the council told the person: the clocks of these kinds are answered and their dates kept.

    ``asked_by`` leaves it at what one person on the matter asked.
    """
    answered = list(
        db.scalars(
            update(Chase)
            .where(
                Chase.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]),
                Chase.kind.in_(kinds),
                Chase.answered_at.is_(None),
                Chase.person_id == asked_by if asked_by else true(),
            )
            .values(answered_at=now)
            .returning(Chase.kind)
        )
    )
    if not answered:
        return
    # Whatever stage it was asked at: a stage that opened since does not answer it.
    for kind in set(answered):
        promises.keep(db, complaint_id=complaint_id, stage=None, kind=kind, now=now)
