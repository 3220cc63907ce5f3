"""The letterbox page: the same thanks for a real and an invented reference."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.grants import private_code
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints import matters
from tests.complaints.tracking.test_pages import TOKEN, traffic
from tests.inspecting_client import InspectingClient


@pytest.mark.database
def test_a_real_and_an_invented_reference_get_the_same_answer(
    app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    answers = []
    client = InspectingClient(app)
    for number in (matter.number, reference.with_check_digits("0000000017")):
        client = InspectingClient(app)
        client.get("/add")
        statements = traffic(
            app,
            lambda c=client, n=number: c.post_form(reference=n, body="Ring me.\n", contact="07700 900000"),  # type: ignore[misc]
        )
        answers.append((client.page.status, TOKEN.sub(r"\1", client.page.html), statements))
    assert answers[0] == answers[1]
    assert "Thank you. If this reference is ours, the team will get your message." in client.text
    with database.session() as db:
        held = db.scalars(select(LetterboxMessage).order_by(LetterboxMessage.at)).all()
        assert [one.complaint_id for one in held] == [matter.complaint_id, None]
        assert {(one.body, one.contact) for one in held} == {("Ring me.\n", "07700 900000")}


def test_a_wrong_digit_is_said_at_once_and_the_words_stay(client: InspectingClient, database: Database) -> None:
    client.get("/add")
    client.post_form(reference="1234 5678 9012", body="Please keep this.")
    assert "There is a wrong digit" in client.errors[0]
    assert client.page.values()["body"] == "Please keep this."
    with database.session() as db:
        assert db.scalars(select(LetterboxMessage)).all() == []


def test_sending_twice_is_one_message(client: InspectingClient, database: Database) -> None:
    client.get("/add")
    before = client.page
    for _click in range(2):
        client._page = before
        client.post_form(reference=reference.with_check_digits("0000000017"), body="Once.")
    with database.session() as db:
        assert len(db.scalars(select(LetterboxMessage)).all()) == 1


def test_a_private_code_is_refused_whosever_it_is(client: InspectingClient, database: Database) -> None:
    code = private_code.grouped(private_code.draw())
    client.get("/add")
    words = f"I lost the page. My code is {code.lower()}, what now?"
    client.post_form(reference=reference.with_check_digits("0000000017"), body=words)
    assert "Your private code is in this box" in client.errors[0]
    assert client.page.values()["body"] == words
    client.post_form(body="Mr Schwrtz, Ms Ng and Dr PhD BSc. BTW: tsk tsk, hmm. www.bbc.co.uk KG 9")
    assert client.page.path == "/add/thanks"
    with database.session() as db:
        assert len(db.scalars(select(LetterboxMessage)).all()) == 1
