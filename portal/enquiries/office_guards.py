"""Who may open an office's pages: a browser in which its official address was proven by a code sent there."""

from __future__ import annotations

from dataclasses import dataclass

from portal import clock
from portal.complaints.codes import browser_guards
from portal.complaints.matter import rulebook
from portal.complaints.matter.rulebook import Rulebook
from portal.enquiries import offices
from portal.enquiries.models import OfficeProof
from portal.organisation.model import Office
from portal.people.one_time_codes import Wanted
from portal.web import leaving, session_rows, sessions
from portal.web.unit_of_work import changes, reading, settings

_PURPOSE = "office"


class NotSignedIn(Exception):
    """No office is signed in in this browser, or its address is not listed any more."""


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """The office of this request, and the address that proved it."""

    office: Office
    address: str


def get_office() -> AtTheDoor:
    """Return the office of this request. Raises NotSignedIn; the council's file is asked at every request."""
    proof = reading().get(OfficeProof, sessions.live_hash() or "")
    address = None if proof is None else proof.address
    office = offices.find_by_address(rules().council, address, clock.today()) if address else None
    if office is None or address is None:
        raise NotSignedIn
    return AtTheDoor(office, address)


def ask_code(address: str) -> None:
    """Send a code to an official address of an office; to any other the same rows are written and nothing is sent."""
    listed = offices.find_by_address(rules().council, address, clock.today())
    browser_guards.ask(Wanted(_PURPOSE, offices.short(address) if listed is not None else None, "email", address))


def by_code(digits: str) -> bool:
    """Sign the office in, in a new session; False when the digits do not fit. Raises Refusal ``too_many_tries``."""
    stands_for = browser_guards.use(digits, purpose=_PURPOSE, counted_as=_PURPOSE)
    address = offices.find_address(rules().council, stands_for) if stands_for else None
    if address is None:
        return False
    replaced, now = sessions.live_hash(), clock.now()
    with changes() as db:
        # What a resident had open in this browser is not the office's: nothing is carried over.
        leaving.end_held(db, now=now, keeps_unsent=True)
        session_id = session_rows.begin(db, kind="resident", now=now, replaces=replaced)
        db.add(OfficeProof(session_hash=session_rows.hash_of(session_id), address=address, at=now))
    sessions.put_in_cookie(session_id)
    return True


def rules() -> Rulebook:
    """Return the rulebook of the running application's council."""
    return rulebook.read(settings().council_file)
