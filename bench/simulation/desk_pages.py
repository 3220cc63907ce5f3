"""The desk's pages as an officer reads them: a complaint, what stands beside a call, a mail in the tray."""

from __future__ import annotations

import re

from bench.page import Form, Page, squeezed
from bench.simulation.reading import Telling

_DIGITS = re.compile(r"\D")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")


def telling(page: Page) -> Telling:
    """Return what a complaint's page tells of it."""
    their = page.soup.select_one("section[aria-labelledby=their-words]")
    parts = [squeezed(one.get_text()) for one in their.select(".portal-words")] if their else []
    heading = next((one for one in page.soup.select("h2") if squeezed(one.get_text()) == "Who complained"), None)
    name = heading.find_next("bdi").get_text() if heading else ""  # type: ignore[union-attr]
    contacts = [one.get_text() for one in page.soup.select(".portal-typed")]
    words = "\n".join(parts)
    postcode = _POSTCODE.search(parts[-1]) if parts else None
    return Telling(
        name="" if name == "No name given" else squeezed(name),
        contacts=frozenset(normal(one) for one in contacts),
        words=words,
        postcode=postcode[0] if postcode else "",
        received=fact(page, "Received"),
        answered=fact(page, "Due") == "Answered",
        references=references(page),
    )


def references(page: Page) -> frozenset[str]:
    """Return the references of a complaint's page."""
    first = page.soup.select_one("h1 .portal-reference")
    told = [first.get_text()] if first else []
    return frozenset(_DIGITS.sub("", one) for one in [*told, *fact(page, "References").split(",")] if one.strip())


def mail_words(page: Page) -> str:
    """Return what a mail in the tray says, without what it quotes."""
    found = page.soup.select("main .portal-words")
    return "\n".join(one.get_text() for one in found if one.find_parent(["dl", "details"]) is None)


def fact(page: Page, name: str) -> str:
    """Return what stands beside a name in the page's facts, "" for nothing."""
    for key in page.soup.select("dt"):
        value = key.find_next_sibling("dd")
        if squeezed(key.get_text()) == name and value is not None:
            return squeezed(value.get_text(" "))
    return ""


def normal(contact: str) -> str:
    """Return a way to reach somebody as it is compared."""
    return contact.strip().casefold() if "@" in contact else _DIGITS.sub("", contact)


def possible(page: Page) -> list[tuple[str, str, Form]]:
    """Return the possible duplicates a complaint's page shows: the other's address, how to join, how to part."""
    section = page.soup.select_one("section[aria-labelledby=possible]")
    if section is None:
        return []
    found = []
    for heading in section.select("h3"):
        other, following = heading.find("a"), heading.find_next_siblings(limit=3)
        join = next((one.find("a") for one in following if one.name == "p" and one.find("a")), None)
        form = next((one for one in following if one.name == "form"), None)
        if other is not None and join is not None and form is not None:
            found.append((str(other["href"]), str(join["href"]), Form(page, form)))
    return found


def beside(page: Page, part: str) -> list[tuple[str, Form]]:
    """Return the matters that stand beside a call or a mail: their references, and the form that adds to each."""
    found = []
    for button in page.soup.select("main form button"):
        form = button.find_parent("form")
        action = str(button.get("formaction") or (form.get("action") if form else "") or "")
        before = button.find_previous(class_="portal-reference")
        if form is not None and part in action and before is not None:
            found.append((_DIGITS.sub("", before.get_text()), Form(page, form, action)))
    return found


def first_received(preview: Page) -> str:
    """Return the reference of the matter that stays, which came first, from the page that shows what joining does."""
    first = preview.soup.select_one("section[aria-labelledby=stays] .portal-reference")
    return _DIGITS.sub("", first.get_text()) if first else ""
