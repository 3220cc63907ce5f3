"""The exchange and the promised dates in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.complaints.codes import pasted_code
from portal.complaints.grants import private_code
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.tracking import promise_words, timeline
from portal.complaints.tracking.exchange_rows import (
    AcknowledgementRow,
    ContactRow,
    ExchangeRow,
    ExtensionRow,
    LetterRow,
    MessageRow,
    ReplyRow,
    RequestRow,
    WithdrawalRow,
)
from portal.complaints.tracking.reading import Promise
from portal.db import ComplaintId, GrantId, PersonId

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


AT = NOW + timedelta(days=1)


def request(**given: Any) -> RequestRow:
    """Return a request to go further, made by the person, a day after the complaint."""
    usual: dict[str, Any] = {"reason": "", "outcome": None, "outcome_reason": "", "decided_at": None}
    return RequestRow(AT, **usual | {"by_another": False} | given)


def letter(kind: str) -> LetterRow:
    """Return a letter that was sent by email."""
    return LetterRow(AT, kind=kind, channel="email", held=False, sent_at=NOW)


def promise(**given: Any) -> Promise:
    """Return a reply promised for 1 December 2026."""
    usual: dict[str, Any] = {
        "stage": 1,
        "kind": "reply",
        "due": date(2026, 12, 1),
        "because": "received",
        "worked_out": [],
        "kept_at": None,
        "replaced_at": None,
    }
    return Promise(**{**usual, **given})


@pytest.fixture
def matter() -> OpenMatter:
    """A matter with nothing but words."""
    return OpenMatter(
        begun_at=NOW,
        seen_at=NOW,
        grant_id=GrantId("g"),
        complaint_id=ComplaintId("c"),
        person_id=PersonId("p"),
        may="see",
        code_hmac=None,
        number="123456789012",
        words="Mine.",
        wanted="",
        happened="",
        place="",
        postcode="",
        service="missed-collection",
        team="waste",
        channel="web",
        received_at=NOW,
        state="open",
        stage=1,
        procedure="two-stage-code",
        procedure_from=date(2024, 4, 1),
        responder="service",
        acknowledged_at=None,
        answered_at=None,
    )


@pytest.mark.parametrize(
    ("one", "titles"),
    [
        (MessageRow(AT, "person", "web", "Hello."), ["You wrote to us"]),
        (MessageRow(AT, "person", "phone", "Hello."), ["You told us by phone"]),
        (MessageRow(AT, "person", "letterbox", "Hello."), ["A message came with your reference"]),
        (MessageRow(AT, "officer", "email", "Hello."), ["We wrote to you"]),
        (AcknowledgementRow(AT, "This.", "", "", "Team", ""), ["We told you what we understood"]),
        (ExtensionRow(AT, "extension", "Hard.", TODAY), ["We told you that we need more time"]),
        (ExtensionRow(AT, "late", "Ill.", TODAY), ["We told you that we are late"]),
        (request(), ["You asked us to take it further"]),
        (
            request(outcome="accepted", decided_at=NOW + timedelta(days=2)),
            ["You asked us to take it further", "We agreed to take it further"],
        ),
        (
            request(outcome="withdrawn", decided_at=NOW + timedelta(days=2)),
            ["You asked us to take it further", "You took your request back"],
        ),
        (
            WithdrawalRow(AT, reason="", by_another=False, undo_until=TODAY, undone_at=NOW + timedelta(days=3)),
            ["You withdrew your complaint", "You took it up again"],
        ),
        (letter("receipt"), ["We sent you a receipt"]),
        (letter("reply"), []),
        (ContactRow(AT, "email", None), []),
    ],
)
def test_everything_has_words(matter: OpenMatter, one: ExchangeRow, titles: list[str]) -> None:
    told = timeline.entries(matter, [one])
    assert [entry.title for entry in told] == ["You complained", *titles]
    assert told[0].parts == (timeline.Part("", "Mine.", own=True),)


def test_a_late_notice_is_told_once(matter: OpenMatter) -> None:
    notice = letter("late_notice")
    assert len(timeline.entries(matter, [notice])) == 2
    assert len(timeline.entries(matter, [notice, ExtensionRow(AT, "late", "Ill.", TODAY)])) == 2


def test_a_reply_shows_finding_reasons_remedy_and_the_way_further(matter: OpenMatter) -> None:
    reply = ReplyRow(AT, 1, "upheld", "Our van broke down.", "A new bin.", ["Tell us.", "Or ask."])
    parts = timeline.entries(matter, [reply])[1].parts
    assert [(part.label, part.text, part.own) for part in parts] == [
        ("", "We got this wrong", False),
        ("Why", "Our van broke down.", True),
        ("What we will do to put it right", "A new bin.", True),
        ("What you can do next", "Tell us.", False),
        ("", "Or ask.", False),
    ]


@pytest.mark.parametrize(
    ("given", "withdrawn", "status"),
    [
        ({}, False, "Promised"),
        ({}, True, "Stopped"),
        ({"due": TODAY}, False, "Promised"),
        ({"due": TODAY - timedelta(days=1)}, False, "Missed"),
        ({"kept_at": NOW}, False, "Kept"),
        # 23:30 UTC in winter is the same London day; half past midnight is the next.
        ({"due": TODAY, "kept_at": datetime(2026, 11, 17, 23, 30, tzinfo=UTC)}, False, "Kept"),
        ({"due": TODAY, "kept_at": datetime(2026, 11, 18, 0, 30, tzinfo=UTC)}, False, "Late"),
        ({"replaced_at": NOW}, False, "Changed"),
        ({"due": date(2026, 11, 10), "replaced_at": NOW}, False, "Missed"),
    ],
)
def test_a_promise_is_kept_missed_or_changed(given: dict[str, Any], withdrawn: bool, status: str) -> None:
    (shown,) = promise_words.shown([promise(**given)], today=TODAY, withdrawn=withdrawn)
    assert shown.status == status


def test_the_count_is_shown_with_the_days_left_out() -> None:
    step = {
        "what": "reply",
        "start": "2026-12-21",
        "start_is": "receipt",
        "amount": 10,
        "unit": "working_days",
        "end": "2027-01-07",
        "closed": [["2026-12-25", "Christmas Day"], ["2027-01-01", "New Year's Day"]],
    }
    (shown,) = promise_words.shown([promise(worked_out=[step])], today=TODAY, withdrawn=False)
    assert shown.how == (
        "10 working days, counted from 21 December 2026: the day we got it.",
        "These days do not count: 25 December 2026 (Christmas Day) and 1 January 2027 (New Year’s Day).",
    )
    (later,) = promise_words.shown([promise(stage=2, worked_out=[step])], today=TODAY, withdrawn=False)
    assert later.label == "Stage 2: We answer you"
    assert "the day you asked" in later.how[0]


@pytest.mark.parametrize("shape", ["{code}", "{grouped}", "my code:{lower}!", "{dashes} thanks", "XX{code}"])
def test_a_pasted_code_is_found_in_any_writing(shape: str) -> None:
    code, key = private_code.draw(), "k" * 40
    grouped = private_code.grouped(code)
    words = shape.format(code=code, grouped=grouped, lower=grouped.lower(), dashes=grouped.replace(" ", "-"))
    assert pasted_code.holds(words, private_code.hash_of(code, key), key)
    assert not pasted_code.holds(words, private_code.hash_of(private_code.draw(), key), key)
    assert not pasted_code.holds(words, None, key)
