"""Which matters an officer may open: those of the own team, and urgent ones for the urgent team."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.guards import current_officer
from portal.accounts.models import Officer
from portal.accounts.permissions import allowed
from portal.complaints import rulebook
from portal.complaints.models import Complaint
from portal.complaints.rulebook import Rulebook
from portal.errors import NotFound
from portal.web.unit_of_work import reading, settings


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer before one matter. ``team`` is the team the permission table is asked about."""

    officer: Officer
    complaint_id: str
    team: str

    def may(self, permission: str) -> bool:
        """Tell whether the officer may do this to this matter: for the view and for the button that leads to it."""
        return allowed(self.officer, permission, self.team)


def at_desk(complaint_id: str, permission: str) -> Desk:
    """Return the officer of this request before a matter they may do this to.

    Raises NotFound alike for a matter that is not theirs and for one that does not exist.
    """
    found = find_desk(reading(), officer=current_officer(), complaint_id=complaint_id, rulebook=rules())
    if found is None or not found.may(permission):
        raise NotFound("complaint")
    return found


def find_desk(db: Session, *, officer: Officer, complaint_id: str, rulebook: Rulebook) -> Desk | None:
    """Return an officer before a matter, None when there is no such matter.

    An urgent matter is everybody's in the urgent team as if it were their own team's.
    """
    row = db.execute(
        select(Complaint.team, Complaint.urgent, Complaint.urgent_words).where(Complaint.id == complaint_id)
    ).first()
    if row is None:
        return None
    urgent_team = rulebook.council.urgent_team
    theirs = (row.urgent or row.urgent_words) and officer.team == urgent_team
    return Desk(officer, complaint_id, urgent_team if theirs else row.team)


def may_open(complaint_id: str) -> bool:
    """Tell whether the officer of this request may open a matter."""
    found = find_desk(reading(), officer=current_officer(), complaint_id=complaint_id, rulebook=rules())
    return found is not None and found.may("see_complaint")


def rules() -> Rulebook:
    """Return the rulebook of the running application's council."""
    return rulebook.read(settings().council_file)
