"""Possible duplicates: found after sending, shown to the desk, told to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.casework.queue import sweeps
from portal.complaints.drafts.models import Draft
from portal.complaints.joining import duplicates
from portal.complaints.joining.models import PossibleDuplicate
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture
def pair(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> tuple[Matter, Matter]:
    first = matters.made(database, rulebook=rulebook, settings=settings, at=now - 3 * DAY)
    return first, matters.made(database, rulebook=rulebook, settings=settings, at=now, proven=False)


def found(database: Database) -> list[tuple[str, str]]:
    with database.session() as db:
        return [(row.complaint_id, row.other_id) for row in db.scalars(select(PossibleDuplicate))]


def sweep(database: Database, now: datetime, rulebook: Rulebook, settings: Settings) -> int:
    return sweeps.find_duplicates(database, by_portal(now=now, rulebook=rulebook, settings=settings))


def test_the_worker_finds_it_once_and_invites_the_owner_without_a_detail(
    database: Database, pair: tuple[Matter, Matter], now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    first, second = pair
    assert found(database) == []
    assert sweep(database, now, rulebook, settings) == 1
    assert sweep(database, now, rulebook, settings) == 0
    assert found(database) == [(second.complaint_id, first.complaint_id)]
    with database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.kind == "join_them")).one()
    for told in ("bin", "Ama", first.number, second.number, "collection"):
        assert told not in letter.body
    assert f"{settings.base_url}/track/yours" in letter.body


def test_the_receipt_is_that_of_a_fresh_complaint(
    database: Database, pair: tuple[Matter, Matter], now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    fresh = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="new@example.com", proven=False)
    with database.session() as db:
        bodies = {
            letter.body.replace(reference.grouped(made.number), "")
            for made in (pair[1], fresh)
            for letter in db.scalars(select(Letter).where(Letter.person_id == made.person_id))
        }
    assert len(bodies) == 1


def test_somebody_elses_at_another_address_is_left_alone(
    database: Database, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    for email in ("ama@example.com", "bo@example.com"):
        matters.made(database, rulebook=rulebook, settings=settings, at=now, email=email)
    assert sweep(database, now, rulebook, settings) == 0
    assert found(database) == []


def test_a_matter_of_somebody_else_at_the_address_does_not_hide_ones_own(
    database: Database, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    """A couple on one address complain of the same; then one of them sends it again, in words like the other's."""
    told = (
        (9, "Kofi Mensah", "Both swings in the playground on Saddler Street are broken. It began on Sunday."),
        (8, "Ama Mensah", "Our children cannot use the swings at Saddler Street, the seats are gone."),
        (0, "Ama Mensah", "Both swings in the playground on Saddler Street are broken. This used to work well."),
    )
    _partners, own, again = (
        matters.made(
            database, rulebook=rulebook, settings=settings, at=now - days * DAY, shared="yes", name=name, words=words
        )
        for days, name, words in told
    )
    sweep(database, now, rulebook, settings)
    assert (again.complaint_id, own.complaint_id) in found(database)


def test_what_the_person_said_is_different_is_left_alone(
    database: Database, pair: tuple[Matter, Matter], now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    first, second = pair
    with database.changes() as db:
        db.add(
            Draft(
                answers={},
                complaint_id=second.complaint_id,
                different_from=first.complaint_id,
                started_at=now,
                saved_at=now,
                expires_at=now,
            )
        )
    assert sweep(database, now, rulebook, settings) == 0


def test_a_quoted_reference_is_enough(
    database: Database, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    first = matters.made(database, rulebook=rulebook, settings=settings, at=now - DAY)
    words = f"About {first.number[:4]}-{first.number[4:8]}-{first.number[8:]}: no answer."
    second = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="kofi@example.com", words=words)
    sweep(database, now, rulebook, settings)
    assert found(database) == [(second.complaint_id, first.complaint_id)]


def test_an_officer_says_that_they_differ_and_the_person_that_they_are_one(
    database: Database, pair: tuple[Matter, Matter], now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    first, second = pair
    sweep(database, now, rulebook, settings)
    officer_id = matters.officer(database, at=now)
    for _click in range(2):
        with database.changes() as db:
            duplicates.are_different(
                db,
                by_officer(officer_id, now=now, settings=settings),
                complaint_id=first.complaint_id,
                other_id=second.complaint_id,
            )
    with database.session() as db:
        assert duplicates.waiting(db, complaint_id=second.complaint_id) == []
    for _click in range(2):
        with database.changes() as db:
            both = [first.complaint_id, second.complaint_id]
            duplicates.say_the_same(
                db, by_person(first.person_id, now=now, settings=settings), both, person_id=first.person_id
            )
    with database.session() as db:
        waiting = duplicates.waiting(db, complaint_id=first.complaint_id)
    assert [row.asked_at for row in waiting] == [now]


def test_of_very_many_the_newest_and_those_quoted_are_compared_without_keeping_writers_waiting(
    database: Database, now: datetime, rulebook: Rulebook, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "_COMPARED", 2)
    told = [matters.made(database, rulebook=rulebook, settings=settings, at=now - days * DAY) for days in (4, 3, 2, 1)]
    words = f"{matters.WORDS} My reference is {told[0].number}."
    new = matters.made(database, rulebook=rulebook, settings=settings, at=now, words=words)
    # A reader's session: it could not write.
    with database.session() as db:
        rows = duplicates.compare(
            db, by_portal(now=now, rulebook=rulebook, settings=settings), complaint_id=new.complaint_id
        )
    assert {row["other_id"] for row in rows} == {told[0].complaint_id, told[3].complaint_id}
