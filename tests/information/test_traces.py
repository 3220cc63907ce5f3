"""What stays on a computer that others use: somebody reads about care, writes, leaves by the button (threat T40)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal import clock
from portal.complaints.grants import private_code
from portal.complaints.matter import reference, rulebook
from tests.browser_binary import chromium_arguments, chromium_path
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.journeys.resident import Resident
from tests.live import LivePortal

pytestmark = pytest.mark.browser

WROTE, BEGAN, KEPT = "quokkas in the corridor", "wombats on the stairs", "zebrafinch"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder that a browser keeps things in, as on a computer of a library."""
    return tmp_path / "profile"


@pytest.fixture
def library(chromium: Browser, live_portal: LivePortal, profile: Path) -> Iterator[BrowserContext]:
    """That browser, which reaches this machine only. It asks for pages unpacked, so that its files can be read."""
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        # A route of Playwright's would do the same, and would switch the browser's cache off.
        args=[*chromium_arguments(), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        base_url=live_portal.url,
        extra_http_headers={"Accept-Encoding": "identity"},
    )
    yield context
    context.close()


def test_no_file_of_the_browser_names_the_complaint(
    library: BrowserContext, live_portal: LivePortal, profile: Path
) -> None:
    portal = live_portal
    matter = matters.made(
        portal.app.extensions["portal.database"],
        rulebook=rulebook.read(),
        settings=portal.settings,
        at=clock.now(),
        service="social-work",
    )
    page = library.pages[0]
    # What a browser does keep shows that the files are read rightly.
    page.goto(f"/?seen={KEPT}")
    draft_code = _begin(page)
    _read_and_write(page, matter)
    with page.expect_event("requestfailed"):
        page.locator("form[data-exit] button").first.click()
    library.close()

    grouped = [reference.grouped(matter.number), private_code.grouped(matter.code), draft_code]
    marked = [WROTE, BEGAN, *matters.WORDS.split("\n"), *grouped, *(one.replace(" ", "") for one in grouped)]
    assert found_in(profile, KEPT)
    assert {words: found_in(profile, words) for words in marked if found_in(profile, words)} == {}


def _begin(page: Page) -> str:
    """Begin another complaint, and return the private code shown for it."""
    resident = Resident(page)
    resident.open("/complain")
    resident.choose("about", "child")
    resident.go_on("someone-on-your-side")
    resident.go_on("what-happened")
    resident.fill(words=BEGAN)
    resident.go_on("urgent")
    resident.follow("Save and come back later")
    return page.locator(".portal-code").inner_text()


def _read_and_write(page: Page, matter: Matter) -> None:
    page.goto("/track")
    page.fill("[name=reference]", reference.grouped(matter.number))
    page.fill("[name=code]", private_code.grouped(matter.code))
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Your complaint")
    page.fill("[name=body]", WROTE)
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_text("We have your message.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(matters.WORDS.split("\n")[0])


def found_in(folder: Path, words: str) -> list[str]:
    """Name the files in which these words stand, as a browser may write them: bytes, two bytes each, or in a URL."""
    forms = [
        words.encode(),
        words.encode("utf-16-le"),
        words.replace(" ", "+").encode(),
        words.replace(" ", "%20").encode(),
    ]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(form.lower() in file.read_bytes().lower() for form in forms)]
