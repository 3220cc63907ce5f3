"""One whole journey in each pseudo-language: longer words, and from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.resident import WORDS, Resident

pytestmark = pytest.mark.browser

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize(("language", "direction"), [("en-XA", "ltr"), ("ar-XB", "rtl")])
def test_a_complaint_is_sent_and_followed_in(
    open_browser: Open, language: str, direction: str, scripts: bool, picture: Callable[[Page, str], None]
) -> None:
    resident = Resident(open_browser(scripts=scripts, language=language))
    resident.to_check()
    paper = resident.send()
    expect(resident.page.locator("html")).to_have_attribute("dir", direction)
    expect(resident.page.locator("html")).to_have_attribute("lang", language)
    picture(resident.page, "sent")
    later = Resident(open_browser(scripts=scripts, language=language))
    later.follow_up(paper)
    expect(later.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
    expect(later.page.locator("html")).to_have_attribute("dir", direction)
    assert not later.page.evaluate(WIDER_THAN_THE_SCREEN)
    picture(later.page, "complaint")
