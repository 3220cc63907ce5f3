"""Who may open an office's pages: a browser in which its official address was proven, asked at every request."""

from __future__ import annotations

from dataclasses import dataclass

from portal import clock
from portal.complaints.matter import rulebook
from portal.complaints.matter.rulebook import Rulebook
from portal.enquiries import offices, signing_in
from portal.organisation.model import Office
from portal.web import sessions
from portal.web.unit_of_work import reading, settings


class NotSignedIn(Exception):
    """No office is signed in in this browser, or its address is not listed any more."""


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """The office of this request, and the address that proved it."""

    office: Office
    address: str


def get_office() -> AtTheDoor:
    """Return the office of this request. Raises NotSignedIn; the council's file is asked at every request."""
    live = sessions.current("resident")
    address = signing_in.proven_in(reading(), session_hash=live.id_hash) if live is not None else None
    office = offices.find_by_address(rules().council, address, clock.today()) if address else None
    if office is None or address is None:
        raise NotSignedIn
    return AtTheDoor(office, address)


def rules() -> Rulebook:
    """Return the rulebook of the running application's council."""
    return rulebook.read(settings().council_file)
