"""Asking for an update: known at once, one clock, never refused, answered by telling the person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.casework.answering import extend, message
from portal.casework.callers import take
from portal.casework.case import contact_record
from portal.complaints.follow_up import chases
from portal.complaints.follow_up.chases import Asked
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Chase, Complaint, Event, PromisedDate
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, new_id
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.at_once import all_at_once
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=now - 5 * DAY)


def ask(database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings) -> Asked:
    with database.changes() as db:
        return chases.ask(
            db,
            by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            "update",
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            channel="web",
        )


def clocks(database: Database) -> list[tuple[date, datetime | None]]:
    with database.session() as db:
        return [(row.answer_by, row.answered_at) for row in db.execute(select(Chase.answer_by, Chase.answered_at))]


def test_it_says_by_when_and_starts_a_clock(
    database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    asked = ask(database, matter, now, rulebook, settings)
    assert (asked.answer_by, asked.joined) == (date(2026, 11, 19), False)
    with database.session() as db:
        promise = db.scalars(select(PromisedDate).where(PromisedDate.kind == "update")).one()
        letter = db.scalars(select(Letter).where(Letter.kind == "update_promised")).one()
        due = db.get_one(Complaint, matter.complaint_id).due
    assert (promise.because, promise.due, due) == ("asked", asked.answer_by, date(2026, 11, 19))
    assert "19 November 2026" in letter.body


def test_asking_again_joins_the_open_question(
    database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    first = ask(database, matter, now, rulebook, settings)
    second = ask(database, matter, now + DAY, rulebook, settings)
    assert (second.id, second.asked_at, second.answer_by, second.joined) == (first.id, now, first.answer_by, True)
    assert len(clocks(database)) == 1
    with database.session() as db:
        assert db.scalar(select(func.count()).where(Letter.kind == "update_promised")) == 1


def test_many_at_once_are_one_clock(
    database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    got = all_at_once(lambda _number: ask(database, matter, now, rulebook, settings).id, 20)
    assert len(set(got)) == 1
    assert len(clocks(database)) == 1


def test_an_unproven_address_learns_nothing(
    database: Database, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now - DAY, proven=False)
    ask(database, matter, now, rulebook, settings)
    with database.session() as db:
        assert db.scalar(select(func.count()).where(Letter.kind == "update_promised")) == 0


@pytest.mark.parametrize("how", ["message", "call", "not reached", "late notice"])
def test_telling_the_person_answers_it(
    database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings, how: str
) -> None:
    officer_id = matters.officer(database, at=now)
    ask(database, matter, now, rulebook, settings)
    later = now + DAY
    by, complaint_id = by_officer(officer_id, now=later, rulebook=rulebook, settings=settings), matter.complaint_id
    with database.changes() as db:
        if how == "message":
            message.send_message(db, by, complaint_id=complaint_id, body="It is on its way.", send_key=new_id())
        elif how == "late notice":
            extend.extend(
                db, by, complaint_id=complaint_id, new_date=date(2027, 2, 1), reason="We wait.", consented=False
            )
        else:
            kind = "call" if how == "call" else "not_reached"
            contact_record.record_contact(
                db, by, complaint_id=complaint_id, kind=kind, at=later, body="We spoke.", send_key=new_id()
            )
    ((_by, answered),) = clocks(database)
    assert answered == (None if how == "not reached" else later)
    again = ask(database, matter, later, rulebook, settings)
    assert again.joined == (how == "not reached")


def test_a_caller_starts_the_same_clock(
    database: Database, matter: Matter, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    officer_id = matters.officer(database, at=now)
    for _call in range(2):
        with database.changes() as db:
            take.ask_for_update(
                db,
                by_officer(officer_id, now=now, rulebook=rulebook, settings=settings),
                complaint_id=matter.complaint_id,
            )
    assert len(clocks(database)) == 1
    with database.session() as db:
        kinds = list(db.scalars(select(Event.kind).where(Event.kind == "update_asked")))
    assert len(kinds) == 2
