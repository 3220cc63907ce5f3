"""Finds the browser that the journeys run in."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NONE_FOUND = (
    "No browser found, so tests marked `browser` are left out. Install chromium, or set PORTAL_CHROMIUM to its path."
)


def chromium_path(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of a Chromium or Chrome, or None where there is none.

    In turn: PORTAL_CHROMIUM, the PATH, the macOS applications, and the one Playwright has downloaded.
    Raises FileNotFoundError when PORTAL_CHROMIUM names no file, so that a slip does not leave tests out.
    """
    chosen = environment.get("PORTAL_CHROMIUM")
    if chosen:
        if not Path(chosen).is_file():
            raise FileNotFoundError(f"PORTAL_CHROMIUM names no file: {chosen}")
        return chosen
    for name in _ON_PATH:
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            return found
    for application in _APPLICATIONS:
        if Path(application).is_file():
            return application
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def chromium_arguments() -> list[str]:
    """Return the flags a browser needs here: root may not use the sandbox, and containers have a small /dev/shm."""
    arguments = ["--disable-dev-shm-usage"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return arguments
