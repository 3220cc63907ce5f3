"""A person's own matters in words: the day, the service, what was asked, how far it has come, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.follow_up import chases
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position
from portal.db import GrantId
from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.procedures.steps import Step

_ASKED_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of the list. A quiet one has its day and nothing else.

    ``choices`` are what may be done with words for it: add and update while its stage is unanswered; disagree,
    ombudsman, not_done and again after it is answered.
    """

    grant_id: GrantId
    day: str
    quiet: bool = False
    service: str = ""
    asked: str = ""
    stands: str = ""
    next_date: str = ""
    choices: frozenset[str] = frozenset()


def line(db: Session, matter: OwnMatter, *, rulebook: Rulebook, today: date, quiet: bool | None = None) -> Line:
    """Return a matter as a line, in the current language; ``quiet`` makes a line quiet that would not be."""
    day = format_date(clock.london_date(matter.received_at))
    if matter.quiet or quiet:
        return Line(GrantId(""), day, quiet=True)
    position = get_position(db, complaint_id=matter.complaint_id, rulebook=rulebook, today=today)
    service = routing.find_service(rulebook.council, matter.service, today)
    due = position.complaint.due
    asked = " ".join((matter.wanted or matter.words).split())
    choices: set[str] = set()
    if not position.standing.withdrawn:
        if position.standing.answered and not position.standing.open_request:
            choices = {"not_done", "again"}
            choices |= {"disagree"} if Step.GO_FURTHER in position.allowed else {"ombudsman"}
        else:
            choices = {"add", "update"}
    return Line(
        grant_id=matter.grant_id,
        day=day,
        service=_(service.name) if service else _("We are finding out"),
        asked=asked if len(asked) <= _ASKED_LENGTH else asked[: _ASKED_LENGTH - 1].rstrip() + "…",
        stands=chases.known(position),
        next_date=format_date(due) if due and due >= today else "",
        choices=frozenset(choices),
    )
