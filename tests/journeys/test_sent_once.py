"""Back, reload, a double click and two tabs: one reference, and no word lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from portal.complaints.matter.models import Complaint
from tests.journeys.conftest import Open
from tests.journeys.resident import WORDS, Resident
from tests.live import LivePortal

pytestmark = pytest.mark.browser


def complaints(portal: LivePortal) -> int:
    with portal.app.extensions["portal.database"].session() as db:
        return int(db.execute(select(func.count()).select_from(Complaint)).scalar_one())


def test_sending_again_by_back_and_reload_shows_the_same_reference(
    open_browser: Open, live_portal: LivePortal, scripts: bool
) -> None:
    before = complaints(live_portal)
    resident = Resident(open_browser(scripts=scripts))
    resident.to_check()
    paper = resident.send()
    resident.page.reload()
    assert resident.paper() == paper
    resident.page.go_back()
    if resident.at == "check":
        resident.go_on("sent")
    assert resident.paper() == paper
    assert complaints(live_portal) == before + 1


def test_a_double_click_sends_once(open_browser: Open, live_portal: LivePortal, scripts: bool) -> None:
    before = complaints(live_portal)
    resident = Resident(open_browser(scripts=scripts))
    resident.to_check()
    resident.page.locator("main form button").dblclick()
    resident.page.wait_for_url(re.compile("/sent$"))
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", resident.paper().reference)
    assert complaints(live_portal) == before + 1


def test_the_same_draft_in_two_tabs_is_sent_once_and_its_later_words_are_offered(
    open_browser: Open, live_portal: LivePortal, scripts: bool
) -> None:
    before = complaints(live_portal)
    first = Resident(open_browser(scripts=scripts))
    first.to_check()
    second = Resident(first.page.context.new_page())
    second.page.goto(first.page.url.replace("/check", "/what-happened"))
    third = Resident(first.page.context.new_page())
    third.page.goto(first.page.url)
    paper = first.send()
    third.go_on("sent")
    assert third.paper() == paper
    second.fill(words=WORDS + "\nIt happened again.")
    second.go_on()
    expect(second.page.get_by_role("heading", level=1)).to_contain_text("You have already sent this.")
    expect(second.page.locator("[name=body]")).to_have_value(WORDS + "\nIt happened again.")
    second.go_on("sent")
    assert complaints(live_portal) == before + 1
    second.follow_up(paper)
    expect(second.page.get_by_text("It happened again.")).to_be_visible()


def test_words_survive_leaving_and_coming_back(open_browser: Open, scripts: bool) -> None:
    resident = Resident(open_browser(scripts=scripts))
    resident.page.goto("/complain")
    resident.choose("about", "me")
    resident.go_on("what-happened")
    resident.fill(words=WORDS)
    resident.go_on("urgent")
    resident.page.go_back()
    expect(resident.page.locator("[name=words]")).to_have_value(WORDS)
    resident.go_on("urgent")
    resident.page.locator("main a", has_text="Save and come back later").click()
    code = resident.page.locator(".portal-code").inner_text()

    elsewhere = Resident(open_browser(scripts=scripts))
    elsewhere.page.goto("/complain/return")
    elsewhere.fill(code=code.lower().replace(" ", "-"))
    elsewhere.go_on("urgent")
    elsewhere.page.locator(".govuk-back-link").click()
    expect(elsewhere.page.locator("[name=words]")).to_have_value(WORDS)
