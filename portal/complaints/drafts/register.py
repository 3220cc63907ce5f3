"""Turning a draft into a registered complaint: once, whatever is clicked, reloaded or retried.

Everything slow was done by `prepare.prepare` before the transaction; `register` only writes rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.drafts import drafts
from portal.complaints.drafts.prepare import Submission
from portal.complaints.matter import correspondence
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import (
    Complaint,
    Event,
    Grant,
    Party,
    PromisedDate,
    Reference,
    Stage,
)
from portal.complaints.matter.once import insert_once
from portal.db import ComplaintId, GrantId, PersonId, insert_rows
from portal.people.models import ContactPoint, Person


class ReferenceTaken(Exception):
    """The reference drawn belongs to another matter: prepare again, which draws another."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A matter with its reference. ``already`` says that it had been sent before, ``same`` whether word for word."""

    complaint_id: ComplaintId
    grant_id: GrantId
    person_id: PersonId
    number: str
    already: bool = False
    same: bool = True


def register(db: Session, submission: Submission) -> Registered:
    """Write the complaint and all that belongs to it, or return the one this receipt key already made.

    Look-then-insert passes on SQLite and fails on PostgreSQL, so the unique receipt decides: insert or do nothing,
    and read again. Raises ReferenceTaken when the number drawn belongs to another matter.
    """
    if not insert_once(db, Complaint, submission.matter.complaint, key=["receipt_key"]):
        return _already(db, submission)
    insert_rows(db, Person, submission.people.persons)
    insert_rows(db, ContactPoint, submission.people.contact_points)
    given = {
        "number": submission.number,
        "complaint_id": submission.matter.id,
        "person_id": submission.person_id,
        "given_at": submission.now,
    }
    try:
        insert_rows(db, Reference, [given])
    except IntegrityError as error:
        raise ReferenceTaken from error
    insert_rows(db, Party, submission.people.parties)
    insert_rows(db, Grant, submission.people.grants)
    insert_rows(db, Authority, submission.claims)
    insert_rows(db, Stage, [submission.matter.stage])
    insert_rows(db, PromisedDate, submission.matter.promised)
    insert_rows(db, Event, submission.events)
    if submission.receipt is not None:
        recipient, composed = submission.receipt
        correspondence.post(db, submission.matter.id, composed, to=recipient, now=submission.now)
    if submission.draft_id is not None:
        drafts.note_sent(
            db,
            draft_id=submission.draft_id,
            complaint_id=submission.matter.id,
            now=submission.now,
            keep_until=submission.keep_until,
        )
    return Registered(submission.matter.id, submission.grant_id, submission.person_id, submission.number)


def find_registered(db: Session, *, complaint_id: ComplaintId) -> Registered | None:
    """Return a matter's writer, grant and first reference, or None."""
    row = db.execute(
        select(Grant.id, Grant.person_id, Reference.number)
        .join(Party, (Party.complaint_id == Grant.complaint_id) & (Party.person_id == Grant.person_id))
        .join(Reference, (Reference.complaint_id == Grant.complaint_id) & (Reference.person_id == Grant.person_id))
        .where(Grant.complaint_id == complaint_id, Party.role == "writer")
        .order_by(Reference.given_at)
    ).first()
    return Registered(complaint_id, row.id, row.person_id, row.number, already=True) if row else None


def _already(db: Session, submission: Submission) -> Registered:
    sent = submission.matter.complaint
    first = db.execute(
        select(Complaint.id, Complaint.words, Complaint.wanted).where(Complaint.receipt_key == sent["receipt_key"])
    ).one()
    found = find_registered(db, complaint_id=first.id)
    if found is None:
        raise LookupError("a registered complaint has no reference")
    same = (first.words, first.wanted) == (sent["words"], sent["wanted"])
    return Registered(found.complaint_id, found.grant_id, found.person_id, found.number, already=True, same=same)
