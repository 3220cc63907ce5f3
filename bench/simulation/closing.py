"""The end: all references ever given are opened with their codes, and the desk is asked where words are missing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from bench import resident
from bench.officer import NotDone, Officer
from bench.page import Page, squeezed
from bench.simulation.play import Play
from bench.simulation.seen import Given, Named, Opened

_AT_ONCE = 4
_REFERENCE = re.compile(r"(?<!\d)\d{4} \d{4} \d{4}(?!\d)")
_DIGITS = re.compile(r"\D")


def open_everything(play: Play) -> None:
    """Open all that was given, read the letters, and look at the desk for follow-ups that are nowhere else."""
    play.portal.flask("sweep")
    with ThreadPoolExecutor(_AT_ONCE) as lanes:
        opened = list(lanes.map(lambda given: _opened(play, given), play.seen.given))
    play.seen.opened += [one for one in opened if one is not None]
    own = "@" + play.portal.officers()[0]["email"].partition("@")[2]
    for letter in play.mail.letters():
        named = tuple(dict.fromkeys(_DIGITS.sub("", one) for one in _REFERENCE.findall(letter.text)))
        # What the council writes to its own teams offers nothing to anybody.
        if named and not letter.address.endswith(own):
            play.seen.named.append(Named(letter.address, named))
    _look_at_desk(play)


def living_reference(page: Page) -> str:
    """Return the reference that a complaint's own page says is the person's, "" on any other page."""
    for row in page.soup.select("main dl.govuk-summary-list .govuk-summary-list__row"):
        key = row.select_one("dt")
        shown = row.select_one("dd .portal-reference")
        if key is not None and shown is not None and squeezed(key.get_text()) == "Your reference":
            return _DIGITS.sub("", shown.get_text())
    return ""


def _opened(play: Play, given: Given) -> Opened | None:
    page = resident.open_with_code(play.browser(), resident.Sent(given.reference, play.code_for(given)))
    living = living_reference(page)
    if not living:
        with play.turn:
            play.seen.stuck.append(f"{given.act}: its reference and code open nothing at {page.described()}")
        return None
    return Opened(given.reference, living, page.text)


def _look_at_desk(play: Play) -> None:
    """Read at the desk the matters on which words of a follow-up are not on the person's own page."""
    texts = {one.reference: one for one in play.seen.opened}
    missing = set()
    for act in play.scenario.acts:
        own = [texts[one.reference] for one in play.given_for(act.matter) if one.reference in texts]
        words = squeezed(play.seen.said.get(act.id, ""))
        if act.follows_up and not (words and any(words in one.text for one in own)):
            missing |= {one.living for one in own}
    if not missing:
        return
    officer = Officer(play.browser(), play.portal.officers()[0], play.clock.now)
    for living in sorted(missing):
        try:
            play.seen.at_desk[living] = officer.open(living).text
        except NotDone as error:
            play.seen.stuck.append(f"{living} at the desk: {error}")
