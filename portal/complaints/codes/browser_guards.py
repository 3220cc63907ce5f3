"""Codes that are typed in this browser: one-time codes sent where they belong or nowhere, and wrong tries counted."""

from __future__ import annotations

import logging

from portal.complaints.codes import proof
from portal.complaints.matter.act_guards import persons_act
from portal.errors import Refusal
from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.letters.outgoing.daily import Asked
from portal.outage import ERRORS
from portal.people import one_time_codes
from portal.people.addresses import ContactKind
from portal.people.one_time_codes import Wanted
from portal.web import asking, attempts, known_browser, session_rows, sessions
from portal.web.unit_of_work import changes, settings

log = logging.getLogger(__name__)


def ask(wanted: Wanted) -> None:
    """Send a code that works in this browser's visit, which begins where there is none.

    The same rows are written when there is nothing that the code could open; the worker sends nothing then.
    """
    act, browser, new = persons_act(), sessions.live_hash(), None
    asked = who_asks(wanted.purpose, wanted.kind, wanted.address, leads=wanted.subject is not None)
    with changes() as db:
        if browser is None:
            new = session_rows.begin(db, kind="resident", now=act.now)
            browser = session_rows.hash_of(new)
        proof.send_code(db, act, wanted, browser_hash=browser, language=current_language().code, asked=asked)
    if new is not None:
        sessions.put_in_cookie(new)


def who_asks(what: str, kind: ContactKind, address: str, *, leads: bool) -> Asked:
    """Return who asks for this to go to an address; ``leads`` says whether there is anything to send."""
    known = known_browser.knows(one_time_codes.address_hash(kind, address, settings()))
    return Asked(asking.network(), leads=leads, known=known, what=what)


def use(digits: str, *, purpose: str, counted_as: str) -> str | None:
    """Use up the code that this browser asked for, and return what it opens; None when the digits do not fit.

    The try is counted before the digits are looked at: six digits are few, so a right one waits like a wrong one. It
    is counted under this browser alone, where nobody else can make its owner wait; how many can be guessed is bounded
    by five tries a code and by how many codes are sent. A right one does not count. Raises Refusal ``too_many_tries``.
    """
    act, browser = persons_act(), sessions.live_hash() or ""
    limits = act.settings.limits
    # Without a session there is no code to use up; such tries wait together, by network.
    counted = attempts.by_target(limits, counted_as, browser or asking.network())
    with changes() as db:
        tries = attempts.take(db, act.settings, [counted], now=act.now)
    with changes() as db:
        subject = one_time_codes.use(
            db,
            purpose=purpose,
            browser_hash=browser,
            digits="".join(character for character in digits if character.isdigit()),
            now=act.now,
            settings=act.settings,
        )
        if subject is not None:
            attempts.take_back(db, ids=tries)
            address = one_time_codes.address_used(db, purpose=purpose, browser_hash=browser)
            known_browser.remember([address] if address else [])
    return subject


def count_wrong(counted_as: str, typed: str) -> None:
    """Count a private code that was wrong, under what it was typed for and under the network it came from.

    Call it after the look: a private code has 67 random bits, so nobody comes by one through trying, and whoever has
    the right one never waits for what strangers tried. For the same reason a try that cannot be written down goes
    uncounted. Raises Refusal ``too_many_tries`` (429).
    """
    act, limits = persons_act(), settings().limits
    counted = [
        attempts.by_target(limits, counted_as, typed),
        attempts.by_network(limits, counted_as, asking.network()),
    ]
    try:
        with changes() as db:
            attempts.take(db, act.settings, counted, now=act.now)
    except Refusal as refusal:
        also = _("The right private code works at any time.")
        raise Refusal(refusal.code, f"{refusal.message} {also}", status=refusal.status) from None
    except ERRORS as error:
        log.warning("a wrong try was not counted: %s", type(error).__name__)
