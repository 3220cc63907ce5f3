"""Words with a reference and no code: the same for a real and an invented one, until an officer decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event, func, select

from portal.complaints.incoming import letterbox
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import events, reference
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Event, Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId, new_id
from portal.errors import NotFound, Refusal
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.matters import Matter

UNKNOWN = reference.with_check_digits("0000000017")


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter with a proven e-mail."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.fixture
def officer(database: Database, now: datetime) -> OfficerId:
    """An officer's id."""
    return matters.officer(database, at=now)


def statements(database: Database, act: Callable[[], object]) -> list[str]:
    """Return every statement that an act sends to the database, without its values."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return seen


def _post(database: Database, number: str, now: datetime, key: str | None = None) -> str:
    send_key = key or new_id()
    with database.changes() as db:
        letterbox.post_words(
            db, typed_reference=number, words="Please ring me.", contact="07700 900000", send_key=send_key, now=now
        )
    return send_key


@pytest.mark.database
def test_a_known_and_an_unknown_reference_cost_the_same(database: Database, now: datetime, matter: Matter) -> None:
    known = statements(database, lambda: _post(database, matter.number, now))
    unknown = statements(database, lambda: _post(database, UNKNOWN, now))
    assert known == unknown
    with database.session() as db:
        assert [one.body for one in letterbox.waiting(db, complaint_id=matter.complaint_id)] == ["Please ring me."]
        assert [one.typed_reference for one in letterbox.waiting(db, complaint_id=None)] == [UNKNOWN]
        # Nothing shows on the matter before somebody decides.
        assert db.scalar(select(func.count()).where(Event.complaint_id == matter.complaint_id)) == 1
        assert db.scalar(select(func.count()).select_from(Message)) == 0


def test_a_double_click_is_one_message(database: Database, now: datetime, matter: Matter) -> None:
    key = new_id()
    for _click in range(2):
        _post(database, matter.number, now, key)
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(LetterboxMessage)) == 1


@pytest.mark.database
def test_accepted_words_stand_in_the_exchange_as_not_proven(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter, officer: OfficerId
) -> None:
    held = _post(database, f"ref: {reference.grouped(matter.number)}", now)
    for _click in range(2):
        with database.changes() as db:
            letterbox.accept(db, by_officer(officer, now=now, rulebook=rulebook, settings=settings), message_id=held)
    with database.session() as db:
        message = db.scalars(select(Message)).one()
        assert (message.body, message.channel, message.person_id) == ("Please ring me.", "letterbox", None)
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) is None
        assert db.scalar(select(func.count()).where(Letter.kind == "letterbox_accepted")) == 1
        assert letterbox.waiting(db, complaint_id=matter.complaint_id) == []


def test_the_triage_tray_places_words_or_keeps_them_apart(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter, officer: OfficerId
) -> None:
    placed, apart = _post(database, UNKNOWN, now), _post(database, UNKNOWN, now)
    with database.changes() as db, pytest.raises(NotFound):
        letterbox.accept(db, by_officer(officer, now=now, rulebook=rulebook, settings=settings), message_id=placed)
    with database.changes() as db:
        letterbox.place(
            db,
            by_officer(officer, now=now, rulebook=rulebook, settings=settings),
            message_id=placed,
            complaint_id=matter.complaint_id,
        )
        letterbox.keep_apart(db, by_officer(officer, now=now, settings=settings), message_id=apart)
    with database.session() as db:
        assert db.scalars(select(Message.complaint_id)).all() == [matter.complaint_id]
        assert letterbox.waiting(db, complaint_id=None) == []
    with database.changes() as db, pytest.raises(Refusal, match="letterbox_decided"):
        letterbox.keep_apart(db, by_officer(officer, now=now, settings=settings), message_id=placed)
