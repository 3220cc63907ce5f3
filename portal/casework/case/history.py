"""Everything that happened to a matter, as officers read it: the exchange, the events and the internal notes."""

from __future__ import annotations

from collections.abc import Iterator
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


# Events that have no row of their own to show.
_EVENTS: dict[str, str] = {
    Kind.RECEIVED: lazy("Received"),
    Kind.EVIDENCE_ADDED: lazy("Photos or documents were added"),
    Kind.EVIDENCE_RELEASED: lazy("A file was let out before a scan"),
    Kind.FLAGGED_URGENT: lazy("Marked urgent"),
    Kind.URGENT_OPENED: lazy("Urgent: somebody looks at it"),
    Kind.FOUND_LATE: lazy("The date passed. The portal said that we are late"),
    Kind.STAGE_OPENED: lazy("The next stage opened"),
    Kind.WITHDRAWAL_UNDONE: lazy("Taken up again"),
    Kind.CONTACT_CHANGE_ASKED: lazy("Somebody asked to change the way to reach them"),
    Kind.CONTACT_CHANGE_REFUSED: lazy("The change of contact was refused"),
    Kind.CONTACT_CHANGED: lazy("The way to reach them changed"),
    Kind.CONTACT_PROVEN: lazy("They proved a way to reach them"),
    Kind.UPDATE_ASKED: lazy("They asked for an update"),
    Kind.REMEDY_CHASED: lazy("They say that we have not done what we promised"),
    Kind.HAPPENED_AGAIN: lazy("They say that it has happened again, in a complaint of its own"),
    Kind.SAID_THE_SAME: lazy("They say that two of their complaints are the same"),
    Kind.FOUND_DIFFERENT: lazy("Looked at: not the same as another complaint"),
    Kind.CODE_RENEWED: lazy("They got a new private code"),
    Kind.ACCESS_LETTER_ASKED: lazy("An access letter was asked for"),
    Kind.PHONE_WORD_SET: lazy("They chose a phone word"),
    Kind.CALLER_CHECKED: lazy("A caller was checked"),
    Kind.ASSIGNED: lazy("Given to a team"),
    Kind.SERVICE_CHANGED: lazy("The service was changed"),
    Kind.MERGED: lazy("Joined with another complaint"),
    Kind.MERGE_UNDONE: lazy("Parted from the other complaint again"),
    Kind.SPLIT: lazy("Split into two complaints"),
    Kind.SPLIT_UNDONE: lazy("The split was undone"),
    Kind.LINKED: lazy("Linked with complaints of other people"),
    Kind.UNLINKED: lazy("Taken out of the group of linked complaints"),
    Kind.REPEAT_TURNED: lazy("A new complaint was begun and put on this one"),
    Kind.AUTHORITY_CLAIMED: lazy("Somebody says that they may act for another person"),
    Kind.AUTHORITY_ASKED: lazy("We asked the person if they agree"),
    Kind.AUTHORITY_CHASED: lazy("We reminded them that we wait for an answer"),
    Kind.AUTHORITY_CONFIRMED: lazy("It is confirmed: the representative may act"),
    Kind.AUTHORITY_REFUSED: lazy("Refused: the representative may not act"),
    Kind.AUTHORITY_EXPIRED: lazy("The right to act has ended"),
    Kind.AUTHORITY_WITHDRAWN: lazy("The right to act was taken back"),
    Kind.AUTHORITY_DECIDED: lazy("An officer decided how to go on without the person’s answer"),
    Kind.AUTHORITY_QUESTIONED: lazy("The person says that the representative should not act for them"),
    Kind.AUTHORITY_LOOKED_AT: lazy("Looked at again: the representative may act as before"),
    Kind.REFERENCE_GIVEN: lazy("Another person got a reference of their own"),
    Kind.RESTRICTED: lazy("Restricted to officers who need to see it"),
    Kind.RESTRICTION_LIFTED: lazy("No longer restricted"),
    Kind.STAFF_NAMED: lazy("Noted which member of staff it names"),
    Kind.STAFF_NOT_NAMED: lazy("Noted that it does not name a member of staff"),
    Kind.OPENED_IN_EMERGENCY: lazy("Opened in an emergency"),
    Kind.SAFE_CONTACT_BEGUN: lazy("Letters and calls wait: they are to be reached safely"),
    Kind.SAFE_CONTACT_ENDED: lazy("Letters go to them again"),
    Kind.REACHED_SAFELY: lazy("They were reached safely"),
    Kind.NEEDS_CHECKED: lazy("We asked them what helps them"),
    Kind.ADVOCATE_FOUND: lazy("The child has an advocate"),
    Kind.DEATH_NOTED: lazy("Noted that the person it is about has died"),
    Kind.DEATH_UNNOTED: lazy("Put right: the person it is about has not died"),
    Kind.ENQUIRY_LINKED: lazy("A member’s enquiry was linked to it"),
}
BY_ROWS = frozenset(
    {
        Kind.ACKNOWLEDGED,
        Kind.ADDED_TO,
        Kind.MESSAGE_SENT,
        Kind.EXTENDED,
        Kind.LATE_NOTICE_GIVEN,
        Kind.REPLIED,
        Kind.FURTHER_ASKED,
        Kind.FURTHER_DECIDED,
        Kind.WITHDRAWN,
        Kind.LETTERBOX_RECEIVED,
        Kind.LETTERBOX_DECIDED,
        Kind.CALL_RECORDED,
    }
)
"""Events shown by the rows they speak of."""

