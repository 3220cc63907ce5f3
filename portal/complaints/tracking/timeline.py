"""The whole exchange in words: what was written and done, in order, as the person reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.findings import FINDINGS
from portal.complaints.tracking.exchange_rows import (
    AcknowledgementRow,
    ChaseRow,
    ExchangeRow,
    ExtensionRow,
    FileRow,
    LetterRow,
    MessageRow,
    ReplyRow,
    RequestRow,
    WithdrawalRow,
)
from portal.i18n import format_date, format_datetime, lazy
from portal.i18n import gettext as _

Side = Literal["you", "us"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry. ``own`` marks somebody's own words, kept letter for letter; ``label`` may be ""."""

    label: str
    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: ``side`` says whether you or the council did it."""

    at: datetime
    when: str
    title: str
    side: Side
    parts: tuple[Part, ...] = ()


_CAME_BY = {
    "phone": lazy("You told us by phone"),
    "letter": lazy("You wrote us a letter"),
    "email": lazy("You sent us an email"),
    "meeting": lazy("You told us at a meeting"),
    "letterbox": lazy("A message came with your reference"),
    "email_unproven": lazy("An email came that we added to your complaint"),
}
_WENT_BY = {
    "phone": lazy("We rang you"),
    "meeting": lazy("We met"),
}
# Letters that say nothing beyond what another entry shows are left out.
_LETTERS = {
    "receipt": lazy("We sent you a receipt"),
    "late_notice": lazy("We told you that we are late"),
    "contact_changed": lazy("We told your old contact that it changed"),
    "contact_added": lazy("We wrote to your new contact"),
    "access_letter": lazy("We sent you a new private code"),
    "merged": lazy("We put your two complaints together"),
    "together": lazy("We told you that we look into this together with another complaint"),
    "merge_undone": lazy("We parted your complaints again"),
    "split": lazy("We told you that we look into two things"),
    "update_promised": lazy("We told you by when you hear from us"),
    "enquiry_linked": lazy("We told you that a councillor, an MP or the Mayor asked about this"),
}
_SENT_BY = {"email": lazy("By email."), "sms": lazy("By text message."), "post": lazy("By post.")}
_COMPLAINED = {"writer": lazy("You complained"), "affected": lazy("Somebody complained for you")}
_DECIDED = {
    "accepted": lazy("We agreed to take it further"),
    "rejected": lazy("We will not take it further"),
    "resolved": lazy("We settled it with you"),
    "withdrawn": lazy("You took your request back"),
}


def entries(matter: OpenMatter, exchange: Sequence[ExchangeRow], joined: Sequence[Entry] = ()) -> list[Entry]:
    """Return everything that passed between the person and the council, the oldest first, in the current language.

    ``joined`` are entries about other matters that belong to this one.
    """
    late = {row.at for row in exchange if isinstance(row, ExtensionRow)}
    told: list[Entry] = [_complained(matter), *joined]
    for row in exchange:
        # An officer's late notice is an entry of its own, with its reason.
        if isinstance(row, LetterRow) and row.kind == "late_notice" and row.at in late:
            continue
        made = _MAKERS.get(type(row))
        if made is not None:
            told += made(row)
    return sorted(told, key=lambda entry: entry.at)


def make_entry(at: datetime, title: str, side: Side, *parts: Part) -> Entry:
    """Return an entry without its empty parts."""
    return Entry(at, format_datetime(at), str(title), side, tuple(part for part in parts if part.text))


def own(text: str, label: str = "") -> Part:
    """Return a part that holds somebody's own words."""
    return Part(label, text, own=True)


def _complained(matter: OpenMatter) -> Entry:
    if matter.role == "acting" and not matter.shows_others:
        return make_entry(matter.received_at, _("A complaint was made"), "you")
    return complained(matter, _COMPLAINED.get(matter.role) or _("A complaint was made"))


