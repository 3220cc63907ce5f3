"""Reading one matter for its own page: rows, not objects, in three queries.

They run on the session's connection: what the session adds for objects would cost as much as the query.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.matter.models import PromisedDate
from portal.complaints.tracking import exchange_statement
from portal.complaints.tracking.exchange_rows import ExchangeRow
from portal.db import ComplaintId, PersonId


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised date: see `portal.complaints.matter.models.PromisedDate`."""

    stage: int
    kind: str
    due: date
    because: str
    worked_out: list[dict[str, Any]]
    kept_at: datetime | None
    replaced_at: datetime | None


_PROMISES = (
    select(*(getattr(PromisedDate, one.name) for one in fields(Promise)))
    .where(PromisedDate.complaint_id == bindparam("complaint_id"))
    .order_by(PromisedDate.stage, PromisedDate.due, PromisedDate.promised_at)
)


def exchange(db: Session, *, complaint_id: ComplaintId, person_id: PersonId, others: bool = False) -> list[ExchangeRow]:
    """Return everything between the council and this person about the matter, the oldest first; no internal notes.

    What other people on the matter wrote is left out unless ``others`` says that the matter shows it (threat T5).
    """
    given = {"complaint_id": complaint_id, "person_id": person_id, "others": others}
    found = db.connection().execute(exchange_statement.EXCHANGE, given)
    return sorted((exchange_statement.row_of(one) for one in found), key=lambda row: row.at)


def promised(db: Session, *, complaint_id: ComplaintId) -> list[Promise]:
    """Return every date promised, kept or not, in order of stage and day."""
    return [Promise(*row) for row in db.connection().execute(_PROMISES, {"complaint_id": complaint_id})]
