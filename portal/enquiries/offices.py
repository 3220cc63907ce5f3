"""Which elected member's office an official address belongs to, by the council's file."""

from __future__ import annotations

import hashlib
from datetime import date

from portal.errors import Refusal
from portal.i18n import lazy
from portal.organisation.model import Council, Office
from portal.people.addresses import normal_email

UNLISTED = lazy(
    "We answer only offices that are in the council’s file. Ask who keeps the file to add this one. "
    "Does a person want to complain? Log a complaint for them."
)


def listed(council: Council, on: date) -> list[Office]:
    """Return the offices of this day, by what they are called."""
    there = (one for one in council.offices if one.starts <= on and (one.ends is None or on <= one.ends))
    return sorted(there, key=lambda office: office.called)


def find_by_address(council: Council, address: str, on: date) -> Office | None:
    """Return the office of today that this address is listed for, or None."""
    normal = normal_email(address)
    for office in listed(council, on):
        if normal is not None and normal in {normal_email(one) for one in office.emails}:
            return office
    return None


def short(address: str) -> str:
    """Return 32 characters that stand for an address where a code is kept: too few for the address itself."""
    return hashlib.sha256((normal_email(address) or address).encode()).hexdigest()[:32]


def find_address(council: Council, stands_for: str) -> str | None:
    """Return the listed address that these 32 characters stand for, normalised, or None."""
    known = (normal_email(one) for office in council.offices for one in office.emails)
    return next((one for one in known if one is not None and short(one) == stands_for), None)


def called(council: Council, key: str) -> str:
    """Return what an office is called, also one of the past; its key when the file does not have it any more."""
    return next((office.called for office in council.offices if office.key == key), key)


def addresses(council: Council, key: str, on: date) -> tuple[str, ...]:
    """Return an office's official addresses of today, none when there is no such office any more."""
    return next((office.emails for office in listed(council, on) if office.key == key), ())


def require_listed(council: Council, key: str, on: date) -> None:
    """Refuse an office that has no official address on this day. Raises Refusal ``unlisted_office``."""
    if not addresses(council, key, on):
        raise Refusal("unlisted_office", UNLISTED)
