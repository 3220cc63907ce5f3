"""Organisations whose advocates act for people: who works for them, and what ends when somebody leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.acting import authority, consent
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority, Membership, Organisation
from portal.db import ComplaintId, OfficerId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people import addresses
from portal.people.models import ContactPoint, Person
from portal.people.names import folded


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation with who works for it now."""

    organisation: Organisation
    members: Sequence[Membership]


def known(db: Session) -> list[Known]:
    """Return every organisation with its advocates, by name."""
    found = db.scalars(select(Organisation).order_by(Organisation.name, Organisation.id)).all()
    members = db.scalars(select(Membership).where(Membership.left_at.is_(None)).order_by(Membership.name)).all()
    return [Known(one, [member for member in members if member.organisation_id == one.id]) for one in found]


def get(db: Session, *, organisation_id: str) -> Organisation:
    """Return an organisation. Raises NotFound."""
    found = db.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("organisation")
    return found


def add(db: Session, *, name: str, officer_id: OfficerId, now: datetime) -> str:
    """Keep an organisation and return its id. Raises Refusal ``name_missing`` or ``organisation_there``."""
    one_at_a_time(db, "organisations")
    if not name.strip():
        raise Refusal("name_missing", lazy("Enter its name."), field="name")
    if any(folded(one.organisation.name) == folded(name) for one in known(db)):
        raise Refusal("organisation_there", lazy("This organisation is on the list."))
    made = Organisation(id=new_id(), name=name.strip(), made_at=now, made_by=officer_id)
    db.add(made)
    db.flush()
    return made.id


def add_member(
    db: Session, *, organisation_id: str, name: str, address: str, officer_id: OfficerId, now: datetime
) -> str:
    """Note that an advocate with this e-mail address works for an organisation, and return the membership's id.

    It opens nothing: they prove the address themselves. Raises NotFound, and Refusal ``name_missing`` or
    ``contact_not_real``.
    """
    get(db, organisation_id=organisation_id)
    one_at_a_time(db, f"organisation:{organisation_id}")
    normal = addresses.normal_email(address)
    if not name.strip():
        raise Refusal("name_missing", lazy("Enter their name."), field="name")
    if normal is None:
        raise Refusal("contact_not_real", lazy("Enter an email address, such as name@example.com"), field="address")
    there = db.scalars(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.normal == normal)
    ).one_or_none()
    if there is not None:
        there.left_at, there.name = None, name.strip()
        db.flush()
        return there.id
    made = Membership(
        id=new_id(),
        organisation_id=organisation_id,
        name=name.strip(),
        address=address.strip(),
        normal=normal,
        added_at=now,
        added_by=officer_id,
    )
    db.add(made)
    db.flush()
    return made.id


def get_member(db: Session, *, organisation_id: str, membership_id: str) -> Membership:
    """Return somebody who works for an organisation or did. Raises NotFound, for another organisation's too."""
    member = db.get(Membership, membership_id)
    if member is None or member.organisation_id != organisation_id:
        raise NotFound("membership")
    return member


def leave(db: Session, act: OfficersAct, *, organisation_id: str, membership_id: str) -> int:
    """Note that an advocate has left, end every right to act they had for this organisation, and return how many.

    Coming back opens none of them again. Raises NotFound.
    """
    member = get_member(db, organisation_id=organisation_id, membership_id=membership_id)
    if member.left_at is not None:
        return 0
    member.left_at = act.now
    db.flush()
    ended = _acting_for(db, member)
    # In the order of their ids, so that two of these never wait for each other.
    for authority_id, complaint_id in sorted(ended, key=lambda pair: pair[1]):
        claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
        consent.stop(db, act, claim)
    return len(ended)


def find_of(db: Session, *, person_id: PersonId) -> str | None:
    """Return the organisation somebody works for by an address of theirs and its name, None when nobody said so."""
    person = db.get(Person, person_id)
    rows = db.scalars(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(ContactPoint, ContactPoint.normal == Membership.normal)
        .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None), Membership.left_at.is_(None))
    )
    if person is None:
        return None
    return next((one.name for one in rows if folded(one.name) == folded(person.organisation)), None)


def _acting_for(db: Session, member: Membership) -> list[tuple[str, ComplaintId]]:
    """Return the claims, with their matters, of persons who gave this address and wrote for this organisation."""
    organisation = get(db, organisation_id=member.organisation_id)
    rows = db.execute(
        select(Authority.id, Authority.complaint_id, Person.organisation)
        .join(Person, Person.id == Authority.person_id)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(
            ContactPoint.kind == "email",
            ContactPoint.normal == member.normal,
            Authority.state.in_(sorted(authority.GOING)),
        )
        .distinct()
    )
    return [(row.id, row.complaint_id) for row in rows if folded(row.organisation) == folded(organisation.name)]
