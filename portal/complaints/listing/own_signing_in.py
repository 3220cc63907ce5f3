"""Opening one's own matters by an address alone: a code goes there, and what may be listed is worked out anew."""

from __future__ import annotations

from portal.complaints.codes import browser_codes, own_address
from portal.complaints.grants import grants, session_proofs
from portal.complaints.listing import own_matters
from portal.complaints.matter.act import Act
from portal.people import addresses
from portal.people.addresses import ContactKind
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes, reading

_PURPOSE = "yours"


def ask_code(act: Act, *, name: str, kind: ContactKind, address: str) -> None:
    """Send a code to an address when there is a list to show under this name; otherwise nothing leaves."""
    normal = addresses.normal(kind, address) or address
    browser_codes.send(
        act,
        purpose=_PURPOSE,
        subject=own_address.find_contact(reading(), kind=kind, normal=normal, name=name),
        kind=kind,
        address=address,
    )


def by_code(act: Act, *, digits: str, network: str) -> bool:
    """Open the matters that may be listed in this browser; False when the digits do not fit.

    Quiet ones stay closed: they open with their own private code. The address counts as proven from now on.
    Raises Refusal ``too_many_tries``.
    """
    contact_id, tries = browser_codes.use(act, purpose=_PURPOSE, counted_as=_PURPOSE, digits=digits, network=network)
    if contact_id is None:
        return False
    live = sessions.current("resident")
    replaced = None if live is None else live.id_hash
    with changes() as db:
        attempts.take_back(db, ids=tries)
        session_id = session_rows.begin(db, kind="resident", now=act.now, replaces=replaced)
        session_hash = session_rows.hash_of(session_id)
        if replaced:
            session_proofs.carry(db, replaced=replaced, session_hash=session_hash, now=act.now)
        session_proofs.note(db, session_hash=session_hash, contact_id=contact_id, now=act.now)
        found = own_matters.reached_by(db, contact_id=contact_id, now=act.now, council=act.rulebook.council)
        for one in found:
            own_matters.prove(db, act, one, contact_id=contact_id)
        opened = [one.grant_id for one in found if not own_matters.is_closed(one)]
        grants.unlock_all(
            db, grant_ids=opened, session_hash=session_hash, how="one_time_code", now=act.now, carry=replaced
        )
    sessions.put_in_cookie(session_id)
    return True
