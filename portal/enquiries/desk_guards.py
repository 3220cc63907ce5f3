"""Which enquiries an officer may know of: none that concerns a complaint they may not open."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, select

from portal.accounts.guards import current_officer
from portal.casework.desk import guards, seeing
from portal.complaints.matter import restriction
from portal.complaints.matter.models import Complaint, Reference
from portal.enquiries.models import Enquiry, EnquiryLink
from portal.errors import NotFound
from portal.web.unit_of_work import reading


def open_to_officer() -> ColumnElement[bool]:
    """Return the condition of the enquiries that the officer of this request may know of.

    An officer whom a complaint is about must not learn of it through what a member's office asked (threat T11), nor
    while only the reference that the office quoted tells which complaint it means.
    """
    officer = current_officer()
    concerns = (EnquiryLink.enquiry_id == Enquiry.id, EnquiryLink.ended_at.is_(None))
    theirs = seeing.seen_by(officer, guards.rules().council)
    linked = exists().where(*concerns, Complaint.id == EnquiryLink.complaint_id, ~theirs)
    plain = func.replace(func.replace(Enquiry.quoted, " ", ""), "-", "")
    quoted = exists().where(
        Reference.complaint_id == Complaint.id, restriction.names(officer.id), plain.contains(Reference.number)
    )
    return and_(~linked, ~quoted)


def get_enquiry(enquiry_id: str) -> Enquiry:
    """Return an enquiry for the officer of this request. Raises NotFound alike for one they must not know of."""
    found = reading().scalars(select(Enquiry).where(Enquiry.id == enquiry_id, open_to_officer())).first()
    if found is None:
        raise NotFound("enquiry")
    return found
