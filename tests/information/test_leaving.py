"""Leaving quickly: the visit ends on the server, nothing of it stays in the browser, and nothing is kept by it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Route, expect

from portal import clock
from portal.complaints.grants import private_code
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.walking import begin, to_when
from tests.inspecting_client import InspectingClient
from tests.journeys.conftest import Open, open_browser
from tests.live import LivePortal

__all__ = ["open_browser"]

BUTTON = "form[data-exit]"


def made(database: Database, rulebook: Rulebook, settings: Settings, service: str) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=clock.now(), service=service)


def sign_in(client: InspectingClient, matter: Matter) -> None:
    client.get("/track")
    client.post_form(reference=reference.grouped(matter.number), code=private_code.grouped(matter.code))


@pytest.mark.database
def test_button_ends_the_visit_on_the_server_and_leads_away(
    app: Flask, client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    matter = made(database, rulebook, settings, "social-work")
    sign_in(client, matter)
    before = client.client.get_cookie("resident")
    assert before is not None
    client.post_form(form=BUTTON, follow=False)
    answer = client.page.response
    assert answer.headers["Location"] == "/left"
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert "no-store" in answer.headers["Cache-Control"]
    left = client.client.get("/left", base_url=client.base_url)
    assert left.headers["Refresh"] == f"0; url={rulebook.council.exit_to}"
    assert rulebook.council.name not in left.get_data(as_text=True)
    assert "omplaint" not in left.get_data(as_text=True)
    # Even the cookie of before opens nothing: the row has ended.
    client.client.set_cookie("resident", before.value)
    client.get(f"/complaint/{matter.grant_id}")
    assert client.page.path == "/track"


def test_button_takes_the_private_code_of_a_draft_out_of_the_browser(client: InspectingClient) -> None:
    draft_id = to_when(client, service="social-work")
    client.post_form(form=BUTTON, follow=False)
    client.get(f"/complain/{draft_id}/when", status=404)


def test_button_too_old_leads_away_all_the_same(client: InspectingClient) -> None:
    answer = client.client.post("/leave", data={"csrf_token": "stale"}, base_url=client.base_url)
    assert answer.headers["Location"] == "/left"


@pytest.mark.parametrize(("service", "there"), [("social-work", 1), ("staff-conduct", 1), ("missed-collection", 0)])
def test_button_stands_where_somebody_else_must_not_look(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings, service: str, there: int
) -> None:
    to_when(client, service=service)
    assert len(client.select(BUTTON)) == there
    matter = made(database, rulebook, settings, service)
    sign_in(client, matter)
    for page in ("", "/contact", "/withdraw"):
        client.get(f"/complaint/{matter.grant_id}{page}")
        assert len(client.select(BUTTON)) == there
        # A browser writes down what was typed, to show it again, unless it is told not to.
        for form in client.select("main form:has(textarea)"):
            assert ("autocomplete" in form.attrs) == bool(there), page


def test_child_and_who_must_not_be_told_bring_the_button(client: InspectingClient) -> None:
    draft_id = begin(client)
    assert not client.select(BUTTON)
    client.get(f"/complain/{draft_id}/not-to-tell")
    client.post_form(not_to_tell="My uncle")
    client.get(f"/complain/{draft_id}/what-happened")
    assert client.select(BUTTON)


def test_no_page_is_kept_by_a_browser(app: Flask, client: InspectingClient) -> None:
    from tests.house.test_routes import address, rules

    for rule in rules(app):
        if "GET" in (rule.methods or set()) and not rule.rule.startswith("/static"):
            answer = client.client.get(address(app, rule), base_url=client.base_url)
            assert "no-store" in answer.headers["Cache-Control"], rule.rule


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_in_a_browser_the_way_back_shows_nothing(open_browser: Open, live_portal: LivePortal, scripts: bool) -> None:
    """With scripts the Shift key three times is enough; Back after leaving shows no word of the complaint."""
    database: Database = live_portal.app.extensions["portal.database"]
    from portal.complaints.matter import rulebook

    matter = made(database, rulebook.read(), live_portal.settings, "social-work")
    page = open_browser(scripts=scripts)

    def elsewhere(route: Route) -> None:
        route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")

    page.route(re.compile(r"^https://"), elsewhere)
    page.goto("/track")
    page.fill("[name=reference]", matter.number)
    page.fill("[name=code]", matter.code)
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Your complaint")
    if scripts:
        page.wait_for_load_state()
        for _time in range(3):
            page.keyboard.press("Shift")
    else:
        page.click("text=Exit this page >> nth=1")
    page.wait_for_url(re.compile("^https://"))
    page.go_back()
    page.wait_for_load_state()
    assert matters.WORDS.split("\n")[0] not in page.content()
