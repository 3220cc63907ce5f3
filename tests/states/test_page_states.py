"""Each page state in a real browser: no fault that axe knows, and a layout that holds at every width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from portal import i18n
from tests.states import axe, layout
from tests.states.state import State
from tests.states.states import STATES
from tests.states.visit import put_cookies, show
from tests.states.world import World

# 320 is a phone at 360 with larger letters, or a desktop at 400 %.
WIDTHS = (1280, 360, 320)
NARROWEST = 320
LANGUAGES = ("en", "en-XA", "ar-XB")
VISITS = [pytest.param(one, language, id=f"{one.name}-{language}") for one in STATES for language in LANGUAGES]
# Where to put a picture of every state, for somebody to look at.
PICTURES = os.environ.get("PORTAL_PICTURES")


@pytest.fixture(scope="module")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all states of a process: each visit brings its own cookies."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield made
    made.close()


@pytest.mark.browser
@pytest.mark.parametrize(("state", "language"), VISITS)
def test_page_state(shared_context: BrowserContext, world: World, state: State, language: str) -> None:
    known = i18n.find_language(language)
    assert known is not None
    put_cookies(shared_context, world, state, language)
    page = shared_context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    try:
        show(page, world, state)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = layout.faults(page, language=language, direction=known.direction)
            if width != NARROWEST:
                found += axe.violations(page)
            wrong += [f"{width} px: {fault}" for fault in found]
            if PICTURES:
                name = f"{state.name}-{language}-{width}.png".replace(" ", "_").replace("/", "_")
                page.screenshot(path=Path(PICTURES) / name, full_page=True)
    finally:
        page.close()
    assert not wrong, "\n" + "\n".join(wrong)
