"""What passed between the council and one person about a matter: a row type for each kind of thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One thing in the exchange, and when it was done."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow(ExchangeRow):
    """Words that one side wrote or said; ``author`` is "person" for the resident's side."""

    author: str
    channel: str
    body: str


@dataclass(frozen=True, slots=True)
class AcknowledgementRow(ExchangeRow):
    """What the council said it understood, and who handles it."""

    understood: str
    outcome: str
    not_ours: str
    handler: str
    phone: str


@dataclass(frozen=True, slots=True)
class ReplyRow(ExchangeRow):
    """The council's answer at one stage; ``next_step`` are its lines on how to go further."""

    stage: int
    finding: str
    reasons: str
    remedy: str
    next_step: list[str]


@dataclass(frozen=True, slots=True)
class RequestRow(ExchangeRow):
    """A request to go further; ``by_another`` says that somebody else on the matter made it."""

    reason: str
    outcome: str | None
    outcome_reason: str
    by_another: bool
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionRow(ExchangeRow):
    """A later date for the reply; ``kind`` is "late" for a late notice."""

    kind: str
    reason: str
    new_date: date


@dataclass(frozen=True, slots=True)
class WithdrawalRow(ExchangeRow):
    """The matter was withdrawn; ``by_another`` says that somebody else on the matter did it."""

    reason: str
    by_another: bool
    undo_until: date
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterRow(ExchangeRow):
    """A letter to the person; ``held`` says that it was made to wait until they are reached safely."""

    kind: str
    channel: str
    held: bool
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactRow(ExchangeRow):
    """A way to reach the person, and when it was proven."""

    kind: str
    proven_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChaseRow(ExchangeRow):
    """The person asked for an update, or said that a remedy was not done."""

    kind: str
    answer_by: date
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileRow(ExchangeRow):
    """A photo or document; ``by_officer`` says that an officer added it."""

    label: str
    by_officer: bool