def complained(matter: Any, title: str) -> Entry:
    """Return the entry of a complaint as it came, from its columns."""
    return make_entry(
        matter.received_at,
        title,
        "you",
        own(matter.words),
        own(matter.wanted, _("What you asked for")),
        own(matter.happened, _("When it happened")),
        own(", ".join(part for part in (matter.place, matter.postcode) if part), _("Where it happened")),
    )


def _message(row: MessageRow) -> Iterator[Entry]:
    if row.author == "person":
        yield make_entry(row.at, _CAME_BY.get(row.channel, _("You wrote to us")), "you", own(row.body))
    else:
        yield make_entry(row.at, _WENT_BY.get(row.channel, _("We wrote to you")), "us", own(row.body))


def _acknowledgement(row: AcknowledgementRow) -> Iterator[Entry]:
    yield make_entry(
        row.at,
        _("We told you what we understood"),
        "us",
        own(row.understood),
        own(row.outcome, _("What you want to happen")),
        own(row.not_ours, _("What we cannot decide")),
    )


def _reply(row: ReplyRow) -> Iterator[Entry]:
    finding = FINDINGS.get(row.finding)
    yield make_entry(
        row.at,
        _("We answered you"),
        "us",
        Part("", str(finding.plain) if finding else ""),
        own(row.reasons, _("Why")),
        own(row.remedy, _("What we will do to put it right")),
        *(Part("" if place else _("What you can do next"), line) for place, line in enumerate(row.next_step)),
    )


def _request(row: RequestRow) -> Iterator[Entry]:
    title = _("We were asked to take it further") if row.by_another else _("You asked us to take it further")
    yield make_entry(row.at, title, "you", own(row.reason))
    if row.decided_at is not None:
        side: Side = "you" if row.outcome == "withdrawn" else "us"
        decided = _DECIDED.get(row.outcome or "", _("We answered your request"))
        yield make_entry(row.decided_at, decided, side, own(row.outcome_reason))


def _extension(row: ExtensionRow) -> Iterator[Entry]:
    title = _("We told you that we are late") if row.kind == "late" else _("We told you that we need more time")
    new = _("The new date is %(date)s.", date=format_date(row.new_date))
    yield make_entry(row.at, title, "us", Part("", new), own(row.reason, _("Why")))


def _withdrawal(row: WithdrawalRow) -> Iterator[Entry]:
    title = _("The complaint was withdrawn") if row.by_another else _("You withdrew your complaint")
    yield make_entry(row.at, title, "you", own(row.reason))
    if row.undone_at is not None:
        yield make_entry(row.undone_at, _("You took it up again"), "you")


def _letter(row: LetterRow) -> Iterator[Entry]:
    title = _LETTERS.get(row.kind)
    if row.held and row.sent_at is None:
        words = _("We do not send it before it is safe. You can read here what happened, or call us.")
        yield make_entry(row.at, _("A letter waits for you"), "us", Part("", words))
    elif title is not None:
        sent = "" if row.held else str(_SENT_BY.get(row.channel, ""))
        yield make_entry(row.at, title, "us", Part("", sent if row.sent_at else _("It is on its way.")))


def _chase(row: ChaseRow) -> Iterator[Entry]:
    title = (
        _("You said that we have not done what we promised") if row.kind == "remedy" else _("You asked for an update")
    )
    by = "" if row.answered_at else _("We answer you by %(date)s.", date=format_date(row.answer_by))
    yield make_entry(row.at, title, "you", Part("", by))


def _file(row: FileRow) -> Iterator[Entry]:
    if row.by_officer:
        yield make_entry(row.at, _("We added a photo or document"), "us", own(row.label))
    else:
        yield make_entry(row.at, _("You sent a photo or document"), "you", own(row.label))


# What has no maker is not an entry: a way to reach the person.
_MAKERS: dict[type[ExchangeRow], Callable[[Any], Iterator[Entry]]] = {
    MessageRow: _message,
    AcknowledgementRow: _acknowledgement,
    ReplyRow: _reply,
    RequestRow: _request,
    ExtensionRow: _extension,
    WithdrawalRow: _withdrawal,
    LetterRow: _letter,
    FileRow: _file,
    ChaseRow: _chase,
}
