"""A portal that real browsers reach, and the browser: one of each per test process."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from portal import create_app
from portal.config import Settings
from tests import broken_pages
from tests.browser_binary import chromium_arguments, chromium_path
from tests.demo_settings import demo_settings

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class LivePortal:
    """A running portal: its address, the application behind it and its settings."""

    url: str
    app: Flask
    settings: Settings


@pytest.fixture(scope="session")
def live_portal(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """The whole application behind a real port on this machine, on a database of its own."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copyfile(empty_database, folder / "portal.sqlite3")
    # The port is taken before the application is made: links are built from the configured address.
    server = make_server("127.0.0.1", 0, Flask("waiting"), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    settings = demo_settings(f"sqlite:///{folder / 'portal.sqlite3'}", folder / "var", base_url=url)
    app = create_app(settings)
    app.register_blueprint(broken_pages.blueprint)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LivePortal(url, app, settings)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["portal.database"].dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole process."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        yield opened
        opened.close()


@pytest.fixture
def context(chromium: Browser, live_portal: LivePortal) -> Iterator[BrowserContext]:
    """A phone-sized browser of one person, with scripts, cookies of its own and nothing remembered."""
    made = chromium.new_context(base_url=live_portal.url, viewport=PHONE, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in that browser."""
    return context.new_page()


@pytest.fixture
def plain_page(chromium: Browser, live_portal: LivePortal) -> Iterator[Page]:
    """A phone-sized page in a browser with scripts switched off."""
    made = chromium.new_context(base_url=live_portal.url, viewport=PHONE, locale="en-GB", java_script_enabled=False)
    yield made.new_page()
    made.close()
