"""Restricting a matter, and noting which staff it names: what an officer records, and what follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.desk import acts
from portal.casework.desk.models import Assignment
from portal.casework.desk.restricted_models import EmergencyOpening
from portal.casework.desk.seeing import find_assignment
from portal.complaints.matter import events, restriction
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Complaint, Correspondence
from portal.complaints.matter.restriction_models import NamedStaff, Restriction
from portal.db import ComplaintId, OfficerId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing import outbox
from portal.letters.outgoing.models import Letter, undone
from portal.organisation.model import Council


@dataclass(frozen=True, slots=True)
class Kept:
    """Who is kept from a matter. ``reason`` is what the officer wrote; "" when no officer restricted it."""

    restricted: bool
    by_service: bool
    reason: str
    named: Sequence[Officer]


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening in an emergency."""

    at: datetime
    name: str
    reason: str


def find(db: Session, *, complaint_id: ComplaintId, council: Council) -> Kept:
    """Return whether a matter is restricted, why, and which staff are kept from it."""
    row = db.execute(
        select(Complaint.service, restriction.is_restricted(council).label("restricted")).where(
            Complaint.id == complaint_id
        )
    ).one()
    standing = _standing(db, complaint_id)
    return Kept(
        restricted=bool(row.restricted),
        by_service=row.service in council.restricted_services,
        reason=standing.reason if standing else "",
        named=restriction.named_in(db, complaint_id=complaint_id),
    )


def openings(db: Session, *, complaint_id: ComplaintId) -> list[Opening]:
    """Return the openings of a matter in emergencies, the newest first."""
    rows = db.execute(
        select(EmergencyOpening.at, Officer.name, EmergencyOpening.reason)
        .join(Officer, Officer.id == EmergencyOpening.officer_id)
        .where(EmergencyOpening.complaint_id == complaint_id)
        .order_by(EmergencyOpening.at.desc(), EmergencyOpening.id)
    )
    return [Opening(row.at, row.name, row.reason) for row in rows]


def restrict(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, reason: str) -> None:
    """Restrict a matter to those who need to see it; restricted already, nothing changes.

    Raises NotFound, and Refusal ``reason_missing``.
    """
    acts.require_words(reason, "reason_missing", lazy("Say why only a few may see this."), field="reason")
    acts.begin(db, act, complaint_id=complaint_id)
    if _standing(db, complaint_id) is not None:
        return
    made = Restriction(id=new_id(), complaint_id=complaint_id, reason=reason, at=act.now, by=act.officer_id)
    db.add(made)
    _finish(db, act, complaint_id, events.Kind.RESTRICTED, data={"restriction": made.id})


def lift(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """End an officer's restriction; that of the service stays. Not restricted, nothing changes. Raises NotFound."""
    acts.begin(db, act, complaint_id=complaint_id)
    standing = _standing(db, complaint_id)
    if standing is None:
        return
    standing.lifted_at, standing.lifted_by = act.now, act.officer_id
    data = {"restriction": standing.id}
    _finish(db, act, complaint_id, events.Kind.RESTRICTION_LIFTED, data=data)


def name(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, named_id: OfficerId) -> None:
    """Note that a matter is about a member of staff: from now on they see it nowhere and own no part of it.

    Named already, nothing changes. Raises NotFound, and Refusal ``not_an_officer``.
    """
    acts.begin(db, act, complaint_id=complaint_id)
    if db.get(Officer, named_id) is None:
        raise Refusal("not_an_officer", lazy("Choose somebody from the list."), field="officer")
    if any(one.id == named_id for one in restriction.named_in(db, complaint_id=complaint_id)):
        return
    made = NamedStaff(id=new_id(), complaint_id=complaint_id, officer_id=named_id, at=act.now, by=act.officer_id)
    db.add(made)
    db.execute(
        update(EmergencyOpening)
        .where(
            EmergencyOpening.complaint_id == complaint_id,
            EmergencyOpening.officer_id == named_id,
            EmergencyOpening.until > act.now,
        )
        .values(until=act.now)
    )
    _take_from(db, act, complaint_id, named_id)
    # The chain holds the row's id, not the officer's: who is named is read where it may be.
    _finish(db, act, complaint_id, events.Kind.STAFF_NAMED, data={"named": made.id})


def unname(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, named_id: OfficerId) -> None:
    """Note that a matter is not about a member of staff after all. Raises NotFound when it was not noted."""
    acts.begin(db, act, complaint_id=complaint_id)
    row = db.scalars(
        select(NamedStaff).where(
            NamedStaff.complaint_id == complaint_id,
            NamedStaff.officer_id == named_id,
            NamedStaff.ended_at.is_(None),
        )
    ).first()
    if row is None:
        raise NotFound("named staff")
    row.ended_at, row.ended_by = act.now, act.officer_id
    _finish(db, act, complaint_id, events.Kind.STAFF_NOT_NAMED, data={"named": row.id})


def _standing(db: Session, complaint_id: ComplaintId) -> Restriction | None:
    return db.scalars(
        select(Restriction).where(Restriction.complaint_id == complaint_id, Restriction.lifted_at.is_(None))
    ).first()


def _take_from(db: Session, act: OfficersAct, complaint_id: ComplaintId, named_id: OfficerId) -> None:
    """Take the matter away from the officer it is about: it stays in the team's queue, given to nobody."""
    given = find_assignment(db, complaint_id=complaint_id)
    if given is None or given.officer_id != named_id:
        return
    made = Assignment(
        id=new_id(), complaint_id=complaint_id, officer_id=None, team=given.team, at=act.now, by=act.officer_id
    )
    db.add(made)
    data = {"assignment": made.id, "team": given.team, "officer": None}
    act.record(db, complaint_id, events.Kind.ASSIGNED, data)


def _finish(
    db: Session, act: OfficersAct, complaint_id: ComplaintId, kind: events.Kind, *, data: dict[str, str]
) -> None:
    acts.finish(db, act, complaint_id, kind, data=data)
    _turn_letters(db, act, complaint_id)


def _turn_letters(db: Session, act: OfficersAct, complaint_id: ComplaintId) -> None:
    """Send letters to staff that have not left yet only to those who may still get them (threat T38)."""
    rows = db.execute(
        select(Letter.id, Letter.address)
        .join(Correspondence, Correspondence.letter_id == Letter.id)
        .where(Correspondence.complaint_id == complaint_id, Letter.person_id.is_(None), undone())
    ).all()
    council = act.rulebook.council
    mailboxes = {team.key: team.email for team in council.teams}
    about = {one.email: mailboxes.get(one.team, "") for one in restriction.named_in(db, complaint_id=complaint_id)}
    for row in rows:
        # What waited for one of them goes where their team's would.
        address = about.get(row.address, row.address)
        to = restriction.staff_addresses(db, complaint_id=complaint_id, address=address, council=council)
        if not to:
            outbox.cancel(db, now=act.now, letter_ids=[row.id])
        elif row.address not in to:
            outbox.send_elsewhere(db, letter_id=row.id, address=to[0])
