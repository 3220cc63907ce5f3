"""A one-time code for the browser that asks: sent where it belongs or nowhere, used once, every try counted."""

from __future__ import annotations

from portal.complaints.codes import proof
from portal.complaints.matter.act import Act
from portal.i18n import current_language
from portal.people import one_time_codes
from portal.people.addresses import ContactKind
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes


def send(act: Act, *, purpose: str, subject: str | None, kind: ContactKind, address: str) -> None:
    """Send a code that opens ``subject`` in this browser, which gets a session when it has none.

    The same rows are written when there is nothing to open (None); the worker sends nothing then (threat T4).
    """
    browser, new = sessions.cookie_hash(), None
    with changes() as db:
        if browser is None:
            new = session_rows.begin(db, kind="resident", now=act.now)
            browser = session_rows.hash_of(new)
        proof.send_code(
            db,
            act,
            purpose=purpose,
            subject=subject,
            kind=kind,
            address=address,
            browser_hash=browser,
            language=current_language().code,
        )
    if new is not None:
        sessions.put_in_cookie(new)


def use(act: Act, *, purpose: str, counted_as: str, digits: str, network: str) -> tuple[str | None, list[str]]:
    """Use up the code of this browser; return what it opens, None when it does not fit, and the tries to take back.

    The try is counted in a transaction of its own before the code is looked at. Raises Refusal ``too_many_tries``.
    """
    browser = sessions.cookie_hash() or ""
    with changes() as db:
        tries = attempts.take(db, act.settings, kind=counted_as, typed=browser, network=network, now=act.now)
    with changes() as db:
        subject = one_time_codes.use(
            db,
            purpose=purpose,
            browser_hash=browser,
            digits="".join(character for character in digits if character.isdigit()),
            now=act.now,
            settings=act.settings,
        )
    return subject, tries
