"""All that stands on a complaint's page, in words: where it stands, dates, exchange, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.tracking import at_a_glance, joined_page, promise_words, reading, timeline
from portal.complaints.tracking.at_a_glance import Glance
from portal.complaints.tracking.exchange_rows import AcknowledgementRow, ContactRow, ExchangeRow, ReplyRow
from portal.complaints.tracking.promise_words import PromiseWords
from portal.complaints.tracking.timeline import Entry
from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.procedures.steps import Step


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """The page's parts. ``rows`` are questions and answers beside the reference; ``may`` the names of allowed steps."""

    reference: str
    glance: Glance
    handler: str
    phone: str
    rows: tuple[tuple[str, str], ...]
    promised: Sequence[PromiseWords]
    entries: Sequence[Entry]
    may: frozenset[str]
    to_prove: bool
    joined: joined_page.Joined
    answered: bool


def read(db: Session, matter: OpenMatter, *, rulebook: Rulebook, today: date) -> ComplaintPage:
    """Read the exchange and the promised dates, and put them into the current language."""
    exchange = reading.exchange(
        db, complaint_id=matter.complaint_id, person_id=matter.person_id, others=matter.shows_others
    )
    promised = reading.promised(db, complaint_id=matter.complaint_id)
    joined = joined_page.read(db, matter) if matter.joined else joined_page.NOTHING
    glance = at_a_glance.look(matter, exchange, promised, rulebook=rulebook, today=today)
    council = rulebook.council
    service = routing.find_service(council, matter.service, today) or routing.find_service(
        council, matter.service, clock.london_date(matter.received_at)
    )
    team = routing.find_team(council, matter.team, today) or routing.central_team(council, today)
    acknowledged = next((row for row in reversed(exchange) if isinstance(row, AcknowledgementRow)), None)
    handler = (acknowledged.handler if acknowledged else "") or _(team.name)
    stage = _(
        "%(stage)s of %(last)s",
        stage=glance.version.stage_words(matter.stage),
        last=glance.standing.last_stage or glance.version.last_stage,
    )
    return ComplaintPage(
        reference=reference.grouped(matter.number),
        glance=glance,
        handler=handler,
        phone=(acknowledged.phone if acknowledged else "") or council.contact.phone,
        rows=(
            (_("What it is about"), _(service.name) if service else _("We are finding out")),
            (_("Stage"), stage if glance.version.last_stage > 1 else glance.version.stage_words(matter.stage)),
            (_("Who answers"), glance.version.stage(matter.stage).responder_words()),
            (_("We got it on"), format_date(clock.london_date(matter.received_at))),
        ),
        promised=promise_words.shown([*promised, *joined.promised], today=today, withdrawn=glance.standing.withdrawn),
        entries=timeline.entries(matter, [*exchange, *joined.exchange], joined.entries),
        may=_may(matter, glance),
        to_prove=_unproven(exchange),
        joined=joined,
        answered=any(isinstance(row, ReplyRow) for row in exchange),
    )


def _may(matter: OpenMatter, glance: Glance) -> frozenset[str]:
    """The steps that both the rules and the person's grant allow."""
    granted = matter.may.split()
    needs = {
        Step.ADD: "add",
        Step.WITHDRAW: "withdraw",
        Step.UNDO_WITHDRAWAL: "withdraw",
        Step.GO_FURTHER: "further",
        Step.OMBUDSMAN: "see",
    }
    steps = {step.value for step, action in needs.items() if step in glance.allowed and action in granted}
    return frozenset(steps | ({"contact"} if "contact" in granted else set()))


def _unproven(exchange: Sequence[ExchangeRow]) -> bool:
    return any(isinstance(row, ContactRow) and row.kind != "post" and row.proven_at is None for row in exchange)
