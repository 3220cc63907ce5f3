"""A page as a person without scripts has it: its heading, its words, its links and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag


class NotOnPage(Exception):
    """What a person would look for is not on the page; the message says where and what."""


Answer = str | Sequence[str]


@dataclass
class Page:
    """One fetched page: where it was found in the end, its status and its HTML."""

    address: str
    status: int
    html: str = field(repr=False)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page's elements."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def path(self) -> str:
        """The path the page was found at."""
        return urlsplit(self.address).path

    @property
    def heading(self) -> str:
        """The words of the first h1, "" when there is none."""
        found = self.soup.find("h1")
        return squeezed(found.get_text(" ")) if found else ""

    @property
    def text(self) -> str:
        """What a person reads in the main part, white space squeezed."""
        return squeezed((self.soup.find("main") or self.soup).get_text(" "))

    @property
    def words(self) -> list[str]:
        """People's own words on the page, each exactly as it stands there."""
        return [element.get_text() for element in self.soup.select(".portal-words")]

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [squeezed(line.get_text()) for line in self.soup.select(".govuk-error-summary__list li")]

    @cached_property
    def forms(self) -> list[Form]:
        """The forms of the page, in order."""
        return [Form(self, element) for element in self.soup.find_all("form")]

    def form_with(self, *names: str) -> Form:
        """Return the first form that has a control of every name. Raises NotOnPage."""
        for form in self.forms:
            if set(names) <= form.names:
                return form
        raise NotOnPage(f"no form with {', '.join(names)} on {self.described()}")

    def find_form_to(self, ending: str) -> Form | None:
        """Return the first form sent to a path with this ending, or None."""
        return next((form for form in self.forms if urlsplit(form.action).path.endswith(ending)), None)

    def find_form_with_button(self, words: str) -> Form | None:
        """Return the first form with a button that says these words, among others, or None."""
        for form in self.forms:
            if any(words in button.get_text() for button in form.element.select("button")):
                return form
        return None

    def links(self) -> list[str]:
        """Return the addresses that links of the main part lead to."""
        main = self.soup.find("main") or self.soup
        return [urljoin(self.address, str(link["href"])) for link in main.select("a[href]")]

    def find_link(self, part: str) -> str | None:
        """Return the first link of the main part whose address holds this text, or None."""
        return next((link for link in self.links() if part in link), None)

    def described(self) -> str:
        """Return what a message about this page says: path, status, heading and errors; none of its other words."""
        return f"{self.path} ({self.status}, “{self.heading}”{''.join(f', {error}' for error in self.errors)})"


class Form:
    """A form of a page: what a browser would send of it, and where to."""

    def __init__(self, page: Page, element: Tag, action: str | None = None) -> None:
        """``action`` is where a button sends it that sends it elsewhere."""
        self.page = page
        self.element = element
        self.method = str(element.get("method", "get")).upper()
        self.action = urljoin(page.address, action or str(element.get("action") or page.address))

    @cached_property
    def names(self) -> set[str]:
        """The names of all its controls."""
        return {str(control["name"]) for control in self._controls()}

    @property
    def asked(self) -> set[str]:
        """The names of the controls a person sees."""
        hidden = {str(control["name"]) for control in self.element.select("input[type=hidden][name]")}
        return self.names - hidden

    @property
    def boxes(self) -> set[str]:
        """The names of the boxes in which people write their own words."""
        return {str(control["name"]) for control in self._controls() if control.name == "textarea"}

    @property
    def takes_files(self) -> bool:
        """Whether a person may choose files here; these programs choose none."""
        return self.element.select_one("input[type=file]") is not None

    def options(self, name: str) -> list[str]:
        """Return the values of the radios, checkboxes or options of this name, in order."""
        found: list[str] = []
        for control in self._controls():
            if control["name"] != name:
                continue
            if control.name == "select":
                found += [str(option.get("value", option.get_text())) for option in control.find_all("option")]
            elif control.get("type") in {"radio", "checkbox"}:
                found.append(str(control.get("value", "on")))
        return found

    def label_of(self, name: str, value: str) -> str:
        """Return the words beside a radio, a checkbox or in an option, "" where there are none."""
        for control in self._controls():
            if control["name"] != name:
                continue
            if control.name == "select":
                found = next((one for one in control.find_all("option") if one.get("value") == value), None)
            elif control.get("value", "on") == value:
                found = self.element.find("label", attrs={"for": str(control.get("id"))})
            else:
                continue
            return squeezed(found.get_text(" ")) if found else ""
        return ""

    def filled(self, answers: Mapping[str, Answer], button: str | None = None) -> list[tuple[str, str]]:
        """Return what a browser sends once these answers are given: hidden fields and the rest as they stand.

        ``button`` names the button pressed, which sends its value; ``name=value`` where several have one name.
        Raises NotOnPage for a field, or an option, that the form does not have.
        """
        given = {name: [answer] if isinstance(answer, str) else list(answer) for name, answer in answers.items()}
        for name, values in given.items():
            if name not in self.names:
                raise NotOnPage(f"no field {name} on {self.page.described()}")
            options = self.options(name)
            if options and not set(values) <= set(options):
                raise NotOnPage(f"no answer {values} to {name} on {self.page.described()}")
        sent: list[tuple[str, str]] = []
        for control in self._controls():
            name = str(control["name"])
            if name not in given:
                sent += [(name, value) for value in _held(control)]
            elif not any(name == already for already, _value in sent):
                sent += [(name, value) for value in given[name]]
        if button is not None:
            sent += self._pressed(button)
        return [(name, as_sent(value)) for name, value in sent]

    def _controls(self) -> list[Tag]:
        found = self.element.select("input[name], textarea[name], select[name]")
        without = {"submit", "button", "image", "reset", "file"}
        return [one for one in found if one.get("type") not in without and not one.has_attr("disabled")]

    def _pressed(self, wanted: str) -> list[tuple[str, str]]:
        name, _equals, value = wanted.partition("=")
        for button in self.element.select("button[name], input[type=submit][name]"):
            if button["name"] == name and value in {"", button.get("value", "")}:
                return [(name, str(button.get("value", "")))]
        raise NotOnPage(f"no button {name} on {self.page.described()}")


def squeezed(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return " ".join(text.split())


def as_sent(text: str) -> str:
    """Return the text as a browser sends it: every line end is CR LF."""
    return as_shown(text).replace("\n", "\r\n")


def as_shown(text: str) -> str:
    """Return the text as a browser's box holds it: every line end is LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _held(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    if control.get("type") in {"radio", "checkbox"}:
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [str(control.get("value", ""))]
