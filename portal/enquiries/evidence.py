"""Photos and documents of a complaint, for an office whose constituent agreed; asked anew at each request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants
from portal.complaints.matter import correspondence
from portal.complaints.matter import evidence as of_complaints
from portal.complaints.matter.models import Complaint, Grant
from portal.complaints.matter.restriction import is_restricted
from portal.enquiries import link
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.organisation.model import Council

_SERVED = frozenset({"clean", "released"})


def of_enquiry(db: Session, *, enquiry_id: str, council: Council, now: datetime) -> list[StoredFile]:
    """Return the files that can be saved of the complaint that an enquiry is linked with; the caller knows the office.

    None without the constituent's consent, and none of a restricted matter. Never more than the grant of who
    complained shows: their own files, and the council's where they may see the matter.
    """
    there = link.find(db, enquiry_id=enquiry_id)
    if there is None or there.consented_at is None:
        return []
    complaint_id = there.complaint_id
    if db.scalar(select(is_restricted(council)).where(Complaint.id == complaint_id)):
        return []
    person_id = correspondence.writer_of(db, complaint_id=complaint_id).id
    may = db.scalar(
        select(Grant.may).where(Grant.complaint_id == complaint_id, Grant.person_id == person_id, grants.in_force(now))
    )
    if may is None:
        return []
    held = of_complaints.of_complaint(db, complaint_id=complaint_id, person_id=person_id)
    seen = (one.file for one in held if not one.by_officer or "see" in may.split())
    return [file for file in seen if file.state in _SERVED]


def get(db: Session, *, enquiry_id: str, file_id: str, council: Council, now: datetime) -> StoredFile:
    """Return one of these files. Raises NotFound, alike for one that may not be seen and for none."""
    for file in of_enquiry(db, enquiry_id=enquiry_id, council=council, now=now):
        if file.id == file_id:
            return file
    raise NotFound("file")
