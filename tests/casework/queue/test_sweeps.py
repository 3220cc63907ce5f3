"""What the worker does by itself: each thing once, however many schedulers there are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import jobs
from portal.casework.answering.acknowledge import acknowledge
from portal.casework.answering.extend import extend
from portal.casework.answering.reply import reply
from portal.casework.desk.models import UrgentWatch
from portal.casework.queue import lateness, sweeps
from portal.complaints.drafts.models import Draft
from portal.complaints.follow_up import messages
from portal.complaints.matter.act import Act, by_person, by_portal
from tests.casework.cases import ANSWER, UNDERSTOOD, Casework

pytestmark = pytest.mark.database

# Received on Tuesday 17 November 2026 at 10:00; the answer is promised by Tuesday 8 December.
EVE = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
DUE_DAY = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
AFTER = datetime(2026, 12, 9, 0, 1, tzinfo=UTC)


def run(sweep: Callable[..., int], casework: Casework) -> int:
    return sweep(casework.database, by_portal(**casework.basics))


def at_once(sweep: Callable[..., int], casework: Casework) -> list[int]:
    """Run a sweep in four schedulers at the same moment."""
    start, done = threading.Barrier(4), []

    def one() -> None:
        start.wait()
        done.append(run(sweep, casework))

    threads = [threading.Thread(target=one) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_team_is_reminded_three_working_days_before(casework: Casework) -> None:
    made = casework.matter()
    assert run(sweeps.remind_teams, casework.at(EVE - timedelta(days=1))) == 0
    assert sum(at_once(sweeps.remind_teams, casework.at(EVE))) == 1
    (letter,) = casework.letters(made, "reminder_due")
    assert letter.address == "waste@exampleborough.example"
    assert "Nobody emptied" not in letter.body
    assert "Ama" not in letter.body
    assert run(sweeps.remind_teams, casework.at(EVE)) == 0


def test_a_new_date_is_reminded_of_anew(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    run(sweeps.remind_teams, casework.at(EVE))
    casework.at(EVE).do(extend, made, grace, new_date=date(2026, 12, 18), reason="Waiting.", consented=False)
    assert run(sweeps.remind_teams, casework.at(EVE)) == 0
    assert run(sweeps.remind_teams, casework.at(EVE + timedelta(days=12))) == 1


def test_when_a_due_day_ends_the_portal_itself_says_so(casework: Casework) -> None:
    made = casework.matter()
    assert run(sweeps.tell_the_late, casework.at(DUE_DAY)) == 0
    assert sum(at_once(sweeps.tell_the_late, casework.at(AFTER))) == 1
    (to_person,) = casework.letters(made, "late_notice")
    (to_team,) = casework.letters(made, "staff_late")
    assert to_person.address == "ama@example.com"
    for words in ("We are late", "stage 2", "PO Box 4771"):
        assert words in to_person.body
    assert to_team.address == "waste@exampleborough.example"
    assert casework.kinds(made)[-1] == "found_late"
    assert run(sweeps.tell_the_late, casework.at(AFTER)) == 0


def test_late_letter_reaches_an_unproven_address_too(casework: Casework) -> None:
    made = casework.matter(proven=False)
    run(sweeps.tell_the_late, casework.at(AFTER))
    assert "We are late" in casework.letters(made, "late_notice")[0].body


def test_answered_extended_and_withdrawn_matters_are_left_alone(casework: Casework) -> None:
    grace = casework.officer()
    answered, extended, withdrawn = casework.matter(), casework.matter(), casework.matter()
    casework.do(reply, answered, grace, answer=ANSWER)
    casework.do(extend, extended, grace, new_date=date(2026, 12, 15), reason="Waiting.", consented=False)
    with casework.database.changes() as db:
        messages.withdraw(
            db,
            by_person(withdrawn.person_id, **casework.basics),
            complaint_id=withdrawn.complaint_id,
            person_id=withdrawn.person_id,
            reason="",
        )
    assert run(sweeps.tell_the_late, casework.at(AFTER)) == 0
    assert run(sweeps.remind_teams, casework.at(EVE)) == 0
    assert run(sweeps.tell_the_late, casework.at(datetime(2026, 12, 16, 8, tzinfo=UTC))) == 1
    assert len(casework.letters(extended, "late_notice")) == 1


def test_one_broken_matter_keeps_none_of_the_others(casework: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = casework.matter(), casework.matter()
    real, broken = lateness.tell_late, casework.promised(first)[0].id

    def breaks(db: Session, act: Act, promise_id: str) -> bool:
        if promise_id == broken:
            raise RuntimeError("broken")
        return real(db, act, promise_id)

    monkeypatch.setattr(lateness, "tell_late", breaks)
    assert run(sweeps.tell_the_late, casework.at(AFTER)) == 1
    assert len(casework.letters(second, "late_notice")) == 1


@pytest.mark.parametrize("how", [{"urgent": True}, {"words": "There is no heating and the baby is freezing."}])
def test_urgent_matter_alarms_after_two_working_hours(casework: Casework, how: dict[str, Any]) -> None:
    made = casework.matter(**how)
    assert sum(at_once(sweeps.watch_urgent, casework)) == 1
    assert [letter.address for letter in casework.letters(made, "urgent_new")] == [
        "complaints.duty@exampleborough.example"
    ]
    almost, over = casework.now + timedelta(minutes=119), casework.now + timedelta(hours=2)
    assert run(sweeps.ring_alarms, casework.at(almost)) == 0
    assert sum(at_once(sweeps.ring_alarms, casework.at(over))) == 1
    assert {letter.address for letter in casework.letters(made, "urgent_alarm")} == {
        "complaints.duty@exampleborough.example",
        "waste@exampleborough.example",
    }
    assert run(sweeps.ring_alarms, casework.at(over + timedelta(days=1))) == 0


def test_alarm_waits_for_working_hours(casework: Casework) -> None:
    friday_night = casework.at(datetime(2026, 11, 20, 22, 0, tzinfo=UTC))
    friday_night.matter(urgent=True)
    run(sweeps.watch_urgent, friday_night)
    assert run(sweeps.ring_alarms, casework.at(datetime(2026, 11, 23, 10, 59, tzinfo=UTC))) == 0
    assert run(sweeps.ring_alarms, casework.at(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))) == 1


def test_any_act_counts_as_opening(casework: Casework) -> None:
    watched, grace = casework.matter(urgent=True), casework.officer()
    run(sweeps.watch_urgent, casework)
    unwatched = casework.matter(urgent=True)
    for made in (watched, unwatched):
        casework.do(acknowledge, made, grace, words=UNDERSTOOD)
        assert casework.kinds(made).count("urgent_opened") == 1
        assert casework.count(UrgentWatch, made) == 1
    assert run(sweeps.watch_urgent, casework) == 0
    assert run(sweeps.ring_alarms, casework.at(casework.now + timedelta(days=1))) == 0


def test_matters_that_are_not_urgent_are_not_watched(casework: Casework) -> None:
    casework.matter()
    assert run(sweeps.watch_urgent, casework) == 0


def test_drafts_past_their_day_are_forgotten(casework: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    with casework.database.changes() as db:
        db.add(
            Draft(
                id="d" * 32,
                code_hmac="c" * 64,
                answers={},
                started_at=casework.now,
                saved_at=casework.now,
                expires_at=casework.now + timedelta(days=28),
            )
        )
    for day, left in ((27, 1), (28, 0)):
        later = casework.now + timedelta(days=day)
        monkeypatch.setattr("portal.clock.now", lambda later=later: later)
        sweeps.each_half_hour(jobs.Work(casework.database, casework.settings))
        with casework.database.session() as db:
            assert len(db.scalars(select(Draft)).all()) == left


def test_the_worker_knows_the_sweeps() -> None:
    sweeps.register()
    known = {name.rpartition(".")[2] for name in jobs._sweeps}
    assert {"each_minute", "each_ten_minutes", "each_half_hour"} <= known
