"""Words that would be a program are shown as words, on every page that shows anything typed (T25)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog
from werkzeug.serving import make_server

from portal import create_app
from portal.config import Settings
from portal.db import Database
from tests.demo_settings import demo_settings
from tests.house.payloads import PAYLOADS, groups
from tests.house.whole_walk import Walk
from tests.inspecting_client import InspectingClient
from tests.page import Page

# A line takes 500 characters.
GROUPS = groups(490)
Shape = tuple[str, str]


class NotingClient(InspectingClient):
    """Also keeps every page. Each is inspected: inline scripts, on* attributes and foreign addresses are faults."""

    def __init__(self, app: Flask, agent: str) -> None:
        super().__init__(app)
        self.pages: list[Page] = []
        self.client.environ_base["HTTP_USER_AGENT"] = agent

    def _arrive(self, *given: object, **more: object) -> Page:
        page = super()._arrive(*given, **more)  # type: ignore[arg-type]
        self.pages.append(page)
        return page


def walked(app: Flask, database: Database, settings: Settings, words: str) -> list[Page]:
    """Walk a complaint's whole life with these words in every box, and return every HTML page on the way."""
    walk = Walk(app, database, settings, lambda _box: words, browser=lambda made: NotingClient(made, words))
    walk.whole()
    return [page for browser in walk.browsers for page in browser.pages if page.is_html]  # type: ignore[attr-defined]


def shapes(pages: list[Page]) -> set[Shape]:
    """Return every element with every attribute that a page has."""
    elements = [element for page in pages for element in page.soup.find_all(True)]
    return {(element.name, attribute) for element in elements for attribute in ("", *element.attrs)}


@pytest.fixture(scope="module")
def plain(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> set[Shape]:
    """What the same pages are made of when the words are only words."""
    folder = tmp_path_factory.mktemp("plain")
    shutil.copyfile(empty_database, folder / "portal.sqlite3")
    settings = demo_settings(f"sqlite:///{folder / 'portal.sqlite3'}", folder / "var")
    app = create_app(settings)
    database: Database = app.extensions["portal.database"]
    found = shapes(walked(app, database, settings, "Plain words."))
    database.dispose()
    return found


def test_there_are_forty() -> None:
    assert len(set(PAYLOADS)) == 40
    assert " ".join(GROUPS) == " ".join(PAYLOADS)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_a_payload_makes_no_element_that_plain_words_do_not(
    app: Flask, database: Database, settings: Settings, plain: set[Shape], number: int
) -> None:
    pages = walked(app, database, settings, GROUPS[number])
    assert shapes(pages) - plain == set()
    shown = [page for page in pages if GROUPS[number].split(" ")[0] in page.soup.get_text()]
    assert len(shown) > 15


@pytest.fixture
def served(app: Flask, settings: Settings) -> Iterator[str]:
    """The test's own portal behind a port: the shared one shows no such words."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    object.__setattr__(settings, "base_url", f"http://127.0.0.1:{server.server_port}")
    thread.start()
    yield settings.base_url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_runs_nothing(
    served: str, chromium: Browser, app: Flask, database: Database, settings: Settings
) -> None:
    walk = Walk(app, database, settings, lambda box: GROUPS[len(box) % len(GROUPS)])
    reference = walk.complain()
    walk.follow(reference)
    walk.officer()
    matter = walk.work(reference)
    said: list[str] = []
    context = chromium.new_context(base_url=served)
    for client, name in ((walk.resident, "resident"), (walk.desk, "desk")):
        cookie = client.client.get_cookie(name, domain="127.0.0.1")
        assert cookie is not None
        context.add_cookies([{"name": name, "value": cookie.value, "url": served}])
    page = context.new_page()

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if "evil" in request.url else None)
    for address in (walk.home, f"{walk.home}/contact/details", f"/desk/complaint/{matter}", "/desk", "/desk/tray"):
        page.goto(address)
        page.wait_for_load_state("load")
        assert page.url == f"{served}{address}"
        page.mouse.move(200, 200)
    context.close()
    assert said == []