_LINKS = frozenset({Kind.LINKED, Kind.UNLINKED})
_DECIDED = {
    "accepted": lazy("The request was accepted"),
    "rejected": lazy("The request was rejected"),
    "resolved": lazy("The request was settled together"),
    "withdrawn": lazy("The request was taken back"),
}


def entries(db: Session, *, complaint_id: str, links: bool = True) -> list[Entry]:
    """Return all that happened to a matter and what was joined into it, newest first, in the current language.

    ``links`` tells that it was linked with others: not to somebody who must not know of those.
    """
    others = (
        select(Person.id, Person.name)
        .join(Party, Party.person_id == Person.id)
        .where(Party.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]), Party.role != "writer")
    )
    names = {row.id: row.name or _("the person it is about") for row in db.execute(others)}
    names |= {row.id: row.name for row in db.execute(select(Officer.id, Officer.name))}
    found = list(_told(db, complaint_id, names, links))
    for merged_id in merged_into(db, complaint_id):
        number = db.scalars(select(Reference.number).where(Reference.complaint_id == merged_id)).first() or ""
        for entry in _told(db, merged_id, names, links):
            title = _("%(title)s (%(number)s)", title=entry.title, number=reference.grouped(number))
            found.append(replace(entry, title=title))
    return sorted(found, key=lambda entry: entry.at)[::-1]


def _told(db: Session, complaint_id: str, names: dict[str, str], links: bool) -> Iterator[Entry]:
    for table, tell in _TELLERS.items():
        order = inspect(table).primary_key
        for row in db.scalars(select(table).where(table.complaint_id == complaint_id).order_by(*order)):
            if links or not (table is Event and row.kind in _LINKS):
                yield from tell(row, names)


def _event(row: Event, names: dict[str, str]) -> Iterator[Entry]:
    if row.kind not in BY_ROWS:
        title = str(_EVENTS.get(row.kind, row.kind))
        yield Entry(row.at, title, "system", by=names.get(row.actor_id or "", ""))


