"""A second matter in a browser: the first goes on with the same person only, and no longer than it would (T35, T40)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.web.models import WebSession
from tests.complaints import matters
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.matters import Matter
from tests.complaints.walking import begin, code_shown, sent, to_check
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

YES, NO = "Yes, I am the same person or act for both", "No, close the other one first"
Made = Callable[[str], Matter]


@pytest.fixture
def made(database: Database, rulebook: Rulebook, settings: Settings) -> Made:
    def of(name: str) -> Matter:
        return matters.made(
            database,
            rulebook=rulebook,
            settings=settings,
            at=clock.now(),
            name=name,
            email=f"{name.lower()}@example.com",
            words=f"Words of {name}.",
        )

    return of


def track(client: InspectingClient, matter: Matter) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)


def is_open(client: InspectingClient, matter: Matter) -> bool:
    client.get(f"/complaint/{matter.grant_id}")
    return client.page.path == f"/complaint/{matter.grant_id}"


def test_another_persons_matter_opens_only_after_the_question(client: InspectingClient, made: Made) -> None:
    ama, bo = made("Ama"), made("Bo")
    track(client, ama)
    track(client, bo)
    assert client.errors == ["Say if this is still you. Use one of the two buttons"]
    assert client.page.values()["code"] == bo.code
    assert not is_open(client, bo)
    track(client, bo)
    client.post_form(button=NO)
    assert client.page.path == f"/complaint/{bo.grant_id}"
    assert not is_open(client, ama)
    track(client, ama)
    client.post_form(button=YES)
    assert is_open(client, ama)
    assert is_open(client, bo)


def test_the_same_person_who_proved_who_they_are_is_not_asked(client: InspectingClient, made: Made) -> None:
    first, second = made("Ama"), made("Ama")
    track(client, first)
    track(client, second)
    assert is_open(client, first)
    assert is_open(client, second)


def test_what_goes_on_ends_when_its_own_visit_would(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    begun = clock.now() - timedelta(minutes=settings.limits.resident_absolute - 5)
    ama, bo = made("Ama"), made("Bo")
    track(client, ama)
    with database.changes() as db:
        db.execute(update(WebSession).values(begun_at=begun))
    track(client, bo)
    client.post_form(button=YES)
    with database.session() as db:
        assert db.scalars(select(WebSession.begun_at).where(WebSession.ended_at.is_(None))).all() == [begun]


def test_sending_for_another_person_closes_what_was_open(client: InspectingClient, made: Made) -> None:
    bo = made("Bo")
    track(client, bo)
    draft_id = to_check(client)
    client.post_form(button=NO)
    assert client.page.path == f"/complain/{draft_id}/sent"
    assert code_shown(client)
    assert not is_open(client, bo)
    client.get(f"/complain/{draft_id}/sent")
    assert code_shown(client)


def test_sending_asks_even_when_the_page_was_drawn_before(client: InspectingClient, made: Made) -> None:
    to_check(client)
    form = client.page.values(client.page.one("main form"))
    action = str(client.page.one("main form")["action"])
    bo = made("Bo")
    track(client, bo)
    client.get(action.replace("/send", "/check"))
    form["csrf_token"] = client.page.values(client.page.one("main form"))["csrf_token"]
    client.post(action, form)
    assert client.errors == ["Say if this is still you. Use one of the two buttons"]
    client.post_form(button=YES)
    assert is_open(client, bo)


def test_ones_own_second_complaint_is_sent_without_a_question(client: InspectingClient) -> None:
    first = sent(client)
    sent(client, words="The library closed early.")
    client.get(f"/complain/{first}/sent")
    assert code_shown(client)


def test_digits_are_not_used_before_the_question_is_answered(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    ama, bo = made("Ama"), made("Bo")
    track(client, ama)
    client.get("/track/code")
    client.post_form(reference=bo.number, address="bo@example.com")
    digits = digits_mailed(database, settings) or ""
    token = client.page.values()["csrf_token"]
    client.post("/track/code/enter", {"digits": digits, "csrf_token": token})
    assert client.errors == ["Say if this is still you. Use one of the two buttons"]
    client.post_form(digits=digits, button=NO)
    assert client.page.path == f"/complaint/{bo.grant_id}"
    assert not is_open(client, ama)


def test_digits_of_a_visit_that_was_ended_open_nothing(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    ama = made("Ama")
    client.get("/track/code")
    client.post_form(reference=ama.number, address="ama@example.com")
    digits, cookie = digits_mailed(database, settings) or "", client.client.get_cookie("resident")
    client.get("/track/end")
    client.post_form()
    assert cookie is not None
    client.client.set_cookie("resident", cookie.value)
    client.get("/track/code/enter")
    client.post_form(digits=digits)
    assert client.errors


def test_another_person_closes_what_is_not_sent_too(client: InspectingClient, made: Made) -> None:
    ama, bo = made("Ama"), made("Bo")
    track(client, ama)
    draft_id = begin(client)
    track(client, bo)
    client.post_form(button=NO)
    client.get(f"/complain/{draft_id}/what-happened", status=404)
