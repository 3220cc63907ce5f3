"""Reading one matter for its own page: rows, not objects, in three queries, built once per process.

They run on the session's connection: what the session adds for objects would cost as much as the query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from portal.complaints.models import (
    Acknowledgement,
    Complaint,
    Correspondence,
    EscalationRequest,
    Extension,
    Grant,
    Message,
    PromisedDate,
    Reference,
    Reply,
    Stage,
    Unlocking,
    Withdrawal,
)
from portal.db import Instant
from portal.letters.models import Letter
from portal.people.models import ContactPoint
from portal.web.models import WebSession


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter as the browser that opened it may see it: session, grant, complaint and running stage in one."""

    begun_at: datetime
    seen_at: datetime
    grant_id: str
    complaint_id: str
    person_id: str
    may: str
    code_hmac: str | None
    number: str
    words: str
    wanted: str
    happened: str
    place: str
    postcode: str
    service: str
    team: str
    channel: str
    received_at: datetime
    state: str
    stage: int
    procedure: str
    procedure_from: date
    responder: str
    acknowledged_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the exchange. What ``a`` to ``e``, ``day``, ``done`` and ``data`` hold depends on ``what``.

    message: author, channel, words. acknowledgement: understood, outcome, not ours, handler, phone.
    reply: finding, reasons, remedy; data the next step. request: because, reason, outcome, reason of the outcome;
    done when decided, stage the one asked for. extension: kind, reason; day the new date. withdrawal: reason; day
    until when it can be undone; done when it was. letter: kind, channel; done when sent. contact: kind;
    done when proven.
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
    """One promised date: see `portal.complaints.models.PromisedDate`."""

    stage: int
    kind: str
    due: date
    because: str
    worked_out: list[dict[str, Any]]
    promised_at: datetime
    kept_at: datetime | None
    replaced_at: datetime | None


def _open() -> Any:
    now = bindparam("now", type_=Instant())
    return (
        select(
            WebSession.begun_at,
            WebSession.seen_at,
            Grant.id,
            Grant.complaint_id,
            Grant.person_id,
            Grant.may,
            Grant.code_hmac,
            Reference.number,
            Complaint.words,
            Complaint.wanted,
            Complaint.happened,
            Complaint.place,
            Complaint.postcode,
            Complaint.service,
            Complaint.team,
            Complaint.channel,
            Complaint.received_at,
            Complaint.state,
            Stage.number.label("stage"),
            Stage.procedure,
            Stage.procedure_from,
            Stage.responder,
            Stage.acknowledged_at,
            Stage.answered_at,
        )
        .select_from(Unlocking)
        .join(WebSession, WebSession.id_hash == Unlocking.session_hash)
        .join(Grant, Grant.id == Unlocking.grant_id)
        .join(Complaint, Complaint.id == Grant.complaint_id)
        .join(Stage, and_(Stage.complaint_id == Grant.complaint_id, Stage.number == Complaint.stage))
        .join(Reference, and_(Reference.complaint_id == Grant.complaint_id, Reference.person_id == Grant.person_id))
        .where(
            Unlocking.session_hash == bindparam("session_hash"),
            Unlocking.grant_id == bindparam("grant_id"),
            Unlocking.ended_at.is_(None),
            WebSession.ended_at.is_(None),
            WebSession.kind == "resident",
            Grant.revoked_at.is_(None),
            Grant.begins_at <= now,
            or_(Grant.ends_at.is_(None), Grant.ends_at > now),
        )
        .order_by(Reference.given_at)
        .limit(1)
    )


def _part(
    what: str,
    at: Any,
    whose: ColumnElement[bool],
    *,
    stage: Any = None,
    texts: tuple[Any, ...] = (),
    day: Any = None,
    done: Any = None,
    data: Any = None,
) -> Select[Any]:
    """One kind of thing as the same eleven columns; PostgreSQL wants a type for each that is empty."""
    none = cast(null(), Text)
    return select(
        literal_column(f"'{what}'", Text).label("what"),
        at.label("at"),
        (cast(null(), Integer) if stage is None else stage).label("stage"),
        *((cast(texts[place], Text) if place < len(texts) else none).label(name) for place, name in enumerate("abcde")),
        (cast(null(), Date) if day is None else day).label("day"),
        (cast(null(), Instant) if done is None else done).label("done"),
        (cast(null(), JSON) if data is None else data).label("data"),
    ).where(whose)


