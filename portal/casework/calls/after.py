"""What a caller takes away at the end of the call in which a complaint was registered: a letter, a phone word."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.calls.drafts import OpenCall
from portal.complaints.codes import access_letter
from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Complaint, Correspondence
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people import addresses
from portal.people.models import ContactPoint

# While the caller who was just written down is on the phone, nothing of theirs needs a check.
STILL_ON_THE_PHONE = timedelta(hours=1)


def still_on_the_phone(db: Session, *, call: OpenCall, now: datetime) -> bool:
    """Whether the call in which this was registered may still be going on."""
    logged_at = db.scalar(select(Complaint.logged_at).where(Complaint.id == call.complaint_id))
    return logged_at is not None and now - logged_at < STILL_ON_THE_PHONE


def require_still_on_the_phone(db: Session, *, call: OpenCall, now: datetime) -> None:
    """Let what needs the caller pass. Raises Refusal ``call_over``."""
    if not still_on_the_phone(db, call=call, now=now):
        raise Refusal("call_over", lazy("This call is over. Check who is calling on the complaint’s page for callers."))


def letter_asked(db: Session, *, complaint_id: ComplaintId) -> bool:
    """Whether an access letter about this matter was written."""
    found = select(Correspondence.letter_id).where(
        Correspondence.complaint_id == complaint_id, Correspondence.kind == "access_letter"
    )
    return db.scalars(found.limit(1)).first() is not None


def post_access(db: Session, act: OfficersAct, *, call: OpenCall, person_id: PersonId, address: str) -> None:
    """Post the reference and a code to the caller, once; ``address`` is used only where we have none.

    Raises NotFound, and Refusal ``call_over`` or ``no_postal_address``.
    """
    if call.complaint_id is None:
        raise NotFound("complaint")
    one_at_a_time(db, f"complaint:{call.complaint_id}")
    require_still_on_the_phone(db, call=call, now=act.now)
    if letter_asked(db, complaint_id=call.complaint_id):
        return
    if access_letter.find_address(db, person_id=person_id) is None and addresses.normal_post(address):
        _add_address(db, act, complaint_id=call.complaint_id, person_id=person_id, address=address)
    access_letter.send(db, act, complaint_id=call.complaint_id, person_id=person_id)


def _add_address(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId, address: str
) -> None:
    made = ContactPoint(
        id=new_id(),
        person_id=person_id,
        kind="post",
        address=address,
        normal=addresses.normal_post(address) or "",
        added_at=act.now,
    )
    db.add(made)
    db.flush()
    act.record(db, complaint_id, events.Kind.CONTACT_CHANGED, {"contact": made.id, "ended": []})
