"""Signing in, changing the password, ending sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import passwords, second_factor
from portal.accounts.models import Officer
from portal.config import Settings
from portal.db import OfficerId
from portal.errors import Refusal
from portal.i18n import lazy
from portal.web import attempts, session_rows

ATTEMPTS = "desk"
"""What tries at officers' passwords are counted as."""


@dataclass(frozen=True)
class Proof:
    """Password and code were right; ``password_hash`` is the one that was compared, ``step`` is not used up yet."""

    officer_id: OfficerId
    password_hash: str
    step: int


def normal_email(typed: str) -> str:
    """Return an address as officers' addresses are kept and looked up."""
    return typed.strip().casefold()


def find_proof(db: Session, settings: Settings, *, email: str, password: str, code: str, now: datetime) -> Proof | None:
    """Compare what was typed; None for a wrong name, password or code, for a disabled officer and a stale password.

    Each of them costs the same: one look-up, one argon2, one unsealing at most, three codes. Takes some 30 ms, so it
    is done outside `changes()`, after the try was counted. Raises Refusal ``busy`` (503).
    """
    officer = db.scalar(select(Officer).where(Officer.email == normal_email(email)))
    if officer is not None and not _may_sign_in(officer, now):
        officer = None
    right = passwords.verified(settings, officer.password_hash if officer else None, password)
    step = second_factor.find_step(second_factor.secret_of(settings, officer), code, now)
    if officer is None or not right or step is None:
        return None
    return Proof(officer.id, officer.password_hash, step)


def open_session(db: Session, *, proof: Proof | None, tries: list[str], now: datetime, replaces: str | None) -> str:
    """Use up the code, forget the counted tries and return the id of a new session.

    ``replaces`` is the hash of the session the browser had. Raises Refusal ``sign_in`` when there is no proof, when
    the code was used meanwhile, or when the officer was disabled or got another password in between.
    """
    refused = Refusal("sign_in", lazy("The email address, the password or the code is not right. Try again."))
    if proof is None:
        raise refused
    officer = db.get(Officer, proof.officer_id)
    if officer is None or not _may_sign_in(officer, now) or officer.password_hash != proof.password_hash:
        raise refused
    if not second_factor.use_step(db, officer_id=officer.id, step=proof.step):
        raise refused
    attempts.take_back(db, ids=tries)
    return session_rows.begin(db, kind="desk", now=now, officer_id=officer.id, replaces=replaces)


def change_password(
    db: Session, *, officer_id: OfficerId, compared_hash: str, new_hash: str, tries: list[str], now: datetime
) -> str:
    """Set another password, end all the officer's sessions and return the id of the one that goes on.

    ``compared_hash`` is the hash the old password was compared with. Raises Refusal ``sign_in`` when it is not the
    officer's any more.
    """
    done = db.execute(
        update(Officer)
        .where(Officer.id == officer_id, Officer.password_hash == compared_hash, Officer.disabled_at.is_(None))
        .values(password_hash=new_hash, first_password_until=None)
        .execution_options(synchronize_session=False)
    )
    if getattr(done, "rowcount", 0) != 1:
        raise Refusal("sign_in", lazy("Your password was changed somewhere else. Sign in again."))
    attempts.take_back(db, ids=tries)
    session_rows.end_officers(db, officer_id=officer_id, now=now)
    return session_rows.begin(db, kind="desk", now=now, officer_id=officer_id)


def _may_sign_in(officer: Officer, now: datetime) -> bool:
    stale = officer.first_password_until is not None and officer.first_password_until <= now
    return officer.disabled_at is None and not stale
