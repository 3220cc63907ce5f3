"""The outbox: a letter is there when the transaction is, and not beyond an address's daily number."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from portal import jobs
from portal.config import Settings
from portal.db import Database, PersonId
from portal.letters.outgoing import gathering, outbox
from portal.letters.outgoing.daily import Asked
from portal.letters.outgoing.kinds import KINDS
from portal.letters.outgoing.models import Letter
from portal.people.models import Person
from tests.letters.outgoing.sample_letters import composed, own_words, post, recipient

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


def test_receipts_over_the_days_number_wait_and_none_is_cancelled(
    database: Database, settings: Settings, now: datetime
) -> None:
    most = settings.limits.messages_per_address_per_day
    spellings = ["victim@bücher.example", "VICTIM@BÜCHER.example", "victim@xn--bcher-kva.example"]
    for number in range(50):
        with database.changes() as db:
            to = recipient(spellings[number % 3], proven=False, name="BUY SPAM")
            post(db, settings, now + timedelta(minutes=number), "receipt", to=to)
    made = letters(database)
    receipts = [letter for letter in made if letter.kind == "receipt"]
    gathered = [letter for letter in made if letter.kind == "gathered"]
    assert len(receipts) == 50
    assert not [letter for letter in made if letter.cancelled_at]
    assert sum(letter.goes_with is None for letter in receipts) == most
    assert {letter.goes_with for letter in receipts if letter.goes_with} == {letter.id for letter in gathered}
    assert len(gathered) == 1
    assert not any("SPAM" in letter.body + letter.subject or "planted" in letter.body for letter in made)


def test_other_spellings_of_one_mailbox_get_no_mail_without_end(
    database: Database, settings: Settings, now: datetime
) -> None:
    most, gap = settings.limits.messages_per_address_per_day, timedelta(minutes=settings.limits.gathering_minutes)
    for number in range(most + 5):
        with database.changes() as db:
            post(db, settings, now, "receipt", to=recipient(f"v+{number}@home.example", proven=False))
    with database.changes() as db:
        post(db, settings, now, "receipt", to=recipient("v@home.example", proven=False))
    gathered = [letter for letter in letters(database) if letter.kind == "gathered"]
    tagged = [letter for letter in gathered if "+" in letter.address]
    assert [letter.not_before for letter in tagged] == [now + gap * at for at in range(1, 6)]
    # The plain address waits for none of them, and nobody reads there what belongs to another spelling.
    assert [letter.not_before for letter in gathered if letter not in tagged] == [now + gap]
    assert len({letter.address for letter in gathered}) == 6


def test_dots_put_letters_together_only_where_they_make_no_difference(
    database: Database, settings: Settings, now: datetime
) -> None:
    most = settings.limits.messages_per_address_per_day
    with database.changes() as db:
        for number in range(most + 2):
            for domain in ("gmail.com", "home.example"):
                name = "coarse" if number != most else "co.arse"
                post(db, settings, now, "receipt", to=recipient(f"{name}@{domain}", proven=False))
    gathered = [letter.address for letter in letters(database) if letter.kind == "gathered"]
    assert gathered == ["co.arse@gmail.com", "co.arse@home.example", "coarse@home.example"]


def test_what_officers_write_and_what_a_proven_address_is_owed_never_waits(
    database: Database, settings: Settings, now: datetime
) -> None:
    most = settings.limits.messages_per_address_per_day
    with database.changes() as db:
        for _number in range(most + 3):
            post(db, settings, now, "receipt", to=recipient(proven=False))
            post(db, settings, now, "one_time_code", secret={"one_time_code": "nobody"}, to=recipient(proven=False))
    owed = sorted(kind for kind, what in KINDS.items() if what.cause == "council" and "email" in what.channels)
    with database.changes() as db:
        for kind in owed:
            proven = KINDS[kind].proven_only
            fills = KINDS[kind].fills_in
            if kind == "gathered":
                continue
            secret = {fills: "nobody"} if fills else None
            letter_id = post(db, settings, now, kind, to=recipient(proven=proven), secret=secret)
            letter = db.get_one(Letter, letter_id)
            assert (letter.cancelled_at, letter.goes_with, letter.not_before) == (None, None, None), kind
        letter = db.get_one(Letter, post(db, settings, now, "receipt"))
        assert (letter.cancelled_at, letter.goes_with, letter.not_before) == (None, None, None)


def asked_for(
    database: Database, settings: Settings, now: datetime, asked: Asked, address: str = "ann@home.example"
) -> Letter:
    secret, to = {"one_time_code": "nobody"}, recipient(address)
    with database.changes() as db:
        return db.get_one(Letter, post(db, settings, now, "one_time_code", to=to, secret=secret, asked=asked))


def test_asking_for_an_address_that_looks_alike_delays_no_other(
    database: Database, settings: Settings, now: datetime
) -> None:
    for number in range(40):
        for address in ("c.o.a.r.s.e+1@home.example", "co.arse@home.example", f"coarse+{number}@home.example"):
            asked_for(database, settings, now, Asked(f"192.0.2.{number}", leads=True), address)
    assert asked_for(database, settings, now, Asked("192.0.2.1", leads=True), "coarse@home.example").not_before is None
    tagged = [letter for letter in letters(database) if letter.address.startswith("coarse+")]
    at_once = [letter for letter in tagged if (letter.not_before, letter.goes_with) == (None, None)]
    assert len(at_once) <= settings.limits.messages_per_address_per_day


def test_what_strangers_ask_for_waits_and_is_not_refused(database: Database, settings: Settings, now: datetime) -> None:
    limits, gap = settings.limits, timedelta(minutes=settings.limits.gathering_minutes)
    for _number in range(100):
        asked_for(database, settings, now, Asked("192.0.2.1", leads=False))
    one_network = [asked_for(database, settings, now, Asked("192.0.2.1", leads=True)) for _number in range(50)]
    at_once = [letter for letter in one_network if (letter.not_before, letter.goes_with) == (None, None)]
    assert len(at_once) == limits.asked_per_network_per_day
    assert asked_for(database, settings, now, Asked("192.0.2.2", leads=True)).not_before is None
    many = [asked_for(database, settings, now, Asked(f"198.51.100.{at}", leads=True)) for at in range(50)]
    at_once = [letter for letter in [*one_network, *many] if (letter.not_before, letter.goes_with) == (None, None)]
    assert len(at_once) == limits.messages_per_address_per_day - 1
    late = asked_for(database, settings, now, Asked("203.0.113.9", leads=True))
    assert late.cancelled_at is None
    firsts = [letter for letter in letters(database) if letter.not_before]
    # Those that lead to nothing wait apart.
    assert [(letter.not_before, letter.id == late.goes_with) for letter in firsts] == [
        (now + gap, False),
        (now + gap, True),
    ]
    known = [asked_for(database, settings, now, Asked("192.0.2.1", leads=True, known=True)) for _number in range(12)]
    assert {letter.not_before for letter in known} == {None}


def test_of_what_one_network_asks_for_there_is_an_end(database: Database, settings: Settings, now: datetime) -> None:
    few = dataclasses.replace(settings, limits=dataclasses.replace(settings.limits, asked_waiting_per_network=3))
    asked = [asked_for(database, few, now, Asked("192.0.2.1", leads=True)) for _number in range(11)]
    assert [letter.cancelled_at is not None for letter in asked] == [False] * 9 + [True] * 2
    assert asked_for(database, few, now, Asked("192.0.2.2", leads=True)).cancelled_at is None


def test_a_full_letter_is_followed_by_another(database: Database, settings: Settings, now: datetime) -> None:
    limits = dataclasses.replace(settings.limits, gathered_most=3, asked_per_network_per_day=0)
    few, gap = dataclasses.replace(settings, limits=limits), timedelta(minutes=limits.gathering_minutes)
    asked = [asked_for(database, few, now, Asked("192.0.2.1", leads=True)) for _number in range(5)]
    first, _second, _third, fourth, fifth = asked
    assert [letter.goes_with for letter in asked] == [None, first.id, first.id, None, fourth.id]
    assert (first.not_before, fourth.not_before) == (now + gap, now + 2 * gap)
    assert fifth.cancelled_at is None


def test_the_newest_of_letters_that_say_the_same_goes_for_all(
    database: Database, settings: Settings, now: datetime
) -> None:
    few = dataclasses.replace(settings, limits=dataclasses.replace(settings.limits, asked_per_network_per_day=0))
    with database.changes() as db:
        for number in ("1111 1111 1111", "2222 2222 2222"):
            post(db, few, now, "lost_reference", values={"references": [number]})
    first, second = letters(database)
    assert (first.goes_with, second.goes_with) == (None, first.id)
    assert "2222 2222 2222" in first.body


def test_what_leaves_for_others_too_is_sent_once_and_noted_for_all(
    database: Database, settings: Settings, now: datetime
) -> None:
    few = dataclasses.replace(settings, limits=dataclasses.replace(settings.limits, asked_per_network_per_day=0))
    first, second = (asked_for(database, few, now, Asked("192.0.2.1", leads=True)) for _number in range(2))
    with database.changes() as db:
        assert outbox.owed(db, now=now) == []
        assert outbox.owed(db, now=now + timedelta(days=1)) == [first.queue]
        db.execute(update(Letter).where(Letter.id == first.id).values(tries=1))
    later = asked_for(database, few, now, Asked("192.0.2.1", leads=True))
    assert later.goes_with is None, "the first is on its way already"
    with database.changes() as db:
        db.execute(update(Letter).where(Letter.id == first.id).values(sent_at=now))
        gathering.settle(db)
    found = {letter.id: letter for letter in letters(database)}
    assert [found[one.id].sent_at for one in (first, second, later)] == [now, now, None]


def test_letters_that_are_held_do_not_leave_with_others(database: Database, settings: Settings, now: datetime) -> None:
    limits = dataclasses.replace(settings.limits, messages_per_address_per_day=0)
    few, person = dataclasses.replace(settings, limits=limits), PersonId("0" * 32)
    to = dataclasses.replace(recipient(proven=False), person_id=person)
    with database.changes() as db:
        db.add(Person(id=person, name="Ann", language="en", created_at=now))
        db.flush()
        letter_id = post(db, few, now, "receipt", to=to)
    first = next(letter for letter in letters(database) if letter.kind == "gathered")
    with database.changes() as db:
        assert [one.id for one in gathering.going_with(db, first_id=first.id)] == [letter_id]
        outbox.hold(db, person_ids=[person], now=now)
        assert gathering.going_with(db, first_id=first.id) == []
        outbox.let_go(db, letter_ids=[letter_id])
        assert len(outbox.owed(db, now=now)) == 1


@pytest.mark.parametrize(("kind", "asked"), [("receipt", Asked("192.0.2.1", leads=True)), ("lost_reference", None)])
def test_a_letter_says_who_asks_for_it_when_it_can_be_asked_for(
    kind: str, asked: Asked | None, database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db, pytest.raises(ValueError, match="who asks"):
        outbox.post(db, composed(kind, settings), to=recipient(), now=now, asked=asked)


def test_what_is_owed_and_cannot_be_sent_raises_an_alarm_without_the_address(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    real = dataclasses.replace(settings, demo=False)
    with database.changes() as db:
        post(db, settings, now, to=recipient("secret.place@home.example\r\nBcc: x@y.example"))
        post(db, real, now, to=recipient("07700 900123", channel="sms"))
        post(db, settings, now, "one_time_code", secret={"one_time_code": "x"}, to=recipient("nonsense"))
    alarms = [record.getMessage() for record in caplog.records if record.getMessage().startswith("ALARM")]
    assert len(alarms) == 2
    assert not any(word in caplog.text for word in ("secret", "home.example", "900123"))


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
