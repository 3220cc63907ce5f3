"""One answer of the portal as a test reads it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse


def squeezed(text: str) -> str:
    """Return the text with every run of white space as one space, as a browser shows it."""
    return re.sub(r"\s+", " ", text).strip()


class Page:
    """One answer: its status and headers and, when it is HTML, what stands in it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.path
        self.is_html = response.mimetype == "text/html"

    @cached_property
    def html(self) -> str:
        """The answer's text as it came."""
        return self.response.get_data(as_text=True)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.html, "html.parser")

    def select(self, css: str) -> list[Tag]:
        """Return the elements that match a CSS selector."""
        return list(self.soup.select(css))

    def one(self, css: str) -> Tag:
        """Return the only element that matches; fails when there is none or more than one."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} elements match {css!r} on {self.path}\n{self.text}"
        return found[0]

    @property
    def title(self) -> str:
        """The words in the browser's tab."""
        return squeezed(self.soup.title.get_text()) if self.soup.title else ""

    @property
    def h1(self) -> str:
        """The page's heading."""
        return squeezed(self.one("h1").get_text())

    @property
    def text(self) -> str:
        """What a person reads in the main part of the page, white space squeezed."""
        main = self.soup.find("main") or self.soup
        return squeezed(main.get_text(" "))

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary; empty when there is none."""
        return [squeezed(line.get_text()) for line in self.select(".govuk-error-summary__list li")]

    @property
    def words(self) -> list[str]:
        """People's own words on the page, exactly as they stand in it."""
        return [element.get_text() for element in self.select(".portal-words")]

    def answer(self, key: str) -> str:
        """Return the answer beside this key in a summary list."""
        for row in self.select(".govuk-summary-list__row"):
            if squeezed(row.select("dt")[0].get_text()) == key:
                return squeezed(row.select("dd")[0].get_text(" "))
        raise AssertionError(f"no row {key!r} on {self.path}\n{self.text}")

    def values(self, form: Tag | None = None) -> dict[str, Any]:
        """Return what the controls of a form (or of the page) hold, by name; a list for checkboxes."""
        held: dict[str, Any] = {}
        several = {str(box["name"]) for box in self.select("input[type=checkbox][name]")}
        for name, value in controls(form or self.soup):
            held[name] = [*held.get(name, []), value] if name in several else value
        return held


def controls(form: Tag) -> list[tuple[str, str]]:
    """Return what a browser would send of a form as it stands, without its buttons."""
    sent: list[tuple[str, str]] = []
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), str(control.get("type", "text"))
        if control.has_attr("disabled") or kind in {"submit", "button", "image", "reset", "file"}:
            continue
        if control.name == "textarea":
            sent.append((name, control.get_text().removeprefix("\n")))
        elif control.name == "select":
            options = control.select("option")
            chosen = [option for option in options if option.has_attr("selected")] or options[:1]
            sent += [(name, str(option.get("value", option.get_text()))) for option in chosen]
        elif kind not in {"radio", "checkbox"} or control.has_attr("checked"):
            sent.append((name, str(control.get("value", ""))))
    return sent
