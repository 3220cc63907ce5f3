"""Changing how we reach somebody: their contact, how they want to be treated, and when it is safe to call.

A new address is believed only with the old one or an officer behind it, and counts as proven only when its own code
came back. The old address hears that something changed, never to what (threat T6).
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.people import addresses, contacts, needs
from portal.people.addresses import ContactKind
from portal.people.models import ContactPoint, Person
from portal.people.needs import Needs


def needs_old(in_use: list[ContactPoint]) -> ContactPoint | None:
    """Return the contact whose one-time code opens a change, None when there is none that can be asked.

    A proven one first. An e-mail or phone nobody has proven may be asked too: a code that comes back proves it.
    """
    asked = [one for one in in_use if one.kind != "post"]
    return min(asked, key=lambda one: one.proven_at is None, default=None)


def may_change_alone(in_use: list[ContactPoint]) -> bool:
    """Whether a person may give a contact without the old one: only where we have never had one of their own."""
    return not [one for one in in_use if one.whose in contacts.WRITTEN_TO]


def half_hidden(contact: ContactPoint) -> str:
    """Return an address so that its owner knows it and a stranger at the screen does not learn it."""
    if contact.kind == "email":
        name, _at, domain = contact.address.strip().rpartition("@")
        return f"{name[:1]}…@{domain[:1]}…"
    if contact.kind == "phone":
        return f"… {contact.normal[-3:]}"
    return f"{contact.address.strip()[:3]}…"


class NewContact(NamedTuple):
    """A contact as it is given: who else reads what is sent there, and ``whose`` address a child says it is."""

    kind: ContactKind
    address: str
    shared: str = ""
    whose: str = ""


def change(
    db: Session,
    act: Act,
    new: NewContact,
    *,
    complaint_id: ComplaintId,
    person_id: PersonId,
    old_proven: str | None = None,
) -> str:
    """Put a new contact in place of every old one and return its id; it is not proven yet.

    ``old_proven`` is the id of the old contact whose one-time code was entered; without one an officer must make
    the change, unless there was no contact at all. Each old address gets a letter that holds nothing of the
    new one. The same address again changes only what is said of it. An address that a child gave and that is not
    their own is kept and never written to (threat T41).
    Raises NotFound, and Refusal ``contact_needs_old`` or ``contact_not_real``.
    """
    one_at_a_time(db, f"person:{person_id}")
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    normal = addresses.normal(new.kind, new.address)
    if normal is None:
        raise Refusal("contact_not_real", lazy("Check the address or number. We could not read it."))
    old = contacts.in_use(db, person_id=person_id)
    same = next((one for one in old if (one.kind, one.normal) == (new.kind, normal)), None)
    if same is not None:
        same.shared, same.whose = new.shared, new.whose or same.whose
        db.flush()
        return same.id
    if act.officer_id is None and not may_change_alone(old) and old_proven not in {one.id for one in old}:
        raise Refusal(
            "contact_needs_old", lazy("To change this, enter the code that we send to the old contact, or call us.")
        )
    made = ContactPoint(
        id=new_id(),
        person_id=person_id,
        kind=new.kind,
        address=new.address,
        normal=normal,
        shared=new.shared,
        whose=new.whose or ("unasked" if person.under_18 and act.officer_id is None else ""),
        added_at=act.now,
    )
    db.execute(
        update(ContactPoint)
        .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None))
        .values(ended_at=act.now)
    )
    db.add(made)
    db.flush()
    data: dict[str, object] = {"contact": made.id, "ended": [one.id for one in old]}
    act.record(db, complaint_id, events.Kind.CONTACT_CHANGED, data)
    for one in old:
        correspondence.write_to_person(db, act, complaint_id, Content("contact_changed"), person_id=person_id, to=one)
    correspondence.write_to_person(db, act, complaint_id, Content("contact_added"), person_id=person_id, to=made)
    return made.id


def change_details(
    db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, given: Needs, wants_call: bool
) -> None:
    """Keep what helps somebody, as they said on their page, for every matter where they have proven to be the same.

    The event says which answers changed, not to what. Raises NotFound.
    """
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    changed = needs.change(db, person_id=person_id, needs=given, now=act.now, proven=True)
    if person.wants_call != wants_call:
        person.wants_call = wants_call
        changed.append("wants_call")
    if changed:
        db.flush()
        act.record(db, complaint_id, events.Kind.CONTACT_CHANGED, {"details": changed})


def prove(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, contact_id: str) -> None:
    """Note that the person answered at a contact of theirs by its one-time code. Raises NotFound."""
    contact = db.get(ContactPoint, contact_id)
    if contact is None or contact.person_id != person_id or contact.ended_at is not None:
        raise NotFound("contact")
    if contact.proven_at is None:
        contacts.mark_proven(db, contact_id=contact_id, now=act.now)
        act.record(db, complaint_id, events.Kind.CONTACT_PROVEN, {"contact": contact_id})
