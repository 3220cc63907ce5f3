"""Acts as they begin at the edge: now, by the running portal's rules and settings."""

from __future__ import annotations

from portal import clock
from portal.complaints.matter import act
from portal.complaints.matter.act import Act, OfficersAct
from portal.db import OfficerId, PersonId
from portal.web.unit_of_work import settings


def officers_act(officer_id: OfficerId) -> OfficersAct:
    """Return what an officer does now."""
    return act.by_officer(officer_id, now=clock.now(), settings=settings())


def persons_act(person_id: PersonId | None = None) -> Act:
    """Return what a person does now; None for somebody whom nobody knows yet."""
    return act.by_person(person_id, now=clock.now(), settings=settings())
