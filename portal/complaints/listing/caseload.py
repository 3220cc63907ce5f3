"""The people somebody acts for: the matters an advocate may see, by a proven e-mail address that only they read.

Proving an address does not prove who the person is: only matters of representatives who gave this address under this
one name are listed, and one that an officer restricted opens with its private code alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.codes import own_address
from portal.complaints.follow_up import chases
from portal.complaints.grants.grants import in_force
from portal.complaints.matter import correspondence
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Grant
from portal.complaints.matter.restriction_models import Restriction
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.db import GrantId
from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.people.models import ContactPoint, Person
from portal.people.names import alike
from portal.procedures.steps import Step

_STATES = ("open", "answered", "withdrawn")


@dataclass(frozen=True, slots=True)
class Client:
    """One matter of somebody's caseload. ``claim`` is their latest; ``closed`` ones open with their code only.

    ``address`` is the representative's own, which was proven in this browser.
    """

    claim: Authority
    grant_id: GrantId
    may_see: bool
    received_at: datetime
    closed: bool
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A client's matter in words. ``opens`` says that it opens from here; ``waits`` is what waits for the reader."""

    grant_id: GrantId
    name: str
    day: str
    service: str
    stands: str
    next_date: str
    waits: str
    opens: bool


def listed(db: Session, *, contact_ids: Sequence[str], now: datetime) -> list[Client]:
    """Return the matters that go with the contacts proven in a session, the newest first."""
    found: dict[str, Client] = {}
    for contact_id in contact_ids:
        contact = own_address.still_lists(db, contact_id=contact_id)
        if contact is None or contact.kind != "email":
            continue
        for client in _reached_at(db, contact, now):
            found.setdefault(client.grant_id, client)
    return sorted(found.values(), key=lambda one: one.received_at, reverse=True)


def line(db: Session, client: Client, *, rulebook: Rulebook, today: date) -> Line:
    """Return a matter as a line, in the current language; of one that may not be seen the day and the dates only."""
    day = format_date(clock.london_date(client.received_at))
    if client.closed or not client.may_see:
        waits = "" if client.closed else _waiting(client.claim)
        return Line(client.grant_id, client.name, day, "", "", "", waits, opens=not client.closed)
    position = get_position(db, complaint_id=client.claim.complaint_id, rulebook=rulebook, today=today)
    complaint = position.complaint
    service = routing.find_service(rulebook.council, complaint.service, today)
    waits = ""
    if position.standing.answered and not position.standing.open_request:
        waits = _("Read our answer.")
        if Step.GO_FURTHER in position.allowed:
            waits = _("Read our answer. You can take it further.")
    return Line(
        client.grant_id,
        client.name,
        day,
        _(service.name) if service else _("We are finding out"),
        chases.known(position),
        format_date(complaint.due) if complaint.due and complaint.due >= today else "",
        waits,
        opens=True,
    )


def answers_for(db: Session, client: Client) -> Answers:
    """Return what a new complaint for this client begins with: who writes and for whom, as they told us before.

    Nothing that an officer found, and no address of the client.
    """
    person = db.get_one(Person, client.claim.person_id)
    complaint = db.get_one(Complaint, client.claim.complaint_id)
    writes = correspondence.writer_of(db, complaint_id=complaint.id).id == person.id
    role = complaint.acting_as if writes and complaint.acting_as in who.REPRESENTATIVES else "advocate"
    return Answers(
        about="other",
        acting_as=role,
        organisation=person.organisation,
        affected_name=client.name,
        name=person.name,
        contact="email",
        email=client.address,
        shared="no",
        preferred_language=person.preferred_language,
        adjustments=person.adjustments,
        large_print=person.large_print,
        wants_call=person.wants_call,
        safe_times=person.safe_times,
    )


def _waiting(claim: Authority) -> str:
    if claim.state == "confirmed":
        return _("You can add to it.")
    if claim.state == "refused" or claim.decision is not None:
        return _("Read what we decided.")
    return _("We do not know yet if you may act. We decide by %(day)s.", day=format_date(claim.decide_by))


def _reached_at(db: Session, contact: ContactPoint, now: datetime) -> list[Client]:
    own_name = db.get_one(Person, contact.person_id).name
    restricted = exists().where(Restriction.complaint_id == Complaint.id, Restriction.lifted_at.is_(None))
    rows = db.execute(
        select(Complaint, Grant.id.label("grant_id"), Grant.may, Grant.person_id, restricted.label("restricted"))
        .join(Grant, Grant.complaint_id == Complaint.id)
        .join(ContactPoint, ContactPoint.person_id == Grant.person_id)
        .where(
            ContactPoint.kind == contact.kind,
            ContactPoint.normal == contact.normal,
            ContactPoint.ended_at.is_(None),
            ContactPoint.shared == "no",
            Complaint.state.in_(_STATES),
            in_force(now),
            exists().where(and_(Authority.complaint_id == Complaint.id, Authority.person_id == Grant.person_id)),
        )
        .order_by(Complaint.received_at.desc(), Complaint.id)
    )
    found = []
    for row in rows:
        claim = authority.find_current(db, complaint_id=row.Complaint.id, person_id=row.person_id)
        if claim is not None and alike(db.get_one(Person, row.person_id).name, own_name):
            name = db.get_one(Person, claim.affected_id).name
            sees = "see" in row.may.split()
            received = row.Complaint.received_at
            found.append(Client(claim, row.grant_id, sees, received, bool(row.restricted), name, contact.address))
    return found
