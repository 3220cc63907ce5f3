"""Who does something, when, and by which rules: one value, made at the edge and handed on whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.matter import events, rulebook
from portal.complaints.matter.events import Happened, Kind
from portal.complaints.matter.models import ActorKind
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import ComplaintId, OfficerId, PersonId


class Actor(NamedTuple):
    """Who acts: an officer, a person, or the portal itself. The id is None where nobody knows who it is."""

    kind: ActorKind
    id: str | None


PORTAL = Actor("portal", None)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, at which instant, and by which rules and settings."""

    actor: Actor
    now: datetime
    rulebook: Rulebook
    settings: Settings

    @property
    def today(self) -> date:
        """Return the day in London."""
        return clock.london_date(self.now)

    @property
    def officer_id(self) -> OfficerId | None:
        """Return the officer who does it, None when no officer does."""
        return OfficerId(self.actor.id) if self.actor.kind == "officer" and self.actor.id is not None else None

    def as_person(self, person_id: PersonId | None) -> Act:
        """Return the same moment and rules with a person acting."""
        return Act(Actor("person", person_id), self.now, self.rulebook, self.settings)

    def as_officer(self, officer_id: OfficerId) -> OfficersAct:
        """Return the same moment and rules with an officer acting."""
        return OfficersAct(Actor("officer", officer_id), self.now, self.rulebook, self.settings)

    def as_portal(self) -> Act:
        """Return the same moment and rules with the portal acting by itself."""
        return Act(PORTAL, self.now, self.rulebook, self.settings)

    def record(self, db: Session, complaint_id: ComplaintId, kind: Kind, data: Mapping[str, Any] | None = None) -> None:
        """Append to a matter's chain what the actor did; ``data`` holds ids, dates and kinds only."""
        happened = Happened(kind, *self.actor, data or {})
        events.record(db, complaint_id, happened, key=self.settings.event_key, now=self.now)


class OfficersAct(Act):
    """An act that an officer does."""

    __slots__ = ()

    @property
    def officer_id(self) -> OfficerId:
        """Return the officer who does it."""
        return OfficerId(self.actor.id or "")


def by_officer(
    officer_id: OfficerId, *, now: datetime, settings: Settings, rulebook: Rulebook | None = None
) -> OfficersAct:
    """Return an officer's act, by the council's own rules unless others are given."""
    return OfficersAct(Actor("officer", officer_id), now, rulebook or _rules(settings), settings)


def by_person(
    person_id: PersonId | None, *, now: datetime, settings: Settings, rulebook: Rulebook | None = None
) -> Act:
    """Return a person's act; None for somebody whom nobody knows yet."""
    return Act(Actor("person", person_id), now, rulebook or _rules(settings), settings)


def by_portal(*, now: datetime, settings: Settings, rulebook: Rulebook | None = None) -> Act:
    """Return what the portal does by itself, such as finding that a date has passed."""
    return Act(PORTAL, now, rulebook or _rules(settings), settings)


def _rules(settings: Settings) -> Rulebook:
    return rulebook.read(settings.council_file)
