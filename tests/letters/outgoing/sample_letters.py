"""A letter of each kind, with a word in every place that takes somebody's own, so that a test can look for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import Composed, compose
from portal.letters.outgoing.daily import Asked
from portal.letters.outgoing.kinds import KINDS, Channel, Content

REFERENCE = "1234 5678 9012"
DUE = date(2026, 12, 1)
_DATES = {"answer_by", "due", "new_date", "undo_until", "reply_by", "acknowledge_by", "decide_by", "next_update"}
_SPECIAL: dict[str, object] = {
    "reference": REFERENCE,
    "references": [REFERENCE, "9876 5432 1098"],
    "next_step": ["If you do not agree, tell us.", "You do not have to say why."],
}


def own_words(kind: str) -> set[str]:
    """Return the words that stand for a person's or officer's own in a letter of this kind."""
    return {f"planted-{name}" for name in KINDS[kind].words}


def values_for(kind: str) -> dict[str, object]:
    """Return all values that this kind takes."""
    return {
        name: _SPECIAL.get(name) or (DUE if name in _DATES else f"planted-{name}")
        for name in KINDS[kind].needs | KINDS[kind].may
    }


def composed(
    kind: str,
    settings: Settings,
    *,
    language: str = "en",
    values: Mapping[str, object] | None = None,
    secret: Mapping[str, Any] | None = None,
) -> Composed:
    """Return a letter of this kind about the sample values, or about others."""
    content = Content(kind, values_for(kind) if values is None else values, secret or {})
    return compose(content, language=language, settings=settings)


def recipient(
    address: str = "ann@home.example",
    *,
    channel: Channel = "email",
    proven: bool = True,
    name: str = "Ann Example",
    language: str = "en",
    large_print: bool = False,
) -> outbox.Recipient:
    """Return somebody to write to, who has no row among the persons."""
    return outbox.Recipient(channel, address, language, proven=proven, name=name, large_print=large_print)


def post(
    db: Session,
    settings: Settings,
    now: datetime,
    kind: str = "message",
    *,
    to: outbox.Recipient | None = None,
    values: Mapping[str, object] | None = None,
    secret: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    asked: Asked | None = None,
) -> str:
    """Post a sample letter and return its id; one that is asked for is, by a browser that leads somewhere."""
    if asked is None and KINDS[kind].cause == "asked":
        asked = Asked("192.0.2.1", leads=True)
    to = to or recipient()
    letter = composed(kind, settings, language=to.language, values=values, secret=secret)
    return outbox.post(db, letter, to=to, now=now, not_before=not_before, asked=asked)
