"""Everything that happened to a matter, as officers read it: the exchange, the events and the internal notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.case.contact_record import KINDS
from portal.casework.desk.models import ContactRecord, Note
from portal.casework.desk.wording import CHANNELS
from portal.casework.incoming import mail_wording
from portal.casework.incoming.mail_triage import UNPROVEN
from portal.complaints.incoming.models import InboundMail, LetterboxMessage
from portal.complaints.matter import reference
from portal.complaints.matter.events import Kind
from portal.complaints.matter.findings import FINDINGS
from portal.complaints.matter.models import (
    Acknowledgement,
    EscalationRequest,
    Event,
    Extension,
    Message,
    Party,
    Reference,
    Reply,
    Withdrawal,
)
from portal.complaints.matter.surviving import merged_into
from portal.db import ComplaintId
from portal.i18n import format_date, lazy
from portal.i18n import gettext as _
from portal.people.models import Person

Side = Literal["person", "council", "note", "system"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry. ``own`` marks somebody's own words, shown as typed; ``label`` may be ""."""

    label: str
    text: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``side`` is whose words they are; a note was seen by officers only."""

    at: datetime
    title: str
    side: Side
    parts: tuple[Part, ...] = ()
    by: str = ""


_Names = defaultdict[str | None, str]
"""Names by id; "" for somebody unknown and for nobody."""

_LINKS = frozenset({Kind.LINKED, Kind.UNLINKED})
_DECIDED = {
    "accepted": lazy("The request was accepted"),
    "rejected": lazy("The request was rejected"),
    "resolved": lazy("The request was settled together"),
    "withdrawn": lazy("The request was taken back"),
}


def entries(db: Session, *, complaint_id: ComplaintId, words: Mapping[Kind, str], links: bool = True) -> list[Entry]:
    """Return all that happened to a matter and what was joined into it, newest first, in the current language.

    ``words`` names the events; one with "" is shown by the row it speaks of. Without ``links`` nothing tells that the
    matter was linked with others.
    """
    others = (
        select(Person.id, Person.name)
        .join(Party, Party.person_id == Person.id)
        .where(Party.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]), Party.role != "writer")
    )
    names: _Names = defaultdict(str)
    names |= {row.id: row.name or _("the person it is about") for row in db.execute(others)}
    names |= {row.id: row.name for row in db.execute(select(Officer.id, Officer.name))}
    named = {kind.value: str(said) if links or kind not in _LINKS else "" for kind, said in words.items()}
    found = list(_told(db, complaint_id, names, named))
    for merged_id in merged_into(db, complaint_id):
        number = db.scalars(select(Reference.number).where(Reference.complaint_id == merged_id)).first() or ""
        for entry in _told(db, merged_id, names, named):
            title = _("%(title)s (%(number)s)", title=entry.title, number=reference.grouped(number))
            found.append(replace(entry, title=title))
    return sorted(found, key=lambda entry: entry.at)[::-1]


def _told(db: Session, complaint_id: ComplaintId, names: _Names, words: dict[str, str]) -> Iterator[Entry]:
    for event in db.scalars(select(Event).where(Event.complaint_id == complaint_id).order_by(Event.seq)):
        if title := words.get(event.kind, event.kind):
            yield Entry(event.at, title, "system", by=names[event.actor_id])
    for table, tell in _TELLERS.items():
        order = inspect(table).primary_key
        for row in db.scalars(select(table).where(table.complaint_id == complaint_id).order_by(*order)):
            yield from tell(row, names)


def _message(row: Message, names: _Names) -> Iterator[Entry]:
    channel, whom, by = str(CHANNELS.get(row.channel, row.channel)), names[row.person_id], names[row.officer_id]
    side: Side = "person" if row.author == "person" else "council"
    if side == "council":
        title = _("We wrote to %(name)s", name=whom) if whom else _("We wrote")
    elif row.channel == UNPROVEN:
        title = _("An email was added. The sender is not proven")
    elif row.channel == "letterbox":
        title, by = _("Words came with the reference. The sender is not proven"), ""
    elif whom:
        title = _("%(name)s wrote: %(channel)s", name=whom, channel=channel)
    else:
        title = _("They wrote: %(channel)s", channel=channel)
    yield Entry(row.at, title, side, (Part("", row.body),), by)


def _acknowledgement(row: Acknowledgement, names: _Names) -> Iterator[Entry]:
    parts = _parts(
        (_("What we understood"), row.understood),
        (_("What the person wants"), row.outcome),
        (_("What is not ours"), row.not_ours),
        (_("Who handles it"), f"{row.handler}, {row.phone}"),
    )
    yield Entry(row.at, _("We acknowledged"), "council", parts, names[row.officer_id])


def _reply(row: Reply, names: _Names) -> Iterator[Entry]:
    finding = FINDINGS.get(row.finding)
    parts = (
        Part(_("Finding"), str(finding.formal) if finding else row.finding, own=False),
        *_parts((_("Reasons"), row.reasons), (_("To put it right"), row.remedy)),
        *(Part(_("How to go further") if not place else "", str(line)) for place, line in enumerate(row.next_step)),
    )
    title = _("We answered at stage %(number)s", number=row.stage)
    yield Entry(row.at, title, "council", parts, names[row.officer_id])


def _extension(row: Extension, names: _Names) -> Iterator[Entry]:
    title = _("We gave notice that we are late") if row.kind == "late" else _("We took more time")
    new = Part(_("New date"), format_date(row.new_date), own=False)
    yield Entry(row.at, title, "council", (new, *_parts((_("Reason"), row.reason))), names[row.officer_id])


def _request(row: EscalationRequest, names: _Names) -> Iterator[Entry]:
    title = _("They asked to take it to stage %(number)s", number=row.to_stage)
    yield Entry(row.asked_at, title, "person", _parts(("", row.reason)))
    if row.decided_at is not None:
        said = str(_DECIDED.get(row.outcome or "", row.outcome))
        yield Entry(row.decided_at, said, "council", _parts(("", row.outcome_reason)), names[row.decided_by])


def _withdrawal(row: Withdrawal, _names: _Names) -> Iterator[Entry]:
    yield Entry(row.at, _("They withdrew the complaint"), "person", _parts(("", row.reason)))


def _letterbox(row: LetterboxMessage, names: _Names) -> Iterator[Entry]:
    # Words that were accepted stand in the exchange; those that wait stand at the top of the page.
    if row.decision == "kept_apart":
        title = _("Words kept apart. Only officers see them")
        yield Entry(row.at, title, "note", _parts(("", row.body)), names[row.decided_by])


def _mail(row: InboundMail, _names: _Names) -> Iterator[Entry]:
    # Its words stand in the exchange; what came with them does not.
    if row.attachments and row.decision != "repeat":
        yield Entry(row.received_at, _("Files came with an email"), "note", _parts(*mail_wording.files(row)))


def _note(row: Note, names: _Names) -> Iterator[Entry]:
    yield Entry(row.at, _("Internal note, never sent"), "note", (Part("", row.body),), names[row.officer_id])


def _contact(row: ContactRecord, names: _Names) -> Iterator[Entry]:
    yield Entry(row.at, str(KINDS.get(row.kind, row.kind)), "note", _parts(("", row.body)), names[row.officer_id])


def _parts(*pairs: tuple[str, str]) -> tuple[Part, ...]:
    return tuple(Part(label, text) for label, text in pairs if text)


_TELLERS: dict[Any, Any] = {
    Message: _message,
    Acknowledgement: _acknowledgement,
    Reply: _reply,
    Extension: _extension,
    EscalationRequest: _request,
    Withdrawal: _withdrawal,
    LetterboxMessage: _letterbox,
    InboundMail: _mail,
    Note: _note,
    ContactRecord: _contact,
}
