"""What the attacks are made against: the portal, its file, its people, and what everybody may know of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from urllib.parse import urlencode

from bench.attacks.addresses import Address, read
from bench.attacks.rows import Rows
from bench.browser import Browser, Line
from bench.officer import Officer
from bench.page import Form, NotOnPage, Page
from bench.process import family
from bench.real_portal import Answer, RealPortal
from bench.resident import Resident, Sent, complain
from tests.letters.incoming.imap_server import Mailbox

_PLACES = 250
_STEP_SECONDS = 30


class Remembering(Browser):
    """A browser that keeps every cookie it was ever given, as whoever sits down after somebody may find them."""

    def __init__(self, base_url: str, line: Line) -> None:
        super().__init__(base_url, line=line)
        self.given: set[tuple[str, str]] = set()

    def forget(self, name: str) -> None:
        """Drop a cookie, as when a visit is over."""
        for key in [key for key in self._cookies if key[0].removeprefix("__Host-") == name]:
            del self._cookies[key]

    def _keep(self, lines: list[str]) -> None:
        super()._keep(lines)
        self.given |= {(name, value) for (name, _path), value in self._cookies.items()}


class Target:
    """A portal under attack. Every browser is at an address of its own unless one is named."""

    def __init__(self, own: RealPortal, mailbox: Mailbox) -> None:
        """``mailbox`` is the one that the portal reads."""
        self.own = own
        self.mailbox = mailbox
        self.rows = Rows(own.folder / "var" / "portal.sqlite3")
        self._sources = _sources()
        self._officers: dict[str, Officer] = {}

    @cached_property
    def addresses(self) -> list[Address]:
        """Every address there is."""
        return read(self.own.flask("routes"))

    def source(self) -> str:
        """Return one of this machine's addresses that nobody has come from."""
        return next(self._sources)

    def browser(self, source: str | None = None) -> Remembering:
        """Return a new browser."""
        place = source or self.source()
        line = Line(lambda seconds: self.own.connection(place, seconds), self.own.headers(place))
        return Remembering(self.own.url, line)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address and return what comes back; nothing is followed."""
        return self.own.ask("GET", path, source=self.source(), headers=headers)

    def post(
        self,
        path: str,
        fields: Sequence[tuple[str, str]] = (),
        *,
        source: str | None = None,
        cookie: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a form by hand, as our own pages would; ``headers`` stand over theirs, and "" sends none."""
        said = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.own.url,
            "Sec-Fetch-Site": "same-origin",
            **({"Cookie": cookie} if cookie else {}),
            **(headers or {}),
        }
        body = urlencode(fields).encode("ascii")
        said = {name: value for name, value in said.items() if value}
        return self.own.ask("POST", path, source=source or self.source(), headers=said, body=body)

    def officer(self, role: str, number: int = 0) -> Officer:
        """Return an officer who is signed in, always the same."""
        account = self.own.officer(role, number)
        if account["email"] not in self._officers:
            self._officers[account["email"]] = Officer(self.browser(), account)
        return self._officers[account["email"]]

    def officer_again(self, browser: Browser, role: str) -> Officer:
        """Sign an officer in once more, by the digits of the next half minute. Raises NotDone."""
        return Officer(browser, self.own.officer(role), lambda: time.time() + _STEP_SECONDS)

    def complaint(self, resident: Resident, browser: Browser | None = None) -> Sent:
        """Let somebody complain."""
        return complain(browser or self.browser(), resident, self.own.letters)

    def id_of(self, sent: Sent) -> str:
        """Return the complaint's id."""
        return self.rows.one('SELECT complaint_id FROM "references" WHERE number = ?', sent.reference)

    def grant_of(self, sent: Sent) -> str:
        """Return the id of its writer's grant."""
        return self.rows.one("SELECT id FROM grants WHERE complaint_id = ?", self.id_of(sent))

    def wait_for(self, held: Callable[[], bool], *, seconds: float = 20) -> bool:
        """Wait until something holds; False when it does not in time."""
        until = time.monotonic() + seconds
        while not held():
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    @contextmanager
    def by_itself(self) -> Iterator[None]:
        """Keep the worker still for this block, so that what is stored changes by what is asked alone."""
        self.wait_for_letters()
        workers = family(self.own.worker_pid)
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in workers:
                os.kill(pid, signal.SIGCONT)

    def wait_for_letters(self) -> None:
        """Wait until no letter is on its way."""
        owed = (
            "SELECT count(*) FROM letters WHERE sent_at IS NULL AND given_up_at IS NULL AND cancelled_at IS NULL"
            " AND held_at IS NULL AND not_before IS NULL"
        )
        self.wait_for(lambda: self.rows.one(owed) == "0")


def is_open(page: Page) -> bool:
    """Whether this is a complaint's own page."""
    return page.status == 200 and page.path.startswith("/complaint/")


def form_to(page: Page, ending: str) -> Form:
    """Return the page's form that is sent to this ending. Raises NotOnPage."""
    found = page.find_form_to(ending)
    if found is None:
        raise NotOnPage(f"no form to {ending} on {page.described()}")
    return found


def _sources() -> Iterator[str]:
    for number in count():
        yield f"127.0.{1 + number // _PLACES}.{2 + number % _PLACES}"
