"""The officer of the simulation: takes calls, answers, and works the tray and the possible duplicates of a day."""

from __future__ import annotations

from collections.abc import Callable

from bench.browser import Browser
from bench.officer import NotDone, Officer
from bench.page import Form, NotOnPage, Page
from bench.resident import Stuck
from bench.simulation import desk_authority, desk_pages
from bench.simulation.play import Play
from bench.simulation.reading import Telling, is_one, is_one_happening, means_of, references_in
from bench.simulation.scenario import Act
from bench.simulation.spelling import grouped, written

_SECOND = 2
"""The demo officer who agrees to what the first one asks for."""
_WAITS = ("May be a duplicate", "Sender not proven")


class Desk:
    """One officer's day: signs in when it begins."""

    def __init__(self, play: Play, given_up: set[str]) -> None:
        """``given_up`` are pairs that were refused before and are not tried again."""
        self.play = play
        self.officer = Officer(play.browser(), play.portal.officers()[0], play.clock.now)
        self._second: Officer | None = None
        self._given_up = given_up

    @property
    def browser(self) -> Browser:
        """The officer's browser."""
        return self.officer.browser

    def do(self, act: Act) -> None:
        """Do what an officer does in an act of the scenario."""
        if act.does == "call":
            self.call(act)
            return
        reference = self.play.reference_of(act)
        if not reference:
            raise Stuck("nothing to work on")
        page = self.officer.open(reference)
        if act.does == "answer":
            self.officer.act(page, "/reply", {"finding": "upheld", "reasons": act.words, "remedy": act.remedy})
            self.play.done(act, "answered")
        elif act.does == "acknowledge":
            self.officer.acknowledge(page, understood=act.words, outcome=act.remedy)
            self.play.done(act, "acknowledged")
        else:
            desk_authority.do(self.play, self.officer, act, page)

    def call(self, act: Act) -> None:
        """Take a call: onto one of the caller's matters when what they say fits it, else register it."""
        person, words = self.play.scenario.persons[act.person], self.play.words_of(act)
        beginning = self.browser.get("/desk/calls")
        page = self.browser.send(next(form for form in beginning.forms if form.action.endswith("/calls/new")))
        answers = {
            "words": words,
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "place": act.place,
            "postcode": act.postcode,
            "wanted": act.wanted,
        }
        if act.quotes:
            answers["known_reference"] = written(self.play.reference_of(act), act)
        saved = self.browser.send(
            page.form_with("words", "name", "known_reference"), answers | {"about": "me"}, button="do=save"
        )
        told = Telling(
            person.name,
            frozenset(desk_pages.normal(one) for one in (person.phone, person.email) if one),
            f"{words}\n{act.wanted}\n{act.place}",
            act.postcode,
            references=frozenset(references_in(answers.get("known_reference", ""))),
        )
        found = self._fitting(told, desk_pages.beside(saved, "/add-to/"))
        if found is not None:
            _sent(self.browser.send(found))
            self.play.done(act, "added")
            return
        self.play.give(
            act, self._registered(saved, post_to=f"{person.home}\n{act.postcode}" if not person.email else ""), ""
        )
        self.play.done(act, "sent")

    def work(self) -> None:
        """Work what waits at the end of a day: the tray of mail, words held back, possible duplicates."""
        for address in self._in_tray():
            self._try(self._mail, address)
        for address in self._waiting():
            self._try(self._matter, address)

    def _try(self, work: Callable[[str], None], address: str) -> None:
        """Work on one page; one that does not lead on keeps none of the others."""
        try:
            work(address)
        except (NotDone, NotOnPage) as error:
            self.play.stick(f"the desk: {error}")

    def _in_tray(self) -> list[str]:
        links = self.browser.get("/desk/tray").links()
        return [link for link in links if "/tray/" in link and "automatic" not in link]

    def _waiting(self) -> list[str]:
        page, found = self.browser.get("/desk?state=to_do"), list[str]()
        while True:
            if any(words in page.html for words in _WAITS):
                for row in page.soup.select("tbody tr"):
                    link = row.find("a")
                    if link is not None and any(words in row.get_text() for words in _WAITS):
                        found.append(str(link["href"]))
            following = page.soup.select_one("a[rel=next]") if 'rel="next"' in page.html else None
            if following is None:
                return found
            page = self.browser.get(str(following["href"]))

    def _matter(self, address: str) -> None:
        page = self.browser.get(address)
        for _time in range(20):
            held = page.find_form_to("/accept")
            if held is None:
                break
            page = self._held(page, held)
        tried = set[str]()
        for _time in range(20):
            pair = next((one for one in desk_pages.possible(page) if one[1] not in tried | self._given_up), None)
            if pair is None:
                return
            tried.add(pair[1])
            page = self._pair(page, *pair)

    def _held(self, page: Page, accepting: Form) -> Page:
        words = accepting.element.find_parent("section")
        here = desk_pages.telling(page)
        told = Telling("", here.contacts, words.get_text(" ") if words else "")
        if is_one(told, here):
            self.play.count("held_accepted")
            return _sent(self.browser.send(accepting))
        apart = page.find_form_to("/apart")
        if apart is None:
            raise NotDone(page.described())
        self.play.count("held_kept_apart")
        return _sent(self.browser.send(apart))

    def _pair(self, page: Page, other: str, join: str, part: Form) -> Page:
        """Decide about a possible duplicate, and return the page of the matter that lives."""
        here, there = desk_pages.telling(page), desk_pages.telling(self.browser.get(other))
        preview = self.browser.get(join)
        newer, older = (there, here) if desk_pages.first_received(preview) in here.references else (here, there)
        one = is_one(newer, older)
        pair = " and ".join(sorted(min(side.references, default="") for side in (newer, older)))
        self.play.seen.decided.append(f"{pair}: {'one' if one else 'different'}")
        if not one:
            if is_one_happening(newer, older):
                other_reference = min(there.references)
                self.officer.act(page, "/link", {"reference": grouped(other_reference)})
                self.play.count("linked")
            self.play.count("said_different")
            return _sent(self.browser.send(part))
        form = preview.find_form_with_button("Join") or preview.find_form_with_button("Ask a second officer")
        if form is None:
            self.play.count("merge_refused")
            self._given_up.add(join)
            return page
        answers = {
            "reason": "The same name and the same way to reach them. Both tell of the same thing at the same place.",
            "meaning": means_of(newer.words),
        }
        self.play.count("merges")
        sent = _sent(self.browser.send(form, {name: words for name, words in answers.items() if name in form.names}))
        if "reason" not in form.names:
            return sent
        # Nothing proves that one person sent both, so a second officer has to agree.
        self.play.count("second_officer")
        self._agree()
        return self.browser.get(sent.path)

    def _agree(self) -> None:
        """Let the second officer agree to what waits."""
        if self._second is None:
            self._second = Officer(self.play.browser(), self.play.portal.officers()[_SECOND], self.play.clock.now)
        browser = self._second.browser
        for link in [one for one in browser.get("/desk/joins").links() if "/desk/joins/" in one]:
            answers = {"decision": "agreed", "checked": "in_person", "answer": "They showed me both receipts."}
            _sent(browser.send(browser.get(link).form_with(*answers), answers))

    def _mail(self, address: str) -> None:
        page = self.browser.get(address)
        if page.find_form_to("/draft") is None:
            _sent(self.browser.send(_required(page, "/aside")))
            self.play.count("letterbox_kept_apart")
            return
        told = Telling(
            desk_pages.fact(page, "Name they give"),
            frozenset({desk_pages.normal(desk_pages.fact(page, "From"))}),
            f"{desk_pages.fact(page, 'Subject')}\n{desk_pages.mail_words(page)}",
        )
        found = self._fitting(told, desk_pages.beside(page, "/add/"))
        if found is not None:
            _sent(self.browser.send(found))
            self.play.count("mail_added")
            return
        self.play.count("mail_became_a_complaint")
        drafted = _sent(self.browser.send(_required(page, "/draft")))
        self._registered(drafted)

    def _fitting(self, told: Telling, candidates: list[tuple[str, Form]]) -> Form | None:
        for reference, form in candidates:
            if is_one(told, desk_pages.telling(self.officer.open(reference))):
                return form
        return None

    def _registered(self, page: Page, *, post_to: str = "") -> str:
        """Read a call back, register it, post the letter with the code, and return the reference."""
        form = page.form_with("words", "name", "known_reference")
        read = self.browser.send(form, button="do=read_back")
        done = self.browser.send(_required(read, "/register"))
        shown = done.soup.select_one(".portal-reference--large")
        if shown is None:
            raise NotDone(done.described())
        if post_to:
            letter = _required(done, "/access-letter")
            _sent(self.browser.send(letter, {"address": post_to} if "address" in letter.names else {}))
        return shown.get_text().replace(" ", "")


def _sent(page: Page) -> Page:
    if page.status != 200 or page.errors:
        raise NotDone(page.described())
    return page


def _required(page: Page, ending: str) -> Form:
    found = page.find_form_to(ending)
    if found is None:
        raise NotDone(f"no way to “{ending}” on {page.described()}")
    return found
