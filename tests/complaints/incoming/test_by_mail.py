"""A reply lands on its matter only when nothing is doubtful; everything else waits for a person, whole."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.complaints.follow_up import messages
from portal.complaints.grants import grants
from portal.complaints.incoming import by_mail, mail_files, mail_reading
from portal.complaints.incoming.models import InboundMail, InboundRaw
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.incoming.mailbox import Came
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint
from tests.complaints.mailed import Desk
from tests.delivered import deliver_all
from tests.letters.incoming.mails import AUTHORITY, FAILED, PASSED, bounce, raw

pytestmark = pytest.mark.database


@pytest.fixture
def desk(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Desk:
    return Desk(database, rulebook, replace(settings, mail_authority=AUTHORITY), now)


def test_a_reply_is_a_message_on_its_matter(desk: Desk) -> None:
    matter = desk.matter()
    content = raw("Still nothing.\n\nOn Tuesday you wrote:\n> Dear Ama", to=desk.reply_to(matter))
    found = desk.take(content)
    (message,) = desk.messages(matter)
    assert (message.body, message.channel, message.author) == ("Still nothing.", "email", "person")
    assert (message.person_id, message.officer_id) == (matter.person_id, None)
    assert (found.decision, found.complaint_id, found.dmarc) == ("added", matter.complaint_id, "pass")
    with desk.database.session() as db:
        assert by_mail.get_raw(db, mail_id=found.id) == content


def test_every_letter_to_a_person_has_its_own_address_and_the_database_cannot_tell_it(desk: Desk) -> None:
    first, second = desk.matter(), desk.matter("bob@example.com")
    addresses = {desk.reply_to(first), desk.reply_to(second)}
    assert len(addresses) == 2
    with desk.database.session() as db:
        for letter in db.scalars(select(Letter)):
            assert (letter.reply_hmac is not None) == (letter.person_id is not None)
            kept = " ".join(str(value) for value in vars(letter).values())
            assert not any(address.split("+")[1].split("@")[0] in kept for address in addresses)


def test_a_letter_sent_again_is_answered_at_the_same_address(desk: Desk) -> None:
    matter = desk.matter()
    before = desk.reply_to(matter)
    with desk.database.changes() as db:
        db.execute(update(Letter).values(sent_at=None, tried_at=None))
    deliver_all(desk.database, desk.settings, desk.now + timedelta(hours=1))
    assert desk.reply_to(matter) == before


def test_the_same_mail_twice_is_one_message(desk: Desk) -> None:
    matter = desk.matter()
    content = raw("Still nothing.", to=desk.reply_to(matter))
    assert desk.take(content).id == desk.take(content).id
    again = desk.take(b"Received: by another way\r\n" + content)
    assert (again.decision, again.complaint_id) == ("repeat", matter.complaint_id)
    assert len(desk.messages(matter)) == 1
    other = desk.take(raw("And another thing.", to=desk.reply_to(matter)))
    assert (other.decision, len(desk.messages(matter))) == ("added", 2)


@pytest.mark.parametrize(
    ("why", "given"),
    [
        ("not_proven", {"sender": "eve@evil.example"}),
        ("not_proven", {"sender": "Ama <ama@example.com>, eve@evil.example"}),
        ("dmarc", {"authentication": FAILED}),
        ("dmarc", {"authentication": None}),
        ("dmarc", {"authentication": PASSED.replace(AUTHORITY, "evil.example")}),
        ("copied", {"headers": {"Cc": "friend@home.example"}}),
        ("no_words", {"words": "  "}),
        ("too_long", {"words": "word " * 5_000}),
        ("perhaps", {"headers": {"Precedence": "bulk"}}),
    ],
)
def test_a_doubtful_reply_waits_for_a_person(desk: Desk, why: str, given: dict[str, Any]) -> None:
    matter = desk.matter()
    found = desk.take(raw(**{"words": "Close it.", **given}, to=desk.reply_to(matter)))
    assert (found.why, found.decision, found.complaint_id) == (why, None, None)
    assert found.letter_id is not None
    assert desk.messages(matter) == []


def test_an_unproven_address_and_one_that_was_replaced_do_not_count(desk: Desk) -> None:
    unproven = desk.matter("zed@example.com", proven=False)
    assert desk.take(raw(sender="zed@example.com", to=desk.reply_to(unproven))).why == "not_proven"
    matter = desk.matter()
    with desk.database.changes() as db:
        db.execute(update(ContactPoint).values(ended_at=desk.now))
    assert desk.take(raw(to=desk.reply_to(matter))).why == "not_proven"


def test_somebody_elses_reply_address_opens_nothing_to_a_proven_contact_of_another_matter(desk: Desk) -> None:
    mine, theirs = desk.matter("eve@example.com"), desk.matter()
    found = desk.take(raw(sender="eve@example.com", to=desk.reply_to(theirs)))
    assert found.why == "not_proven"
    assert desk.messages(mine) + desk.messages(theirs) == []


def test_who_lost_their_way_in_adds_nothing_by_mail_either(desk: Desk) -> None:
    matter = desk.matter()
    address = desk.reply_to(matter)
    with desk.database.changes() as db:
        grants.revoke(db, grant_id=matter.grant_id, now=desk.now)
    assert desk.take(raw(to=address)).why == "closed"


def test_a_reference_in_the_subject_adds_nothing(desk: Desk) -> None:
    matter = desk.matter()
    found = desk.take(raw(sender="eve@evil.example", subject=f"ref {matter.number}"))
    assert (found.why, found.decision, found.letter_id) == ("new", None, None)
    own = desk.take(raw("I am Ama", subject=f"ref {matter.number}"))
    assert (own.why, own.decision) == ("new", None)
    assert desk.messages(matter) == []


def test_an_invented_reply_address_is_a_new_mail(desk: Desk) -> None:
    assert desk.take(raw(to=f"reply+{'a' * 32}@council.example")).why == "new"
    matter, other = desk.matter(), desk.matter("bob@example.com")
    assert desk.take(raw(to=f"{desk.reply_to(matter)}, {desk.reply_to(other)}")).why == "new"


def test_a_new_mail_opens_no_matter_and_is_not_answered(desk: Desk) -> None:
    letters, complaints = desk.count(Letter), desk.count(Complaint)
    desk.take(raw("Nobody emptied my bin.", subject="Complaint"))
    assert (desk.count(Letter), desk.count(Complaint)) == (letters, complaints)


def test_a_bounce_waits_with_the_letter_that_came_back(desk: Desk) -> None:
    matter = desk.matter()
    with desk.database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.person_id == matter.person_id)).one()
    found = desk.take(bounce(letter.message_id))
    assert (found.why, found.decision, found.answers_id) == ("bounce", None, letter.id)


def test_an_out_of_office_loop_ends_at_once_and_is_kept(desk: Desk) -> None:
    matter = desk.matter()
    letters = desk.count(Letter)
    for number in range(30):
        away = {"Auto-Submitted": "auto-replied", "Return-Path": "<>"}
        found = desk.take(raw("I am away.", to=desk.reply_to(matter), message_id=f"<{number}@x>", headers=away))
        assert found.decision == "automatic"
    assert desk.messages(matter) == []
    assert (desk.count(Letter), desk.count(InboundMail)) == (letters, 30)


def test_headers_of_our_own_mean_nothing_in_a_mail_that_comes_in(desk: Desk) -> None:
    matter = desk.matter()
    headers = {"X-Letter-Kind": "reply", "X-Channel": "post", "X-Address": "1 High Street"}
    found = desk.take(raw(sender="eve@evil.example", to=desk.reply_to(matter), headers=headers))
    assert (found.why, desk.messages(matter)) == ("not_proven", [])


def test_mail_of_another_organisation_to_our_address_is_read_by_officers_only(desk: Desk) -> None:
    matter = desk.matter()
    for to in (desk.reply_to(matter), "complaints@council.example"):
        words = f"Your code is planted-code. {to}"
        found = desk.take(raw(words, sender="verify@shop.example", to=to, subject="Verify", message_id=f"<{to}>"))
        assert found.decision is None
    assert desk.messages(matter) == []
    with desk.database.session() as db:
        assert not any("planted" in letter.body for letter in db.scalars(select(Letter)))


def test_the_same_mail_read_by_many_at_once_is_one_message(desk: Desk) -> None:
    matter = desk.matter()
    content = raw("Still nothing.", to=desk.reply_to(matter))
    start = threading.Barrier(6)

    def read(_number: int) -> str:
        own = Database(desk.settings.database_url, synchronous="OFF")
        start.wait()
        found = replace(desk, database=own).take(content)
        own.dispose()
        return found.id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(read, range(6)))) == 1
    assert (len(desk.messages(matter)), desk.count(InboundMail)) == (1, 1)


def test_files_are_listed_and_kept(desk: Desk) -> None:
    matter = desk.matter()
    found = desk.take(raw(to=desk.reply_to(matter), files={"bin.jpg": b"picture"}))
    assert found.attachments == [{"name": "bin.jpg", "type": "image/jpeg", "size": 7}]
    with desk.database.session() as db:
        assert [one.id for one in by_mail.of_matter(db, complaint_id=matter.complaint_id)] == [found.id]


def test_a_mail_that_cannot_be_decided_about_is_kept_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    matter = desk.matter()

    def fails(*_given: object, **_more: object) -> None:
        raise ValueError("planted-words")

    monkeypatch.setattr(messages, "add_message", fails)
    found = desk.take(raw(to=desk.reply_to(matter)))
    assert (found.why, found.decision) == ("failed", None)
    assert "ALARM" in caplog.text
    assert "planted" not in caplog.text


@pytest.mark.slow
def test_a_mail_of_30_mb_is_taken_and_one_over_the_limit_is_named(desk: Desk) -> None:
    matter = desk.matter()
    large = raw(to=desk.reply_to(matter), files={"film.jpg": b"x" * 21_900_000})
    assert 29_000_000 < len(large) < desk.settings.limits.mail_bytes
    taken = desk.take(large)
    assert (taken.decision, len(desk.messages(matter))) == ("added", 1)
    # The film is too big for evidence; the words stand, and the mail stays whole.
    mail_files.take_all(desk.database, by_portal(now=desk.now, settings=desk.settings))
    with desk.database.session() as db:
        assert db.get_one(InboundMail, taken.id).attachments[0]["refused"] == "too_big"
        assert by_mail.get_raw(db, mail_id=taken.id) == large
    head = raw(to=desk.reply_to(matter))[:400]
    found = Came(head, 60_000_000)
    mail_id = mail_reading.take(
        desk.database, by_portal(now=desk.now, rulebook=desk.rulebook, settings=desk.settings), came=found
    )
    with desk.database.session() as db:
        row = db.get_one(InboundMail, mail_id)
        assert (row.why, row.decision, row.size) == ("too_large", None, 60_000_000)
        assert len(db.get_one(InboundRaw, mail_id).content) == 400
