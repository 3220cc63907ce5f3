"""Messages reach the person, notes reach nobody outside, calls are recorded; each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.casework.answering.message import send_message
from portal.casework.case.contact_record import record_contact
from portal.casework.case.note import add_note
from portal.casework.desk.models import ContactRecord, Note
from portal.complaints.matter.models import Message
from portal.db import new_id
from portal.errors import NotFound, Refusal
from portal.letters.outgoing.models import Letter
from tests.casework.cases import Casework

pytestmark = pytest.mark.database


def test_message_is_on_the_matter_and_in_a_letter(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(send_message, made, grace, body="We rang the crew.\nالسلام", send_key=new_id())
    (letter,) = casework.letters(made, "message")
    assert "We rang the crew.\nالسلام" in letter.body
    assert casework.kinds(made)[-1] == "message_sent"


def test_message_goes_to_the_contact_of_its_own_matter(casework: Casework) -> None:
    grace = casework.officer()
    first = casework.matter(address="first@example.com")
    second = casework.matter(address="second@example.com")
    casework.do(send_message, first, grace, body="About yours.", send_key=new_id())
    assert [letter.address for letter in casework.letters(first, "message")] == ["first@example.com"]
    assert casework.letters(second, "message") == []


def test_somebody_without_an_address_still_finds_it_on_their_page(casework: Casework) -> None:
    made, grace = casework.matter(contact="none"), casework.officer()
    casework.do(send_message, made, grace, body="We rang the crew.", send_key=new_id())
    assert casework.letters(made, "message") == []
    assert casework.count(Message, made) == 1


def test_double_click_is_one_message(casework: Casework) -> None:
    made, grace, key = casework.matter(), casework.officer(), new_id()
    first = casework.do(send_message, made, grace, body="Once.", send_key=key)
    assert casework.do(send_message, made, grace, body="Once.", send_key=key) == first
    assert len(casework.letters(made, "message")) == 1


def test_key_of_another_matter_sends_nothing(casework: Casework) -> None:
    """A form mixed up between two tabs never writes to the other person."""
    first, second = casework.matter(), casework.matter()
    grace, key = casework.officer(), new_id()
    casework.do(send_message, first, grace, body="Yours.", send_key=key)
    with pytest.raises(NotFound):
        casework.do(send_message, second, grace, body="Yours.", send_key=key)
    assert casework.letters(second, "message") == []


def test_note_is_in_no_letter_no_message_and_no_event(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    before = casework.kinds(made)
    key = new_id()
    casework.do(add_note, made, grace, body="MARKER ask the depot", send_key=key)
    casework.do(add_note, made, grace, body="MARKER ask the depot", send_key=key)
    assert casework.count(Note, made) == 1
    assert casework.count(Message, made) == 0
    assert casework.kinds(made) == before
    with casework.database.session() as db:
        assert not any("MARKER" in letter.body for letter in db.scalars(select(Letter)))


def test_calls_are_recorded_once_with_their_own_time(casework: Casework) -> None:
    made, grace, key = casework.matter(), casework.officer(), new_id()
    rang = casework.now - timedelta(hours=1)
    given = {"kind": "call", "at": rang, "body": "She wants a call on Friday.", "send_key": key}
    casework.do(record_contact, made, grace, **given)
    casework.do(record_contact, made, grace, **given)
    assert casework.count(ContactRecord, made) == 1
    assert casework.kinds(made)[-1] == "call_recorded"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "fax", "body": "x"}, "kind_missing"),
        ({"kind": "call", "body": " "}, "words_missing"),
        ({"kind": "meeting", "body": ""}, "words_missing"),
    ],
)
def test_half_a_record_is_refused(casework: Casework, given: dict[str, str], code: str) -> None:
    made, grace = casework.matter(), casework.officer()
    with pytest.raises(Refusal) as refusal:
        casework.do(record_contact, made, grace, at=casework.now, send_key=new_id(), **given)
    assert refusal.value.code == code


def test_a_call_nobody_answered_needs_no_words_and_cannot_be_tomorrow(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(record_contact, made, grace, kind="not_reached", at=casework.now, body="", send_key=new_id())
    with pytest.raises(Refusal) as refusal:
        casework.do(
            record_contact,
            made,
            grace,
            kind="not_reached",
            at=casework.now + timedelta(minutes=1),
            body="",
            send_key=new_id(),
        )
    assert refusal.value.code == "in_the_future"
