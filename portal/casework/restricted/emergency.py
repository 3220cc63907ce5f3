"""Opening a matter in an emergency that is not one's own: with a reason, for a while, and a second person is told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.accounts.permissions import allowed
from portal.casework.desk import acts, seeing
from portal.casework.desk.restricted_models import EmergencyOpening
from portal.complaints.matter import correspondence, events, reference, restriction, surviving
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Complaint
from portal.db import ComplaintId, new_id
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content

LASTS = timedelta(hours=12)


def open_matter(db: Session, act: OfficersAct, *, typed_reference: str, reason: str) -> ComplaintId:
    """Open the matter of a reference to this officer for `LASTS`, tell a second person, and return its id.

    A matter that is theirs anyway is just returned. Raises Refusal ``reason_missing``, ``no_such_complaint`` (also
    for a matter that is about this officer) or ``nobody_to_tell``.
    """
    acts.require_words(reason, "reason_missing", lazy("Say what the emergency is."), field="reason")
    officer, number = db.get_one(Officer, act.officer_id), reference.read(typed_reference).number
    complaint_id = surviving.find_by_reference(db, number=number) if number else None
    complaint = db.get(Complaint, complaint_id) if complaint_id else None
    about = [one.id for one in restriction.named_in(db, complaint_id=complaint_id)] if complaint_id else []
    if complaint is None or act.officer_id in about:
        raise Refusal(
            "no_such_complaint", lazy("There is no complaint with this reference. Check the number."), field="reference"
        )
    sight = seeing.find(db, officer=officer, complaint_id=complaint.id, council=act.rulebook.council, now=act.now)
    if sight is not None and allowed(officer, "see_complaint", sight.team):
        return complaint.id
    told = restriction.second_persons(db, complaint_id=complaint.id, team=complaint.team, but=act.officer_id)
    if not told:
        raise Refusal("nobody_to_tell", lazy("There is nobody we can tell, so it cannot be opened. Ring the team."))
    opening = EmergencyOpening(
        id=new_id(),
        complaint_id=complaint.id,
        officer_id=act.officer_id,
        reason=reason,
        at=act.now,
        until=act.now + LASTS,
    )
    db.add(opening)
    db.flush()
    act.record(db, complaint.id, events.Kind.OPENED_IN_EMERGENCY, {"opening": opening.id})
    correspondence.write_to_staff(db, act, complaint.id, Content("emergency_opened"), addresses=told)
    return complaint.id
