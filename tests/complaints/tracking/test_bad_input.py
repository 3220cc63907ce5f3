"""Nothing typed after sending is lost, whatever was typed."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter.models import EscalationRequest, Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.tracking.test_pages import sign_in
from tests.inspecting_client import InspectingClient

FORM = 'form[action$="/message"]'


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter of somebody who proved their e-mail."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("مرحبا، متى تأتون؟", "مرحبا، متى تأتون؟"),
        ("👩🏽‍🦽 broken lift 🛗", "👩🏽‍🦽 broken lift 🛗"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("  two  spaces\n\nand lines\n", "  two  spaces\n\nand lines\n"),
        ("no\0thing", "nothing"),
        ("= {{ 7 * 7 }}", "= {{ 7 * 7 }}"),
    ],
)
def test_words_come_back_as_they_were_typed(
    client: InspectingClient, matter: Matter, database: Database, typed: str, kept: str
) -> None:
    sign_in(client, matter)
    client.post_form({"body": typed}, form=FORM)
    assert kept in client.page.words
    with database.session() as db:
        assert db.scalars(select(Message.body)).one() == kept


def test_a_hundred_thousand_characters_come_back_whole(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    words = "too long " * 11_111
    client.post_form({"body": words}, form=FORM)
    assert "20,000" in client.errors[0]
    assert client.page.values(client.page.one(FORM))["body"] == words
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Message)) == 0


def test_a_stale_token_keeps_the_words_and_the_key(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    key = client.page.values(client.page.one(FORM))["send_key"]
    client.post_form({"body": "Still here."}, form=FORM, forged={"csrf_token": "stale"})
    assert "Press the button again" in client.errors[0]
    again = client.page.values(client.page.one(FORM))
    assert (again["body"], again["send_key"]) == ("Still here.", key)
    client.post_form({}, form=FORM)
    with database.session() as db:
        assert db.scalars(select(Message.body)).all() == ["Still here."]


@pytest.mark.parametrize("key", ["", "0" * 31, "not a key", "0" * 400])
def test_a_forged_key_is_drawn_again(client: InspectingClient, matter: Matter, database: Database, key: str) -> None:
    sign_in(client, matter)
    client.post_form({"body": "Words."}, form=FORM, forged={"send_key": key})
    with database.session() as db:
        assert db.scalars(select(Message.send_key)).one() != key
    client.get("/add")
    client.post_form(reference=matter.number, body="Words.", forged={"send_key": key})
    with database.session() as db:
        assert db.scalars(select(LetterboxMessage.id)).one() != key


def test_what_no_form_asks_for_is_never_taken(
    client: InspectingClient,
    matter: Matter,
    database: Database,
    rulebook: Rulebook,
    settings: Settings,
    now: datetime,
) -> None:
    matters.answer(database, matter, at=now, by=matters.officer(database, at=now), rulebook=rulebook, settings=settings)
    sign_in(client, matter)
    names = ("outcome", "stage", "to_stage", "person_id", "channel", "author", "decided_by")
    forged: dict[str, str | list[str] | None] = dict.fromkeys(names, "accepted")
    client.post_form({"body": "Words."}, form=FORM, forged=forged)
    client.get(f"/complaint/{matter.grant_id}/further")
    client.post_form({"reason": "I do not agree."}, button="Take it further", forged=forged)
    with database.session() as db:
        message = db.scalars(select(Message)).one()
        assert (message.author, message.channel, message.person_id) == ("person", "web", matter.person_id)
        request = db.scalars(select(EscalationRequest)).one()
        assert (request.outcome, request.to_stage, request.asked_by) == (None, 2, matter.person_id)


def test_a_visit_can_be_sent_on_only_to_our_own_pages(client: InspectingClient, matter: Matter) -> None:
    client.get("/track")
    for target in ("https://evil.example", "//evil.example", "accounts.sign_in"):
        client.get("/track")
        client.post_form(reference=matter.number, code=matter.code, forged={"going_on": target})
        assert client.page.path == f"/complaint/{matter.grant_id}"
