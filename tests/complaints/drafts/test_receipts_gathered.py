"""Many complaints that name one address: every reference arrives there, and nobody's mailbox is filled (threat T16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.matter import reference
from portal.config import Settings
from portal.letters.outgoing import gathering, outbox
from portal.letters.outgoing.leaving import Outgoing, SendLater
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.joined import Desk
from tests.complaints.matters import Matter
from tests.delivered import deliver_all

pytestmark = pytest.mark.database

VICTIM = "victim@bücher.example"
SPELLINGS = (VICTIM, "VICTIM@BÜCHER.EXAMPLE", "Victim@xn--bcher-kva.example")


def made(desk: Desk, address: str, *, number: int) -> Matter:
    return matters.made(
        desk.database,
        rulebook=desk.rulebook,
        settings=desk.settings,
        at=desk.now + timedelta(seconds=number),
        email=address,
        proven=False,
        words=f"BUY SPAM number {number}",
        name="BUY SPAM",
    )


def sent(desk: Desk, *, minutes: int = 1) -> list[Outgoing]:
    left: list[Outgoing] = []
    at = desk.now + timedelta(minutes=minutes)
    deliver_all(desk.database, desk.settings, at, send=lambda letter, _settings: left.append(letter))
    with desk.database.changes() as db:
        gathering.settle(db)
    return left


def test_every_reference_arrives_once_and_none_of_the_words(desk: Desk) -> None:
    numbers = [made(desk, SPELLINGS[number % 3], number=number).number for number in range(50)]
    first = sent(desk)
    assert len(first) == desk.settings.limits.messages_per_address_per_day
    (gathered,) = sent(desk, minutes=desk.settings.limits.gathering_minutes + 1)
    bodies = [letter.body + letter.subject + letter.recipient for letter in (*first, gathered)]
    for number in numbers:
        assert sum(body.count(reference.grouped(number)) for body in bodies) == 1
    assert "SPAM" not in "".join([*(letter.body + letter.subject for letter in first), bodies[-1]])
    assert sent(desk, minutes=24 * 60) == []
    with desk.database.session() as db:
        assert all(letter.sent_at for letter in db.scalars(select(Letter)))


def test_a_day_of_complaints_in_one_persons_name_makes_so_much_mail_and_no_more(desk: Desk) -> None:
    limits, left = desk.settings.limits, 0
    for hour in range(24):
        for number in range(8):
            address = ("v@home.example", f"v+{hour * 8 + number}@home.example")[number % 2]
            made(desk, address, number=hour * 3600 + number)
        left += len(sent(desk, minutes=hour * 60 + 1))
    rounds = 24 * 60 // limits.gathering_minutes
    assert left <= limits.messages_per_address_per_day + 2 * rounds


def test_the_owners_receipt_waits_for_no_strangers_spelling(desk: Desk) -> None:
    for number in range(30):
        made(desk, f"v+{number}@home.example", number=number)
    own = made(desk, "v@home.example", number=31)
    arrived = [*sent(desk), *sent(desk, minutes=desk.settings.limits.gathering_minutes + 1)]
    assert [letter.address for letter in arrived if reference.grouped(own.number) in letter.body] == ["v@home.example"]


def test_nobody_reads_the_references_of_an_address_that_only_looks_alike(desk: Desk) -> None:
    others = [made(desk, "co.arse@home.example", number=number).number for number in range(20)]
    own = made(desk, "coarse@home.example", number=21)
    left = [*sent(desk), *sent(desk, minutes=desk.settings.limits.gathering_minutes + 1)]
    mine = "".join(letter.body for letter in left if letter.address == "coarse@home.example")
    assert reference.grouped(own.number) in mine
    assert not any(reference.grouped(number) in mine for number in others)


def test_one_letter_for_many_is_tried_again_with_all_of_them(desk: Desk) -> None:
    numbers = [made(desk, VICTIM, number=number).number for number in range(15)]
    sent(desk)

    def down(_letter: Outgoing, _settings: Settings) -> None:
        raise SendLater("450")

    later = desk.settings.limits.gathering_minutes + 1
    deliver_all(desk.database, desk.settings, desk.now + timedelta(minutes=later), send=down)
    numbers.append(made(desk, VICTIM, number=later * 60).number)
    (again,) = sent(desk, minutes=later + 2)
    assert all(reference.grouped(number) in again.body for number in numbers[12:15])
    assert reference.grouped(numbers[-1]) not in again.body
    (last,) = sent(desk, minutes=2 * later + 1)
    assert reference.grouped(numbers[-1]) in last.body


def test_what_was_cancelled_meanwhile_is_left_out(desk: Desk) -> None:
    many = [made(desk, VICTIM, number=number) for number in range(14)]
    sent(desk)
    with desk.database.changes() as db:
        outbox.cancel(db, now=desk.now, person_id=many[12].person_id)
    (gathered,) = sent(desk, minutes=desk.settings.limits.gathering_minutes + 1)
    assert reference.grouped(many[12].number) not in gathered.body
    assert reference.grouped(many[13].number) in gathered.body
