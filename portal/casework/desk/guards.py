"""Which matters an officer may open, as `portal.casework.desk.seeing` decides; and that readings are logged."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session
from wtforms import StringField

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.models import Officer
from portal.casework.desk import reading_log, seeing
from portal.casework.desk.seeing import Sight
from portal.complaints.matter import reference, rulebook
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.act_guards import officers_act
from portal.complaints.matter.rulebook import Rulebook
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.web.unit_of_work import changes, reading, settings

_SHOWN = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer before one matter, and how they stand to it."""

    officer: Officer
    complaint_id: ComplaintId
    sight: Sight

    @property
    def team(self) -> str:
        """Return the team that the permission table is asked about."""
        return self.sight.team

    def act(self) -> OfficersAct:
        """Return what the officer does now."""
        return officers_act(self.officer.id)

    def may(self, permission: str) -> bool:
        """Tell whether the officer may do this to this matter: for the view and for the button that leads to it."""
        return self.sight.lets(self.officer, permission)


def own_act() -> OfficersAct:
    """Return what the officer of this request does now."""
    return officers_act(current_officer().id)


def at_desk(complaint_id: ComplaintId, permission: str) -> Desk:
    """Return the officer of this request before a matter they may do this to, and log the reading where it must be.

    Raises NotFound alike for a matter that is not theirs and for one that does not exist.
    """
    officer = current_officer()
    found = find_desk(reading(), officer=officer, complaint_id=complaint_id, rulebook=rules())
    if found is None or not found.may(permission):
        # Not which: what stands in an address may be anybody's words.
        log.warning("officer %s asked for a complaint and may not %s", officer.id, permission)
        raise NotFound("complaint")
    if found.sight.logged:
        g.setdefault("matters_read", set()).add(complaint_id)
    return found


def find_desk(db: Session, *, officer: Officer, complaint_id: ComplaintId, rulebook: Rulebook) -> Desk | None:
    """Return an officer before a matter, None when there is no such matter or they must not know of it.

    An urgent matter is everybody's in the urgent team as if it were their own team's.
    """
    sight = seeing.find(db, officer=officer, complaint_id=complaint_id, council=rulebook.council, now=clock.now())
    return Desk(officer, complaint_id, sight) if sight is not None else None


def may_open(complaint_id: ComplaintId) -> bool:
    """Tell whether the officer of this request may open a matter."""
    found = find_desk(reading(), officer=current_officer(), complaint_id=complaint_id, rulebook=rules())
    return found is not None and found.may("see_complaint")


def may_know_of(complaint_id: ComplaintId) -> bool:
    """Tell whether the officer of this request may see that there is such a matter, as its reference in a list."""
    return find_desk(reading(), officer=current_officer(), complaint_id=complaint_id, rulebook=rules()) is not None


def find_by_reference(number: str, permission: str | None = None) -> ComplaintId | None:
    """Return the living matter of a reference that the officer of this request may know of, as `seeing` finds it.

    None, too, where a permission is named and the officer may not do this to it.
    """
    return seeing.find_by_reference(
        reading(),
        number=number,
        officer=current_officer(),
        council=rules().council,
        now=clock.now(),
        permission=permission,
    )


def find_typed(field: StringField, permission: str) -> ComplaintId | None:
    """Return the living matter of the reference typed into a field, if the officer may do this to it, else None.

    A matter that is not theirs and one that does not exist get the same words beside the field.
    """
    number = reference.read(field.data or "").number
    found = find_by_reference(number, permission) if number else None
    if number is None:
        field.errors = [_("Check the number. A reference has 12 digits.")]
    elif found is None:
        field.errors = [_("You have no complaint with this reference.")]
    return found


def rules() -> Rulebook:
    """Return the rulebook of the running application's council."""
    return rulebook.read(settings().council_file)


def wire(app: Flask) -> None:
    """Log readings before the page leaves: what cannot be logged is not shown."""
    app.after_request(_log_readings)


def _log_readings(response: Response) -> Response:
    read: set[str] = g.pop("matters_read", set())
    if read and response.status_code == _SHOWN:
        officer_id = current_officer().id
        with changes() as db:
            reading_log.write(
                db, officer_id=officer_id, complaint_ids=read, what=request.endpoint or "", now=clock.now()
            )
    return response
