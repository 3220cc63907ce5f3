"""The second factor: six digits from an app (TOTP, RFC 6238), each time step good for one sign-in."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.config import Settings
from portal.db import OfficerId
from portal.sealed import seal, unseal

STEP_SECONDS = 30
_WINDOW = (1, 0, -1)
# Worked with where there is no officer, so that an unknown name costs the same.
_DUMMY_SECRET = pyotp.random_base32()


def new_secret() -> str:
    """Return a random secret of 160 bits in base 32, as apps take it."""
    return pyotp.random_base32()


def sealed_secret(settings: Settings, *, officer_id: OfficerId, secret: str) -> bytes:
    """Return a secret as ``Officer.totp_secret`` keeps it; it opens for this officer only."""
    return seal(settings.data_key, secret.encode("ascii"), _place(officer_id))


def secret_of(settings: Settings, officer: Officer | None) -> str:
    """Return an officer's secret, or one that belongs to nobody. Raises CannotUnseal."""
    if officer is None:
        return _DUMMY_SECRET
    return unseal(settings.data_key, officer.totp_secret, _place(officer.id)).decode("ascii")


def rekey(db: Session, *, old_key: str, settings: Settings) -> int:
    """Seal every officer's secret under ``settings.data_key`` in place of an old key; return how many there are.

    Raises CannotUnseal.
    """
    found = list(db.scalars(select(Officer)))
    for officer in found:
        secret = unseal(old_key, officer.totp_secret, _place(OfficerId(officer.id))).decode("ascii")
        officer.totp_secret = sealed_secret(settings, officer_id=OfficerId(officer.id), secret=secret)
    db.flush()
    return len(found)


def code_at(secret: str, now: datetime) -> str:
    """Return the six digits that an app shows at an instant."""
    return pyotp.TOTP(secret).generate_otp(_step(now))


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step a code belongs to: this one, the one before or the one after; None when it is wrong."""
    totp = pyotp.TOTP(secret)
    typed = "".join(code.split()).encode("utf-8", "surrogatepass")
    steps = [_step(now) + offset for offset in _WINDOW]
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
    return right[0] if right else None


def use_step(db: Session, *, officer_id: OfficerId, step: int) -> bool:
    """Use up a time step and everything before it; False when it, or a later one, has been used already."""
    done = db.execute(
        update(Officer)
        .where(Officer.id == officer_id, Officer.totp_step < step, Officer.disabled_at.is_(None))
        .values(totp_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(done, "rowcount", 0) == 1)


def address_for_app(secret: str, *, officer_email: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that an app takes the secret from."""
    return pyotp.TOTP(secret).provisioning_uri(name=officer_email, issuer_name=issuer)


def _place(officer_id: OfficerId) -> str:
    return f"officers.totp_secret:{officer_id}"


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS
