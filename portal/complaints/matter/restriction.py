"""Which matters are restricted, which staff a matter is about, and which staff a letter about it may reach.

Matters that were joined count as one here: what restricts one of them, or names staff in it, holds for each.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.accounts.permissions import may
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Correspondence
from portal.complaints.matter.restriction_models import NamedStaff, Restriction
from portal.db import ComplaintId, OfficerId
from portal.letters.outgoing.models import Letter
from portal.organisation.model import Council


def is_restricted(council: Council, of: Any = Complaint) -> ColumnElement[bool]:
    """Return the condition that a matter is restricted: by its service, or because an officer said so.

    ``of`` is Complaint or an alias of it.
    """
    marked = sorted(council.restricted_services)
    by_officer = select(Restriction.complaint_id).where(Restriction.lifted_at.is_(None))
    by_service = select(Complaint.id).where(Complaint.service.in_(marked), _in_a_merge())
    return or_(of.service.in_(marked), of.id.in_(_with_joined(by_officer)), of.id.in_(_with_joined(by_service)))


def names(officer_id: OfficerId, of: Any = Complaint) -> ColumnElement[bool]:
    """Return the condition that a matter is about this officer."""
    theirs = select(NamedStaff.complaint_id).where(NamedStaff.officer_id == officer_id, NamedStaff.ended_at.is_(None))
    condition: ColumnElement[bool] = of.id.in_(_with_joined(theirs))
    return condition


def named_in(db: Session, *, complaint_id: ComplaintId) -> list[Officer]:
    """Return the staff whom a matter is about, by name."""
    family = _with_joined(select(Complaint.id).where(Complaint.id == complaint_id))
    return list(
        db.scalars(
            select(Officer)
            .where(
                Officer.id.in_(
                    select(NamedStaff.officer_id).where(
                        NamedStaff.ended_at.is_(None), NamedStaff.complaint_id.in_(family)
                    )
                )
            )
            .order_by(Officer.name, Officer.id)
        )
    )


def staff_addresses(db: Session, *, complaint_id: ComplaintId, address: str, council: Council) -> list[str]:
    """Return where a letter to staff about a matter goes: to this address, unless somebody who may not know reads it.

    A team's mailbox is read by the whole team. Where the matter is restricted, or is about one of the team, the letter
    goes to the team's managers instead, or else to officers of the central team. Letters to staff are never sent to a
    member of staff they are about.
    """
    teams = {team.email: team.key for team in council.teams}
    named = named_in(db, complaint_id=complaint_id)
    restricted = bool(db.scalar(select(is_restricted(council)).where(Complaint.id == complaint_id)))
    if address in {one.email for one in named}:
        return []
    team = teams.get(address)
    trusted = not restricted or team in {council.central_team, council.urgent_team}
    if team is None or (trusted and team not in {one.team for one in named}):
        return [address]
    return _in_charge(db, team, but={officer.id for officer in named})


def second_persons(db: Session, *, complaint_id: ComplaintId, team: str, but: OfficerId) -> list[str]:
    """Return who is told that an officer (``but``) opened a matter in an emergency, by address.

    The managers of its team, or else the officers who may see every restricted matter; never staff it is about.
    """
    return _in_charge(db, team, but={but, *(one.id for one in named_in(db, complaint_id=complaint_id))})


def officer_may_know(db: Session, letter: Letter) -> bool:
    """Whether the officer a letter to staff goes to still works here, and the matter is not about them (threat T38).

    Letters to people and to a team's mailbox may always go.
    """
    if letter.person_id is not None:
        return True
    officer = db.scalars(select(Officer).where(Officer.email == letter.address)).first()
    if officer is None:
        return True
    about = (
        select(Correspondence.letter_id)
        .join(Complaint, Complaint.id == Correspondence.complaint_id)
        .where(Correspondence.letter_id == letter.id, names(officer.id))
    )
    return officer.disabled_at is None and db.execute(about).first() is None


def _in_charge(db: Session, team: str, *, but: set[str]) -> list[str]:
    there = db.scalars(select(Officer).where(Officer.disabled_at.is_(None)).order_by(Officer.name, Officer.id)).all()
    others = [one for one in there if one.id not in but]
    managers = [one.email for one in others if one.team == team and may(one.role, "own_team", "see_restricted")]
    return managers or [one.email for one in others if may(one.role, "other_team", "see_restricted")]


def _with_joined(ids: Select[Any]) -> Any:
    """Return these matters, those they were joined into, and those that were joined into them."""
    stands = Merge.undone_at.is_(None)
    return union(
        ids,
        select(Merge.surviving_id).where(stands, Merge.merged_id.in_(ids)),
        select(Merge.merged_id).where(stands, Merge.surviving_id.in_(ids)),
    )


def _in_a_merge() -> ColumnElement[bool]:
    """The condition that a matter was joined with another: true of few, so asking it first keeps the queue fast."""
    stands = Merge.undone_at.is_(None)
    return or_(
        Complaint.id.in_(select(Merge.merged_id).where(stands)),
        Complaint.id.in_(select(Merge.surviving_id).where(stands)),
    )
