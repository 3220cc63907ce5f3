"""The access letter: the reference and a new private code, by post to the address on the matter."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.grants import grants
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId, PersonId, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.people import contacts
from portal.people.models import ContactPoint, Person


def find_address(db: Session, *, person_id: PersonId) -> ContactPoint | None:
    """Return the postal address a person has now, or None."""
    return next((one for one in contacts.written_to(db, person_id=person_id) if one.kind == "post"), None)


def send(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId) -> str:
    """Write the letter and return its id; no officer sees the code, which is made while the letter leaves.

    The old code ends at that moment. Raises NotFound, and Refusal ``no_postal_address`` or ``way_not_to_use``.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    person = db.get(Person, person_id)
    grant = grants.get_of_person(db, complaint_id=complaint_id, person_id=person_id)
    if person is None or grant.revoked_at is not None:
        raise NotFound("grant")
    contacts.require_way(db, person_id=person_id, kind="post")
    address = find_address(db, person_id=person_id)
    if address is None:
        raise Refusal("no_postal_address", lazy("There is no postal address on this complaint. Ask for one first."))
    content = Content("access_letter", secret={"tracking_code": grant.id})
    letter_id = correspondence.write_to_person(db, act, complaint_id, content, person_id=person_id, to=address)
    if letter_id is None:
        raise NotFound("address")
    act.record(db, complaint_id, events.Kind.ACCESS_LETTER_ASKED, {"letter": letter_id, "grant": grant.id})
    return letter_id