def _exchange() -> Any:
    complaint: Any = bindparam("complaint_id")
    person: Any = bindparam("person_id")
    return union_all(
        _part(
            "reply",
            Reply.at,
            Reply.complaint_id == complaint,
            stage=Reply.stage,
            texts=(Reply.finding, Reply.reasons, Reply.remedy),
            data=Reply.next_step,
        ),
        _part(
            "message",
            Message.at,
            Message.complaint_id == complaint,
            texts=(Message.author, Message.channel, Message.body),
        ),
        _part(
            "acknowledgement",
            Acknowledgement.at,
            Acknowledgement.complaint_id == complaint,
            stage=Acknowledgement.stage,
            texts=(
                Acknowledgement.understood,
                Acknowledgement.outcome,
                Acknowledgement.not_ours,
                Acknowledgement.handler,
                Acknowledgement.phone,
            ),
        ),
        _part(
            "request",
            EscalationRequest.asked_at,
            EscalationRequest.complaint_id == complaint,
            stage=EscalationRequest.to_stage,
            texts=(
                EscalationRequest.because,
                EscalationRequest.reason,
                EscalationRequest.outcome,
                EscalationRequest.outcome_reason,
            ),
            done=EscalationRequest.decided_at,
        ),
        _part(
            "extension",
            Extension.at,
            Extension.complaint_id == complaint,
            stage=Extension.stage,
            texts=(Extension.kind, Extension.reason),
            day=Extension.new_date,
        ),
        _part(
            "withdrawal",
            Withdrawal.at,
            Withdrawal.complaint_id == complaint,
            texts=(Withdrawal.reason,),
            day=Withdrawal.undo_until,
            done=Withdrawal.undone_at,
        ),
        _part(
            "letter",
            Letter.made_at,
            and_(
                Correspondence.complaint_id == complaint,
                Correspondence.person_id == person,
                Letter.id == Correspondence.letter_id,
                Letter.cancelled_at.is_(None),
            ),
            texts=(Letter.kind, Letter.channel),
            done=Letter.sent_at,
        ),
        _part(
            "contact",
            ContactPoint.added_at,
            and_(ContactPoint.person_id == person, ContactPoint.ended_at.is_(None)),
            texts=(ContactPoint.kind,),
            done=ContactPoint.proven_at,
        ),
    )


_OPEN = _open()
_EXCHANGE = _exchange()
_PROMISES = (
    select(
        PromisedDate.stage,
        PromisedDate.kind,
        PromisedDate.due,
        PromisedDate.because,
        PromisedDate.worked_out,
        PromisedDate.promised_at,
        PromisedDate.kept_at,
        PromisedDate.replaced_at,
    )
    .where(PromisedDate.complaint_id == bindparam("complaint_id"))
    .order_by(PromisedDate.stage, PromisedDate.due, PromisedDate.promised_at)
)


def find_open(db: Session, *, grant_id: str, session_hash: str, now: datetime) -> OpenMatter | None:
    """Return a matter if its grant is open in this session and in force now, else None.

    Whether the session is still within its limits the guard decides, from ``begun_at`` and ``seen_at``.
    """
    row = db.connection().execute(_OPEN, {"grant_id": grant_id, "session_hash": session_hash, "now": now}).first()
    return None if row is None else OpenMatter(*row)


def exchange(db: Session, *, complaint_id: str, person_id: str) -> list[Item]:
    """Return everything between the council and this person about the matter, the oldest first; no internal notes."""
    rows = db.connection().execute(_EXCHANGE, {"complaint_id": complaint_id, "person_id": person_id})
    return sorted((Item(*row) for row in rows), key=lambda item: item.at)


def promised(db: Session, *, complaint_id: str) -> list[Promise]:
    """Return every date promised, kept or not, in order of stage and day."""
    return [Promise(*row) for row in db.connection().execute(_PROMISES, {"complaint_id": complaint_id})]
