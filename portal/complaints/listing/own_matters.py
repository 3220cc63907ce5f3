"""Whose list is it: the matters that may be listed once somebody has proven an address and given a name.

Proving an address does not prove who the person is: families, hostels and care homes share addresses, and numbers
change hands. So only matters whose writer gave this address under the same name and answered that nobody else reads
it are listed; where others read it, or several people use it, none is (threats T4 and T7).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.codes.own_address import still_lists
from portal.complaints.grants.grants import in_force
from portal.complaints.matter import events, restriction
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Complaint, Grant, Party, Reference, Stage
from portal.db import ComplaintId, GrantId, PersonId
from portal.organisation import routing
from portal.organisation.model import Council
from portal.people import contacts
from portal.people.models import ContactPoint, Person
from portal.people.names import alike, folded

# Answered longer ago than this a matter is not "lately answered" any more.
LATELY = timedelta(days=365)
_STATES = ("open", "answered", "withdrawn")


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """A matter that may be listed. Of a ``quiet`` one only the day may be said, and only its code opens it.

    ``others`` says that it is about somebody else, too; ``for_whom`` are the folded names of the people it is about.
    """

    complaint_id: ComplaintId
    grant_id: GrantId
    person_id: PersonId
    number: str
    received_at: datetime
    service: str
    words: str
    wanted: str
    happened: str
    place: str
    answered_at: datetime | None
    quiet: bool
    others: bool
    for_whom: frozenset[str]


def reached_by(db: Session, *, contact_id: str, now: datetime, council: Council) -> list[OwnMatter]:
    """Return the matters that may be listed once this contact has been proven, the newest first.

    What ``own_address.find_contact`` asks is asked again: somebody may have given the same address since.
    """
    contact = still_lists(db, contact_id=contact_id)
    if contact is None:
        return []
    own_name = db.get_one(Person, contact.person_id).name
    rows = db.execute(
        select(
            Complaint,
            Person.name,
            Grant.id.label("grant_id"),
            Grant.person_id,
            Grant.may,
            Reference.number,
            Stage.answered_at,
            restriction.is_restricted(council).label("restricted"),
        )
        .join(Grant, Grant.complaint_id == Complaint.id)
        .join(Party, and_(Party.complaint_id == Complaint.id, Party.person_id == Grant.person_id))
        .join(Reference, and_(Reference.complaint_id == Grant.complaint_id, Reference.person_id == Grant.person_id))
        .join(Stage, and_(Stage.complaint_id == Complaint.id, Stage.number == Complaint.stage))
        .join(Person, Person.id == Grant.person_id)
        .join(ContactPoint, ContactPoint.person_id == Grant.person_id)
        .where(
            Party.role == "writer",
            ContactPoint.kind == contact.kind,
            ContactPoint.normal == contact.normal,
            ContactPoint.ended_at.is_(None),
            ContactPoint.shared == "no",
            ContactPoint.whose.in_(contacts.WRITTEN_TO),
            Complaint.state.in_(_STATES),
            in_force(now),
        )
        .order_by(Complaint.received_at.desc(), Complaint.id, Reference.given_at)
    ).all()
    about = _for_whom(db, [row.Complaint.id for row in rows])
    found: dict[str, OwnMatter] = {}
    for row in rows:
        complaint = row.Complaint
        if not alike(row.name, own_name):
            continue
        if row.answered_at is not None and row.answered_at < now - LATELY:
            continue
        made = OwnMatter(
            complaint_id=complaint.id,
            grant_id=row.grant_id,
            person_id=row.person_id,
            number=row.number,
            received_at=complaint.received_at,
            service=complaint.service,
            words=complaint.words,
            wanted=complaint.wanted,
            happened=complaint.happened,
            place=", ".join(part for part in (complaint.place, complaint.postcode) if part),
            answered_at=row.answered_at,
            quiet=bool(row.restricted) or "see" not in row.may.split() or is_quiet(complaint, council, now),
            others=complaint.about != "me",
            for_whom=about.get(complaint.id, frozenset()),
        )
        found.setdefault(complaint.id, made)
    return list(found.values())


def is_quiet(complaint: Complaint, council: Council, now: datetime) -> bool:
    """Whether only the day of a matter may be said: by its service, of a child, or where somebody must not be told."""
    service = routing.find_service(council, complaint.service, clock.london_date(now)) or routing.find_service(
        council, complaint.service, clock.london_date(complaint.received_at)
    )
    told_nobody = complaint.acting_as == "child" or bool(complaint.not_to_tell.strip())
    return service is None or service.quiet or told_nobody


def is_closed(matter: OwnMatter) -> bool:
    """Whether a matter stays closed until its person says whom they write about: quiet ones, and those about others."""
    return matter.quiet or matter.others


def for_the_same(matters: Sequence[OwnMatter], *, about: str, name: str, affected_name: str) -> list[OwnMatter]:
    """Return the matters about the same person as a new complaint: a support worker has many clients."""
    whom = {"me": {name}, "other": {affected_name}}.get(about, {name, affected_name})
    wanted = {folded(one) for one in whom} - {""}
    return [one for one in matters if one.for_whom & wanted]


def prove(db: Session, act: Act, matter: OwnMatter, *, contact_id: str) -> None:
    """Note on a matter that its writer answered at the address of this contact; the first proof is kept."""
    given = db.get(ContactPoint, contact_id)
    if given is None:
        return
    unproven = db.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id == matter.person_id,
            ContactPoint.kind == given.kind,
            ContactPoint.normal == given.normal,
            ContactPoint.ended_at.is_(None),
            ContactPoint.proven_at.is_(None),
        )
    )
    for contact in list(unproven):
        contacts.mark_proven(db, contact_id=contact.id, now=act.now)
        data = {"contact": contact.id, "how": "own_list"}
        act.as_person(matter.person_id).record(db, matter.complaint_id, events.Kind.CONTACT_PROVEN, data)


def _for_whom(db: Session, complaint_ids: Collection[str]) -> dict[str, frozenset[str]]:
    rows = db.execute(
        select(Party.complaint_id, Person.name)
        .join(Person, Person.id == Party.person_id)
        .where(Party.role == "affected", Party.complaint_id.in_(complaint_ids))
    )
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        found[row.complaint_id] = found.get(row.complaint_id, frozenset()) | {folded(row.name)}
    return found
