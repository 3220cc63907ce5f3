"""Stopping, and coming back with the private code on any device."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.config import Settings
from portal.db import Database
from tests.complaints.walking import WORDS, begin, code_shown, reference_shown, sent, to_when
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def saved(client: InspectingClient) -> tuple[str, str]:
    """Walk half way, and return the draft's id and its private code."""
    draft_id = to_when(client)
    client.click("Save and come back later")
    return draft_id, code_shown(client)


def test_the_page_for_later_shows_the_code_and_is_kept_nowhere(client: InspectingClient) -> None:
    saved(client)
    assert "Come back by" in client.text
    assert client.page.headers["Cache-Control"] == "no-store, no-transform"
    client.click("Go on now")
    assert client.page.path.endswith("/when")


@pytest.mark.parametrize("typing", [str.lower, lambda code: code.replace(" ", "-"), lambda code: f" {code}\t"])
def test_the_code_opens_the_draft_on_another_device(client: InspectingClient, app: Flask, typing: object) -> None:
    draft_id, code = saved(client)
    other = InspectingClient(app)
    other.get("/complain/return")
    other.post_form(code=typing(code))  # type: ignore[operator]
    assert other.page.path == f"/complain/{draft_id}/when"
    other.get(f"/complain/{draft_id}/what-happened")
    assert other.page.values()["words"] == WORDS


def test_a_stranger_is_asked_for_the_code_whether_the_draft_is_real_or_not(
    client: InspectingClient, app: Flask
) -> None:
    draft_id, code = saved(client)
    answers = []
    for known in (draft_id, "0" * 32, "nonsense"):
        other = InspectingClient(app)
        other.get(f"/complain/{known}/what-happened", status=404)
        answers.append(other.text)
    assert len(set(answers)) == 1
    device = InspectingClient(app)
    device.get(f"/complain/{draft_id}/what-happened", status=404)
    device.post_form(code=code)
    assert device.page.path == f"/complain/{draft_id}/when"


def test_the_code_of_one_draft_does_not_open_another(client: InspectingClient, app: Flask) -> None:
    draft_id, _code = saved(client)
    other = InspectingClient(app)
    own = begin(other)
    cookie = other.client.get_cookie(f"draft-{own[:8]}")
    assert cookie is not None
    other.client.set_cookie(f"draft-{draft_id[:8]}", cookie.value)
    other.get(f"/complain/{draft_id}/what-happened", status=404)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter your private code"),
        ("BCDF", "Check your private code. It has 16 letters, and none of them is a vowel"),
        ("AEIO UAEI OUAE IOUA", "Check your private code. It has 16 letters, and none of them is a vowel"),
        ("1234 5678 9012", "That looks like your reference. Enter your private code. It has only letters"),
        ("BCDF GHJK MNPQ RSTV", "We have no unsent complaint with this code. Check it and try again"),
    ],
)
def test_a_wrong_code_says_what_to_do(client: InspectingClient, typed: str, error: str) -> None:
    client.get("/complain/return")
    client.post_form(code=typed)
    assert client.errors == [error]
    assert client.page.values()["code"] == typed


def test_guessing_codes_is_slowed(client: InspectingClient, settings: Settings) -> None:
    client.get("/complain/return")
    for _try in range(settings.limits.free_tries):
        client.post_form(code="BCDF GHJK MNPQ RSTV")
    client.post_form(code="BCDF GHJK MNPQ RSTV", status=429)
    assert "too many tries" in client.errors[0]


def test_wrong_codes_from_the_same_network_do_not_keep_a_right_one_out(client: InspectingClient, app: Flask) -> None:
    _draft_id, code = saved(client)
    stranger, owner = InspectingClient(app), InspectingClient(app)
    stranger.get("/complain/return")
    for _try in range(31):
        stranger.post(
            "/complain/return", stranger.page.values() | {"code": private_code.draw()}, status=200 if _try < 30 else 429
        )
    owner.get("/complain/return")
    owner.post_form(code=code)
    assert owner.page.path.startswith("/complain/")
    assert owner.page.path != "/complain/return"


def test_an_expired_draft_says_so(client: InspectingClient, app: Flask, database: Database) -> None:
    draft_id, code = saved(client)
    with database.changes() as db:
        db.execute(update(Draft).values(expires_at=clock.now() - timedelta(seconds=1)))
    client.get(f"/complain/{draft_id}/when", status=410)
    assert client.page.h1 == "This saved complaint was too old to keep"
    other = InspectingClient(app)
    other.get("/complain/return")
    other.post_form(code=code, status=410)
    assert "It was not sent" in other.text


def test_words_typed_into_an_expired_or_locked_page_stand_on_it(client: InspectingClient, database: Database) -> None:
    draft_id = begin(client)
    form = client.page.values(client.page.one("main form")) | {"words": "Two hours of typing"}
    with database.changes() as db:
        db.execute(update(Draft).values(expires_at=clock.now() - timedelta(seconds=1)))
    client.post(f"/complain/{draft_id}/what-happened", form, status=410)
    assert client.page.words == ["Two hours of typing"]
    client.client.delete_cookie(f"draft-{draft_id[:8]}")
    client.post(f"/complain/{draft_id}/what-happened", form, status=404)
    assert client.page.words == ["Two hours of typing"]


def test_after_sending_the_code_opens_the_confirmation_for_a_day(
    client: InspectingClient, app: Flask, database: Database
) -> None:
    sent(client)
    number, code = reference_shown(client), code_shown(client)
    other = InspectingClient(app)
    other.get("/complain/return")
    other.post_form(code=code)
    assert reference_shown(other) == number
    with database.changes() as db:
        db.execute(update(Draft).values(expires_at=clock.now() - timedelta(seconds=1)))
    late = InspectingClient(app)
    late.get("/complain/return")
    late.post_form(code=code)
    assert late.errors == ["We have no unsent complaint with this code. Check it and try again"]


def test_the_code_is_in_no_address(client: InspectingClient, database: Database) -> None:
    sent(client)
    code = code_shown(client).replace(" ", "")
    assert all(code not in path for path in client.visited)
    with database.session() as db:
        assert code not in str(db.execute(select(Draft.__table__)).all())
