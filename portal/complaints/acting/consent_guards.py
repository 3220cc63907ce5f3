"""Opening the consent page from a mailed link: alone it shows nothing; a code goes to where it was sent (threat T8)."""

from __future__ import annotations

from portal.complaints.codes import browser_guards
from portal.complaints.grants import visits
from portal.complaints.grants.guards import begin_visit
from portal.complaints.matter import events
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.authority_models import Authority
from portal.people import contacts
from portal.people.models import ContactPoint
from portal.people.one_time_codes import Wanted
from portal.web import sessions
from portal.web.unit_of_work import changes, reading

_PURPOSE = "consent"


def find_proven(authority_id: str) -> Authority | None:
    """Return the claim of a link if its address was proven in this browser, else None."""
    db, session_hash = reading(), sessions.live_hash()
    claim = db.get(Authority, authority_id)
    contact = db.get(ContactPoint, claim.contact_id or "") if claim is not None else None
    if session_hash is None or contact is None or contact.ended_at is not None:
        return None
    return claim if contact.id in visits.proven_in(db, session_hash=session_hash) else None


def ask_code(authority_id: str) -> None:
    """Send a code to where the link was sent; a link that leads nowhere writes the same rows and sends nothing."""
    claim = reading().get(Authority, authority_id)
    contact = reading().get(ContactPoint, claim.contact_id or "") if claim is not None else None
    if contact is not None and contact.kind == "email" and contact.ended_at is None:
        browser_guards.ask(Wanted(_PURPOSE, authority_id, "email", contact.address))
    else:
        browser_guards.ask(Wanted(_PURPOSE, None, "email", ""))


def by_code(digits: str) -> str | None:
    """Prove the address in this browser and return the claim's id; None when the digits do not fit.

    It opens this one question and no complaint. Raises Refusal ``too_many_tries``.
    """
    authority_id = browser_guards.use(digits, purpose=_PURPOSE, counted_as="consent")
    if authority_id is None:
        return None
    act, replaced = persons_act(), sessions.live_hash()
    with changes() as db:
        claim = db.get_one(Authority, authority_id)
        session_id = begin_visit(db, replaced=replaced, proven=claim.contact_id or "")
        contact = db.get_one(ContactPoint, claim.contact_id or "")
        if contact.proven_at is None:
            contacts.mark_proven(db, contact_id=contact.id, now=act.now)
            data = {"contact": contact.id, "how": "consent"}
            act.as_person(claim.affected_id).record(db, claim.complaint_id, events.Kind.CONTACT_PROVEN, data)
    sessions.put_in_cookie(session_id)
    return authority_id
