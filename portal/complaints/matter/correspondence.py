"""Letters about a matter: to whom they go, and which letter belongs to which matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter import own_reference, recipients, reference, restriction
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Correspondence, Party
from portal.db import ComplaintId, PersonId, insert_rows
from portal.errors import NotFound
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import Composed, compose
from portal.letters.outgoing.kinds import Channel, Content
from portal.letters.outgoing.outbox import Recipient
from portal.people import contacts
from portal.people.models import ContactPoint, Person


def writer_of(db: Session, *, complaint_id: ComplaintId) -> Person:
    """Return the person who wrote the complaint. Raises NotFound."""
    person = db.scalars(
        select(Person)
        .join(Party, Party.person_id == Person.id)
        .where(Party.complaint_id == complaint_id, Party.role == "writer")
    ).first()
    if person is None:
        raise NotFound("writer")
    return person


def reference_of(db: Session, *, complaint_id: ComplaintId, person_id: PersonId) -> str:
    """Return the reference this person was given for the matter. Raises NotFound."""
    number = own_reference.find(db, complaint_id=complaint_id, person_id=person_id)
    if number is None:
        raise NotFound("reference")
    return number


def write_to_person(
    db: Session,
    act: Act,
    complaint_id: ComplaintId,
    content: Content,
    *,
    person_id: PersonId,
    to: ContactPoint | None = None,
) -> str | None:
    """Write a letter about the matter to somebody and return its id. Raises NotFound when there is no such person.

    None is written, and None returned, when they have died or gave no way to be written to.

    It goes to ``to``, or to the person's e-mail, or their postal address. A phone is rung, not written to. Nothing goes
    to an address that a child did not call their own (threat T41). The person the matter is about, and anybody who acts
    for them, each get their own copy of an answer sent to the writer. A writer whose right to act is not confirmed
    gets what may be said before (threat T5).
    """
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    if content.kind in recipients.ANSWERS:
        for other in recipients.reached(db, complaint_id=complaint_id, writer_id=person_id):
            _write(db, act, complaint_id, content, person=other)
    return _write(db, act, complaint_id, content, person=person, to=to)


def write_to_staff(
    db: Session, act: Act, complaint_id: ComplaintId, content: Content, *, addresses: Sequence[str]
) -> None:
    """Write to these mailboxes of the council about the matter, by its reference only.

    A mailbox read by somebody who must not know of the matter gets nothing: others are written to instead.
    """
    number = reference_of(db, complaint_id=complaint_id, person_id=writer_of(db, complaint_id=complaint_id).id)
    composed = compose(_about(number, content), language="en", settings=act.settings)
    council = act.rulebook.council
    for mailbox in addresses:
        for address in restriction.staff_addresses(db, complaint_id=complaint_id, address=mailbox, council=council):
            post(db, complaint_id, composed, to=outbox.mailbox(address), now=act.now)


def post(db: Session, complaint_id: ComplaintId, composed: Composed, *, to: Recipient, now: datetime) -> str:
    """Post a letter, note that it is about this matter, and return its id."""
    letter_id = outbox.post(db, composed, to=to, now=now)
    noted = {"complaint_id": complaint_id, "letter_id": letter_id, "person_id": to.person_id, "kind": composed.kind}
    insert_rows(db, Correspondence, [noted])
    return letter_id


def recipient(person: Person, contact: ContactPoint) -> Recipient:
    """Return somebody as the recipient of a letter at this contact."""
    channel: Channel = "sms" if contact.kind == "phone" else contact.kind  # type: ignore[assignment]
    return Recipient(
        channel,
        contact.address,
        person.language,
        proven=contact.proven_at is not None,
        person_id=person.id,
        name=person.name,
        large_print=person.large_print,
    )


def _write(
    db: Session,
    act: Act,
    complaint_id: ComplaintId,
    content: Content,
    *,
    person: Person,
    to: ContactPoint | None = None,
) -> str | None:
    if person.died:
        return None
    told = recipients.allowed(db, content, complaint_id=complaint_id, person_id=person.id)
    contact = to or recipients.contact_of(db, person_id=person.id)
    if told is None or contact is None or contact.whose not in contacts.WRITTEN_TO:
        return None
    about = _about(reference_of(db, complaint_id=complaint_id, person_id=person.id), told, name=person.name)
    composed = compose(about, language=person.language, settings=act.settings)
    return post(db, complaint_id, composed, to=recipient(person, contact), now=act.now)


def _about(number: str, content: Content, **more: str) -> Content:
    """Return the content with the reference by which its reader knows the matter."""
    return replace(content, values={"reference": reference.grouped(number), **more, **content.values})
