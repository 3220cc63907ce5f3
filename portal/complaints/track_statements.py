"""The three statements of a complaint's page, built once per process."""

from __future__ import annotations

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
    exists,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from portal.complaints.joining_models import Merge, Split
from portal.complaints.models import (
    Acknowledgement,
    Complaint,
    Correspondence,
    EscalationRequest,
    Evidence,
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
from portal.complaints.recurrence_models import Chase
from portal.db import Instant
from portal.files.models import StoredFile
from portal.letters.models import Letter
from portal.people.models import ContactPoint
from portal.web.models import WebSession


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
            _joined().label("joined"),
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


def _joined() -> ColumnElement[bool]:
    """Whether other matters belong to this one: joined into it, or split from it, or it from them."""
    return or_(
        exists().where(Merge.surviving_id == Complaint.id, Merge.undone_at.is_(None)),
        exists().where(or_(Split.first_id == Complaint.id, Split.second_id == Complaint.id), Split.undone_at.is_(None)),
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
            "chase",
            Chase.asked_at,
            Chase.complaint_id == complaint,
            texts=(Chase.kind, Chase.channel),
            day=Chase.answer_by,
            done=Chase.answered_at,
        ),
        _part(
            "file",
            Evidence.at,
            and_(Evidence.complaint_id == complaint, StoredFile.id == Evidence.file_id),
            texts=(StoredFile.label, Evidence.officer_id),
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


OPEN = _open()
EXCHANGE = _exchange()
PROMISES = (
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