def _message(row: Message, names: dict[str, str]) -> Iterator[Entry]:
    channel, whom = str(CHANNELS.get(row.channel, row.channel)), names.get(row.person_id or "")
    if row.author != "person":
        title = _("We wrote to %(name)s", name=whom) if whom else _("We wrote")
        yield Entry(row.at, title, "council", (Part("", row.body),), names.get(row.officer_id or "", ""))
    elif row.channel == UNPROVEN:
        title = _("An email was added. The sender is not proven")
        yield Entry(row.at, title, "person", (Part("", row.body),), names.get(row.officer_id or "", ""))
    elif row.channel == "letterbox":
        title = _("Words came with the reference. The sender is not proven")
        yield Entry(row.at, title, "person", (Part("", row.body),))
    else:
        title = _("They wrote: %(channel)s", channel=channel)
        if whom:
            title = _("%(name)s wrote: %(channel)s", name=whom, channel=channel)
        yield Entry(row.at, title, "person", (Part("", row.body),), names.get(row.officer_id or "", ""))


def _acknowledgement(row: Acknowledgement, names: dict[str, str]) -> Iterator[Entry]:
    parts = _parts(
        (_("What we understood"), row.understood),
        (_("What the person wants"), row.outcome),
        (_("What is not ours"), row.not_ours),
        (_("Who handles it"), f"{row.handler}, {row.phone}"),
    )
    yield Entry(row.at, _("We acknowledged"), "council", parts, names.get(row.officer_id, ""))


def _reply(row: Reply, names: dict[str, str]) -> Iterator[Entry]:
    finding = FINDINGS.get(row.finding)
    parts = (
        Part(_("Finding"), str(finding.formal) if finding else row.finding, own=False),
        *_parts((_("Reasons"), row.reasons), (_("To put it right"), row.remedy)),
        *(Part(_("How to go further") if not place else "", str(line)) for place, line in enumerate(row.next_step)),
    )
    title = _("We answered at stage %(number)s", number=row.stage)
    yield Entry(row.at, title, "council", parts, names.get(row.officer_id, ""))


def _extension(row: Extension, names: dict[str, str]) -> Iterator[Entry]:
    title = _("We gave notice that we are late") if row.kind == "late" else _("We took more time")
    new = Part(_("New date"), format_date(row.new_date), own=False)
    yield Entry(
        row.at, title, "council", (new, *_parts((_("Reason"), row.reason))), names.get(row.officer_id or "", "")
    )


def _request(row: EscalationRequest, names: dict[str, str]) -> Iterator[Entry]:
    title = _("They asked to take it to stage %(number)s", number=row.to_stage)
    yield Entry(row.asked_at, title, "person", _parts(("", row.reason)))
    if row.decided_at is not None:
        said = str(_DECIDED.get(row.outcome or "", row.outcome))
        yield Entry(
            row.decided_at, said, "council", _parts(("", row.outcome_reason)), names.get(row.decided_by or "", "")
        )


def _withdrawal(row: Withdrawal, _names: dict[str, str]) -> Iterator[Entry]:
    yield Entry(row.at, _("They withdrew the complaint"), "person", _parts(("", row.reason)))


def _letterbox(row: LetterboxMessage, names: dict[str, str]) -> Iterator[Entry]:
    # Words that were accepted stand in the exchange; those that wait stand at the top of the page.
    if row.decision == "kept_apart":
        title = _("Words kept apart. Only officers see them")
        yield Entry(row.at, title, "note", _parts(("", row.body)), names.get(row.decided_by or "", ""))


def _mail(row: InboundMail, _names: dict[str, str]) -> Iterator[Entry]:
    # Its words stand in the exchange; what came with them does not.
    if row.attachments and row.decision != "repeat":
        yield Entry(row.received_at, _("Files came with an email"), "note", _parts(*mail_wording.files(row)))


def _note(row: Note, names: dict[str, str]) -> Iterator[Entry]:
    yield Entry(row.at, _("Internal note, never sent"), "note", (Part("", row.body),), names.get(row.officer_id, ""))


def _contact(row: ContactRecord, names: dict[str, str]) -> Iterator[Entry]:
    yield Entry(
        row.at, str(KINDS.get(row.kind, row.kind)), "note", _parts(("", row.body)), names.get(row.officer_id, "")
    )


def _parts(*pairs: tuple[str, str]) -> tuple[Part, ...]:
    return tuple(Part(label, text) for label, text in pairs if text)


_TELLERS: dict[Any, Any] = {
    Event: _event,
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
