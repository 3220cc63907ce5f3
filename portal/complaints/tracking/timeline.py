"""The whole exchange in words: what was written and done, in order, as the person reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.findings import FINDINGS
from portal.complaints.tracking.reading import Item
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


def entries(matter: OpenMatter, items: Sequence[Item], joined: Sequence[Entry] = ()) -> list[Entry]:
    """Return everything that passed between the person and the council, the oldest first, in the current language.

    ``joined`` are entries about other matters that belong to this one.
    """
    late = {item.at for item in items if item.what == "extension"}
    told: list[Entry] = [_complained(matter), *joined]
    for item in items:
        # An officer's late notice is an entry of its own, with its reason.
        if item.what == "letter" and item.a == "late_notice" and item.at in late:
            continue
        made = _MAKERS.get(item.what)
        if made is not None:
            told += made(item)
    return sorted(told, key=lambda entry: entry.at)


def make_entry(at: datetime, title: str, side: Side, *parts: Part) -> Entry:
    """Return an entry without its empty parts."""
    return Entry(at, format_datetime(at), str(title), side, tuple(part for part in parts if part.text))


def own(text: str | None, label: str = "") -> Part:
    """Return a part that holds somebody's own words."""
    return Part(label, text or "", own=True)


def _complained(matter: OpenMatter) -> Entry:
    if matter.role == "acting" and not matter.shows_others:
        return make_entry(matter.received_at, _("A complaint was made"), "you")
    return make_entry(
        matter.received_at,
        _COMPLAINED.get(matter.role) or _("A complaint was made"),
        "you",
        own(matter.words),
        own(matter.wanted, _("What you asked for")),
        own(matter.happened, _("When it happened")),
        own(", ".join(part for part in (matter.place, matter.postcode) if part), _("Where it happened")),
    )


def _message(item: Item) -> Iterator[Entry]:
    if item.a == "person":
        yield make_entry(item.at, _CAME_BY.get(item.b or "", _("You wrote to us")), "you", own(item.c))
    else:
        yield make_entry(item.at, _WENT_BY.get(item.b or "", _("We wrote to you")), "us", own(item.c))


def _acknowledgement(item: Item) -> Iterator[Entry]:
    yield make_entry(
        item.at,
        _("We told you what we understood"),
        "us",
        own(item.a),
        own(item.b, _("What you want to happen")),
        own(item.c, _("What we cannot decide")),
    )


def _reply(item: Item) -> Iterator[Entry]:
    finding = FINDINGS.get(item.a or "")
    yield make_entry(
        item.at,
        _("We answered you"),
        "us",
        Part("", str(finding.plain) if finding else ""),
        own(item.b, _("Why")),
        own(item.c, _("What we will do to put it right")),
        *(Part("" if place else _("What you can do next"), str(line)) for place, line in enumerate(item.data or ())),
    )


def _request(item: Item) -> Iterator[Entry]:
    title = _("We were asked to take it further") if item.e else _("You asked us to take it further")
    yield make_entry(item.at, title, "you", own(item.b))
    if item.done is not None:
        side: Side = "you" if item.c == "withdrawn" else "us"
        yield make_entry(item.done, _DECIDED.get(item.c or "", _("We answered your request")), side, own(item.d))


def _extension(item: Item) -> Iterator[Entry]:
    title = _("We told you that we are late") if item.a == "late" else _("We told you that we need more time")
    new = _("The new date is %(date)s.", date=format_date(item.day)) if item.day else ""
    yield make_entry(item.at, title, "us", Part("", new), own(item.b, _("Why")))


def _withdrawal(item: Item) -> Iterator[Entry]:
    title = _("The complaint was withdrawn") if item.b else _("You withdrew your complaint")
    yield make_entry(item.at, title, "you", own(item.a))
    if item.done is not None:
        yield make_entry(item.done, _("You took it up again"), "you")


def _letter(item: Item) -> Iterator[Entry]:
    title = _LETTERS.get(item.a or "")
    if item.b == "held" and item.done is None:
        words = _("We do not send it before it is safe. You can read here what happened, or call us.")
        yield make_entry(item.at, _("A letter waits for you"), "us", Part("", words))
    elif title is not None:
        sent = str(_SENT_BY.get(item.b or "", ""))
        yield make_entry(item.at, title, "us", Part("", sent if item.done else _("It is on its way.")))


def _chase(item: Item) -> Iterator[Entry]:
    title = _("You said that we have not done what we promised") if item.a == "remedy" else _("You asked for an update")
    by = _("We answer you by %(date)s.", date=format_date(item.day)) if item.day and item.done is None else ""
    yield make_entry(item.at, title, "you", Part("", by))


def _file(item: Item) -> Iterator[Entry]:
    if item.b is None:
        yield make_entry(item.at, _("You sent a photo or document"), "you", own(item.a))
    else:
        yield make_entry(item.at, _("We added a photo or document"), "us", own(item.a))


_MAKERS: dict[str, Callable[[Item], Iterator[Entry]]] = {
    "message": _message,
    "acknowledgement": _acknowledgement,
    "reply": _reply,
    "request": _request,
    "extension": _extension,
    "withdrawal": _withdrawal,
    "letter": _letter,
    "file": _file,
    "chase": _chase,
}
