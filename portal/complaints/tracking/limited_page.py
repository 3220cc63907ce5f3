"""The page of somebody whose right to act for another person is not confirmed: their own words, dates, the decision.

Nothing else of the matter is read for it: no team, no name, no reply and nothing that others wrote (threat T5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import reference
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Evidence, Message
from portal.complaints.tracking import promise_words, reading, timeline
from portal.complaints.tracking.exchange_rows import ExchangeRow, FileRow, MessageRow
from portal.complaints.tracking.promise_words import PromiseWords
from portal.complaints.tracking.timeline import Entry
from portal.files.models import StoredFile
from portal.i18n import format_date
from portal.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class LimitedPage:
    """``says`` is where the right to act stands; ``answer`` an officer's words about it; dates are those that hold."""

    reference: str
    day: str
    says: tuple[str, ...]
    answer: str
    dates: Sequence[PromiseWords]
    entries: Sequence[Entry]


def read(db: Session, matter: OpenMatter, *, today: date) -> LimitedPage:
    """Read the page of an open matter that its person may not see."""
    claim = authority.find_current(db, complaint_id=matter.complaint_id, person_id=matter.person_id)
    promised = [one for one in reading.promised(db, complaint_id=matter.complaint_id) if one.replaced_at is None]
    says = _says(claim)
    if claim is not None and "affected" in authority.roles_of(db, claim):
        says += (_("You told us about yourself too. That goes on, and you can still send us more."),)
    return LimitedPage(
        reference=reference.grouped(matter.number),
        day=format_date(clock.london_date(matter.received_at)),
        says=says,
        answer=claim.answer if claim is not None else "",
        dates=promise_words.shown(promised, today=today, withdrawn=False),
        entries=timeline.entries(matter, _own_rows(db, matter)),
    )


def _says(claim: Authority | None) -> tuple[str, ...]:
    if claim is None or claim.state in {"expired", "withdrawn"}:
        return (_("You may not act for this person any more."),)
    if claim.state == "refused":
        return (_("You may not act for this person, so we cannot tell you more about this complaint."),)
    if claim.state == "confirmed" and claim.scope == "speak_only":
        return (
            _("You may speak for this person. You can add to this complaint."),
            _("We answer the person it is about. You do not see our answers."),
        )
    if claim.state == "confirmed":
        return (_("You could act for this person at stage %(number)s. That stage is over.", number=claim.stage),)
    return (_claimed(claim), _("The clock runs while we check. The dates below hold."), _decided(claim))


def _claimed(claim: Authority) -> str:
    if claim.decision is not None:
        return _("We have decided how to go on. Read it below.")
    if claim.kind == "consent":
        return _("Before we tell you more, the person it is about must say that you may act for them. We ask them.")
    return _("Before we tell you more, we check that you may act for this person.")


def _decided(claim: Authority) -> str:
    if claim.decision is not None:
        return _("You can still send us more.")
    return _("If we do not know by %(day)s, we decide how to go on and write to you.", day=format_date(claim.decide_by))


def _own_rows(db: Session, matter: OpenMatter) -> list[ExchangeRow]:
    """Return what this person themselves wrote and sent since."""
    messages = db.execute(
        select(Message.at, Message.channel, Message.body).where(
            Message.complaint_id == matter.complaint_id,
            Message.person_id == matter.person_id,
            Message.author == "person",
        )
    )
    files = db.execute(
        select(Evidence.at, StoredFile.label)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(
            Evidence.complaint_id == matter.complaint_id,
            Evidence.person_id == matter.person_id,
            Evidence.officer_id.is_(None),
        )
    )
    return [
        *(MessageRow(row.at, author="person", channel=row.channel, body=row.body) for row in messages),
        *(FileRow(row.at, label=row.label, by_officer=False) for row in files),
    ]
