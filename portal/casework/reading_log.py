"""Who read a restricted matter, or one of social care: written before the page leaves, never with what was on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.restricted_models import Reading
from portal.db import insert_rows, new_id

_MOST = 100


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: when, by whom, and which page (its endpoint)."""

    at: datetime
    name: str
    what: str


def write(db: Session, *, officer_id: str, complaint_ids: set[str], what: str, now: datetime) -> None:
    """Add a row for each matter that one page is about; ``what`` is the page's endpoint."""
    rows = [
        {"id": new_id(), "complaint_id": one, "officer_id": officer_id, "at": now, "what": what[:64]}
        for one in sorted(complaint_ids)
    ]
    insert_rows(db, Reading, rows)


def of_matter(db: Session, *, complaint_id: str) -> list[Read]:
    """Return the newest readings of a matter, the newest first."""
    rows = db.execute(
        select(Reading.at, Officer.name, Reading.what)
        .join(Officer, Officer.id == Reading.officer_id)
        .where(Reading.complaint_id == complaint_id)
        .order_by(Reading.at.desc(), Reading.id)
        .limit(_MOST)
    )
    return [Read(row.at, row.name, row.what) for row in rows]
