"""Taking a matter further: one open request, its own time, and what each answer does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.complaints.follow_up import escalate
from portal.complaints.matter import events, promises
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Complaint, EscalationRequest, Event, Outcome, Stage
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.errors import Refusal
from portal.i18n import format_date
from portal.letters.outgoing.models import Letter
from portal.procedures import deadlines
from portal.procedures.steps import Step
from tests.complaints import matters
from tests.complaints.matters import Matter


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter that nobody has answered yet."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.fixture
def officer(database: Database, now: datetime) -> OfficerId:
    """An officer's id."""
    return matters.officer(database, at=now)


@pytest.fixture
def answered(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter, officer: OfficerId
) -> Matter:
    """A matter with its first answer."""
    matters.answer(database, matter, at=now, by=officer, rulebook=rulebook, settings=settings)
    return matter


def _ask(
    database: Database, matter: Matter, rulebook: Rulebook, settings: Settings, at: datetime, reason: str = ""
) -> str:
    with database.changes() as db:
        return escalate.ask(
            db,
            by_person(matter.person_id, now=at, rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason=reason,
        )


def _decide(
    database: Database,
    request_id: str,
    outcome: Outcome,
    officer: OfficerId,
    rulebook: Rulebook,
    settings: Settings,
    at: datetime,
    reason: str = "",
) -> None:
    with database.changes() as db:
        escalate.decide(
            db,
            by_officer(officer, now=at, rulebook=rulebook, settings=settings),
            request_id=request_id,
            outcome=outcome,
            reason=reason,
        )


@pytest.mark.database
def test_twenty_at_once_open_one_request(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, answered: Matter
) -> None:
    with ThreadPoolExecutor(20) as pool:
        ids = set(pool.map(lambda _n: _ask(database, answered, rulebook, settings, now), range(20)))
    assert len(ids) == 1
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(EscalationRequest)) == 1
        kinds = list(db.scalars(select(Event.kind).where(Event.complaint_id == answered.complaint_id)))
        assert kinds.count("further_asked") == 1
        assert db.scalar(select(func.count()).where(Letter.kind == "further_received")) == 1
        assert events.first_broken(db, answered.complaint_id, key=settings.event_key) is None


def test_a_request_has_a_date_of_its_own(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, answered: Matter
) -> None:
    _ask(database, answered, rulebook, settings, now)
    with database.session() as db:
        (promised,) = promises.standing(db, complaint_id=answered.complaint_id)
        # 5 working days after Tuesday 17 November 2026.
        assert (promised.kind, promised.stage, promised.due) == ("request", 2, date(2026, 11, 24))
        assert promised.worked_out
        complaint = db.get_one(Complaint, answered.complaint_id)
        assert (complaint.state, complaint.due) == ("open", date(2026, 11, 24))


