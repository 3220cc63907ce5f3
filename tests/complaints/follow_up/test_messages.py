"""Adding words, withdrawing and taking it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from portal.complaints.follow_up import messages
from portal.complaints.matter import events, promises
from portal.complaints.matter.act import by_person
from portal.complaints.matter.models import Complaint, Event, Message, PromisedDate, Withdrawal
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, new_id
from portal.errors import NotFound, Refusal
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.matters import Matter


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter of somebody who proved their e-mail."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


def _add(database: Database, matter: Matter, rulebook: Rulebook, settings: Settings, now: datetime, key: str) -> str:
    with database.changes() as db:
        return messages.add_message(
            db,
            by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            body="It happened again.",
            channel="web",
            send_key=key,
        )


def _kinds(database: Database, matter: Matter) -> list[str]:
    with database.session() as db:
        return list(db.scalars(select(Event.kind).where(Event.complaint_id == matter.complaint_id).order_by(Event.seq)))


@pytest.mark.database
def test_a_double_click_is_one_message(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    key = new_id()
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _n: _add(database, matter, rulebook, settings, now, key), range(16)))
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Message)) == 1
    assert len(set(ids)) == 1
    assert _kinds(database, matter) == ["received", "added_to"]


@pytest.mark.database
def test_many_messages_at_once_keep_the_chain_whole(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: _add(database, matter, rulebook, settings, now, new_id()), range(16)))
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Message)) == 16
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) is None
    assert _kinds(database, matter).count("added_to") == 16


def test_another_matters_key_gives_nothing_away(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    key = new_id()
    _add(database, matter, rulebook, settings, now, key)
    with pytest.raises(NotFound):
        _add(database, other, rulebook, settings, now, key)


def _withdraw(
    database: Database, matter: Matter, rulebook: Rulebook, settings: Settings, now: datetime, reason: str = ""
) -> date:
    with database.changes() as db:
        return messages.withdraw(
            db,
            by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason=reason,
        )


def _undo(database: Database, matter: Matter, rulebook: Rulebook, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        messages.undo_withdrawal(
            db,
            by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
        )


@pytest.mark.database
def test_withdrawing_twice_at_once_is_once_and_tells_until_when(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    act = partial(_withdraw, database, matter, rulebook, settings, now)
    with ThreadPoolExecutor(4) as pool:
        until = set(pool.map(lambda _n: act(), range(8)))
    # 20 working days after 17 November 2026.
    assert until == {date(2026, 12, 15)}
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Withdrawal)) == 1
        complaint = db.get_one(Complaint, matter.complaint_id)
        assert (complaint.state, complaint.due) == ("withdrawn", None)
        letter = db.scalars(select(Letter).where(Letter.kind == "withdrawn")).one()
        assert "15 December 2026" in letter.body
    assert _kinds(database, matter) == ["received", "withdrawn"]


def test_an_undone_withdrawal_moves_the_dates_by_the_days_it_slept(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    with database.session() as db:
        before = {one.kind: one.due for one in promises.standing(db, complaint_id=matter.complaint_id)}
    _withdraw(database, matter, rulebook, settings, now + timedelta(days=1))
    _undo(database, matter, rulebook, settings, now + timedelta(days=8))
    with database.session() as db:
        after = {one.kind: one for one in promises.standing(db, complaint_id=matter.complaint_id)}
        assert {kind: rulebook.calendar.add_working_days(due, 5) for kind, due in before.items()} == {
            kind: one.due for kind, one in after.items()
        }
        assert all(one.because == "undone" and one.worked_out for one in after.values())
        assert db.scalar(select(func.count()).where(PromisedDate.replaced_at.is_not(None))) == len(before)
        complaint = db.get_one(Complaint, matter.complaint_id)
        assert (complaint.state, complaint.due) == ("open", min(one.due for one in after.values()))
    _undo(database, matter, rulebook, settings, now + timedelta(days=8))
    assert _kinds(database, matter) == ["received", "withdrawn", "withdrawal_undone"]


def test_after_twenty_working_days_undoing_is_refused_but_words_are_still_taken(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    _withdraw(database, matter, rulebook, settings, now)
    with pytest.raises(Refusal, match="undo_too_late"):
        _undo(database, matter, rulebook, settings, datetime(2026, 12, 16, 9, tzinfo=now.tzinfo))
    _undo_day = datetime(2026, 12, 15, 23, tzinfo=now.tzinfo)
    _add(database, matter, rulebook, settings, _undo_day, new_id())
    _undo(database, matter, rulebook, settings, _undo_day)


def test_an_answered_matter_cannot_be_withdrawn(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    by = matters.officer(database, at=now)
    matters.answer(database, matter, at=now, by=by, rulebook=rulebook, settings=settings)
    with pytest.raises(Refusal, match="withdraw_not_now"):
        _withdraw(database, matter, rulebook, settings, now)
