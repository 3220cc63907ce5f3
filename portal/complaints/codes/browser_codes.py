"""A one-time code for the browser that asks: sent where it belongs or nowhere, used once, every try counted."""

from __future__ import annotations

from datetime import datetime

from portal.complaints.codes import proof
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.i18n import current_language
from portal.people import one_time_codes
from portal.people.addresses import ContactKind
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes


def send(
    *,
    purpose: str,
    subject: str | None,
    kind: ContactKind,
    address: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Send a code that opens ``subject`` in this browser, which gets a session when it has none.

    The same rows are written when there is nothing to open (None); the worker sends nothing then (threat T4).
    """
    browser, new = sessions.cookie_hash(), None
    with changes() as db:
        if browser is None:
            new = session_rows.begin(db, kind="resident", now=now)
            browser = session_rows.hash_of(new)
        proof.send_code(
            db,
            purpose=purpose,
            subject=subject,
            kind=kind,
            address=address,
            browser_hash=browser,
            language=current_language().code,
            now=now,
            rulebook=rulebook,
            settings=settings,
        )
    if new is not None:
        sessions.put_in_cookie(new)


def use(
    *, purpose: str, counted_as: str, digits: str, network: str, now: datetime, settings: Settings
) -> tuple[str | None, list[str]]:
    """Use up the code of this browser; return what it opens, None when it does not fit, and the tries to take back.

    The try is counted in a transaction of its own before the code is looked at. Raises Refusal ``too_many_tries``.
    """
    browser = sessions.cookie_hash() or ""
    with changes() as db:
        tries = attempts.take(db, settings, kind=counted_as, typed=browser, network=network, now=now)
    with changes() as db:
        subject = one_time_codes.use(
            db,
            purpose=purpose,
            browser_hash=browser,
            digits="".join(character for character in digits if character.isdigit()),
            now=now,
            settings=settings,
        )
    return subject, tries
