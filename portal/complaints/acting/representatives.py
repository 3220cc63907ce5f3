"""A further representative on a matter: with a reference, a grant and a private code of their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.complaints.acting import authority
from portal.complaints.codes import access_letter
from portal.complaints.grants import grants
from portal.complaints.matter import correspondence, own_reference
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Grant, Party
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.people import addresses
from portal.people.addresses import ContactKind
from portal.people.models import ContactPoint, Person
from portal.people.names import folded

ROLE = "acting"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who wants to act, as typed. ``way`` is post, where reference and private code go, or email, which they prove."""

    name: str
    organisation: str
    way: ContactKind
    address: str
    kind: str


def add(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, affected_id: PersonId, newcomer: Newcomer) -> str:
    """Write down that one more person says they may act for somebody on this matter, and return the claim's id.

    Added twice under the same name and address, they are added once. They get a reference of their own and a way in: a
    private code by post, or their caseload after a code to an e-mail that only they read. They see nothing of the
    matter or of another representative. Raises NotFound when the matter does not concern ``affected_id``, and Refusal
    ``name_missing``, ``contact_not_real`` or ``unknown_kind``.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    concerned = select(Party.person_id).where(
        Party.complaint_id == complaint_id, Party.person_id == affected_id, Party.role == "affected"
    )
    if db.scalars(concerned).first() is None:
        raise NotFound("affected person")
    if not newcomer.name.strip():
        raise Refusal("name_missing", lazy("Enter their name."), field="name")
    normal = addresses.normal(newcomer.way, newcomer.address)
    if normal is None or newcomer.way == "phone":
        raise Refusal("contact_not_real", lazy("Enter their postal address or email address."), field="address")
    if newcomer.kind not in authority.KINDS:
        raise Refusal("unknown_kind", lazy("Choose from the list."), field="kind")
    already = _find(db, newcomer, normal, complaint_id=complaint_id, affected_id=affected_id)
    if already is not None:
        return already
    affected = db.get_one(Person, affected_id)
    person = Person(
        id=new_id(),
        name=newcomer.name.strip(),
        organisation=newcomer.organisation.strip(),
        language=affected.language,
        created_at=act.now,
    )
    db.add(person)
    db.flush()
    db.add_all(
        [
            ContactPoint(
                id=new_id(),
                person_id=person.id,
                kind=newcomer.way,
                address=newcomer.address.strip(),
                normal=normal,
                shared="no" if newcomer.way == "email" else "",
                added_at=act.now,
            ),
            Party(complaint_id=complaint_id, person_id=person.id, role=ROLE),
            Grant(id=new_id(), complaint_id=complaint_id, person_id=person.id, may=grants.LIMITED, begins_at=act.now),
        ]
    )
    db.flush()
    own_reference.give(db, act, complaint_id=complaint_id, person_id=person.id)
    made = authority.claim(
        db,
        act,
        complaint_id=complaint_id,
        person_id=person.id,
        affected_id=affected_id,
        kind=newcomer.kind,
    )
    if newcomer.way == "email":
        correspondence.write_to_person(db, act, complaint_id, Content("representative_added"), person_id=person.id)
        return made
    access_letter.send(db, act, complaint_id=complaint_id, person_id=person.id)
    return made


def give_access(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, affected_id: PersonId) -> None:
    """Post the affected person a reference and a private code of their own.

    Raises NotFound, and Refusal ``no_postal_address``: an officer finds an address first.
    """
    if access_letter.find_address(db, person_id=affected_id) is None:
        raise Refusal("no_postal_address", lazy("We have no postal address of this person. Ask them first."))
    own_reference.give(db, act, complaint_id=complaint_id, person_id=affected_id)
    access_letter.send(db, act, complaint_id=complaint_id, person_id=affected_id)


def _find(
    db: Session, newcomer: Newcomer, normal: str, *, complaint_id: ComplaintId, affected_id: PersonId
) -> str | None:
    """Return the claim that a newcomer was given before, None when there is none or it has ended."""
    rows = db.execute(
        select(Authority.id, Person.name)
        .join(Person, Person.id == Authority.person_id)
        .join(Party, and_(Party.person_id == Person.id, Party.complaint_id == Authority.complaint_id))
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(
            Authority.complaint_id == complaint_id,
            Authority.affected_id == affected_id,
            Authority.state.in_(sorted(authority.GOING)),
            Party.role == ROLE,
            ContactPoint.kind == newcomer.way,
            ContactPoint.normal == normal,
        )
    )
    return next((row.id for row in rows if folded(row.name) == folded(newcomer.name)), None)
