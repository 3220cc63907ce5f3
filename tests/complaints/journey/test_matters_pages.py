"""What somebody already has with us: shown after proving a contact, asked once more before sending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Chase, Complaint, Event, Message, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints import matters
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.matters import Matter
from tests.complaints.walking import to_check, to_contact
from tests.inspecting_client import InspectingClient

AGAIN = "The bins in our street were still not emptied. Nobody rang me back."
OTHER = "The library in Larch Walk closed early twice this month."


@pytest.fixture
def earlier(database: Database, rulebook: Rulebook, settings: Settings) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=clock.now() - timedelta(days=4))


def to_proven(client: InspectingClient, database: Database, settings: Settings, words: str = AGAIN) -> str:
    """Walk on until the e-mail address is proven, and return the draft's id."""
    draft_id = to_contact(client, words=words)
    client.post_form(contact="email", email="ama@example.com")
    client.post_form(shared="no")
    client.post_form()
    client.post_form(how="now")
    client.post_form(digits=digits_mailed(database, settings))
    return draft_id


def press(client: InspectingClient, what: str) -> None:
    """Press the button whose form's address ends like this."""
    client.post_form(form=f'form[action$="{what}"]')


def count(database: Database, *tables: type) -> list[int]:
    with database.session() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_the_list_says_what_there_is_and_where_it_stands(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter
) -> None:
    to_proven(client, database, settings)
    assert "You already have 1 complaint with us" in client.page.text
    assert "Empty them." in client.page.text
    assert "We have your complaint." in client.page.text


@pytest.mark.parametrize(("what", "chases"), [("add", 0), ("update", 1)])
def test_the_words_go_to_the_one_there_is(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter, what: str, chases: int
) -> None:
    draft_id = to_proven(client, database, settings)
    press(client, f"/{what}")
    assert client.page.path == f"/complaint/{earlier.grant_id}"
    assert "still not emptied" in client.page.text
    assert count(database, Complaint, Reference, Message, Chase) == [1, 1, 1, chases]
    # Going back and sending what is still on the screen makes no second one.
    client.get(f"/complain/{draft_id}/check")
    assert count(database, Complaint, Reference, Message) == [1, 1, 1]


def test_something_else_is_not_argued_with(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter
) -> None:
    to_proven(client, database, settings)
    client.post_form(form='form[action$="/yours"]')
    assert client.page.path.endswith("/check")
    client.post_form(form='form[action$="/send"]')
    assert client.page.path.endswith("/sent")
    assert count(database, Complaint) == [2]


def test_before_sending_it_asks_once_more_when_the_words_say_so(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter
) -> None:
    draft_id = to_proven(client, database, settings, words=OTHER)
    client.post_form(form='form[action$="/yours"]')
    client.get(f"/complain/{draft_id}/what-happened?back=check")
    client.post_form(words=AGAIN)
    client.post_form(form='form[action$="/send"]')
    assert client.page.path.endswith("/same")
    assert count(database, Complaint) == [1]
    client.post_form(form='form[action$="/send"]')
    assert client.page.path.endswith("/sent")
    assert count(database, Complaint) == [2]


def test_without_a_proven_contact_nothing_is_said(
    client: InspectingClient, app: Flask, database: Database, earlier: Matter
) -> None:
    draft_id = to_check(client, words=AGAIN)
    shown = client.page.text
    assert client.client.get(f"/complain/{draft_id}/yours", base_url=client.base_url).status_code == 303
    client.get(f"/complain/{draft_id}/check")
    assert client.page.text == shown
    client.post_form(form='form[action$="/send"]')
    assert client.page.path.endswith("/sent")
    assert count(database, Complaint) == [2]


