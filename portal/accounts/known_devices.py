"""Devices an officer has signed in on: each has a count of tries of its own, which no stranger can spend.

What OWASP calls device cookies. The cookie names nobody: it holds random numbers, and for each a keyed hash that only
fits together with one officer and the password in use. So it ends when that password is changed.
"""

from __future__ import annotations

from portal.accounts.models import Officer
from portal.config import Settings
from portal.db import OfficerId, new_id
from portal.sealed import keyed_hash, same

MOST = 8
"""How many officers one device remembers: desks are shared."""

_BETWEEN = "."
_NOBODY = ("0" * 32, "0" * 32)


def find(settings: Settings, officer: Officer | None, cookie: str) -> str | None:
    """Return the random number by which this officer is known on the device with this cookie, or None.

    Costs the same where there is no such officer.
    """
    officer_id, password_hash = (officer.id, officer.password_hash) if officer else _NOBODY
    found = [
        number
        for number, proof in _read(cookie)
        if same(proof, _proof(settings, number, officer_id=officer_id, password_hash=password_hash))
    ]
    return found[0] if found and officer is not None else None


def with_officer(settings: Settings, cookie: str, *, officer_id: OfficerId, password_hash: str) -> str:
    """Return the cookie's words once this officer has signed in on the device, the latest first."""
    number = new_id()
    proof = _proof(settings, number, officer_id=officer_id, password_hash=password_hash)
    others = [
        (kept, kept_proof)
        for kept, kept_proof in _read(cookie)
        if not same(kept_proof, _proof(settings, kept, officer_id=officer_id, password_hash=password_hash))
    ]
    return _BETWEEN.join(part for pair in [(number, proof), *others][:MOST] for part in pair)


def _read(cookie: str) -> list[tuple[str, str]]:
    parts = cookie.split(_BETWEEN)[: 2 * MOST]
    return list(zip(parts[::2], parts[1::2], strict=False))


def _proof(settings: Settings, number: str, *, officer_id: str, password_hash: str) -> str:
    return keyed_hash(settings.secret_key, "known-device", f"{number}:{officer_id}:{password_hash}")
