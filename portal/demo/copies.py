"""Many matters like one that was played through the services: its rows again, under fresh ids, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from portal.complaints.grants import private_code
from portal.complaints.matter import models as matters
from portal.complaints.matter import reference
from portal.complaints.matter.events import link_of
from portal.config import Settings
from portal.db import Base, ComplaintId, GrantId, PersonId, new_id
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint, Person
from portal.web.models import WebSession
from portal.web.session_rows import hash_of

_AT_ONCE = 500
# The order in which rows can be inserted: what is pointed at stands first.
_COPIED: tuple[type[Base], ...] = (
    Person,
    ContactPoint,
    matters.Complaint,
    matters.Reference,
    matters.Party,
    matters.Grant,
    matters.Stage,
    matters.PromisedDate,
    matters.Event,
    matters.Message,
    matters.Acknowledgement,
    matters.Reply,
    matters.Extension,
    matters.EscalationRequest,
    Letter,
    matters.Correspondence,
)
_WRITTEN: tuple[type[Base], ...] = (*_COPIED, matters.Unlocking)
# Columns that hold an id of a row that is copied too.
_POINTING = {"id", "complaint_id", "person_id", "letter_id", "asked_by", "actor_id"}
_RANDOM = {"receipt_key", "send_key"}

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy, and what opens it: its reference with the private code, or the session it is open in."""

    grant_id: GrantId
    number: str
    code: str
    session_id: str


def rows_of(db: Session, complaint_id: ComplaintId, person_id: PersonId) -> Rows:
    """Return every row of one matter of one person, by table."""
    letters = select(matters.Correspondence.letter_id).where(matters.Correspondence.complaint_id == complaint_id)
    found: dict[str, list[Mapping[str, Any]]] = {}
    for model in _COPIED:
        table = _table(model)
        if model is Person:
            whose = table.c.id == person_id
        elif model is ContactPoint:
            whose = table.c.person_id == person_id
        elif model is matters.Complaint:
            whose = table.c.id == complaint_id
        elif model is Letter:
            whose = table.c.id.in_(letters)
        else:
            whose = table.c.complaint_id == complaint_id
        ordered = select(table).where(whose).order_by(*table.primary_key.columns)
        found[table.name] = [dict(row) for row in db.execute(ordered).mappings()]
    return found


def copy(db: Session, rows: Rows, *, times: int, sessions: int, now: datetime, settings: Settings) -> list[Copied]:
    """Write the matter so many times more, each with a grant and a private code of its own.

    They are open in so many new sessions, in turn. Letters are written as sent, so that no copy wakes the worker.
    """
    numbers: set[str] = set()
    while len(numbers) < times:
        numbers.add(reference.draw())
    session_ids = [new_id() for _session in range(sessions)]
    db.execute(insert(_table(WebSession)), [_session_row(session_id, now) for session_id in session_ids])
    waiting: dict[str, list[dict[str, Any]]] = {_table(model).name: [] for model in _WRITTEN}
    made: list[Copied] = []
    for number, session_id in zip(numbers, cycle(session_ids), strict=False):
        code = private_code.draw()
        anew: dict[str, dict[str, Any]] = {
            "references": {"number": number},
            "grants": {"code_hmac": private_code.hash_of(code, settings.code_key)},
            # Nobody answers a letter that was only written here.
            "letters": {"sent_at": now, "reply_hmac": None},
        }
        for name, copied in _copies(rows, anew, settings.event_key):
            waiting[name].append(copied)
        grant_id = waiting["grants"][-1]["id"]
        waiting["unlockings"].append(_unlocking_row(grant_id, session_id, now))
        made.append(Copied(grant_id, number, code, session_id))
        if len(made) % _AT_ONCE == 0:
            _write(db, waiting)
    _write(db, waiting)
    return made


def _copies(rows: Rows, anew: Mapping[str, dict[str, Any]], event_key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row again under fresh ids, each with its table; ``anew`` is what else a table's rows say anew."""
    ids, link = {old: new_id() for old in _ids(rows)}, ""
    for name, those in rows.items():
        for row in those:
            copied = {
                column: ids.get(value, value) if column in _POINTING else new_id() if column in _RANDOM else value
                for column, value in row.items()
            } | anew.get(name, {})
            if name == "letters":
                copied |= {"message_id": f"<{new_id()}@council.example>", "queue": new_id()}
            elif name == "events":
                copied["data"] = {key: _copied_id(value, ids) for key, value in row["data"].items()}
                link = copied["link"] = link_of(link, _linked(copied), event_key)
            yield name, copied


def _linked(event: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in event.items() if name != "link"}
    return fields | {"at": event["at"].isoformat()}


def _copied_id(value: Any, ids: Mapping[str, str]) -> Any:
    return ids.get(value, value) if isinstance(value, str) else value


def _ids(rows: Rows) -> Iterator[str]:
    for those in rows.values():
        for row in those:
            if "id" in row:
                yield row["id"]


def _session_row(session_id: str, now: datetime) -> dict[str, Any]:
    return {"id_hash": hash_of(session_id), "kind": "resident", "begun_at": now, "seen_at": now}


def _unlocking_row(grant_id: GrantId, session_id: str, now: datetime) -> dict[str, Any]:
    opened = {"id": new_id(), "grant_id": grant_id, "how": "code", "opened_at": now}
    return opened | {"session_hash": hash_of(session_id)}


def _write(db: Session, waiting: dict[str, list[dict[str, Any]]]) -> None:
    for model in _WRITTEN:
        table = _table(model)
        if waiting[table.name]:
            db.execute(insert(table), waiting[table.name])
            waiting[table.name].clear()


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- a mapped class has a table, never a join
    return table
