"""Calls as rows: registered once whoever clicks, kept while somebody has to finish them, forgotten after that."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.casework.calls import drafts
from portal.casework.calls.drafts import OpenCall
from portal.casework.calls.register import prepare_call, register_call
from portal.casework.desk.models import Call
from portal.casework.queue import sweeps
from portal.complaints.drafts.models import Draft
from portal.complaints.drafts.register import Registered
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Complaint
from portal.complaints.questions.answers import Answers
from portal.db import OfficerId
from portal.errors import NotFound, Refusal
from portal.jobs import Work
from tests.casework.cases import Casework

pytestmark = pytest.mark.database
SAID = Answers(words="Noise", name="Bo", contact="phone", phone="020 7946 0000")


def saved(casework: Casework, officer_id: OfficerId) -> OpenCall:
    act = by_officer(officer_id, now=casework.now, settings=casework.settings)
    with casework.database.changes() as db:
        draft_id = drafts.start_call(db, act, language="en")
        drafts.save_call(db, act, draft_id=draft_id, answers=SAID, typed={"words": "Noise"}, channel="phone")
        return drafts.get_call(db, draft_id=draft_id, officer_id=officer_id, now=casework.now)


def register(casework: Casework, call: OpenCall, officer_id: OfficerId) -> Registered:
    submission = prepare_call(by_officer(officer_id, **casework.basics), call, answers=SAID, received_at=casework.now)
    with casework.database.changes() as db:
        return register_call(db, call=call, submission=submission, as_read=call.saved_at.isoformat(), now=casework.now)


def test_two_clicks_at_once_are_one_reference(casework: Casework) -> None:
    officer_id = casework.officer().officer_id
    call = saved(casework, officer_id)
    numbers: list[str] = []
    threads = [
        threading.Thread(target=lambda: numbers.append(register(casework, call, officer_id).number)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4
    assert len(set(numbers)) == 1
    with casework.database.session() as db:
        assert db.scalar(select(func.count()).select_from(Complaint)) == 1
        assert db.scalar(select(func.count()).select_from(Call)) == 0


def test_the_same_page_again_does_not_look_changed(casework: Casework) -> None:
    officer_id = casework.officer().officer_id
    call = saved(casework, officer_id)
    later = casework.now + timedelta(minutes=5)
    with casework.database.changes() as db:
        assert drafts.save_call(
            db,
            by_officer(officer_id, now=later, settings=casework.settings),
            draft_id=call.draft_id,
            answers=SAID,
            typed={"words": "Noise"},
            channel="phone",
        )
        assert drafts.get_call(db, draft_id=call.draft_id, officer_id=officer_id, now=later).saved_at == casework.now


def test_only_somebody_who_may_log_calls_is_given_one(casework: Casework) -> None:
    officer_id, admin = casework.officer().officer_id, casework.officer("Al Root", role="admin").officer_id
    call = saved(casework, officer_id)
    until = casework.now.date() + timedelta(days=2)
    with casework.database.changes() as db, pytest.raises(Refusal, match="owner_unknown"):
        drafts.keep_incomplete(
            db, draft_id=call.draft_id, officer_id=officer_id, owner=admin, until=until, now=casework.now
        )
    with casework.database.changes() as db, pytest.raises(NotFound):
        drafts.keep_incomplete(
            db, draft_id=call.draft_id, officer_id=admin, owner=officer_id, until=until, now=casework.now
        )


def test_old_calls_are_forgotten_unless_somebody_has_to_finish_them(casework: Casework) -> None:
    officer_id = casework.officer().officer_id
    waiting, left, sent = (saved(casework, officer_id) for _ in range(3))
    with casework.database.changes() as db:
        drafts.keep_incomplete(
            db,
            draft_id=waiting.draft_id,
            officer_id=officer_id,
            owner=officer_id,
            until=casework.now.date(),
            now=casework.now,
        )
    register(casework, sent, officer_id)
    later = casework.now + timedelta(days=casework.settings.limits.draft_days + 1)
    with casework.database.changes() as db:
        assert drafts.forget_expired_calls(db, now=later) == 1
        assert set(db.scalars(select(Draft.id))) == {waiting.draft_id, sent.draft_id}
        found = drafts.open_calls(db, officer_id=officer_id, now=later)
        assert [one.draft_id for one in found] == [waiting.draft_id]
        assert drafts.find_call(db, draft_id=left.draft_id, officer_id=officer_id, now=casework.now) is None


def test_the_sweep_forgets_calls_too(casework: Casework) -> None:
    long_ago = casework.at(clock.now() - timedelta(days=casework.settings.limits.draft_days + 1))
    saved(long_ago, long_ago.officer().officer_id)
    sweeps.each_half_hour(Work(casework.database, casework.settings))
    with casework.database.session() as db:
        assert db.scalar(select(func.count()).select_from(Draft)) == 0
