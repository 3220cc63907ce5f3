"""What everybody in the simulation has in common: where the portal is, what was seen, and who was given what."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field

from bench.browser import Browser
from bench.mail_folder import Letter, MailFolder
from bench.page import Page
from bench.portal_clock import PortalClock
from bench.portal_process import Portal
from bench.simulation.scenario import Act, Scenario
from bench.simulation.seen import Became, Given, Offered, Seen, Settled, Shown
from bench.simulation.spelling import grouped, written
from bench.transcript import Transcript

AT_ONCE = 4
"""How many people do something at the same time."""

_CODE = re.compile(r"(?<![A-Z])(?:[A-Z]{4} ){3}[A-Z]{4}(?![A-Z])")


@dataclass
class Play:
    """A scenario while it is played."""

    scenario: Scenario
    portal: Portal
    clock: PortalClock
    mail: MailFolder
    transcript: Transcript | None = None
    seen: Seen = field(default_factory=Seen)
    invited: set[str] = field(default_factory=set)
    """The addresses whose invitations were dealt with."""
    turn: threading.Lock = field(default_factory=threading.Lock)

    def browser(self) -> Browser:
        """Return a browser that was never here."""
        return Browser(self.portal.url, self.transcript)

    def give(self, act: Act, reference: str, code: str) -> None:
        """Note what somebody was given for an act; the same again is nothing new."""
        given = Given(act.id, reference, code, act.proves)
        with self.turn:
            if given not in self.seen.given:
                self.seen.given.append(given)

    def done(self, act: Act, what: str) -> None:
        """Note what came of an act."""
        with self.turn:
            self.seen.done[act.id] = what

    def stick(self, why: str) -> None:
        """Note that somebody got stuck."""
        with self.turn:
            self.seen.stuck.append(why)

    def offer(self, offered: Offered) -> None:
        """Note what a page showed somebody of what we have."""
        with self.turn:
            self.seen.offered.append(offered)

    def settle(self, act: Act, became: Became) -> None:
        """Note what became of the right to act in a matter."""
        with self.turn:
            self.seen.settled.append(Settled(act.matter, became, len(self.mail.letters())))
        self.count(became)
        self.done(act, became)

    def stands(self, matter: str) -> str:
        """Return what became of the right to act in a matter: "" while it waits, and confirmed for one's own."""
        found = [one.became for one in self.seen.settled if one.matter == matter]
        return found[-1] if found else "" if self.scenario.matters[matter].whom else "confirmed"

    def look(self, matter: str, where: str, page: Page) -> None:
        """Note what a page of a matter shows to somebody who may not see it; of others nothing."""
        signs = tuple(tag.get_text().strip() for tag in page.soup.select("main .govuk-tag"))
        self.show(matter, where, page.text, signs)

    def show(self, matter: str, where: str, text: str, signs: tuple[str, ...]) -> None:
        """Note what is shown of a matter to somebody who may not see it; of others nothing."""
        stands = self.stands(matter)
        if stands != "confirmed":
            with self.turn:
                self.seen.shown.append(Shown(matter, where, text, signs, stands))

    def count(self, what: str) -> None:
        """Count one more of something."""
        with self.turn:
            self.seen.count(what)

    def matter_of(self, given: Given) -> str:
        """Return the matter that something was given for."""
        return next(act.matter for act in self.scenario.acts if act.id == given.act)

    def given_for(self, matter: str) -> list[Given]:
        """Return what was given for a matter, in that order."""
        of = {act.id for act in self.scenario.of_matter(matter)}
        with self.turn:
            return [given for given in self.seen.given if given.act in of]

    def reference_of(self, act: Act) -> str:
        """Return the reference that somebody has at hand for the matter of an act, "" for none."""
        given = self.given_for(act.matter)
        return given[0].reference if given else ""

    def words_of(self, act: Act) -> str:
        """Return an act's words as they are sent, with the reference written in, and note them."""
        words = act.words.replace("{reference}", written(self.reference_of(act), act))
        with self.turn:
            self.seen.said[act.id] = words
        return words

    def letters_to(self, address: str, *, naming: str = "") -> list[Letter]:
        """Return the letters that went to an address and name a reference, the oldest first."""
        named = grouped(naming) if naming else ""
        return [one for one in self.mail.letters() if one.address == address and named in one.text]

    def code_for(self, given: Given) -> str:
        """Return the newest private code that belongs to a reference: by letter where one was sent, "" for none."""
        named = grouped(given.reference)
        posted = [one for one in self.mail.letters() if one.kind == "access_letter" and named in one.text]
        found = _CODE.search(posted[-1].text) if posted else None
        return found[0].replace(" ", "") if found else given.code
