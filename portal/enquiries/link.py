"""An enquiry concerns a complaint: linked by an officer, told to the person who complained, and what they agree to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId, OfficerId, new_id, one_at_a_time
from portal.enquiries.models import Enquiry, EnquiryLink
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content


def find(db: Session, *, enquiry_id: str) -> EnquiryLink | None:
    """Return what an enquiry is linked with now, or None."""
    return db.scalars(
        select(EnquiryLink).where(EnquiryLink.enquiry_id == enquiry_id, EnquiryLink.ended_at.is_(None))
    ).first()


def link(db: Session, act: OfficersAct, *, enquiry_id: str, complaint_id: ComplaintId) -> None:
    """Link an enquiry with the complaint it concerns and tell the person who complained; again changes nothing.

    The caller has asked whether the officer may open the complaint. Raises NotFound, and Refusal ``linked_already``
    when it is linked with another one.
    """
    one_at_a_time(db, f"enquiry:{enquiry_id}")
    if db.get(Enquiry, enquiry_id) is None:
        raise NotFound("enquiry")
    there = find(db, enquiry_id=enquiry_id)
    if there is not None:
        if there.complaint_id == complaint_id:
            return
        raise Refusal("linked_already", lazy("It is linked with another complaint. End that link first."))
    made = EnquiryLink(id=new_id(), enquiry_id=enquiry_id, complaint_id=complaint_id, at=act.now, by=act.officer_id)
    db.add(made)
    db.flush()
    act.record(db, complaint_id, events.Kind.ENQUIRY_LINKED, {"link": made.id})
    writer = correspondence.writer_of(db, complaint_id=complaint_id)
    correspondence.write_to_person(db, act, complaint_id, Content("enquiry_linked"), person_id=writer.id)


def end(db: Session, *, enquiry_id: str, officer_id: OfficerId, now: datetime) -> None:
    """End the link: the office sees nothing of the complaint from then on. Not linked, nothing changes."""
    there = find(db, enquiry_id=enquiry_id)
    if there is not None:
        there.ended_at, there.ended_by = now, officer_id


def record_consent(db: Session, *, enquiry_id: str, officer_id: OfficerId, how: str, now: datetime) -> None:
    """Record that the constituent agreed that the office sees more of the complaint, and how they said so.

    Raises NotFound when it is not linked, and Refusal ``how_missing``.
    """
    if not how.strip():
        raise Refusal("how_missing", lazy("Say how they agreed, and when."))
    there = find(db, enquiry_id=enquiry_id)
    if there is None:
        raise NotFound("link")
    there.consented_at, there.consented_by, there.consent_how = now, officer_id, how.strip()


def take_consent_back(db: Session, *, enquiry_id: str) -> None:
    """Note that the constituent does not agree any more. Raises NotFound when it is not linked."""
    there = find(db, enquiry_id=enquiry_id)
    if there is None:
        raise NotFound("link")
    there.consented_at = there.consented_by = None
