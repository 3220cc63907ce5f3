"""The statement of the exchange on a complaint’s page: what one person on the matter may read, built once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import (
    Acknowledgement,
    Chase,
    Correspondence,
    EscalationRequest,
    Evidence,
    Extension,
    Message,
    Party,
    Reply,
    Withdrawal,
)
from portal.db import Instant
from portal.files.models import StoredFile
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint


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
    others: Any = bindparam("others", type_=Boolean())

    # Where somebody acts for another person, nobody knows which of them sent what came with no name.
    alone = ~exists().where(Authority.complaint_id == complaint)
    writes = exists().where(Party.complaint_id == complaint, Party.person_id == person, Party.role == "writer")
    wrote = and_(writes, alone)

    def own(column: Any, by_council: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
        """What this person wrote or the council did; what came with no name is shown to who wrote the complaint."""
        nameless = column.is_(None)
        return or_(column == person, others, and_(nameless, wrote if by_council is None else or_(wrote, by_council)))

    def hidden(column: Any, words: Any) -> Any:
        """Somebody's words, for themselves and where the matter shows what the others wrote."""
        return case((or_(column == person, others), words), else_=literal(""))

    def by(column: Any) -> Any:
        """Say that another person on the matter did this."""
        return case((column == person, literal("")), else_=literal("another"))

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
            and_(Message.complaint_id == complaint, own(Message.person_id, and_(Message.author != "person", writes))),
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
                hidden(EscalationRequest.asked_by, EscalationRequest.reason),
                EscalationRequest.outcome,
                EscalationRequest.outcome_reason,
                by(EscalationRequest.asked_by),
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
            texts=(hidden(Withdrawal.person_id, Withdrawal.reason), by(Withdrawal.person_id)),
            day=Withdrawal.undo_until,
            done=Withdrawal.undone_at,
        ),
        _part(
            "chase",
            Chase.asked_at,
            and_(Chase.complaint_id == complaint, own(Chase.person_id)),
            texts=(Chase.kind, Chase.channel),
            day=Chase.answer_by,
            done=Chase.answered_at,
        ),
        _part(
            "file",
            Evidence.at,
            and_(
                Evidence.complaint_id == complaint,
                StoredFile.id == Evidence.file_id,
                own(Evidence.person_id, Evidence.officer_id.is_not(None)),
            ),
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
            texts=(Letter.kind, case((Letter.held_at.is_not(None), "held"), else_=Letter.channel)),
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


EXCHANGE = _exchange()
