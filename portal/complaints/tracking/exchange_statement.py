"""The statement of the exchange on a complaint’s page: what one person on the matter may read, built once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
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
from portal.complaints.tracking import exchange_rows
from portal.complaints.tracking.exchange_rows import ExchangeRow
from portal.db import Instant
from portal.files.models import StoredFile
from portal.letters.outgoing.models import Letter
from portal.people import safe_contact
from portal.people.models import ContactPoint

# The columns that every kind of thing shares: each field takes the first free one of its type.
_COLUMNS = (Instant, Instant, Integer, String, String, String, String, String, Date, JSON, Boolean)


@dataclass(frozen=True, slots=True)
class _Part:
    """One kind of thing: its part of the statement, and the columns that hold the fields of its row type."""

    row_type: type[ExchangeRow]
    statement: Select[Any]
    columns: dict[str, int]


def _part(row_type: type[ExchangeRow], table: Any, whose: ColumnElement[bool], **values: Any) -> _Part:
    """One kind of thing. A field without a value here is the table's column of that name."""
    filled: dict[int, Any] = {}
    columns: dict[str, int] = {}
    for field in fields(row_type):
        value = values[field.name] if field.name in values else getattr(table, field.name)
        columns[field.name] = next(
            number for number, kind in enumerate(_COLUMNS, 1) if number not in filled and isinstance(value.type, kind)
        )
        filled[columns[field.name]] = value
    statement = select(
        literal_column(f"'{row_type.__name__}'", String),
        # PostgreSQL wants a type for each that is empty.
        *(filled.get(number, cast(null(), kind)) for number, kind in enumerate(_COLUMNS, 1)),
    )
    return _Part(row_type, statement.where(whose), columns)


def _parts() -> list[_Part]:
    complaint: Any = bindparam("complaint_id")
    person: Any = bindparam("person_id")
    others: Any = bindparam("others", type_=Boolean())

    # Where somebody acts for another person, what came without a name may be from either of them.
    alone = ~exists().where(Authority.complaint_id == complaint)
    writes = exists().where(Party.complaint_id == complaint, Party.person_id == person, Party.role == "writer")
    wrote = and_(writes, alone)

    def own(column: Any, by_council: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
        """What this person wrote or the council did; what came without a name is shown to the complaint's writer."""
        nameless = column.is_(None)
        return or_(column == person, others, and_(nameless, wrote if by_council is None else or_(wrote, by_council)))

    def hidden(column: Any, words: Any) -> Any:
        """Somebody's words, for themselves and where the matter shows what the others wrote."""
        return case((or_(column == person, others), words), else_=literal(""))

    return [
        _part(exchange_rows.ReplyRow, Reply, Reply.complaint_id == complaint),
        _part(
            exchange_rows.MessageRow,
            Message,
            and_(Message.complaint_id == complaint, own(Message.person_id, and_(Message.author != "person", writes))),
        ),
        _part(exchange_rows.AcknowledgementRow, Acknowledgement, Acknowledgement.complaint_id == complaint),
        _part(
            exchange_rows.RequestRow,
            EscalationRequest,
            EscalationRequest.complaint_id == complaint,
            at=EscalationRequest.asked_at,
            reason=hidden(EscalationRequest.asked_by, EscalationRequest.reason),
            by_another=EscalationRequest.asked_by != person,
        ),
        _part(exchange_rows.ExtensionRow, Extension, Extension.complaint_id == complaint),
        _part(
            exchange_rows.WithdrawalRow,
            Withdrawal,
            Withdrawal.complaint_id == complaint,
            reason=hidden(Withdrawal.person_id, Withdrawal.reason),
            by_another=Withdrawal.person_id != person,
        ),
        _part(
            exchange_rows.ChaseRow,
            Chase,
            and_(Chase.complaint_id == complaint, own(Chase.person_id)),
            at=Chase.asked_at,
        ),
        _part(
            exchange_rows.FileRow,
            Evidence,
            and_(
                Evidence.complaint_id == complaint,
                StoredFile.id == Evidence.file_id,
                own(Evidence.person_id, Evidence.officer_id.is_not(None)),
            ),
            label=StoredFile.label,
            by_officer=Evidence.officer_id.is_not(None),
        ),
        _part(
            exchange_rows.LetterRow,
            Letter,
            and_(
                Correspondence.complaint_id == complaint,
                Correspondence.person_id == person,
                Letter.id == Correspondence.letter_id,
                Letter.cancelled_at.is_(None),
            ),
            at=Letter.made_at,
            held=and_(Letter.held_at.is_not(None), safe_contact.is_hers(person)),
        ),
        _part(
            exchange_rows.ContactRow,
            ContactPoint,
            and_(ContactPoint.person_id == person, ContactPoint.ended_at.is_(None)),
            at=ContactPoint.added_at,
        ),
    ]


_PARTS = {part.row_type.__name__: part for part in _parts()}
EXCHANGE = union_all(*(part.statement for part in _PARTS.values()))


def row_of(found: Row[Any]) -> ExchangeRow:
    """Return what the statement found as the row type of its kind."""
    part = _PARTS[found[0]]
    return part.row_type(**{name: found[column] for name, column in part.columns.items()})
