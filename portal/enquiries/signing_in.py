"""An office signs in by a one-time code to its official address: the same rows whether the address is listed or not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.codes import browser_codes
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import insert_rows
from portal.enquiries import offices
from portal.enquiries.models import OfficeProof
from portal.web import attempts, session_rows, sessions
from portal.web.unit_of_work import changes

_PURPOSE = "office"


def ask_code(*, address: str, now: datetime, rulebook: Rulebook, settings: Settings) -> None:
    """Send a code to an official address of an office; to any other the same rows are written and nothing is sent."""
    listed = offices.find_by_address(rulebook.council, address, clock.london_date(now))
    browser_codes.send(
        purpose=_PURPOSE,
        subject=offices.short(address) if listed is not None else None,
        kind="email",
        address=address,
        now=now,
        rulebook=rulebook,
        settings=settings,
    )


def by_code(*, digits: str, network: str, now: datetime, rulebook: Rulebook, settings: Settings) -> bool:
    """Sign the office in, in a new session; False when the digits do not fit. Raises Refusal ``too_many_tries``."""
    stands_for, tries = browser_codes.use(
        purpose=_PURPOSE, counted_as=_PURPOSE, digits=digits, network=network, now=now, settings=settings
    )
    address = offices.find_address(rulebook.council, stands_for) if stands_for else None
    if address is None:
        return False
    live = sessions.current("resident")
    with changes() as db:
        attempts.take_back(db, ids=tries)
        # What a resident had open in this browser is not the office's: nothing is carried over.
        session_id = session_rows.begin(db, kind="resident", now=now, replaces=live.id_hash if live else None)
        proven = {"session_hash": session_rows.hash_of(session_id), "address": address, "at": now}
        insert_rows(db, OfficeProof, [proven])
    sessions.put_in_cookie(session_id)
    return True


def proven_in(db: Session, *, session_hash: str) -> str | None:
    """Return the official address that was proven in a session, or None."""
    return db.scalars(select(OfficeProof.address).where(OfficeProof.session_hash == session_hash)).first()