def test_before_an_answer_it_is_refused_until_the_reply_is_overdue(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    with pytest.raises(Refusal, match="further_not_now"):
        _ask(database, matter, rulebook, settings, now)
    with database.session() as db:
        due = next(one.due for one in promises.standing(db, complaint_id=matter.complaint_id) if one.kind == "reply")
    with pytest.raises(Refusal, match="further_not_now"):
        _ask(database, matter, rulebook, settings, datetime(due.year, due.month, due.day, 23, 30, tzinfo=UTC))
    request_id = _ask(
        database, matter, rulebook, settings, datetime(due.year, due.month, due.day + 1, 0, 30, tzinfo=UTC)
    )
    with database.session() as db:
        assert db.get_one(EscalationRequest, request_id).because == "late"


@pytest.mark.database
def test_acceptance_opens_the_stage_with_dates_from_the_request(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, answered: Matter, officer: OfficerId
) -> None:
    request_id = _ask(database, answered, rulebook, settings, now)
    later = now + timedelta(days=2)
    for _click in range(2):
        _decide(database, request_id, "accepted", officer, rulebook, settings, later)
    with database.session() as db:
        stage = db.scalars(select(Stage).where(Stage.complaint_id == answered.complaint_id, Stage.number == 2)).one()
        assert (stage.requested_at, stage.opened_at) == (now, later)
        position = get_position(db, complaint_id=answered.complaint_id, rulebook=rulebook, today=date(2026, 11, 19))
        assert position.standing.stage == 2
        assert {Step.REPLY, Step.ACKNOWLEDGE} <= position.allowed
        assert Step.GO_FURTHER not in position.allowed
        expected = deadlines.on_request(position.rule, received_at=now, calendar=rulebook.calendar)
        found = {one.kind: one.due for one in promises.standing(db, complaint_id=answered.complaint_id)}
        assert found == {"acknowledge": expected.acknowledge_by, "reply": expected.reply_by}
        letter = db.scalars(select(Letter).where(Letter.kind == "further_accepted")).one()
        assert format_date(expected.reply_by) in letter.body


def test_a_stage_keeps_the_version_in_force_when_it_was_asked_for(
    database: Database, rulebook: Rulebook, settings: Settings, matter: Matter, officer: OfficerId
) -> None:
    with database.changes() as db:
        stage = db.scalars(select(Stage).where(Stage.complaint_id == matter.complaint_id)).one()
        stage.procedure, stage.procedure_from = "lewisham-corporate", date(2020, 11, 9)
    matters.answer(
        database, matter, at=datetime(2022, 1, 20, 10, tzinfo=UTC), by=officer, rulebook=rulebook, settings=settings
    )
    # 23:30 UTC on 31 January is still January in London: the old version, though it is accepted in February.
    asked = datetime(2022, 1, 31, 23, 30, tzinfo=UTC)
    request_id = _ask(database, matter, rulebook, settings, asked)
    _decide(database, request_id, "accepted", officer, rulebook, settings, asked + timedelta(days=2))
    with database.session() as db:
        stage = db.scalars(select(Stage).where(Stage.complaint_id == matter.complaint_id, Stage.number == 2)).one()
        assert stage.procedure_from == date(2020, 11, 9)
        reply = next(one for one in promises.standing(db, complaint_id=matter.complaint_id) if one.kind == "reply")
        assert reply.due == rulebook.calendar.add_working_days(date(2022, 1, 31), 25)


def test_a_rejection_gives_its_reason_and_the_ombudsman(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, answered: Matter, officer: OfficerId
) -> None:
    request_id = _ask(database, answered, rulebook, settings, now)
    with pytest.raises(Refusal, match="reason_missing"):
        _decide(database, request_id, "rejected", officer, rulebook, settings, now, "  ")
    _decide(database, request_id, "rejected", officer, rulebook, settings, now, "This was decided by a tribunal.")
    with pytest.raises(Refusal, match="request_decided"):
        _decide(database, request_id, "accepted", officer, rulebook, settings, now)
    with database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.kind == "further_rejected")).one()
        assert "This was decided by a tribunal." in letter.body
        assert "Local Government and Social Care Ombudsman" in letter.body
        position = get_position(db, complaint_id=answered.complaint_id, rulebook=rulebook, today=date(2026, 11, 17))
        assert {Step.OMBUDSMAN, Step.GO_FURTHER} <= position.allowed
        assert db.get_one(Complaint, answered.complaint_id).state == "answered"
        assert promises.standing(db, complaint_id=answered.complaint_id) == []


@pytest.mark.parametrize(("outcome", "letters"), [("resolved", 1), ("withdrawn", 0)])
def test_other_answers_open_no_stage(
    database: Database,
    rulebook: Rulebook,
    settings: Settings,
    now: datetime,
    answered: Matter,
    officer: OfficerId,
    outcome: Outcome,
    letters: int,
) -> None:
    request_id = _ask(database, answered, rulebook, settings, now)
    _decide(database, request_id, outcome, officer, rulebook, settings, now, "We agreed on a new bin.")
    with database.session() as db:
        assert db.scalar(select(func.count()).where(Letter.kind == f"further_{outcome}")) == letters
        assert db.scalar(select(func.count()).where(Stage.complaint_id == answered.complaint_id)) == 1
    assert _ask(database, answered, rulebook, settings, now) != request_id


def test_after_the_last_stage_there_is_no_further_request(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, answered: Matter, officer: OfficerId
) -> None:
    request_id = _ask(database, answered, rulebook, settings, now)
    _decide(database, request_id, "accepted", officer, rulebook, settings, now)
    with database.session() as db:
        position = get_position(db, complaint_id=answered.complaint_id, rulebook=rulebook, today=date(2026, 11, 17))
        last = position.standing.last_stage
    for _stage in range(2, last or 2):
        matters.answer(database, answered, at=now, by=officer, rulebook=rulebook, settings=settings)
        request_id = _ask(database, answered, rulebook, settings, now)
        _decide(database, request_id, "accepted", officer, rulebook, settings, now)
    matters.answer(database, answered, at=now, by=officer, rulebook=rulebook, settings=settings)
    with pytest.raises(Refusal, match="further_not_now"):
        _ask(database, answered, rulebook, settings, now)
