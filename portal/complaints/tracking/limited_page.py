"""The page of somebody who sees a part of the matter: their own words, dates, and why it is no more.

It is for somebody whose right to act for another person is not confirmed, and for whoever wrote a matter that only
officers' word joined into another (threat T35). Nothing else of the matter is read for it: no team, no name, no reply
on the other side and nothing that others wrote (threat T5).
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
from portal.complaints.matter.surviving import surviving
from portal.complaints.tracking import beside, joined_page, promise_words, reading, timeline
from portal.complaints.tracking.exchange_rows import ExchangeRow, FileRow, MessageRow
from portal.complaints.tracking.promise_words import PromiseWords
from portal.complaints.tracking.timeline import Entry
from portal.db import ComplaintId
from portal.files.models import StoredFile
from portal.i18n import format_date
from portal.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class LimitedPage:
    """``says`` is where the right to act stands; ``answer`` an officer's words about it; dates are those that hold.

    ``apart`` are the merges, by id, that only officers' word made.
    """

    reference: str
    day: str
    says: tuple[str, ...]
    answer: str
    dates: Sequence[PromiseWords]
    entries: Sequence[Entry]
    apart: Sequence[str] = ()


def read(db: Session, matter: OpenMatter, *, today: date) -> LimitedPage:
    """Read the page of an open matter that its person may not see whole."""
    if matter.apart and "see" in matter.may.split():
        return _read_apart(db, matter, today=today)
    claim = authority.find_current(db, complaint_id=matter.complaint_id, person_id=matter.person_id)
    living = surviving(db, matter.complaint_id)
    says = _says(claim)
    if claim is not None and "affected" in authority.roles_of(db, claim):
        says += (_("You told us about yourself too. That goes on, and you can still send us more."),)
    return LimitedPage(
        reference=reference.grouped(matter.number),
        day=format_date(clock.london_date(matter.received_at)),
        says=says,
        answer=claim.answer if claim is not None else "",
        dates=_dates(db, living, today),
        entries=timeline.entries(matter, _own_rows(db, matter, matter.complaint_id)),
        apart=beside.closed(db, matter) if matter.apart else (),
    )


def _read_apart(db: Session, matter: OpenMatter, *, today: date) -> LimitedPage:
    """Read all of a matter's own exchange, with the dates of the one that officers joined it into."""
    living = surviving(db, matter.complaint_id)
    joined = joined_page.read(db, matter)
    own = reading.exchange(db, complaint_id=matter.complaint_id, person_id=matter.person_id)
    exchange = [*own, *_own_rows(db, matter, living), *joined.exchange]
    return LimitedPage(
        reference=reference.grouped(matter.number),
        day=format_date(clock.london_date(matter.received_at)),
        says=(_("Our answer goes to the contact of the other complaint. If you cannot read it there, tell us."),),
        answer="",
        dates=_dates(db, living, today),
        entries=timeline.entries(matter, exchange, joined.entries),
        apart=joined.apart,
    )


def _dates(db: Session, complaint_id: ComplaintId, today: date) -> Sequence[PromiseWords]:
    promised = [one for one in reading.promised(db, complaint_id=complaint_id) if one.replaced_at is None]
    return promise_words.shown(promised, today=today, withdrawn=False)


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


def _own_rows(db: Session, matter: OpenMatter, complaint_id: ComplaintId) -> list[ExchangeRow]:
    """Return what the person who opened a matter themselves wrote and sent since, of what is kept on this one."""
    messages = db.execute(
        select(Message.at, Message.channel, Message.body).where(
            Message.complaint_id == complaint_id,
            Message.person_id == matter.person_id,
            Message.author == "person",
        )
    )
    files = db.execute(
        select(Evidence.at, StoredFile.label)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(
            Evidence.complaint_id == complaint_id,
            Evidence.person_id == matter.person_id,
            Evidence.officer_id.is_(None),
        )
    )
    return [
        *(MessageRow(row.at, author="person", channel=row.channel, body=row.body) for row in messages),
        *(FileRow(row.at, label=row.label, by_officer=False) for row in files),
    ]
