"""Two people whose matters officers join on word alone: neither reads the other's words."""

from __future__ import annotations

from bench.attacks.tally import Tally
from bench.attacks.target import Remembering, Target, is_open
from bench.officer import Officer
from bench.page import Page
from bench.resident import Resident, Sent, open_with_code

_MARKS = ("marigold", "nightshade")


def joined(target: Target, tally: Tally) -> None:
    """One officer alone joins nothing; two officers' word shows nobody the other's words."""
    alice, bob = (_complain(target, name, mark) for name, mark in zip(("Alice Able", "Bob Baker"), _MARKS, strict=True))
    grace, hassan = target.officer("central"), target.officer("central", 1)
    asked = _ask(grace, alice[0], bob[0])
    _apart(tally, "one officer asked", alice, bob)
    decisions = [link for link in asked.links() if "/desk/joins/" in link]
    tally.held("who asked is not asked to decide", not decisions)
    place = next(link for link in hassan.browser.get("/desk/joins").links() if "/desk/joins/" in link)
    own = grace.browser.get(place)
    tally.held("who asked cannot decide", not any("decision" in form.names for form in own.forms))
    page = hassan.browser.get(place)
    answers = {"decision": "agreed", "checked": "nobody", "answer": "They look alike."}
    done = hassan.browser.send(page.form_with(*answers), answers)
    tally.held("a second officer agrees", done.status == 200 and not done.errors)
    _apart(tally, "two officers joined them", alice, bob)
    for sent, mark in ((alice[0], _MARKS[0]), (bob[0], _MARKS[1])):
        page = open_with_code(target.browser(), sent)
        tally.held("each still comes in with their own code", is_open(page))
        tally.held("in a new browser each reads their own words alone", _read(page) == {mark})


def _complain(target: Target, name: str, mark: str) -> tuple[Sent, Remembering, Page]:
    browser = target.browser()
    address = f"{mark}@resident.example"
    sent = target.complaint(
        Resident(name, f"The {mark} wall fell down.", "Mend it.", "email", address=address), browser
    )
    return sent, browser, open_with_code(browser, sent)


def _ask(officer: Officer, first: Sent, second: Sent) -> Page:
    page = officer.act(officer.open(first.reference), "/join", {"reference": second.reference})
    return officer.browser.send(page.form_with("reason"), {"reason": "They look alike."})


def _apart(tally: Tally, when: str, *sides: tuple[Sent, Remembering, Page]) -> None:
    for (_sent, browser, page), mark in zip(sides, _MARKS, strict=True):
        tally.held(f"{when}: each reads their own words alone", _read(browser.get(page.path)) == {mark})


def _read(page: Page) -> set[str]:
    return {mark for mark in _MARKS if mark in page.html}
