"""One-time codes of this browser: sent where they belong or nowhere, used once, every try counted."""

from __future__ import annotations

from portal.complaints.codes import proof
from portal.complaints.matter.act_guards import persons_act
from portal.i18n import current_language
from portal.people import one_time_codes
from portal.people.one_time_codes import Wanted
from portal.web import asking, attempts, session_rows, sessions
from portal.web.unit_of_work import changes


def ask(wanted: Wanted) -> None:
    """Send a code that works in this browser's visit, which begins where there is none.

    The same rows are written when there is nothing that the code could open; the worker sends nothing then.
    """
    act, browser, new = persons_act(), sessions.live_hash(), None
    with changes() as db:
        if browser is None:
            new = session_rows.begin(db, kind="resident", now=act.now)
            browser = session_rows.hash_of(new)
        proof.send_code(db, act, wanted, browser_hash=browser, language=current_language().code)
    if new is not None:
        sessions.put_in_cookie(new)


def use(digits: str, *, purpose: str, counted_as: str, typed: str | None = None) -> str | None:
    """Use up the code that this browser asked for, and return what it opens; None when the digits do not fit.

    ``counted_as`` and ``typed`` (this browser when not given) are what the try is counted under, and `take_try` says
    how. A right one does not count.
    """
    act, browser = persons_act(), sessions.live_hash() or ""
    tries = take_try(counted_as, browser if typed is None else typed)
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
    return subject


def take_try(counted_as: str, typed: str) -> list[str]:
    """Count a try before its secret is looked at, and return what `attempts.take_back` wants if it was right.

    A transaction of its own keeps the count whatever becomes of the request. Raises Refusal ``too_many_tries``.
    """
    act, network = persons_act(), asking.network()
    with changes() as db:
        return attempts.take(db, act.settings, kind=counted_as, typed=typed, network=network, now=act.now)
