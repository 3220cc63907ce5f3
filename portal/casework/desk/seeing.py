"""Who may see which matter: the one place that decides, for one matter and for lists.

A matter is seen by its team, and an urgent one by the urgent team too. A restricted one is seen only by whom it was
given to, by those the permission table trusts with it, and by the urgent team while it is urgent. Whom it is about
never sees it. What was opened in an emergency stands in no list (threat T11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.accounts.permissions import allowed, may, teams_seen
from portal.casework.desk.models import Assignment
from portal.casework.desk.restricted_models import EmergencyOpening
from portal.complaints.matter import restriction, surviving
from portal.complaints.matter.models import Complaint, Reference
from portal.db import ComplaintId, OfficerId
from portal.organisation.model import Council

IN_AN_EMERGENCY = frozenset({"see_complaint", "message", "note", "record_contact"})
"""What an officer may do to a matter that they opened in an emergency."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How an officer stands to a matter they may know of.

    ``team`` is the team the permission table is asked about; ``only`` what is left of its answer, None for all of it.
    ``logged`` says that each reading is logged.
    """

    team: str
    only: frozenset[str] | None
    logged: bool

    def lets(self, officer: Officer, permission: str) -> bool:
        """Tell whether this officer, whose sight it is, may do this to the matter."""
        return allowed(officer, permission, self.team) and (self.only is None or permission in self.only)


def find(db: Session, *, officer: Officer, complaint_id: ComplaintId, council: Council, now: datetime) -> Sight | None:
    """Return how an officer stands to a matter; None when there is none, or they must not know that there is."""
    row = db.execute(
        select(
            Complaint.team,
            Complaint.service,
            or_(Complaint.urgent, Complaint.urgent_words).label("urgent"),
            restriction.is_restricted(council).label("restricted"),
            restriction.names(officer.id).label("named"),
            holder().label("holder"),
            _opened(officer.id, now).label("opened"),
        ).where(Complaint.id == complaint_id)
    ).first()
    if row is None or row.named:
        return None
    theirs = row.urgent and officer.team == council.urgent_team
    team = council.urgent_team if theirs else row.team
    needs = theirs or row.holder == officer.id or allowed(officer, "see_restricted", row.team)
    logged = bool(row.restricted) or row.service in council.care_services
    if not row.restricted or needs:
        if allowed(officer, "see_complaint", team) or not row.opened:
            return Sight(team, None, logged)
    elif not row.opened:
        return None
    return Sight(officer.team, IN_AN_EMERGENCY, logged=True)


def seen_by(officer: Officer, council: Council, of: Any = Complaint) -> ColumnElement[bool]:
    """Return the condition of the matters an officer may open; ``of`` is Complaint or an alias of it."""
    team = teams_seen(officer)
    own: ColumnElement[bool] = true() if team is None else of.team == team if team else false()
    trusted: ColumnElement[bool] = holder(of) == officer.id
    if may(officer.role, "other_team", "see_restricted"):
        trusted = true()
    elif may(officer.role, "own_team", "see_restricted"):
        trusted = or_(trusted, of.team == officer.team)
    if officer.team == council.urgent_team and allowed(officer, "see_complaint", officer.team):
        own, trusted = or_(own, of.urgent, of.urgent_words), or_(trusted, of.urgent, of.urgent_words)
    open_to = own if trusted.compare(true()) else and_(own, or_(~restriction.is_restricted(council, of), trusted))
    return and_(open_to, ~restriction.names(officer.id, of))


def holder(of: Any = Complaint) -> ScalarSelect[str | None]:
    """Return the officer a matter was given to last, as a scalar query; None when there is none."""
    return (
        select(Assignment.officer_id)
        .where(Assignment.complaint_id == of.id)
        .order_by(Assignment.at.desc(), Assignment.id.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )


def first_number() -> ScalarSelect[Any]:
    """Return the reference that a matter got first, as a scalar query."""
    return (
        select(Reference.number)
        .where(Reference.complaint_id == Complaint.id)
        .order_by(Reference.given_at)
        .limit(1)
        .correlate(Complaint)
        .scalar_subquery()
    )


def _opened(officer_id: OfficerId, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        EmergencyOpening.complaint_id == Complaint.id,
        EmergencyOpening.officer_id == officer_id,
        EmergencyOpening.until > now,
    )


def find_assignment(db: Session, *, complaint_id: ComplaintId) -> Assignment | None:
    """Return the latest assignment of a matter, or None when nobody was ever given it."""
    return db.scalars(
        select(Assignment)
        .where(Assignment.complaint_id == complaint_id)
        .order_by(Assignment.at.desc(), Assignment.id.desc())
        .limit(1)
    ).first()


def find_by_reference(
    db: Session, *, number: str, officer: Officer, council: Council, now: datetime, permission: str | None = None
) -> ComplaintId | None:
    """Return the id of the living matter that a reference of twelve digits leads to, or None.

    None, too, for a matter the officer must not know of, or may not do this to where a permission is named.
    """
    found = surviving.find_by_reference(db, number=number)
    # Asked of no matter, too: it takes the same statements.
    known = find(db, officer=officer, complaint_id=found or ComplaintId(""), council=council, now=now)
    lets = known is not None and (permission is None or known.lets(officer, permission))
    return found if lets else None
