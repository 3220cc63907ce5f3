"""The end: all references ever given are opened with their codes, and the desk is asked where words are missing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from bench import resident
from bench.officer import NotDone, Officer
from bench.page import Page, squeezed
from bench.simulation.play import AT_ONCE, Play
from bench.simulation.seen import Given, Named, Opened

_REFERENCE = re.compile(r"(?<!\d)\d{4} \d{4} \d{4}(?!\d)")
_DIGITS = re.compile(r"\D")


def open_everything(play: Play) -> None:
    """Open all that was given, read the letters, and look at the desk for what no private code opens."""
    play.portal.flask("sweep")
    play.seen.staff = tuple(officer["name"] for officer in play.portal.officers())
    with_code = [given for given in play.seen.given if play.code_for(given)]
    coded = [given for given in with_code if not _is_closed(play, given)]
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        opened = list(lanes.map(lambda given: _opened(play, given), coded))
    play.seen.opened += [one for one in opened if one is not None]
    officer = Officer(play.browser(), play.portal.officers()[0], play.clock.now)
    _call_about(play, officer, [given for given in play.seen.given if given not in coded])
    _look_at_desk(play, officer)
    own = "@" + play.portal.officers()[0]["email"].partition("@")[2]
    for number, letter in enumerate(play.mail.letters()):
        named = tuple(dict.fromkeys(_DIGITS.sub("", one) for one in _REFERENCE.findall(letter.text)))
        # What the council writes to its own teams offers nothing to anybody.
        if named and not letter.address.endswith(own):
            play.seen.named.append(Named(letter.address, named, number, letter.kind, letter.text))


def living_reference(page: Page) -> str:
    """Return the reference that a complaint's own page says is the person's, "" on any other page."""
    for row in page.soup.select("main dl.govuk-summary-list .govuk-summary-list__row"):
        key = row.select_one("dt")
        shown = row.select_one("dd .portal-reference")
        if key is not None and shown is not None and squeezed(key.get_text()) == "Your reference":
            return _DIGITS.sub("", shown.get_text())
    return ""


def _is_closed(play: Play, given: Given) -> bool:
    """Whether somebody's right to act was taken back: then their code opens nothing, and they call."""
    matter = play.matter_of(given)
    if play.stands(matter) != "withdrawn":
        return False
    page = resident.open_with_code(play.browser(), resident.Sent(given.reference, play.code_for(given)))
    if page.path.startswith("/complaint/"):
        play.look(matter, "page after withdrawal", page)
    return True


def _opened(play: Play, given: Given) -> Opened | None:
    page = resident.open_with_code(play.browser(), resident.Sent(given.reference, play.code_for(given)))
    living = living_reference(page)
    play.look(play.matter_of(given), "page in the end", page)
    if not living:
        play.stick(f"{given.act}: its reference and code open nothing at {page.described()}")
        return None
    return Opened(given.reference, living, page.text)


def _call_about(play: Play, officer: Officer, uncoded: list[Given]) -> None:
    """Let those who hold a reference without a private code call: the officer opens the matter it leads to."""
    for given in uncoded:
        page = _at_desk(play, officer, given.reference)
        shown = page.soup.select_one("h1 .portal-reference") if page is not None else None
        if shown is not None:
            # They read nothing themselves: the officer has the words before them.
            play.seen.opened.append(Opened(given.reference, _DIGITS.sub("", shown.get_text()), ""))


def _look_at_desk(play: Play, officer: Officer) -> None:
    """Read at the desk the matters on which words of a follow-up are not on the person's own page."""
    texts = {one.reference: one for one in play.seen.opened}
    missing = set()
    for act in play.scenario.acts:
        own = [texts[one.reference] for one in play.given_for(act.matter) if one.reference in texts]
        words = squeezed(play.seen.said.get(act.id, ""))
        if act.follows_up and not (words and any(words in one.text for one in own)):
            missing |= {one.living for one in own}
    for living in sorted(missing):
        page = _at_desk(play, officer, living)
        if page is not None:
            play.seen.at_desk[living] = page.text


def _at_desk(play: Play, officer: Officer, reference: str) -> Page | None:
    try:
        return officer.open(reference)
    except NotDone as error:
        play.stick(f"{reference} at the desk: {error}")
        return None
