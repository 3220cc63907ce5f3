"""Opening the consent page from a mailed link: alone it shows nothing; a code goes to where it was sent (threat T8)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.codes import browser_codes
from portal.complaints.grants import grants, session_proofs
from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.complaints.matter.authority_models import Authority
from portal.people import contacts
from portal.people.models import ContactPoint
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes, reading

_PURPOSE = "consent"


def find_proven(db: Session, *, authority_id: str, session_hash: str) -> Authority | None:
    """Return the claim of a link if its address was proven in this session, else None."""
    claim = db.get(Authority, authority_id)
    if claim is None or claim.contact_id is None:
        return None
    contact = db.get(ContactPoint, claim.contact_id)
    if contact is None or contact.ended_at is not None:
        return None
    return claim if claim.contact_id in session_proofs.proven_in(db, session_hash=session_hash) else None


def ask_code(act: Act, *, authority_id: str) -> None:
    """Send a code to where the link was sent; a link that leads nowhere writes the same rows and sends nothing."""
    claim = reading().get(Authority, authority_id)
    contact = reading().get(ContactPoint, claim.contact_id or "") if claim is not None else None
    reached = contact is not None and contact.kind == "email" and contact.ended_at is None
    browser_codes.send(
        act,
        purpose=_PURPOSE,
        subject=authority_id if reached else None,
        kind="email",
        address=contact.address if contact is not None and reached else "",
    )


def by_code(act: Act, *, digits: str, network: str) -> str | None:
    """Prove the address in this browser and return the claim's id; None when the digits do not fit.

    It opens this one question and no complaint. Raises Refusal ``too_many_tries``.
    """
    authority_id, tries = browser_codes.use(act, purpose=_PURPOSE, counted_as="consent", digits=digits, network=network)
    if authority_id is None:
        return None
    live = sessions.current("resident")
    replaced = None if live is None else live.id_hash
    with changes() as db:
        attempts.take_back(db, ids=tries)
        claim = db.get_one(Authority, authority_id)
        session_id = session_rows.begin(db, kind="resident", now=act.now, replaces=replaced)
        session_hash = session_rows.hash_of(session_id)
        if replaced:
            session_proofs.carry(db, replaced=replaced, session_hash=session_hash, now=act.now)
            grants.unlock_all(
                db, grant_ids=[], session_hash=session_hash, how="one_time_code", now=act.now, carry=replaced
            )
        session_proofs.note(db, session_hash=session_hash, contact_id=claim.contact_id or "", now=act.now)
        _note_proven(db, act, claim)
    sessions.put_in_cookie(session_id)
    return authority_id


def _note_proven(db: Session, act: Act, claim: Authority) -> None:
    contact = db.get_one(ContactPoint, claim.contact_id or "")
    if contact.proven_at is not None:
        return
    contacts.mark_proven(db, contact_id=contact.id, now=act.now)
    data = {"contact": contact.id, "how": "consent"}
    act.as_person(claim.affected_id).record(db, claim.complaint_id, events.Kind.CONTACT_PROVEN, data)
