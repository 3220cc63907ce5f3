"""The person somebody acts for: says yes or no where a mail or a letter of the council leads, and takes it back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bench import resident
from bench.browser import Browser
from bench.mail_folder import Letter
from bench.page import Page
from bench.resident import Stuck, codes_sent, digits_sent
from bench.simulation.play import Play
from bench.simulation.scenario import Act, Person
from bench.simulation.seen import Became

SAYS: Mapping[str, Became] = {"agree": "confirmed", "refuse": "refused", "withdraw": "withdrawn"}
"""By what a person does, what becomes of the right to act for them."""

_LINK = re.compile(r"/consent/[0-9a-f]{32}")
_REFERENCE = re.compile(r"(?<!\d)\d{4} \d{4} \d{4}(?!\d)")
_CODE = re.compile(r"(?<![A-Z])(?:[A-Z]{4} ){3}[A-Z]{4}(?![A-Z])")


def say(play: Play, act: Act) -> None:
    """Answer the council's question. Raises Stuck where no letter came, or it does not lead to the question."""
    person, browser = play.scenario.persons[act.person], play.browser()
    letter = play.mail.wait_for(lambda one: _is_for(one, person))
    if letter is None:
        raise Stuck("nobody asked them")
    page = _by_link(play, browser, letter, person) if letter.kind == "consent_asked" else _by_code(browser, letter)
    form = page.form_with("answer")
    said = browser.send(form, {"answer": "everything" if act.does == "agree" else "no"})
    if said.status != 200 or said.errors:
        raise Stuck(said.described())
    play.settle(act, SAYS[act.does])


def _is_for(letter: Letter, person: Person) -> bool:
    if letter.kind == "consent_asked":
        return letter.address == person.email
    return letter.kind == "consent_letter" and person.home in letter.address


def _by_link(play: Play, browser: Browser, letter: Letter, person: Person) -> Page:
    link = _LINK.search(letter.text)
    if link is None:
        raise Stuck("no link in the letter")
    before = codes_sent(person.email, play.mail)
    asking = browser.get(link[0]).find_form_with_button("Send me the six digits")
    if asking is None:
        raise Stuck("no button for a code on the page of the link")
    entering = browser.send(asking).form_with("digits")
    return browser.send(entering, {"digits": digits_sent(person.email, play.mail, after=before)})


def _by_code(browser: Browser, letter: Letter) -> Page:
    reference, code = _REFERENCE.search(letter.text), _CODE.search(letter.text)
    if reference is None or code is None:
        raise Stuck("no reference and code in the letter")
    page = resident.open_with_code(browser, resident.Sent(reference[0].replace(" ", ""), code[0].replace(" ", "")))
    for _step in ("who speaks for them", "the one who does"):
        link = page.find_link("/speaking")
        if link is None:
            raise Stuck(page.described())
        page = browser.get(link)
    return page
