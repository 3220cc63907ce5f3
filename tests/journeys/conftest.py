"""Browsers for the journeys, a clock that can be moved, and pictures for somebody to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal import clock
from tests.journeys.officer import Officer, OfficerWithoutBrowser
from tests.journeys.resident import Look, Resident
from tests.live import DESKTOP, PHONE, LivePortal
from tests.states import axe

Open = Callable[..., Page]
# Pages of one address, but for the ids in it, that are made of the same pieces have the same faults.
_PIECES = """() => [location.pathname.replace(/[0-9a-f]{32}/g, ''), ...new Set([...document.querySelectorAll('*')].map(
    e => [e.parentElement?.tagName, e.tagName, e.className, e.getAttribute('role')].join('.')))].sort().join()"""


@pytest.fixture
def open_browser(chromium: Browser, live_portal: LivePortal) -> Iterator[Open]:
    """Open another person's browser: ``open_browser(scripts=False, desktop=True, language="ar-XB")``."""
    contexts = []

    def opened(*, scripts: bool = True, desktop: bool = False, language: str = "en") -> Page:
        context = chromium.new_context(
            base_url=live_portal.url,
            viewport=DESKTOP if desktop else PHONE,
            locale="en-GB",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "language", "value": language, "url": live_portal.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run: each journey is walked both ways."""
    return bool(request.param)


@pytest.fixture(scope="session")
def judged() -> set[str]:
    """What the pages are made of that axe has looked at in this process."""
    return set()


@pytest.fixture
def look(judged: set[str]) -> Look:
    """Let axe look at a page, unless it has seen one made alike in this process: it finds nothing wrong."""

    def at(page: Page) -> None:
        pieces = str(page.evaluate(_PIECES))
        if pieces not in judged:
            judged.add(pieces)
            assert axe.violations(page) == [], page.url

    return at


@pytest.fixture
def new_resident(open_browser: Open, look: Look) -> Callable[[], Resident]:
    """Somebody at a phone whose every page axe looks at."""
    return lambda: Resident(open_browser(), look)


@pytest.fixture
def officer(open_browser: Open, live_portal: LivePortal, look: Look) -> Officer:
    """An officer of the complaints team at a desktop, not signed in yet; axe looks at every page."""
    return Officer(open_browser(desktop=True), live_portal, look)


@pytest.fixture
def colleague(officer: Officer, live_portal: LivePortal) -> OfficerWithoutBrowser:
    """The same officer without a browser, for what has been seen in one."""
    return OfficerWithoutBrowser(officer.account, live_portal)


@pytest.fixture
def move_clock(tmp_path: Path) -> Iterator[Callable[[timedelta], None]]:
    """Move the portal's clock ahead by its file, as demo mode does; it goes right again after the test."""
    file = tmp_path / "clock"
    clock.use_offset_file(file)

    def ahead(by: timedelta) -> None:
        file.write_text(str(int(by.total_seconds())), "ascii")

    yield ahead
    clock.use_offset_file(None)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Take a picture of a page into the folder PORTAL_PICTURES, where that is set."""
    folder = os.environ.get("PORTAL_PICTURES")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{request.node.name}-{name}.png".replace(" ", "_"), full_page=True)

    return take
