"""Which elected member's office an official address belongs to, by the council's file."""

from __future__ import annotations

import hashlib
from datetime import date

from portal.organisation.model import Council, Office
from portal.people import contacts


def find_by_address(council: Council, address: str, on: date) -> Office | None:
    """Return the office of today that this address is listed for, or None."""
    normal = contacts.normal_email(address)
    for office in council.offices:
        listed = {contacts.normal_email(one) for one in office.emails}
        if (
            normal is not None
            and normal in listed
            and office.starts <= on
            and (office.ends is None or on <= office.ends)
        ):
            return office
    return None


def short(address: str) -> str:
    """Return 32 characters that stand for an address where a code is kept: too few for the address itself."""
    return hashlib.sha256((contacts.normal_email(address) or address).encode()).hexdigest()[:32]


def find_address(council: Council, stands_for: str) -> str | None:
    """Return the listed address that these 32 characters stand for, normalised, or None."""
    listed = (contacts.normal_email(one) for office in council.offices for one in office.emails)
    return next((one for one in listed if one is not None and short(one) == stands_for), None)


def called(council: Council, key: str) -> str:
    """Return what an office is called, also one of the past; its key when the file does not have it any more."""
    return next((office.called for office in council.offices if office.key == key), key)


def addresses(council: Council, key: str, on: date) -> tuple[str, ...]:
    """Return an office's official addresses of today, none when there is no such office any more."""
    for office in council.offices:
        if office.key == key and office.starts <= on and (office.ends is None or on <= office.ends):
            return office.emails
    return ()
