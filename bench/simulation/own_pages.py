"""The pages that show somebody what we have from them, as that person reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.page import Form, NotOnPage, Page, squeezed

_CHOICE = re.compile(r"/yours/([^/]+)/([a-z_]+)$")
_PREFERS: Mapping[str, Sequence[str]] = {
    "add": ("add", "update", "not_done", "disagree"),
    "update": ("update", "add", "not_done", "disagree"),
    "not_done": ("not_done", "add", "update"),
    "disagree": ("disagree", "not_done", "add", "update"),
    "again": ("again",),
}
"""What people press who want this, the fitting button first; others where the page does not offer it."""


@dataclass(frozen=True)
class Line:
    """One matter on a page: what it says was asked for, and the buttons under it, by what they do."""

    asked: str
    buttons: Mapping[str, Form]

    def is_about(self, wishes: Sequence[str]) -> bool:
        """Whether somebody with these wishes knows the line again; a long wish is shown in part."""
        begins = self.asked.removesuffix("…")
        return any(wish.startswith(begins) for wish in wishes)


def lines(page: Page) -> list[Line]:
    """Return the matters that a page of the journey shows, in order."""
    by_grant: dict[str, dict[str, Form]] = {}
    for form in page.forms:
        found = _CHOICE.search(form.action)
        if found:
            by_grant.setdefault(found[1], {})[found[2]] = form
    asked = [
        squeezed(value.get_text())
        for value in page.soup.select("main dl.govuk-summary-list div:first-child dd[dir=auto]")
    ]
    return [Line(words, buttons) for words, buttons in zip(asked, by_grant.values(), strict=True)]


def suggestion(page: Page) -> str:
    """Return what the line asked for that the page says looks like what they wrote, "" when it says so of none."""
    shown = lines(page)
    said = page.path.endswith("/same") or page.soup.select_one("main .govuk-inset-text") is not None
    return shown[0].asked if shown and said else ""


def press(line: Line, means: str) -> tuple[str, Form] | None:
    """Return the button that somebody presses under their line, and what it does; None when none fits."""
    return next(((what, line.buttons[what]) for what in _PREFERS[means] if what in line.buttons), None)


def go_on(page: Page) -> Form:
    """Return the form that says it is about something else. Raises NotOnPage."""
    found = page.find_form_to("/send" if page.path.endswith("/same") else "/yours")
    if found is None:
        raise NotOnPage(f"no way on from {page.described()}")
    return found
