"""What the log says: one JSON line each in UTC, of sign-ins and of what was refused, and nothing that was typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.accounts.conftest import Desk, desk
from tests.complaints import matters
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

TYPED = "quokka"


@pytest.fixture
def written(app: Flask) -> Iterator[io.StringIO]:
    """The portal's own handler, writing into memory."""
    (ours,) = (one for one in logging.getLogger().handlers if getattr(one, "portal", False))
    assert isinstance(ours, logging.StreamHandler)
    into = io.StringIO()
    before = ours.setStream(into)
    yield into
    ours.setStream(before)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    assert TYPED not in written.getvalue()
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_new_line_forges_no_line_and_the_time_is_utc(written: io.StringIO) -> None:
    logging.getLogger("portal.test").warning("one %s", 'two\r\n{"event": "forged", "level": "error"}\u2028three')
    (line,) = lines(written)
    assert line["level"] == "warning"
    assert line["event"].startswith("one two\r\n")
    at = datetime.fromisoformat(line["timestamp"])
    assert at.utcoffset() == UTC.utcoffset(None)


def test_an_exception_is_told_by_kind_and_place_only(written: io.StringIO) -> None:
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("portal.test").exception("failed")
    (line,) = lines(written)
    assert line["exception"][0] == "ValueError"
    assert "test_logs.py" in line["exception"][1]


@pytest.mark.database
def test_sign_ins_to_the_desk_and_refused_ones_are_told(written: io.StringIO, desk: Desk) -> None:
    grace = desk.officer()
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form(email=f"{TYPED}@council.example", password=TYPED, code="000000")
    desk.sign_in(browser, grace)
    said = [line["event"] for line in lines(written)]
    assert said == ["a sign-in to the desk was refused: sign_in", f"officer {grace.officer_id} signed in"]


@pytest.mark.database
def test_too_many_tries_are_told(written: io.StringIO, desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    for _try in range(desk.settings.limits.free_tries + 1):
        browser.post_form(email=f"{TYPED}@council.example", password=TYPED, code="000000")
    assert lines(written)[-1]["event"] == "a sign-in to the desk was refused: too_many_tries"


@pytest.mark.database
def test_a_page_that_an_officer_may_not_open_is_told(written: io.StringIO, desk: Desk) -> None:
    administrator = desk.officer("Ada Okoro", role="admin")
    browser = desk.signed_in(administrator)
    for address in ("/desk/readings", f"/desk/complaint/{TYPED}"):
        browser.get(address, status=404)
    said = [line["event"] for line in lines(written) if line["level"] == "warning"]
    assert said == [
        f"officer {administrator.officer_id} may not open casework.readings",
        f"officer {administrator.officer_id} may not open casework.complaint",
    ]


@pytest.mark.database
def test_a_complaint_that_an_officer_may_not_open_is_told(
    written: io.StringIO, desk: Desk, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    made = matters.made(desk.database, rulebook=rulebook, settings=settings, at=now, service="social-work")
    olu = desk.officer("Olu Officer", role="officer", team="waste")
    browser = desk.signed_in(olu)
    for complaint_id in (made.complaint_id, TYPED):
        browser.get(f"/desk/complaint/{complaint_id}", status=404)
    said = [line["event"] for line in lines(written) if line["level"] == "warning"]
    assert said == [f"officer {olu.officer_id} asked for a complaint and may not see_complaint"] * 2


@pytest.mark.database
def test_codes_that_are_not_right_are_told(
    written: io.StringIO,
    client: InspectingClient,
    database: Database,
    rulebook: Rulebook,
    settings: Settings,
    now: datetime,
) -> None:
    made = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    client.get("/track")
    client.post_form(reference=made.number, code="BBBB BBBB BBBB BBBB")
    client.get("/track/code")
    client.post_form(reference=made.number, address="ama@example.com")
    client.post_form(digits="000000")
    said = [line["event"] for line in lines(written) if line["level"] == "warning"]
    assert said == ["a reference and a private code did not go together", "a one-time code was not right"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"headers": {"Origin": "https://evil.example"}, "data": {"words": TYPED}}, 403),
        ({"headers": {"Host": "evil.example"}}, 400),
        ({"headers": {"Transfer-Encoding": "chunked"}}, 411),
        ({"data": {"words": TYPED * 400_000}}, 413),
    ],
)
def test_a_request_that_was_turned_away_is_told(
    app: Flask, written: io.StringIO, sent: dict[str, Any], status: int
) -> None:
    assert app.test_client().post("/complain", **sent).status_code == status
    (line,) = lines(written)
    assert (line["event"], line["status"], line["method"]) == ("request refused", status, "POST")
