"""An office signs in by a one-time code to its official address: the same rows whether the address is listed or not."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.codes import browser_codes
from portal.complaints.matter.act import Act
from portal.db import insert_rows
from portal.enquiries import offices
from portal.enquiries.models import OfficeProof
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes

_PURPOSE = "office"


def ask_code(act: Act, *, address: str) -> None:
    """Send a code to an official address of an office; to any other the same rows are written and nothing is sent."""
    listed = offices.find_by_address(act.rulebook.council, address, act.today)
    browser_codes.send(
        act,
        purpose=_PURPOSE,
        subject=offices.short(address) if listed is not None else None,
        kind="email",
        address=address,
    )


def by_code(act: Act, *, digits: str, network: str) -> bool:
    """Sign the office in, in a new session; False when the digits do not fit. Raises Refusal ``too_many_tries``."""
    stands_for, tries = browser_codes.use(act, purpose=_PURPOSE, counted_as=_PURPOSE, digits=digits, network=network)
    address = offices.find_address(act.rulebook.council, stands_for) if stands_for else None
    if address is None:
        return False
    live = sessions.current("resident")
    with changes() as db:
        attempts.take_back(db, ids=tries)
        # What a resident had open in this browser is not the office's: nothing is carried over.
        session_id = session_rows.begin(db, kind="resident", now=act.now, replaces=live.id_hash if live else None)
        proven = {"session_hash": session_rows.hash_of(session_id), "address": address, "at": act.now}
        insert_rows(db, OfficeProof, [proven])
    sessions.put_in_cookie(session_id)
    return True


def proven_in(db: Session, *, session_hash: str) -> str | None:
    """Return the official address that was proven in a session, or None."""
    return db.scalars(select(OfficeProof.address).where(OfficeProof.session_hash == session_hash)).first()
