"""How a page is laid out at the width it is shown at: nothing beside the screen, nothing cut, focus to be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_name("layout.js").read_text("utf-8")


def faults(page: Page, *, language: str, direction: str) -> list[str]:
    """Return what is wrong with the layout of the page, one line each."""
    found: list[Any] = page.evaluate(_SCRIPT, {"language": language, "direction": direction})
    return [str(fault) for fault in found]
