"""Who is on the phone: three ways to make sure, each of which lets one officer tell about one matter for a while."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk.models import CallerCheck
from portal.complaints.codes import access_letter, phone_word, proof
from portal.complaints.drafts import register
from portal.complaints.drafts.register import Registered
from portal.complaints.matter import events
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Grant
from portal.config import Settings
from portal.db import ComplaintId, OfficerId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing import outbox
from portal.people import contacts, one_time_codes
from portal.people.models import ContactPoint, Person

LASTS = timedelta(minutes=30)
_PURPOSE = "caller"


def get_writer(db: Session, *, complaint_id: ComplaintId) -> Registered:
    """Return the matter's writer, who is the person that calls, with grant and reference. Raises NotFound.

    Somebody whose grant was revoked counts as no writer.
    """
    found = register.find_registered(db, complaint_id=complaint_id)
    grant = db.get(Grant, found.grant_id) if found else None
    if found is None or grant is None or grant.revoked_at is not None:
        raise NotFound("writer")
    return found


def find_check(db: Session, *, complaint_id: ComplaintId, officer_id: OfficerId, now: datetime) -> CallerCheck | None:
    """Return this officer's check of the caller about this matter while it holds, else None."""
    return db.scalars(
        select(CallerCheck)
        .where(
            CallerCheck.complaint_id == complaint_id,
            CallerCheck.officer_id == officer_id,
            CallerCheck.at <= now,
            CallerCheck.until > now,
        )
        .order_by(CallerCheck.until.desc())
        .limit(1)
    ).first()


def require_check(db: Session, *, complaint_id: ComplaintId, officer_id: OfficerId, now: datetime) -> CallerCheck:
    """Return the check that holds. Raises Refusal ``check_first``."""
    found = find_check(db, complaint_id=complaint_id, officer_id=officer_id, now=now)
    if found is None:
        raise Refusal("check_first", lazy("First make sure who is calling. The last check is over."))
    return found


def called_back(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, contact_id: str) -> None:
    """Note that the officer rang a number that is proven to be the person's, and reached them there.

    After this the phone word may be tried again. Raises NotFound, and Refusal ``number_not_proven``.
    """
    writer = get_writer(db, complaint_id=complaint_id)
    contact = _own_contact(db, writer, contact_id)
    if contact.kind != "phone" or contact.proven_at is None:
        raise Refusal("number_not_proven", lazy("This number is not proven yet, so reaching it proves nothing today."))
    phone_word.open_again(db, grant_id=writer.grant_id)
    _checked(db, act, writer, "call_back")


def prove_number(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, contact_id: str) -> None:
    """Note that the person answered at a number nobody had proven: from the next call on it can be called back.

    It lets nobody be told anything today: who answers may not be the person. Raises NotFound.
    """
    contact = _own_contact(db, get_writer(db, complaint_id=complaint_id), contact_id)
    if contact.kind != "phone":
        raise NotFound("contact")
    one_at_a_time(db, f"complaint:{complaint_id}")
    if contact.proven_at is None:
        contacts.mark_proven(db, contact_id=contact_id, now=act.now)
        act.record(db, complaint_id, events.Kind.CONTACT_PROVEN, {"contact": contact_id, "how": "call_back"})


def can_send_code(contact: ContactPoint, settings: Settings) -> bool:
    """Whether a one-time code can go there: an e-mail address or a phone that texts reach, and proven."""
    channel = {"email": "email", "phone": "sms"}.get(contact.kind)
    return contact.proven_at is not None and channel in outbox.offered(settings)


def fits(db: Session, act: Act, *, purpose: str, subject: str, place: str, digits: str) -> bool:
    """Whether these are the digits sent for this subject, to be read out at this ``place``. A wrong try is counted."""
    return subject == one_time_codes.use(
        db, purpose=purpose, browser_hash=place, digits=digits, now=act.now, settings=act.settings
    )


