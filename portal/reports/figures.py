"""Figures of a period that count matters and people, not submissions; chases count against the answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.joining import same_person
from portal.complaints.matter.events import Kind
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Chase, Complaint, Event, Party
from portal.procedures.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened from one day to another, both counted in.

    ``submissions`` are complaints as they came in, and what was begun as one and put on an open matter instead;
    ``matters`` those of them that stand by themselves today, split ones too; ``people`` their writers, each once.
    ``repeats`` are what was turned into a follow-up before it became a second reference, and what staff joined, by
    the channel it came by. ``answered_chases`` of the ``chases`` were answered by today, after
    ``median_working_days`` and at most ``longest_working_days``; None when there were none. ``late_chases`` were
    answered after the day promised, or are past it.
    """

    first: date
    last: date
    submissions: int
    matters: int
    people: int
    repeats: dict[str, int]
    merges: int
    merges_undone: int
    splits: int
    chases: int
    answered_chases: int
    late_chases: int
    median_working_days: float | None
    longest_working_days: int | None

    def plain(self) -> dict[str, Any]:
        """Return all of it as values that JSON knows; days are in ISO form."""
        return {**asdict(self), "first": self.first.isoformat(), "last": self.last.isoformat()}


def figures(db: Session, *, first: date, last: date, today: date, calendar: WorkingCalendar) -> Figures:
    """Return the figures from the first day to the last, in London days, as things stand today."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    in_period = and_(Complaint.received_at >= begin, Complaint.received_at < end)
    living = (
        select(func.coalesce(Merge.surviving_id, Complaint.id).label("id"))
        .select_from(Complaint)
        .outerjoin(Merge, and_(Merge.merged_id == Complaint.id, Merge.undone_at.is_(None)))
        .where(in_period)
        .distinct()
    )
    apart = select(Split.second_id)
    submitted = db.scalar(select(func.count()).select_from(Complaint).where(in_period, Complaint.id.not_in(apart))) or 0
    turned = [
        (data or {}).get("channel", "")
        for data in db.scalars(
            select(Event.data).where(Event.kind == Kind.REPEAT_TURNED, Event.at >= begin, Event.at < end)
        )
    ]
    joined = db.scalars(
        select(Complaint.channel)
        .join(Merge, Merge.merged_id == Complaint.id)
        .where(Merge.at >= begin, Merge.at < end, Merge.undone_at.is_(None), Complaint.id.not_in(apart))
    )
    repeats = Counter([*turned, *joined])
    return Figures(
        first=first,
        last=last,
        submissions=submitted + len(turned),
        matters=db.scalar(select(func.count()).select_from(living.subquery())) or 0,
        people=_people(db, living),
        repeats=dict(sorted(repeats.items())),
        merges=_count(db, Merge.at, begin, end),
        merges_undone=_count(db, Merge.undone_at, begin, end),
        splits=_count(db, Split.at, begin, end),
        **_chased(db, begin, end, today=today, calendar=calendar),
    )


def table(found: Figures) -> list[tuple[str, str]]:
    """Return the figures as rows of a table in plain English, for a person at a terminal."""
    return [
        ("Submissions", str(found.submissions)),
        ("Matters", str(found.matters)),
        ("People", str(found.people)),
        *((f"Repeats that became follow-ups, {channel}", str(count)) for channel, count in found.repeats.items()),
        ("Joined", str(found.merges)),
        ("Joined and parted again", str(found.merges_undone)),
        ("Split", str(found.splits)),
        ("Chases", str(found.chases)),
        ("Chases answered", str(found.answered_chases)),
        ("Chases answered late, or late now", str(found.late_chases)),
        ("Working days until a chase was answered, median", _shown(found.median_working_days)),
        ("Working days until a chase was answered, longest", _shown(found.longest_working_days)),
    ]


def _chased(db: Session, begin: datetime, end: datetime, *, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    rows = db.execute(
        select(Chase.asked_at, Chase.answer_by, Chase.answered_at).where(Chase.asked_at >= begin, Chase.asked_at < end)
    ).all()
    answered = [
        (clock.london_date(row.asked_at), clock.london_date(row.answered_at)) for row in rows if row.answered_at
    ]
    took = [calendar.working_days_between(asked, told) for asked, told in answered]
    return {
        "chases": len(rows),
        "answered_chases": len(answered),
        "late_chases": sum(
            (clock.london_date(row.answered_at) if row.answered_at else today) > row.answer_by for row in rows
        ),
        "median_working_days": float(median(took)) if took else None,
        "longest_working_days": max(took, default=None),
    }


def _people(db: Session, living: Select[Any]) -> int:
    """Count the writers of matters, each human being once."""
    writers = select(Party.person_id).where(Party.role == "writer", Party.complaint_id.in_(living))
    return len(set(same_person.groups(db, writers).values()))


def _count(db: Session, column: Any, begin: datetime, end: datetime) -> int:
    return db.scalar(select(func.count()).where(column >= begin, column < end)) or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
