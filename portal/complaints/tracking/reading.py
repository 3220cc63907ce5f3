"""Reading one matter for its own page: rows, not objects, in three queries.

They run on the session's connection: what the session adds for objects would cost as much as the query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.tracking import exchange_statement, statements


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the exchange. What ``a`` to ``e``, ``day``, ``done`` and ``data`` hold depends on ``what``.

    message: author, channel, words. acknowledgement: understood, outcome, not ours, handler, phone.
    reply: finding, reasons, remedy; data the next step. request: because, reason, outcome, reason of the outcome,
    "another" when somebody else on the matter asked; done when decided, stage the one asked for. extension: kind,
    reason; day the new date. withdrawal: reason, "another" as before; day until when it can be undone; done when it
    was. letter: kind, channel ("held" while it waits for safe contact); done when sent. contact: kind;
    done when proven. chase: kind, channel; day by when it is answered; done when it was. file: its name, the officer
    who added it.
    """

    what: str
    at: datetime
    stage: int | None
    a: str | None
    b: str | None
    c: str | None
    d: str | None
    e: str | None
    day: date | None
    done: datetime | None
    data: list[Any] | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised date: see `portal.complaints.matter.models.PromisedDate`."""

    stage: int
    kind: str
    due: date
    because: str
    worked_out: list[dict[str, Any]]
    promised_at: datetime
    kept_at: datetime | None
    replaced_at: datetime | None


def exchange(db: Session, *, complaint_id: str, person_id: str, others: bool = False) -> list[Item]:
    """Return everything between the council and this person about the matter, the oldest first; no internal notes.

    What other people on the matter wrote is left out unless ``others`` says that the matter shows it (threat T5).
    """
    given = {"complaint_id": complaint_id, "person_id": person_id, "others": others}
    rows = db.connection().execute(exchange_statement.EXCHANGE, given)
    return sorted((Item(*row) for row in rows), key=lambda item: item.at)


def promised(db: Session, *, complaint_id: str) -> list[Promise]:
    """Return every date promised, kept or not, in order of stage and day."""
    return [Promise(*row) for row in db.connection().execute(statements.PROMISES, {"complaint_id": complaint_id})]
