"""A draft that was sent: its matter, for the browser that sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from portal.complaints.drafts.models import Draft
from portal.complaints.grants.grants import in_force
from portal.complaints.matter.models import Complaint, Grant, Reference, Unlocking
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.db import ComplaintId, GrantId, PersonId
from portal.people import contacts


@dataclass(frozen=True, slots=True)
class Sent:
    """The matter a draft became, and how we reach its writer: not at an address that a child did not call their own.

    ``answers`` are what was sent.
    ``joined`` says that its words were put on a matter that was there before: it was given no reference.
    """

    complaint_id: ComplaintId
    grant_id: GrantId
    person_id: PersonId
    number: str
    contact: str
    sent_at: datetime
    joined: bool
    answers: Answers


def find_with_code(db: Session, *, draft_id: str, code_hmac: str, now: datetime) -> Sent | None:
    """Return what a draft became when its code still is its grant's; a renewed or revoked one opens nothing."""
    return _find(db, _sent(draft_id, now).where(Draft.code_hmac == code_hmac, Grant.code_hmac == code_hmac))


def find_in_session(db: Session, *, draft_id: str, session_hash: str, now: datetime) -> Sent | None:
    """Return what a draft became when its grant is open in this session."""
    return _find(
        db,
        _sent(draft_id, now)
        .join(Unlocking, Unlocking.grant_id == Grant.id)
        .where(Unlocking.session_hash == session_hash, Unlocking.ended_at.is_(None)),
    )


def _sent(draft_id: str, now: datetime) -> Select[Any]:
    return (
        select(
            Grant.id,
            Grant.complaint_id,
            Grant.person_id,
            Reference.number,
            Reference.given_at,
            Draft.answers,
            (Draft.receipt_key != Complaint.receipt_key).label("joined"),
        )
        .join(Draft, Draft.complaint_id == Grant.complaint_id)
        .join(Complaint, Complaint.id == Grant.complaint_id)
        .join(Reference, and_(Reference.complaint_id == Grant.complaint_id, Reference.person_id == Grant.person_id))
        .where(Draft.id == draft_id, in_force(now))
        .order_by(Reference.given_at)
    )


def _find(db: Session, statement: Select[Any]) -> Sent | None:
    row = db.execute(statement.limit(1)).first()
    if row is None:
        return None
    answers = Answers.read(row.answers)
    contact = answers.contact if who.whose_address(answers) in contacts.WRITTEN_TO else "none"
    return Sent(row.complaint_id, row.id, row.person_id, row.number, contact, row.given_at, bool(row.joined), answers)
