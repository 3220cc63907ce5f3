"""Sending once, whatever is clicked, and the confirmation."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.complaints.matter.models import Complaint, Grant, Message
from portal.db import Database
from tests.complaints.walking import WORDS, begin, code_shown, reference_shown, sent, to_check
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def complaints(database: Database) -> int:
    with database.session() as db:
        return db.scalar(select(func.count()).select_from(Complaint)) or 0


def test_the_confirmation_says_what_was_promised_and_how(client: InspectingClient) -> None:
    sent(client)
    assert client.page.h1 == "We have your complaint"
    assert "Not sent yet" not in client.text
    assert "within 5 working days" in client.text
    assert "within 10 working days after that" in client.text
    assert client.page.headers["Cache-Control"] == "no-store, no-transform"
    assert "Content-Encoding" not in client.page.headers


def test_the_confirmation_survives_a_bookmark(client: InspectingClient) -> None:
    draft_id = sent(client)
    number = reference_shown(client)
    client.get(f"/complain/{draft_id}/sent")
    assert reference_shown(client) == number


def test_the_code_shown_opens_the_matter(client: InspectingClient, database: Database, app: Flask) -> None:
    sent(client)
    key = app.extensions["portal.settings"].code_key
    with database.session() as db:
        kept = db.scalars(select(Grant.code_hmac)).one()
    assert kept == private_code.hash_of(private_code.read(code_shown(client)), key)


def test_sending_twice_is_one_complaint(client: InspectingClient, database: Database) -> None:
    to_check(client)
    check = client.page
    client.post_form()
    number = reference_shown(client)
    client.post(check.path.replace("/check", "/send"), check.values(check.one("main form")))
    assert reference_shown(client) == number
    assert complaints(database) == 1


@pytest.mark.parametrize("page", ["about", "what-happened", "urgent-help", "service", "check", "prove", "later", ""])
def test_back_after_sending_shows_the_reference(client: InspectingClient, page: str) -> None:
    draft_id = sent(client)
    number = reference_shown(client)
    client.get(f"/complain/{draft_id}/{page}".rstrip("/"))
    assert client.page.path.endswith("/sent")
    assert reference_shown(client) == number


def test_the_same_words_sent_again_show_the_reference(client: InspectingClient, database: Database) -> None:
    draft_id = sent(client)
    client.post(f"/complain/{draft_id}/what-happened", {"words": WORDS.replace("\n", "\r\n")})
    assert client.page.path.endswith("/sent")
    assert complaints(database) == 1


def test_other_words_after_sending_are_offered_as_an_addition(client: InspectingClient, database: Database) -> None:
    to_check(client)
    client.click("Change What happened")
    second_tab = client.page
    client.get(second_tab.path.replace("/what-happened", "/check"))
    client.post_form()
    number = reference_shown(client)
    changed = second_tab.values(second_tab.one("main form")) | {"words": f"{WORDS} And it happened again."}
    client.post(second_tab.path, changed, status=409)
    assert client.page.h1 == "You have already sent this. Add what you changed to it?"
    assert client.page.values()["body"].replace("\r\n", "\n") == f"{WORDS} And it happened again."
    client.post_form()
    assert "We have added your words" in client.text
    assert reference_shown(client) == number
    with database.session() as db:
        assert db.scalars(select(Message.body)).all() == [f"{WORDS} And it happened again."]
    assert complaints(database) == 1


def test_adding_twice_adds_once_and_nothing_is_no_addition(client: InspectingClient, database: Database) -> None:
    draft_id = sent(client)
    client.post(f"/complain/{draft_id}/what-happened", {"words": "More"}, status=409)
    offered = client.page
    client.post_form(body="  ")
    assert client.errors == ["Write what you want to add"]
    for _click in range(2):
        client.post(f"/complain/{draft_id}/add", offered.values(offered.one("main form")))
    with database.session() as db:
        assert db.scalars(select(Message.body)).all() == ["More"]


def test_saying_the_code_is_saved_takes_it_off_the_page(client: InspectingClient) -> None:
    draft_id = sent(client)
    number = reference_shown(client)
    client.post_form(button="I have saved my code. Take it off this page")
    assert reference_shown(client) == number
    assert not client.select(".portal-code")
    client.get(f"/complain/{draft_id}/sent")
    assert not client.select(".portal-code")


def test_another_browser_sees_nothing_of_it(client: InspectingClient, app: Flask) -> None:
    draft_id = sent(client)
    other = InspectingClient(app)
    for page in ("sent", "check", "what-happened", "add"):
        other.get(f"/complain/{draft_id}/{page}", status=404)
        assert other.page.h1 == "Enter your private code to open this page"


def test_a_revoked_or_renewed_grant_opens_no_confirmation(client: InspectingClient, database: Database) -> None:
    draft_id = sent(client)
    client.client.delete_cookie("resident")
    with database.changes() as db:
        db.execute(update(Grant).values(code_hmac="f" * 64))
    client.get(f"/complain/{draft_id}/sent", status=404)
    assert not client.select(".portal-reference")


def test_without_words_there_is_nothing_to_send(client: InspectingClient, database: Database) -> None:
    draft_id = begin(client)
    client.get(f"/complain/{draft_id}/check")
    client.post_form()
    assert client.page.path.endswith("/what-happened")
    assert complaints(database) == 0


def test_words_and_who_it_is_about_are_enough(client: InspectingClient, database: Database) -> None:
    draft_id = begin(client)
    client.post_form(words="Only this")
    client.get(f"/complain/{draft_id}/check")
    client.post_form()
    assert client.page.h1 == "We have your complaint"
    assert "We do not contact you" in client.text
    assert complaints(database) == 1


def test_what_is_sent_is_what_was_saved_last(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    check = client.page
    client.get(f"/complain/{draft_id}/what-happened")
    client.post_form(words="Newer words")
    client.post(f"/complain/{draft_id}/send", check.values(check.one("main form")))
    with database.session() as db:
        assert db.scalars(select(Complaint.words)).one() == "Newer words"


def test_a_service_that_vanished_is_said_and_sent_all_the_same(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    with database.changes() as db:
        draft = db.scalars(select(Draft)).one()
        draft.answers = {**draft.answers, "service": "closed-last-week"}
    client.get(f"/complain/{draft_id}/check")
    assert "not in our list any more" in client.text
    client.post_form()
    assert client.page.h1 == "We have your complaint"
    with database.session() as db:
        assert db.scalars(select(Complaint.team)).one() == "complaints"


def test_when_the_database_fails_nothing_is_lost_and_it_says_so(
    client: InspectingClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    draft_id = to_check(client)
    with database.changes() as db:
        db.execute(text("ALTER TABLE events RENAME TO events_gone"))
    with caplog.at_level(logging.ERROR):
        client.post_form(status=503)
    assert client.page.h1 == "Sorry, your complaint is not sent"
    assert "bins" not in caplog.text
    assert complaints(database) == 0
    with database.changes() as db:
        db.execute(text("ALTER TABLE events_gone RENAME TO events"))
    client.post_form()
    assert client.page.h1 == "We have your complaint"
    assert draft_id in client.page.path
    with database.session() as db:
        assert db.scalars(select(Complaint.words)).one() == WORDS
