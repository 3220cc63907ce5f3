"""Consent of the person affected: asked through a contact the representative did not supply, and taken back at will."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.complaints.acting import authority, objecting
from portal.complaints.grants import grants
from portal.complaints.matter import correspondence, events, own_reference
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.db import ComplaintId, PersonId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.people import addresses, contacts
from portal.people.addresses import ContactKind
from portal.people.models import ContactPoint, Person


def may_be_asked_at(db: Session, claim: Authority, *, kind: str, normal: str) -> bool:
    """Whether no representative supplied an address: neither as their own nor for the person they act for.

    Of two who act for the same person, one might answer for the other (threat T5).
    """
    acting = select(Authority.person_id).where(Authority.affected_id == claim.affected_id)
    supplied = db.scalars(
        select(ContactPoint.id).where(
            ContactPoint.kind == kind,
            ContactPoint.normal == normal,
            ContactPoint.person_id.in_(acting) | ContactPoint.given_by.in_(acting),
        )
    ).first()
    return supplied is None


class FoundContact(NamedTuple):
    """A contact of the affected person that an officer found, and where: ``source`` is not the representative."""

    kind: ContactKind
    address: str
    source: str


def ask(db: Session, act: OfficersAct, *, authority_id: str, complaint_id: ComplaintId, found: FoundContact) -> None:
    """Write to the affected person, at an address that an officer found, and ask if they agree.

    What the representative gave for them is not used any more. Raises NotFound, and Refusal ``contact_not_real``,
    ``contact_supplied`` (by the representative), ``found_missing``, ``authority_over``, ``has_died`` or
    ``cannot_write`` (a phone is rung: record the call instead).
    """
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    normal = addresses.normal(found.kind, found.address)
    if normal is None:
        raise Refusal("contact_not_real", lazy("Check the address. We could not read it."), field="address")
    if found.kind == "phone":
        raise Refusal("cannot_write", lazy("Ring them, and record what they said under “Confirm”."))
    if not found.source.strip():
        raise Refusal("found_missing", lazy("Say where you found this address."), field="found")
    if claim.state not in authority.WAITING:
        raise Refusal("authority_over", lazy("This has ended. Write down a new claim and ask again."))
    if not may_be_asked_at(db, claim, kind=found.kind, normal=normal):
        raise Refusal(
            "contact_supplied",
            lazy("The person who wrote gave us this address. Find another one, or visit or ring the person."),
            field="address",
        )
    person = db.get_one(Person, claim.affected_id)
    if person.died:
        raise Refusal("has_died", lazy("This person has died. Nobody can consent for them. Choose another ground."))
    claim.contact_id = _keep_contact(db, claim, found, normal=normal, now=act.now)
    claim.evidence, claim.state, claim.asked_at, claim.kind = found.source.strip(), "asked", act.now, "consent"
    db.flush()
    own_reference.give(db, act, complaint_id=complaint_id, person_id=person.id)
    send(db, act, claim)
    authority.record(db, act, claim, events.Kind.AUTHORITY_ASKED, channel=found.kind)


def send(db: Session, act: Act, claim: Authority) -> None:
    """Send the question once more to where the person was asked."""
    contact, person = db.get(ContactPoint, claim.contact_id or ""), db.get_one(Person, claim.affected_id)
    if contact is None:
        raise NotFound("contact")
    grant = grants.get_of_person(db, complaint_id=claim.complaint_id, person_id=person.id)
    if contact.kind == "post":
        content = Content("consent_letter", secret={"tracking_code": grant.id})
    else:
        content = Content("consent_asked", {"link": f"{act.settings.base_url}/consent/{claim.id}"})
    correspondence.write_to_person(db, act, claim.complaint_id, content, person_id=person.id, to=contact)


def answer(
    db: Session, act: Act, *, authority_id: str, complaint_id: ComplaintId, person_id: PersonId, scope: str | None
) -> None:
    """Take the affected person's own yes, as far as ``scope`` goes, or their no (None); again changes nothing.

    About another right to act than consent an officer decides: no is put before one (`acting.objecting`).
    Raises NotFound for somebody else's, and Refusal ``not_by_consent`` for a yes to such a right, ``authority_over``,
    ``answered_already`` (a yes that goes less far or further), ``unknown_scope`` or ``has_died``.
    """
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    if claim.affected_id != person_id:
        raise NotFound("authority")
    if claim.kind != "consent" and scope is None:
        objecting.object_to(db, act, claim)
        return
    if claim.kind != "consent":
        raise Refusal("not_by_consent", lazy("This person has another right to act. Please call us."))
    if scope is None:
        stop(db, act.as_person(person_id), claim)
        return
    if scope not in authority.SCOPES:
        raise Refusal("unknown_scope", lazy("Choose what they may do."))
    if db.get_one(Person, person_id).died:
        raise Refusal("has_died", lazy("This cannot be answered any more. Please call us."))
    if claim.state == "confirmed":
        if claim.scope != scope:
            raise Refusal("answered_already", lazy("You have said yes already. Below you see how far it goes."))
        return
    authority.confirm(db, act.as_person(person_id), claim, how="contact", scope=scope)
    tell_confirmed(db, act, claim)


def stop(db: Session, act: Act, claim: Authority) -> None:
    """Refuse a claim that waits, or take back what was given. The representative hears that it has ended, not why.

    A refusal is told by the officer who then decides how to go on.
    """
    given = claim.state == "confirmed"
    ended = authority.end(db, act, claim, state="withdrawn" if given else "refused")
    if ended and given:
        tell(db, act, claim, Content("authority_ended"))


def tell_confirmed(db: Session, act: Act, claim: Authority) -> None:
    """Tell the representative that they may act, and the affected person what was written down, where we reach them."""
    tell(db, act, claim, Content("authority_confirmed"))
    if own_reference.find(db, complaint_id=claim.complaint_id, person_id=claim.affected_id) and claim.kind == "consent":
        kept = Content("consent_kept")
        correspondence.write_to_person(db, act, claim.complaint_id, kept, person_id=claim.affected_id)


def tell(db: Session, act: Act, claim: Authority, content: Content) -> None:
    """Write a letter about the claim to the representative."""
    correspondence.write_to_person(db, act, claim.complaint_id, content, person_id=claim.person_id)


def _keep_contact(db: Session, claim: Authority, found: FoundContact, *, normal: str, now: datetime) -> str:
    in_use = contacts.in_use(db, person_id=claim.affected_id)
    same = next((one for one in in_use if (one.kind, one.normal) == (found.kind, normal)), None)
    if same is not None:
        return same.id
    db.execute(
        update(ContactPoint)
        .where(
            ContactPoint.person_id == claim.affected_id,
            ContactPoint.given_by.is_not(None),
            ContactPoint.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    made = ContactPoint(
        id=new_id(),
        person_id=claim.affected_id,
        kind=found.kind,
        address=found.address.strip(),
        normal=normal,
        added_at=now,
    )
    db.add(made)
    db.flush()
    return made.id
