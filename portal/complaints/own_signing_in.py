"""Opening one's own matters by an address alone: a code goes there, and what may be listed is worked out anew."""

from __future__ import annotations

from datetime import datetime

from portal.complaints import grants, own_matters, proof, session_proofs
from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.i18n import current_language
from portal.people import contacts, one_time_codes
from portal.people.contacts import ContactKind
from portal.web import attempts, sessions
from portal.web.unit_of_work import changes, reading

_PURPOSE = "yours"


def ask_code(
    *, name: str, kind: ContactKind, address: str, now: datetime, rulebook: Rulebook, settings: Settings
) -> None:
    """Send a code to an address when there is a list to show under this name.

    The same rows are written whether there is one or not; the worker sends nothing where there is none (threat T4).
    """
    browser, new = sessions.cookie_hash(), None
    normal = contacts.normal(kind, address) or address
    contact_id = own_matters.find_contact(reading(), kind=kind, normal=normal, name=name)
    with changes() as db:
        if browser is None:
            new = sessions.begin(db, kind="resident", now=now)
            browser = sessions.hash_of(new)
        proof.send_code(
            db,
            purpose=_PURPOSE,
            subject=contact_id,
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


def by_code(*, digits: str, network: str, now: datetime, rulebook: Rulebook, settings: Settings) -> bool:
    """Open the matters that may be listed in this browser; False when the digits do not fit.

    Quiet ones stay closed: they open with their own private code. The address counts as proven from now on.
    Raises Refusal ``too_many_tries``.
    """
    browser = sessions.cookie_hash() or ""
    with changes() as db:
        tries = attempts.take(db, settings, kind="yours", typed=browser, network=network, now=now)
    with changes() as db:
        contact_id = one_time_codes.use(
            db,
            purpose=_PURPOSE,
            browser_hash=browser,
            digits="".join(character for character in digits if character.isdigit()),
            now=now,
            settings=settings,
        )
    if contact_id is None:
        return False
    live = sessions.current("resident")
    replaced = None if live is None else live.id_hash
    with changes() as db:
        attempts.take_back(db, ids=tries)
        session_id = sessions.begin(db, kind="resident", now=now, replaces=replaced)
        session_hash = sessions.hash_of(session_id)
        if replaced:
            session_proofs.carry(db, replaced=replaced, session_hash=session_hash, now=now)
        session_proofs.note(db, session_hash=session_hash, contact_id=contact_id, now=now)
        found = own_matters.reached_by(db, contact_id=contact_id, now=now, council=rulebook.council)
        for one in found:
            own_matters.prove(db, one, contact_id=contact_id, now=now, settings=settings)
        opened = [one.grant_id for one in found if not own_matters.is_closed(one)]
        grants.unlock_all(db, grant_ids=opened, session_hash=session_hash, how="one_time_code", now=now, carry=replaced)
    sessions.put_in_cookie(session_id)
    return True
