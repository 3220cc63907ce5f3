"""Mail nobody would wish for: each kind has one clear outcome, and is kept as it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal.complaints.incoming import by_mail
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter.models import Complaint, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.complaints.mailed import Desk
from tests.letters.incoming.mails import AUTHORITY, FAILED, bounce, raw

pytestmark = pytest.mark.database

WORDS = "Nobody came. لم يأت أحد"


@pytest.fixture
def desk(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Desk:
    return Desk(database, rulebook, replace(settings, mail_authority=AUTHORITY), now)


def nested(levels: int) -> Callable[[str], bytes]:
    """A mail whose words stand in so many parts within parts."""

    def made(to: str) -> bytes:
        head, _end, _words = raw(WORDS, to=to).partition(b"Content-Type:")
        opens = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(levels))
        closes = "".join(f"\r\n--b{n}--\r\n" for n in reversed(range(levels)))
        text = f'Content-Type: text/plain; charset="utf-8"\r\n\r\n{WORDS}'
        return head + f"{opens}{text}{closes}".encode()

    return made


def dated(date: str | None) -> Callable[[str], bytes]:
    def made(to: str) -> bytes:
        content = raw(WORDS, to=to)
        line = b"Date: Tue, 17 Nov 2026 09:00:00 +0000\r\n"
        assert line in content
        return content.replace(line, f"Date: {date}\r\n".encode() if date is not None else b"")

    return made


def forged(to: str) -> bytes:
    return raw(WORDS, to=to, authentication=FAILED)


def several_senders(to: str) -> bytes:
    return raw(WORDS, to=to, sender="Ama <ama@example.com>, Eve <eve@evil.example>")


def two_froms(to: str) -> bytes:
    return b"From: eve@evil.example\r\n" + raw(WORDS, to=to)


@pytest.mark.parametrize(
    ("made", "decision", "why", "words"),
    [
        (nested(12), "added", "", WORDS),
        (nested(60), None, "too_deep", ""),
        (nested(400), None, "too_deep", ""),
        (dated(None), "added", "", WORDS),
        (dated("Thu, 99 Foo 20266 25:61:00 +9999"), "added", "", WORDS),
        (dated("Tue, 01 Jan 2097 09:00:00 +0000"), "added", "", WORDS),
        (forged, None, "dmarc", WORDS),
        (several_senders, None, "not_proven", WORDS),
        (two_froms, None, "not_proven", WORDS),
    ],
)
def test_a_bad_reply_has_one_outcome_and_is_kept_whole(
    desk: Desk, made: Callable[[str], bytes], decision: str | None, why: str, words: str
) -> None:
    matter = desk.matter()
    content = made(desk.reply_to(matter))
    found = desk.take(content)
    assert (found.decision, found.why, found.words.strip()) == (decision, why, words)
    assert found.received_at == desk.now
    assert [message.body.strip() for message in desk.messages(matter)] == ([WORDS] if decision == "added" else [])
    with desk.database.session() as db:
        assert by_mail.get_raw(db, mail_id=found.id) == content


def test_words_without_a_date_count_from_when_they_reached_us(desk: Desk) -> None:
    matter = desk.matter()
    arrived = datetime(2026, 11, 17, 8, 59, tzinfo=UTC)
    found = desk.take(dated(None)(desk.reply_to(matter)), arrived=arrived)
    assert (found.sent_at, found.received_at) == (None, arrived)


def test_somebody_elses_reference_puts_no_words_on_either_matter(desk: Desk) -> None:
    mine, theirs = desk.matter("eve@example.com"), desk.matter()
    content = raw(WORDS, sender="eve@example.com", subject=f"Re: your complaint {theirs.number}")
    found = desk.take(content)
    assert (found.decision, found.why, found.complaint_id) == (None, "new", None)
    assert desk.messages(mine) + desk.messages(theirs) == []
    # To their own letter's address it is their own matter, whatever the subject names.
    own = desk.take(raw(WORDS, sender="eve@example.com", to=desk.reply_to(mine), subject=f"ref {theirs.number}"))
    assert (own.decision, own.complaint_id) == ("added", mine.complaint_id)
    assert desk.messages(theirs) == []


def test_a_bounce_and_a_loop_answer_nobody_and_make_no_matter(desk: Desk) -> None:
    matter = desk.matter()
    before = [desk.count(table) for table in (Complaint, Reference, Letter)]
    with desk.database.session() as db:
        message_id = db.scalars(select(Letter.message_id).where(Letter.person_id == matter.person_id)).one()
    loop = raw("We have your complaint.", sender=desk.settings.mail_from, to=desk.reply_to(matter))
    away = raw("I am away.", to=desk.reply_to(matter), headers={"Auto-Submitted": "auto-replied"})
    outcomes = [desk.take(one).decision for one in (bounce(message_id), loop, away) for _again in range(3)]
    assert outcomes == [None] * 3 + ["automatic"] * 6
    assert [desk.count(table) for table in (Complaint, Reference, Letter)] == before
    assert desk.messages(matter) == []
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(InboundMail)) == 3
