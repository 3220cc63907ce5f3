"""How much of a letter somebody may get, and who gets a copy of an answer."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Grant, Party, Reference
from portal.db import ComplaintId, PersonId
from portal.letters.outgoing import addresses
from portal.letters.outgoing.kinds import KINDS, Content
from portal.people import contacts
from portal.people.models import ContactPoint, Person

# Of these the person a matter is about, and anybody who acts for them, get a copy.
ANSWERS = frozenset({"acknowledgement", "reply", "extended", "late_notice"})
# Which of a person's contact points a letter takes when they have several.
_ORDER = {"email": 0, "post": 1}
_ANSWERED = ("confirmed", "withdrawn", "expired")


def allowed(db: Session, content: Content, *, complaint_id: ComplaintId, person_id: PersonId) -> Content | None:
    """Return what this person may be told of a letter about the matter; None when nothing is written."""
    may = db.scalars(select(Grant.may).where(Grant.complaint_id == complaint_id, Grant.person_id == person_id)).first()
    kind = KINDS[content.kind]
    if may is None or "see" in may.split() or kind.limited == "whole":
        return content
    if kind.limited == "no":
        return None
    return replace(content, values={name: value for name, value in content.values.items() if name not in kind.words})


def contact_of(db: Session, *, person_id: PersonId) -> ContactPoint | None:
    """Return where a letter to somebody goes: their e-mail, else their postal address. A phone is rung instead."""
    written = [one for one in contacts.written_to(db, person_id=person_id) if one.kind in _ORDER]
    return min(written, key=lambda one: _ORDER[one.kind], default=None)


def may_be_written_to(db: Session, *, person_id: PersonId) -> bool:
    """Whether a letter to somebody may leave: false where the address they gave is none that mail may go to (T17).

    Who gave no address at all is told on their own page, or when they ring.
    """
    contact = contact_of(db, person_id=person_id)
    return contact is None or addresses.is_safe(contact.address, contact.kind)


def reached(db: Session, *, complaint_id: ComplaintId, writer_id: PersonId) -> list[Person]:
    """Return who gets a copy of an answer to the writer; nobody where ``writer_id`` is not the writer's.

    The person the matter is about, once we know that it is really them: they agreed that a writer acts, now or before,
    or an officer decided to answer them directly. And further representatives who may see the matter. Each of them has
    a reference and a grant of their own.
    """
    known = exists().where(
        Authority.complaint_id == complaint_id,
        Authority.affected_id == Person.id,
        or_(Authority.state.in_(_ANSWERED), Authority.decision == "answer_affected"),
    )
    writes = exists().where(Party.complaint_id == complaint_id, Party.person_id == writer_id, Party.role == "writer")
    return list(
        db.scalars(
            select(Person)
            .join(Party, and_(Party.person_id == Person.id, Party.complaint_id == complaint_id))
            .join(Grant, and_(Grant.complaint_id == complaint_id, Grant.person_id == Person.id))
            .join(Reference, and_(Reference.complaint_id == complaint_id, Reference.person_id == Person.id))
            .where(
                writes,
                Person.id != writer_id,
                or_(and_(Party.role == "affected", known), and_(Party.role == "acting", Grant.allows("see"))),
                Grant.revoked_at.is_(None),
            )
            .order_by(Person.id)
            .distinct()
        )
    )
