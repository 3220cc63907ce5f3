"""Letters about a matter: to whom they go, and which letter belongs to which matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.complaints.matter import recipients, reference, restriction
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Complaint, Correspondence, Party, Reference
from portal.errors import NotFound
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.people import contacts
from portal.people.models import ContactPoint, Person

# Which of a person's contact points a letter takes when they have several.
_ORDER = {"email": 0, "post": 1, "phone": 2}


def writer_of(db: Session, *, complaint_id: str) -> Person:
    """Return the person who wrote the complaint. Raises NotFound."""
    person = db.scalars(
        select(Person)
        .join(Party, Party.person_id == Person.id)
        .where(Party.complaint_id == complaint_id, Party.role == "writer")
    ).first()
    if person is None:
        raise NotFound("writer")
    return person


def reference_of(db: Session, *, complaint_id: str, person_id: str) -> str:
    """Return the reference this person was given for the matter. Raises NotFound."""
    number = db.scalars(
        select(Reference.number)
        .where(Reference.complaint_id == complaint_id, Reference.person_id == person_id)
        .order_by(Reference.given_at)
    ).first()
    if number is None:
        raise NotFound("reference")
    return number


def recipient_of(person: Person, contact: ContactPoint) -> outbox.Recipient:
    """Return somebody as the recipient of a letter at this contact."""
    channel = "sms" if contact.kind == "phone" else contact.kind
    return outbox.Recipient(
        person_id=person.id,
        name=person.name,
        channel=channel,  # type: ignore[arg-type]
        address=contact.address,
        language=person.language,
        proven=contact.proven_at is not None,
        large_print=person.large_print,
    )


def write_to_person(
    db: Session,
    act: Act,
    *,
    complaint_id: str,
    person: Person,
    kind: str,
    values: Mapping[str, object],
    to: ContactPoint | None = None,
    secret: Mapping[str, Any] | None = None,
) -> str | None:
    """Write a letter about the matter to somebody and return its id; None where none can be written.

    That is, when they have died or gave no way to be written to.

    Goes to ``to``, or to the person's e-mail, or their postal address. A phone is rung, not written to. Nothing goes
    to an address that a child did not call their own (threat T41). Whom it is about and who acts for them too get the
    council's answers to the writer in letters of their own; a writer whose right to act is not confirmed gets what may
    be said before (threat T5).
    """
    if kind in recipients.ANSWERS:
        for other in recipients.reached(db, complaint_id=complaint_id, writer_id=person.id):
            write_to(db, act, complaint_id, other.id, kind, {**values, "name": other.name})
    if person.died:
        return None
    told = recipients.allowed_values(db, complaint_id=complaint_id, person_id=person.id, kind=kind, values=values)
    written = [one for one in contacts.written_to(db, person_id=person.id) if one.kind != "phone"]
    contact = to or min(written, key=lambda one: _ORDER[one.kind], default=None)
    if told is None or contact is None or contact.whose not in contacts.WRITTEN_TO:
        return None
    recipient = recipient_of(person, contact)
    number = reference_of(db, complaint_id=complaint_id, person_id=person.id)
    composed = compose(
        kind,
        language=person.language,
        values={"reference": reference.grouped(number), "name": person.name, **told},
        council=act.rulebook.council,
        settings=act.settings,
    )
    letter_id = outbox.post(db, kind=kind, to=recipient, composed=composed, now=act.now, secret=secret)
    _note(db, complaint_id, letter_id, person.id, kind)
    return letter_id


def write_to(db: Session, act: Act, complaint_id: str, person_id: str, kind: str, values: Mapping[str, object]) -> None:
    """Write a letter about the matter to the person with this id, as `write_to_person` does. Raises NotFound."""
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    write_to_person(db, act, complaint_id=complaint_id, person=person, kind=kind, values=values)


def write_to_staff(
    db: Session, act: Act, *, complaint: Complaint, addresses: Sequence[str], kind: str, values: Mapping[str, object]
) -> None:
    """Write to these mailboxes of the council about the matter, by its reference only.

    Where somebody who must not know of the matter reads one of them, it goes to others instead.
    """
    writer = writer_of(db, complaint_id=complaint.id)
    number = reference_of(db, complaint_id=complaint.id, person_id=writer.id)
    composed = compose(
        kind,
        language="en",
        values={"reference": reference.grouped(number), **values},
        council=act.rulebook.council,
        settings=act.settings,
    )
    council = act.rulebook.council
    for mailbox in addresses:
        for address in restriction.staff_addresses(db, complaint_id=complaint.id, address=mailbox, council=council):
            to = outbox.Recipient(None, "", "email", address, "en", proven=True)
            letter_id = outbox.post(db, kind=kind, to=to, composed=composed, now=act.now)
            _note(db, complaint.id, letter_id, None, kind)


def _note(db: Session, complaint_id: str, letter_id: str, person_id: str | None, kind: str) -> None:
    db.execute(
        insert(Correspondence).values(complaint_id=complaint_id, letter_id=letter_id, person_id=person_id, kind=kind)
    )
