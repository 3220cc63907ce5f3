"""Opening a matter by reference and private code, or by a one-time code: each try counted, each answer alike."""

from __future__ import annotations

import logging

from portal.complaints.codes import browser_guards, proof
from portal.complaints.grants import grants, private_code
from portal.complaints.grants.guards import open_here
from portal.complaints.matter.act_guards import persons_act
from portal.db import GrantId
from portal.i18n import current_language
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.letters.outgoing.kinds import Content
from portal.people import addresses, one_time_codes
from portal.people.addresses import ContactKind
from portal.people.one_time_codes import Wanted
from portal.web import known_browser
from portal.web.unit_of_work import changes, reading, settings

_PURPOSE = "track"
_NOBODYS = "000000000000"
log = logging.getLogger(__name__)


def find_by_code(*, number: str, code: str) -> GrantId | None:
    """Return the grant that a reference and its private code open, or None; only a wrong try is counted, and waits.

    It is counted under the reference that was typed and by network. Raises Refusal ``too_many_tries``.
    """
    act, letters = persons_act(), private_code.read(code)
    grant_id = grants.find_by_code(reading(), number=number, code=letters, key=act.settings.code_key, now=act.now)
    if grant_id is None:
        log.warning("a reference and a private code did not go together")
        browser_guards.count_wrong("track", number)
    return grant_id


def open_by_code(grant_id: GrantId) -> None:
    """Open in this browser the matter whose private code was right, and know the browser by its proven addresses."""
    open_here(grant_id, how="code")
    reached = proof.proven_addresses(reading(), grant_id=grant_id)
    known_browser.remember([one_time_codes.address_hash(*one, settings()) for one in reached])


def ask_code(*, number: str, kind: ContactKind, address: str) -> None:
    """Send a one-time code to an address, if it is a proven one of the person who was given this reference."""
    normal = addresses.normal(kind, address) or address
    reached = proof.find_grant_reached_at(reading(), number=number, normal_address=normal, now=persons_act().now)
    browser_guards.ask(Wanted(_PURPOSE, reached, kind, address))


def by_one_time_code(digits: str) -> GrantId | None:
    """Open the matter that this browser asked a code for, and return the grant's id; None when they do not fit.

    Raises Refusal ``too_many_tries``.
    """
    opened = browser_guards.use(digits, purpose=_PURPOSE, counted_as="track-once")
    if opened is None:
        log.warning("a one-time code was not right")
        return None
    open_here(GrantId(opened), how="one_time_code")
    return GrantId(opened)


def send_references(*, email: str) -> None:
    """Send the references of the persons who have proven this e-mail there; otherwise nothing leaves.

    A letter is written either way, and one that holds nobody's reference is cancelled in the same breath.
    """
    act, language = persons_act(), current_language().code
    normal = addresses.normal_email(email) or email
    found = [number for number, _given in proof.references_reached_at(reading(), normal_address=normal)]
    content = Content("lost_reference", {"references": found or [_NOBODYS]})
    composed = compose(content, language=language, settings=act.settings)
    asked = browser_guards.who_asks("lost", "email", email, leads=bool(found))
    with changes() as db:
        letter_id = outbox.post(db, composed, to=outbox.mailbox(email, language), now=act.now, asked=asked)
        outbox.cancel(db, now=act.now, letter_ids=[letter_id if not found else ""])
