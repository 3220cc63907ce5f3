"""Who read a restricted matter, or one of social care: written before the page leaves, never with what was on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.desk import seeing
from portal.casework.desk.restricted_models import Reading
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.reference import grouped
from portal.db import ComplaintId, OfficerId, insert_rows, new_id
from portal.organisation.model import Council

_MOST = 100
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: when, by whom, and which page (its endpoint)."""

    at: datetime
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class ReadByOne:
    """How often one officer read one matter, and when last."""

    name: str
    complaint_id: ComplaintId
    reference: str
    team: str
    own_team: bool
    times: int
    last: datetime


def write(db: Session, *, officer_id: OfficerId, complaint_ids: set[str], what: str, now: datetime) -> None:
    """Add a row for each matter that one page is about; ``what`` is the page's endpoint."""
    rows = [
        {"id": new_id(), "complaint_id": one, "officer_id": officer_id, "at": now, "what": what[:64]}
        for one in sorted(complaint_ids)
    ]
    insert_rows(db, Reading, rows)


def of_matter(db: Session, *, complaint_id: ComplaintId) -> list[Read]:
    """Return the newest readings of a matter, the newest first."""
    rows = db.execute(
        select(Reading.at, Officer.name, Reading.what)
        .join(Officer, Officer.id == Reading.officer_id)
        .where(Reading.complaint_id == complaint_id)
        .order_by(Reading.at.desc(), Reading.id)
        .limit(_MOST)
    )
    return [Read(row.at, row.name, row.what) for row in rows]


def lately(db: Session, *, officer: Officer, council: Council, now: datetime) -> list[ReadByOne]:
    """Return who read which of the matters that this officer may open in the week before, other teams' staff first.

    Without this somebody has to suspect a reading to find it (threat T11).
    """
    rows = db.execute(
        select(
            Officer.name,
            Officer.team.label("theirs"),
            Complaint.id,
            Complaint.team,
            seeing.first_number().label("number"),
            func.count().label("times"),
            func.max(Reading.at).label("last"),
        )
        .select_from(Reading)
        .join(Officer, Officer.id == Reading.officer_id)
        .join(Complaint, Complaint.id == Reading.complaint_id)
        .where(Reading.at > now - _LATELY, seeing.seen_by(officer, council))
        .group_by(Officer.id, Officer.name, Officer.team, Complaint.id, Complaint.team)
        .order_by(Officer.team == Complaint.team, Officer.name, func.max(Reading.at).desc())
        .limit(_MOST)
    )
    return [
        ReadByOne(row.name, row.id, grouped(row.number), row.team, row.theirs == row.team, row.times, row.last)
        for row in rows
    ]
