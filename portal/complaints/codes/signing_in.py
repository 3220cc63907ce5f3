"""Opening a matter by reference and private code, or by a one-time code: each try counted, each answer alike."""

from __future__ import annotations

from datetime import datetime

from portal.complaints.codes import browser_codes, proof
from portal.complaints.grants import grants, tracking_code
from portal.complaints.grants.opening import begin_session
from portal.complaints.matter.act import Act
from portal.i18n import current_language
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.letters.outgoing.kinds import Content
from portal.people import addresses
from portal.people.addresses import ContactKind
from portal.web import attempts, sessions
from portal.web.unit_of_work import changes, reading

_PURPOSE = "track"
_NOBODYS = "000000000000"


def by_code(act: Act, *, number: str, code: str, network: str) -> str | None:
    """Open the matter of a reference and its private code in this browser, and return the grant's id, or None.

    The try is counted under what was typed, in a transaction of its own, before the code is looked at.
    Raises Refusal ``too_many_tries``.
    """
    with changes() as db:
        tries = attempts.take(db, act.settings, kind="track", typed=number, network=network, now=act.now)
    letters = tracking_code.read(code)
    grant_id = grants.find_by_code(reading(), number=number, code=letters, key=act.settings.code_key, now=act.now)
    if grant_id is not None:
        _open(grant_id, "code", tries, act.now)
    return grant_id


def ask_code(act: Act, *, number: str, kind: ContactKind, address: str) -> None:
    """Send a one-time code to an address, if it is a proven one of the person who was given this reference."""
    normal = addresses.normal(kind, address) or address
    browser_codes.send(
        act,
        purpose=_PURPOSE,
        subject=proof.find_grant_reached_at(reading(), number=number, normal_address=normal, now=act.now),
        kind=kind,
        address=address,
    )


def by_one_time_code(act: Act, *, digits: str, network: str) -> str | None:
    """Open the matter that this browser asked a code for, and return the grant's id; None when they do not fit.

    Raises Refusal ``too_many_tries``.
    """
    grant_id, tries = browser_codes.use(act, purpose=_PURPOSE, counted_as="track-once", digits=digits, network=network)
    if grant_id is not None:
        _open(grant_id, "one_time_code", tries, act.now)
    return grant_id


def send_references(act: Act, *, email: str) -> None:
    """Send the references of the persons who have proven this e-mail there; otherwise nothing leaves.

    A letter is written either way, and one that holds nobody's reference is cancelled in the same breath.
    """
    normal = addresses.normal_email(email) or email
    found = [number for number, _given in proof.references_reached_at(reading(), normal_address=normal)]
    language = current_language().code
    content = Content("lost_reference", {"references": found or [_NOBODYS]})
    composed = compose(content, language=language, settings=act.settings)
    with changes() as db:
        letter_id = outbox.post(db, composed, to=outbox.mailbox(email, language), now=act.now)
        outbox.cancel(db, now=act.now, letter_ids=[letter_id if not found else ""])


def _open(grant_id: str, how: str, tries: list[str], now: datetime) -> None:
    live = sessions.current("resident")
    replaced = None if live is None else live.id_hash
    with changes() as db:
        attempts.take_back(db, ids=tries)
        session_id = begin_session(db, grant_id=grant_id, how=how, replaced=replaced, now=now)
    sessions.put_in_cookie(session_id)
