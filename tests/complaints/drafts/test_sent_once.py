"""One draft is one complaint, however many send it at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.complaints.drafts import register
from portal.complaints.drafts.prepare import prepare
from portal.complaints.drafts.sending import Sending
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_person
from portal.complaints.matter.models import Complaint, Event, Grant, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import Base, Database
from portal.letters.outgoing.models import Letter
from tests.complaints.walking import WORDS, reference_shown, sent, to_check
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

AT_ONCE = 50


def counted(database: Database, *tables: type[Base]) -> list[int]:
    with database.session() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def all_at_once(act: Callable[[int], str], times: int) -> list[str]:
    """Run it in so many threads that start together, and return what each gives back."""
    ready = Barrier(times)

    def started(number: int) -> str:
        ready.wait()
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(started, range(times)))


def test_fifty_at_once_get_one_reference(
    database: Database, settings: Settings, rulebook: Rulebook, now: datetime
) -> None:
    """Only the unique receipt decides here: nothing looks before it writes."""
    answers = Answers(about="me", words=WORDS, contact="email", email="ama@example.com")

    def send(_number: int) -> str:
        submission = prepare(
            by_person(None, now=now, rulebook=rulebook, settings=settings),
            Sending(answers, now, receipt_key="f" * 32),
        )
        with database.changes() as db:
            return register.register(db, submission).number

    assert len(set(all_at_once(send, AT_ONCE))) == 1
    assert counted(database, Complaint, Reference, Grant, Event, Letter) == [1, 1, 1, 1, 1]


def test_many_browsers_with_the_same_code_send_once(client: InspectingClient, app: Flask, database: Database) -> None:
    draft_id = to_check(client)
    form = client.page.values(client.page.one("main form"))
    cookies = [client.client.get_cookie(name) for name in ("resident", f"draft-{draft_id[:8]}")]

    def send(_number: int) -> str:
        browser = app.test_client()
        for cookie in cookies:
            assert cookie is not None
            browser.set_cookie(cookie.key, cookie.value)
        answer = browser.post(f"/complain/{draft_id}/send", data=form, base_url=client.base_url)
        assert answer.status_code == 303
        page = browser.get(answer.location, base_url=client.base_url).get_data(as_text=True)
        return page.split('portal-reference">')[1].split("<")[0]

    shown = all_at_once(send, 8)
    assert len(set(shown)) == 1
    assert counted(database, Complaint, Reference) == [1, 1]


def test_a_reference_that_is_taken_is_drawn_again(
    client: InspectingClient, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(client)
    taken = reference_shown(client)
    drawn = iter([taken, taken, reference.with_check_digits("0000000001")])
    monkeypatch.setitem(prepare.__kwdefaults__ or {}, "draw", lambda: next(drawn))
    second = InspectingClient(app)
    sent(second)
    assert reference_shown(second) == reference.with_check_digits("0000000001")
    assert counted(database, Complaint, Reference) == [2, 2]