def test_after_an_answer_words_are_not_added_to_it(
    client: InspectingClient, database: Database, settings: Settings, rulebook: Rulebook, earlier: Matter
) -> None:
    officer_id = matters.officer(database, at=clock.now())
    matters.answer(database, earlier, at=clock.now(), by=officer_id, rulebook=rulebook, settings=settings)
    to_proven(client, database, settings)
    actions = [str(form["action"]).rpartition("/")[2] for form in client.select("main form")]
    assert actions == ["disagree", "not_done", "again", "look", "yours"]
    press(client, "/disagree")
    assert client.page.path == f"/complaint/{earlier.grant_id}"
    assert "You asked to take it further" in client.page.text
    assert count(database, Complaint) == [1]


def test_a_promise_not_kept_is_a_task_and_the_stage_stays(
    client: InspectingClient, database: Database, settings: Settings, rulebook: Rulebook, earlier: Matter
) -> None:
    officer_id = matters.officer(database, at=clock.now())
    matters.answer(database, earlier, at=clock.now(), by=officer_id, rulebook=rulebook, settings=settings)
    to_proven(client, database, settings)
    press(client, "/not_done")
    assert "Take it further" in client.page.text
    with database.session() as db:
        chase = db.scalars(select(Chase)).one()
        complaint = db.get_one(Complaint, earlier.complaint_id)
        assert (chase.kind, complaint.stage, complaint.due) == ("remedy", 1, chase.answer_by)


def test_happened_again_is_a_new_one_that_is_linked(
    client: InspectingClient, database: Database, settings: Settings, rulebook: Rulebook, earlier: Matter
) -> None:
    officer_id = matters.officer(database, at=clock.now())
    matters.answer(database, earlier, at=clock.now(), by=officer_id, rulebook=rulebook, settings=settings)
    to_proven(client, database, settings)
    press(client, "/again")
    client.post_form(form='form[action$="/send"]')
    assert client.page.path.endswith("/sent")
    with database.session() as db:
        linked = set(db.scalars(select(Event.complaint_id).where(Event.kind == "happened_again")))
        assert len(linked) == 2
        assert db.scalars(select(Draft.again_of).where(Draft.again_of.is_not(None))).one() == earlier.complaint_id


def test_a_quiet_one_says_its_day_and_nothing_more(
    client: InspectingClient, database: Database, settings: Settings, rulebook: Rulebook
) -> None:
    made = matters.made(
        database,
        rulebook=rulebook,
        settings=settings,
        at=clock.now() - timedelta(days=4),
        service="childrens-social-care",
    )
    draft_id = to_proven(client, database, settings)
    assert "A complaint sent on" in client.page.text
    assert "Empty them." not in client.page.text
    assert "hildren" not in client.page.text
    assert made.grant_id not in str(client.page.soup)
    token = client.page.values(client.page.one('form[action$="/yours"]'))
    for what in ("add", "update", "disagree", "not_done", "again", "look"):
        address = f"/complain/{draft_id}/yours/{made.grant_id}/{what}"
        answer = client.client.post(address, data=token, base_url=client.base_url)
        assert answer.location.endswith(f"/complain/{draft_id}/yours")
    client.get(f"/complaint/{made.grant_id}")
    assert client.page.path.startswith("/track")


def test_the_list_by_an_address_alone(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter
) -> None:
    client.get("/track/yours")
    client.post_form(name="Ama Mensah", address="ama@example.com")
    client.post_form(digits=digits_mailed(database, settings))
    assert client.page.path == "/track/yours/list"
    client.get(f"/complaint/{earlier.grant_id}")
    assert client.page.path == f"/complaint/{earlier.grant_id}"


@pytest.mark.parametrize("name", ["Kofi Mensah", "Ama"])
def test_another_name_at_the_address_gets_no_code_and_the_same_page(
    client: InspectingClient, database: Database, settings: Settings, earlier: Matter, name: str
) -> None:
    client.get("/track/yours")
    client.post_form(name="Ama Mensah", address="ama@example.com")
    right = client.page.text
    assert digits_mailed(database, settings)
    client.get("/track/yours")
    client.post_form(name=name, address="ama@example.com")
    assert client.page.text == right
    assert digits_mailed(database, settings) is None
