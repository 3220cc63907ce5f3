"""The outbox: a letter is there when the transaction is, and not beyond an address's daily number."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import jobs
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing import outbox
from portal.letters.outgoing.models import Letter
from tests.letters.outgoing.sample_letters import own_words, post, recipient

pytestmark = pytest.mark.database


def letters(database: Database) -> list[Letter]:
    with database.session() as db:
        return list(db.scalars(select(Letter).order_by(Letter.made_at, Letter.id)))


def post_and_fail(database: Database, settings: Settings, now: datetime) -> None:
    with suppress(ZeroDivisionError), database.changes() as db:
        post(db, settings, now)
        raise ZeroDivisionError


def test_a_letter_is_a_row_with_its_message_id(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        letter_id = post(db, settings, now)
    (letter,) = letters(database)
    assert letter.id == letter_id
    assert letter.message_id.endswith("@council.example>")
    assert (letter.kind, letter.channel, letter.address) == ("message", "email", "ann@home.example")
    assert "planted-words" in letter.body
    assert letter.sent_at is None


def test_a_transaction_that_fails_leaves_no_letter(database: Database, settings: Settings, now: datetime) -> None:
    post_and_fail(database, settings, now)
    assert letters(database) == []


@pytest.mark.parametrize("proven", [True, False])
def test_what_an_address_gets_depends_on_its_proof(
    proven: bool, database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now, "reply", to=recipient(proven=proven))
        post(db, settings, now, "reply", to=recipient("1 High Street\nTown", channel="post", proven=False))
    by_mail, on_paper = letters(database)
    assert all((word in by_mail.body) == proven for word in own_words("reply"))
    assert all(word in on_paper.body for word in own_words("reply"))


def test_an_unproven_address_gets_so_many_a_day_however_it_is_written(
    database: Database, settings: Settings, now: datetime
) -> None:
    most = settings.limits.messages_per_address_per_day
    spellings = ["victim@bücher.example", "Victim+1@BÜCHER.example", "vic.tim@xn--bcher-kva.example"]
    for number in range(50):
        with database.changes() as db:
            to = recipient(spellings[number % 3], proven=False, name="BUY SPAM")
            kind = ("receipt", "message", "late_notice")[number % 3]
            post(db, settings, now + timedelta(minutes=number), kind, to=to)
    made = letters(database)
    assert len(made) == 50
    assert sum(letter.cancelled_at is None for letter in made) == most
    assert not any("SPAM" in letter.body + letter.subject or "planted" in letter.body for letter in made)
    with database.changes() as db:
        later = post(db, settings, now + timedelta(days=2), "receipt", to=recipient(spellings[0], proven=False))
    assert next(letter for letter in letters(database) if letter.id == later).cancelled_at is None


def test_a_proven_address_is_not_kept_waiting_but_codes_are_counted(
    database: Database, settings: Settings, now: datetime
) -> None:
    most = settings.limits.messages_per_address_per_day
    with database.changes() as db:
        for _number in range(most + 3):
            post(db, settings, now)
            post(db, settings, now, "one_time_code", secret={"one_time_code": "nobody"})
    made = letters(database)
    assert sum(letter.cancelled_at is None for letter in made if letter.kind == "message") == most + 3
    assert sum(letter.cancelled_at is None for letter in made if letter.kind == "one_time_code") == most


@pytest.mark.parametrize("address", ["a@b.example,x@y.example", "a@b.example\r\nBcc: x@y.example", "nonsense"])
def test_an_unsafe_address_is_never_written_to(
    address: str, database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now, to=recipient(address))
    (letter,) = letters(database)
    assert (letter.address, letter.cancelled_at) == ("", now)


def test_texts_are_offered_in_demo_mode_only(database: Database, settings: Settings, now: datetime) -> None:
    real = dataclasses.replace(settings, demo=False)
    assert "sms" in outbox.offered(settings)
    assert "sms" not in outbox.offered(real)
    phone = recipient("07700 900123", channel="sms")
    with database.changes() as db:
        post(db, settings, now, to=phone)
        post(db, real, now, to=phone)
    shown, held = letters(database)
    assert shown.cancelled_at is None
    assert held.cancelled_at is not None
    assert "planted" not in shown.body


def test_letters_that_do_not_fit_are_the_callers_fault(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        with pytest.raises(ValueError, match="secret"):
            post(db, settings, now, secret={"tracking_code": "x"})
        with pytest.raises(ValueError, match="secret"):
            post(db, settings, now, "one_time_code")
        with pytest.raises(ValueError, match="does not go by"):
            post(db, settings, now, "access_letter", secret={"tracking_code": "x"})
        with pytest.raises(ValueError, match="proven"):
            post(db, settings, now, "lost_reference", to=recipient(proven=False))


def test_what_has_not_left_can_be_cancelled(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        first, second = post(db, settings, now), post(db, settings, now)
    with database.changes() as db:
        assert outbox.cancel(db, letter_ids=[first], now=now) == 1
        assert outbox.cancel(db, letter_ids=[first], now=now) == 0
    with database.session() as db:
        assert len(outbox.owed(db, now=now)) == 1
        assert db.scalar(select(func.count()).where(Letter.cancelled_at.is_(None), Letter.id == second)) == 1


def test_a_letter_held_back_is_not_owed_yet(database: Database, settings: Settings, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with database.changes() as db:
        post(db, settings, now, not_before=later)
    with database.session() as db:
        assert outbox.owed(db, now=now) == []
        assert len(outbox.owed(db, now=later)) == 1


def test_the_worker_is_woken_after_the_commit_and_only_then(
    database: Database, settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(jobs, "wake", lambda *_what: woken.append(len(letters(database))))
    with database.changes() as db:
        post(db, settings, now)
        assert woken == []
    assert woken == [1]
    post_and_fail(database, settings, now)
    assert woken == [1]
