"""A complaint's own page: the ways in, what it says in every state, and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from portal import clock
from portal.complaints.follow_up import escalate, messages
from portal.complaints.grants import grants, private_code
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Grant, Message, PromisedDate, Unlocking
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, new_id
from portal.errors import Refusal
from portal.web import attempts
from portal.web.models import Attempt
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.inspecting_client import InspectingClient

TOKEN = re.compile(r'(name="(?:csrf_token|send_key)" value=")[^"]*')


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter of somebody who proved their e-mail."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


def sign_in(client: InspectingClient, matter: Matter) -> None:
    """Open a matter in this browser with what stands on paper."""
    client.get("/track")
    client.post_form(reference=reference.grouped(matter.number), code=private_code.grouped(matter.code).lower())
    assert client.page.path == f"/complaint/{matter.grant_id}"


def test_reference_and_code_open_the_complaint_with_its_words(client: InspectingClient, matter: Matter) -> None:
    sign_in(client, matter)
    assert client.page.h1 == "Your complaint"
    assert matters.WORDS in client.page.words
    assert client.page.answer("Your reference") == reference.grouped(matter.number)
    assert client.page.answer("What it is about") == "Missed bin or recycling collection"
    assert "We have it" in client.text
    assert "counted from" in client.text


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("", "BCDF GHJK MNPQ RSTV", "Enter your reference. It has 12 digits"),
        ("1234 5678 9012", "BCDF GHJK MNPQ RSTV", "Check your reference. There is a wrong digit"),
        ("1234", "BCDF GHJK MNPQ RSTV", "Check your reference. It has 12 digits, such as"),
        ("BCDF GHJK MNPQ RSTV", "", "That looks like your private code. Enter your reference"),
        ("ama@example.com", "BCDF GHJK MNPQ RSTV", "That looks like an email address"),
        ("{}", "{}", "That looks like your reference. Enter your private code"),
        ("{}", "BCDF", "Check your private code. It has 16 letters"),
        ("{}", "", "Enter your private code"),
    ],
)
def test_each_field_says_at_once_what_is_wrong(
    client: InspectingClient, matter: Matter, database: Database, typed: str, code: str, said: str
) -> None:
    client.get("/track")
    client.post_form(reference=typed.format(matter.number), code=code.format(matter.number))
    assert any(said in error for error in client.errors), client.errors
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Attempt)) == 0


def traffic(app: Flask, act: Callable[[], object]) -> list[str]:
    """Return the statements an act sends to the database, in order, without their values."""
    seen: list[str] = []
    engine = app.extensions["portal.database"].engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


@pytest.mark.database
def test_wrong_code_unknown_reference_and_somebody_elses_answer_alike(
    app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    unknown = reference.with_check_digits("0000000017")
    answers = []
    client = InspectingClient(app)
    for number, code in (
        (matter.number, private_code.draw()),
        (unknown, private_code.draw()),
        (unknown, matter.code),
        (other.number, matter.code),
    ):
        client = InspectingClient(app)
        client.get("/track")
        statements = traffic(app, lambda c=client, n=number, k=code: c.post_form(reference=n, code=k))  # type: ignore[misc]
        html = TOKEN.sub(r"\1", client.page.html).replace(number, "").replace(code, "")
        headers = sorted(name for name, _value in client.page.headers)
        answers.append((client.page.status, html, headers, statements))
    assert all(answer == answers[0] for answer in answers[1:])
    for words in ("Send a message", "Get a code", "Call"):
        assert words in client.text
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Unlocking)) == 0


def test_wrong_tries_slow_down_and_the_right_code_opens_at_any_time(
    client: InspectingClient, app: Flask, matter: Matter, settings: Settings
) -> None:
    client.get("/track")
    for _try in range(settings.limits.free_tries):
        client.post_form(reference=matter.number, code=private_code.draw())
    client.post_form(reference=matter.number, code=private_code.draw(), status=429)
    assert "Wait" in client.errors[0]
    assert "The right private code works at any time." in client.errors[0]
    assert "You do not have to complain again" in client.text
    sign_in(client, matter)
    sign_in(InspectingClient(app), matter)


@pytest.mark.database
@pytest.mark.parametrize("networks", [1, 200])
def test_strangers_who_poll_a_reference_do_not_keep_its_owner_out(
    app: Flask, matter: Matter, database: Database, settings: Settings, networks: int
) -> None:
    """From 200 networks, or from the very one that its owner is in."""
    for number in range(200):
        asking = f"198.51.100.{number}" if networks > 1 else "127.0.0.1"
        counted = [attempts.by_target(settings.limits, "track", matter.number)]
        counted.append(attempts.by_network(settings.limits, "track", asking))
        with suppress(Refusal), database.changes() as db:
            attempts.take(db, settings, counted, now=clock.now() - timedelta(seconds=200 - number))
    stranger, owner = InspectingClient(app), InspectingClient(app)
    stranger.get("/track")
    for _poll in range(3):
        stranger.post_form(reference=matter.number, code=private_code.draw(), status=429)
        sign_in(owner, matter)


@pytest.mark.database
def test_while_a_wait_runs_only_rightness_tells_one_answer_from_another(
    app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime, matter: Matter
) -> None:
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    unknown = reference.with_check_digits("0000000017")
    answers = []
    for number, code in ((matter.number, private_code.draw()), (unknown, matter.code), (other.number, matter.code)):
        client = InspectingClient(app)
        client.get("/track")
        for _try in range(settings.limits.free_tries):
            client.post_form(reference=number, code=private_code.draw())
        with database.changes() as db:
            db.execute(update(Attempt).where(Attempt.kind == "track-net").values(at=now - timedelta(days=1)))
        statements = traffic(
            app,
            lambda c=client, n=number, k=code: c.post_form(reference=n, code=k, status=429),  # type: ignore[misc]
        )
        html = TOKEN.sub(r"\1", client.page.html).replace(number, "").replace(code, "")
        answers.append((re.sub(r"\d seconds?", "", html), statements))
    assert all(answer == answers[0] for answer in answers[1:])


def test_a_complaint_that_is_not_open_leads_to_signing_in(
    client: InspectingClient, app: Flask, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    stranger = InspectingClient(app)
    for address in (f"/complaint/{matter.grant_id}", f"/complaint/{new_id()}", f"/complaint/{matter.grant_id}/further"):
        stranger.get(address)
        assert stranger.page.path == "/track"
        assert "This complaint is not open in this browser now" in stranger.text
    with database.changes() as db:
        grants.revoke(db, grant_id=matter.grant_id, now=clock.now())
    client.get(f"/complaint/{matter.grant_id}")
    assert client.page.path == "/track"


def test_a_grant_that_may_only_see_offers_and_does_nothing_else(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    with database.changes() as db:
        db.execute(update(Grant).values(may="see"))
    sign_in(client, matter)
    assert client.select("textarea") == []
    assert "Withdraw" not in client.text
    client.get(f"/complaint/{matter.grant_id}/withdraw", status=404)
    client.get(f"/complaint/{matter.grant_id}/contact", status=404)


def test_a_message_is_added_once_however_often_it_is_sent(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    before = client.page
    for _click in range(2):
        client._page = before
        client.post_form({"body": "It happened\nagain."}, form='form[action$="/message"]')
    assert "We have your message." in client.text
    assert client.page.words.count("It happened\nagain.") == 1
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Message)) == 1


def test_an_empty_message_and_a_pasted_code_come_back(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    client.post_form({"body": " \n "}, form='form[action$="/message"]')
    assert client.errors == ["Write your message"]
    words = f"My code is {private_code.grouped(matter.code).lower()}, is that right?"
    client.post_form({"body": words}, form='form[action$="/message"]')
    assert "Your private code is in this box" in client.errors[0]
    assert client.page.values(client.page.one('form[action$="/message"]'))["body"] == words
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Message)) == 0


def test_words_sent_after_the_visit_ended_are_kept(
    client: InspectingClient, matter: Matter, database: Database
) -> None:
    sign_in(client, matter)
    with database.changes() as db:
        grants.close(db, grant_id=matter.grant_id, now=clock.now())
    client.post_form({"body": "Forty minutes of typing."}, form='form[action$="/message"]')
    assert "We have kept what you wrote" in client.errors[0]
    data = client.page.values(client.page.one("main form")) | {"reference": matter.number, "code": matter.code}
    action = str(client.page.one("main form")["action"])
    again = client.client.post(action, data=data, base_url=client.base_url)
    assert again.status_code == 307
    client.post(again.location, data)
    assert client.page.values(client.page.one('form[action$="/message"]'))["body"] == "Forty minutes of typing."
    client.post_form({}, form='form[action$="/message"]')
    assert "Forty minutes of typing." in client.page.words


def test_withdrawing_and_taking_it_up_again(client: InspectingClient, matter: Matter) -> None:
    sign_in(client, matter)
    client.click("Withdraw your complaint")
    client.post_form({"reason": "I moved away."}, button="Withdraw it")
    assert "You have withdrawn your complaint." in client.text
    assert "You can take it up again until the end of" in client.text
    assert "I moved away." in client.page.words
    client.get(f"/complaint/{matter.grant_id}/withdraw")
    assert client.page.path == f"/complaint/{matter.grant_id}"
    client.post_form({}, form='form[action$="/undo"]')
    assert "You have taken your complaint up again." in client.text
    assert "We have it" in client.text


def test_an_answer_and_the_way_further(
    client: InspectingClient,
    matter: Matter,
    database: Database,
    rulebook: Rulebook,
    settings: Settings,
    now: datetime,
) -> None:
    by = matters.officer(database, at=now)
    sign_in(client, matter)
    client.get(f"/complaint/{matter.grant_id}/further")
    assert client.page.path == f"/complaint/{matter.grant_id}"
    matters.answer(database, matter, at=now, by=by, rulebook=rulebook, settings=settings)
    client.get(f"/complaint/{matter.grant_id}")
    assert "We did not find that we got this wrong" in client.text
    assert "The crew came on Monday." in client.page.words
    assert "What you can do next" in client.text
    assert "Olu Officer" not in client.page.html
    client.get(f"/complaint/{matter.grant_id}/further")
    client.post_form({}, button="Take it further")
    assert "You have asked us to take it further." in client.text
    assert "We tell you if we take it further" in client.text
    with database.changes() as db:
        request_id = escalate.ask(
            db,
            by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason="",
        )
        escalate.decide(
            db,
            by_officer(by, now=now, rulebook=rulebook, settings=settings),
            request_id=request_id,
            outcome="rejected",
            reason="A tribunal has decided this.",
        )
    client.get(f"/complaint/{matter.grant_id}")
    assert "We will not take it further" in client.text
    client.click("Ask an ombudsman")
    assert "Local Government and Social Care Ombudsman" in client.text
    assert client.page.answer("Reference") == reference.grouped(matter.number)
    assert matters.WORDS in client.page.words


def test_a_late_reply_is_said_honestly_and_opens_the_way_further(
    client: InspectingClient, matter: Matter, database: Database, now: datetime
) -> None:
    with database.changes() as db:
        db.execute(update(PromisedDate).values(due=clock.london_date(now) - timedelta(days=1)))
    sign_in(client, matter)
    assert "We have not kept that promise, and we are sorry." in client.text
    assert "Missed" in client.page.answer("We answer you")
    client.get(f"/complaint/{matter.grant_id}/ombudsman")
    assert "you do not have to wait for us" in client.text
    client.get(f"/complaint/{matter.grant_id}/further")
    client.post_form({"reason": "You are late."}, button="Take it further")
    assert "You are late." in client.page.words


def test_a_withdrawn_request_sleeps(
    client: InspectingClient, matter: Matter, database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        messages.withdraw(
            db,
            by_person(matter.person_id, now=now - timedelta(days=60), rulebook=rulebook, settings=settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason="",
        )
    sign_in(client, matter)
    assert "The time to take it up again here is over" in client.text
    assert client.select('form[action$="/undo"]') == []
    assert client.select('form[action$="/message"]')


def test_ending_the_visit_ends_it_on_the_server(client: InspectingClient, app: Flask, matter: Matter) -> None:
    sign_in(client, matter)
    kept = {cookie.key: cookie.value for cookie in (client.client._cookies or {}).values()}
    answer = client.post_form({}, form='form[action="/track/end"]', follow=False)
    assert "Clear-Site-Data" in answer.headers
    client.get(f"/complaint/{matter.grant_id}")
    assert client.page.path == "/track"
    replayed = InspectingClient(app)
    for name, value in kept.items():
        replayed.client.set_cookie(name, value, domain="localhost")
    replayed.get(f"/complaint/{matter.grant_id}")
    assert replayed.page.path == "/track"


@pytest.mark.database
def test_looking_writes_nothing_and_asks_three_questions(app: Flask, client: InspectingClient, matter: Matter) -> None:
    sign_in(client, matter)
    statements = traffic(app, lambda: client.get(f"/complaint/{matter.grant_id}"))
    asked = [statement for statement in statements if not statement.startswith("BEGIN")]
    assert len(asked) == 3
    assert all(statement.lstrip("( ").startswith("SELECT") for statement in asked)
    for page in ("contact", "withdraw", "contact/details"):
        written = [
            one
            for one in traffic(app, lambda p=page: client.get(f"/complaint/{matter.grant_id}/{p}"))  # type: ignore[misc]
            if one.startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert written == []
