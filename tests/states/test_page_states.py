"""Each page state in a real browser: no fault that axe knows, and a layout that holds at every width."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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
Visit = tuple[State, str, tuple[int, ...]]
# Whenever the suite runs, each state once: a phone in English shows most of what can be wrong.
ONCE: list[Visit] = [(one, "en", (360,)) for one in STATES]
# Opening a page takes longer than looking at it, so a visit looks at every width.
MATRIX: list[Visit] = [(one, language, WIDTHS) for one, language in product(STATES, LANGUAGES)]
VISITS = [
    *(pytest.param(*visit, id=f"{visit[0].name}-en-360") for visit in ONCE),
    *(pytest.param(*visit, id=f"{visit[0].name}-{visit[1]}", marks=pytest.mark.matrix) for visit in MATRIX),
]
# Where to put a picture of every state, for somebody to look at.
PICTURES = os.environ.get("PORTAL_PICTURES")


@pytest.fixture(scope="module")
def shared_page(chromium: Browser) -> Iterator[Page]:
    """One page for all states of a process, since a new one costs more than a visit: each visit brings its cookies."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("state", "language", "widths"), VISITS)
def test_page_state(shared_page: Page, world: World, state: State, language: str, widths: tuple[int, ...]) -> None:
    page, known = shared_page, i18n.find_language(language)
    assert known is not None
    page.set_viewport_size({"width": widths[0], "height": 900})
    put_cookies(page.context, world, state, language)
    show(page, world, state)
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found = layout.faults(page, language=language, direction=known.direction)
        if width != NARROWEST:
            found += axe.violations(page)
            take_picture(page, f"{state.name}-{language}-{width}")
        wrong += [f"{width} px: {fault}" for fault in found]
    assert not wrong, "\n" + "\n".join(wrong)


def take_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{re.sub(r'[^A-Za-z0-9-]+', '_', name)}.png", full_page=True)


def looks(visits: list[Visit]) -> list[tuple[str, str, int]]:
    return sorted((state.name, language, width) for state, language, widths in visits for width in widths)


def test_every_state_is_looked_at_once_and_in_the_matrix_everywhere() -> None:
    names = [state.name for state in STATES]
    assert len(set(names)) == len(names)
    assert looks(ONCE) == sorted(product(names, ["en"], [360]))
    assert looks(MATRIX) == sorted(product(names, LANGUAGES, WIDTHS))
    assert [bool(visit.marks) for visit in VISITS] == [False] * len(ONCE) + [True] * len(MATRIX)
