"""What an officer does about the right to act for somebody: asks the person, checks a document, decides."""

from __future__ import annotations

from bench.officer import NotDone, Officer
from bench.page import Answer, Page
from bench.simulation.play import Play
from bench.simulation.scenario import Act


def do(play: Play, officer: Officer, act: Act, page: Page) -> None:
    """Ask, confirm or decide, from the page of the complaint. Raises NotDone."""
    person = play.scenario.persons[play.scenario.matters[act.matter].whom]
    address = person.email if act.way == "email" else f"{person.home}\n{person.postcode}"
    answers: dict[str, dict[str, Answer]] = {
        "ask": {"way": act.way, "address": address, "found": "The record of their council tax."},
        "confirm": {"how": "form", "scope": "everything", "evidence": "They brought it to the office."},
        "decide": {"decision": "refuse", "words": act.words},
    }
    link = page.find_link("/authority")
    if link is None:
        raise NotDone(f"no way to who acts for whom on {page.described()}")
    officer.act(officer.browser.get(link), f"/{act.does}", answers[act.does])
    if act.does == "confirm":
        play.settle(act, "confirmed")
    else:
        play.done(act, act.does)