def send_code(db: Session, act: Act, *, complaint_id: ComplaintId, contact_id: str, session_hash: str) -> None:
    """Send six digits to a proven contact, for the caller to read out.

    They work in this officer's session and for this matter only.
    Raises NotFound, and Refusal ``no_code_there`` or ``way_not_to_use``.
    """
    writer = get_writer(db, complaint_id=complaint_id)
    contact = _own_contact(db, writer, contact_id)
    send_code_to(db, act, contact, purpose=_PURPOSE, subject=writer.grant_id, place=place(session_hash, complaint_id))


def send_code_to(db: Session, act: Act, contact: ContactPoint, *, purpose: str, subject: str, place: str) -> None:
    """Send six digits to a proven contact; ``place`` is what they are bound to. Raises Refusal ``no_code_there``."""
    if not can_send_code(contact, act.settings):
        raise Refusal("no_code_there", lazy("No code can be sent there."))
    person = db.get(Person, contact.person_id)
    proof.send_code(
        db,
        act,
        one_time_codes.Wanted(purpose, subject, "email" if contact.kind == "email" else "phone", contact.address),
        browser_hash=place,
        language=person.language if person else "en",
    )


def read_out(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, session_hash: str, digits: str) -> bool:
    """Whether these are the digits that were sent; then the caller is checked. A wrong try is counted.

    After this the phone word may be tried again, as after a call back. Raises NotFound.
    """
    writer = get_writer(db, complaint_id=complaint_id)
    at = place(session_hash, complaint_id)
    if not fits(db, act, purpose=_PURPOSE, subject=writer.grant_id, place=at, digits=digits):
        return False
    phone_word.open_again(db, grant_id=writer.grant_id)
    _checked(db, act, writer, "one_time_code")
    return True


def said_phone_word(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, typed: str) -> bool:
    """Whether these are the caller's two words; then the caller is checked. A wrong try is counted.

    Raises NotFound, and Refusal ``phone_word_closed`` after three wrong tries or when there is no phone word.
    """
    writer = get_writer(db, complaint_id=complaint_id)
    if not phone_word.fits(db, grant_id=writer.grant_id, typed=typed, settings=act.settings):
        return False
    _checked(db, act, writer, "phone_word")
    return True


def set_phone_word(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, typed: str) -> None:
    """Keep the two words that a checked caller chose. Raises NotFound, and Refusal ``check_first``."""
    require_check(db, complaint_id=complaint_id, officer_id=act.officer_id, now=act.now)
    phone_word.set_word(db, act, grant_id=get_writer(db, complaint_id=complaint_id).grant_id, typed=typed)


def send_access_letter(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """Post the writer the reference and a new private code. Raises as `portal.complaints.codes.access_letter.send`."""
    writer = get_writer(db, complaint_id=complaint_id)
    access_letter.send(db, act, complaint_id=complaint_id, person_id=writer.person_id)


def _own_contact(db: Session, writer: Registered, contact_id: str) -> ContactPoint:
    found = next((one for one in contacts.in_use(db, person_id=writer.person_id) if one.id == contact_id), None)
    if found is None or not contacts.may_write(found):
        raise NotFound("contact")
    contacts.require_way(db, person_id=writer.person_id, kind=found.kind)
    return found


def place(session_hash: str, subject: str) -> str:
    """Return what a code is bound to: the officer's session, and the matter or change it is sent for."""
    return hashlib.sha256(f"{session_hash}:{subject}".encode()).hexdigest()


def _checked(db: Session, act: OfficersAct, writer: Registered, how: str) -> None:
    one_at_a_time(db, f"complaint:{writer.complaint_id}")
    check = CallerCheck(
        id=new_id(),
        complaint_id=writer.complaint_id,
        person_id=writer.person_id,
        officer_id=act.officer_id,
        how=how,
        at=act.now,
        until=act.now + LASTS,
    )
    db.add(check)
    db.flush()
    act.record(db, writer.complaint_id, events.Kind.CALLER_CHECKED, {"check": check.id, "how": how})
