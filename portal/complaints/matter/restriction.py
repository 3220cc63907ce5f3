"""Which matters are restricted, whom a matter is about among the staff, and which of them a letter may reach.

A matter that was joined into another and the one that lives are restricted, and name staff, for both.
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
from portal.letters.outgoing.models import Letter
from portal.organisation.model import Council


def is_restricted(council: Council, of: Any = Complaint) -> ColumnElement[bool]:
    """Return the condition of restricted matters: by their service, or because an officer said so.

    ``of`` is Complaint or an alias of it.
    """
    marked = sorted(council.restricted_services)
    by_officer = select(Restriction.complaint_id).where(Restriction.lifted_at.is_(None))
    by_service = select(Complaint.id).where(Complaint.service.in_(marked), _in_a_merge())
    return or_(of.service.in_(marked), of.id.in_(_with_joined(by_officer)), of.id.in_(_with_joined(by_service)))


def names(officer_id: str, of: Any = Complaint) -> ColumnElement[bool]:
    """Return the condition of matters that are about this officer."""
    theirs = select(NamedStaff.complaint_id).where(NamedStaff.officer_id == officer_id, NamedStaff.ended_at.is_(None))
    condition: ColumnElement[bool] = of.id.in_(_with_joined(theirs))
    return condition


def named_in(db: Session, *, complaint_id: str) -> list[Officer]:
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


def staff_addresses(db: Session, *, complaint_id: str, address: str, council: Council) -> list[str]:
    """Return where a letter to staff about a matter goes: this address, unless one of its readers may not know.

    A team's mailbox is read by the whole team. Where the matter is restricted, or is about one of them, the letter
    goes to the team's managers instead, or else to officers of the central team. Never to anybody it is about.
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


def second_persons(db: Session, *, complaint_id: str, team: str, but: str) -> list[str]:
    """Return whom to tell that an officer (``but``, their id) opened a matter in an emergency: their addresses.

    The managers of its team, else the officers who may see every restricted matter; never the staff it is about.
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
    """Return these matters, those that live for them, and those that were joined into them."""
    stands = Merge.undone_at.is_(None)
    return union(
        ids,
        select(Merge.surviving_id).where(stands, Merge.merged_id.in_(ids)),
        select(Merge.merged_id).where(stands, Merge.surviving_id.in_(ids)),
    )


def _in_a_merge() -> ColumnElement[bool]:
    """Only these have anything joined with them: a small number, so that the queue stays fast."""
    stands = Merge.undone_at.is_(None)
    return or_(
        Complaint.id.in_(select(Merge.merged_id).where(stands)),
        Complaint.id.in_(select(Merge.surviving_id).where(stands)),
    )
