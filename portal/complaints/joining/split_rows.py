"""The rows of a matter that was split from another: same persons, own reference, own dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.acting import authority
from portal.complaints.joining.models import DuplicateLook
from portal.complaints.matter import events, new_matter, reference
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Grant, Party, PromisedDate, Reference, Stage
from portal.complaints.matter.once import insert_once
from portal.db import ComplaintId, insert_rows, new_id

# The columns in which the second matter is like the first.
_KEPT = ("channel", "about", "acting_as", "wants_advocate", "place", "postcode", "not_to_tell", "urgent")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What becomes the second matter: its words, when they reached the council, and the message they came in."""

    words: str
    received_at: datetime
    message_id: str | None = None


def write(
    db: Session, act: OfficersAct, first: Complaint, *, chosen: Chosen, service: str, receipt_key: str
) -> ComplaintId:
    """Write the second matter and return its id; the rules are those in force when its words came."""
    told = {name: getattr(first, name) for name in _KEPT}
    told |= {"words": chosen.words, "service": service, "receipt_key": receipt_key}
    second = new_matter.begin(act, told, service=service, received_at=chosen.received_at)
    insert_rows(db, Complaint, [second.complaint])
    _give_references(db, first.id, second.id, act.now)
    _copy_people(db, first.id, second.id, act.now)
    _copy_claims(db, first.id, second.id)
    # An officer has just said that they are two matters.
    insert_rows(db, DuplicateLook, [{"complaint_id": second.id, "at": act.now}])
    insert_rows(db, Stage, [second.stage])
    insert_rows(db, PromisedDate, second.promised)
    act.record(db, second.id, events.Kind.RECEIVED, second.received)
    return second.id


def _give_references(db: Session, first_id: ComplaintId, second_id: ComplaintId, now: datetime) -> None:
    """Give everybody who has a reference for the first matter one for the second."""
    known = select(Reference.person_id).where(Reference.complaint_id == first_id).distinct()
    for person_id in list(db.scalars(known)):
        given = {"complaint_id": second_id, "person_id": person_id, "given_at": now}
        while not insert_once(db, Reference, {"number": reference.draw(), **given}, key=["number"]):
            pass


def _copy_people(db: Session, first_id: ComplaintId, second_id: ComplaintId, now: datetime) -> None:
    """Let the same persons play the same roles; a grant is each matter's own, and its code cannot be shared."""
    parties = db.execute(select(Party.person_id, Party.role).where(Party.complaint_id == first_id))
    insert_rows(db, Party, [new_matter.party(second_id, *row) for row in parties])
    # Revoked ones too: somebody whose right to act has ended gets nothing of the second matter, and may be asked anew.
    grants = db.execute(
        select(Grant.person_id, Grant.may, Grant.ends_at, Grant.revoked_at).where(Grant.complaint_id == first_id)
    )
    insert_rows(
        db,
        Grant,
        [
            new_matter.grant(
                second_id,
                row.person_id,
                row.may,
                begins_at=now,
                ends_at=row.ends_at,
                revoked_at=row.revoked_at,
            )
            for row in grants
        ],
    )


def _copy_claims(db: Session, first_id: ComplaintId, second_id: ComplaintId) -> None:
    """Let whoever claims to act for somebody do so on both, as it stands on the first."""
    kept = [column.name for column in Authority.__table__.columns]
    for one in authority.of_complaint(db, complaint_id=first_id):
        same = {name: getattr(one, name) for name in kept}
        db.add(Authority(**{**same, "id": new_id(), "complaint_id": second_id}))
    db.flush()
