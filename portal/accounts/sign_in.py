"""Signing in, changing the password, ending sessions."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts import known_devices, passwords, second_factor
from portal.accounts.models import Officer
from portal.accounts.officers import find_by_email, normal_email
from portal.config import Settings
from portal.db import OfficerId, new_id
from portal.errors import Refusal
from portal.i18n import lazy
from portal.web import attempts, session_rows
from portal.web.attempts import Counted

_DEVICE, _CODE = "desk-device", "desk-code"
_DAY = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """The password was right; ``password_hash`` is the one that was compared.

    ``step`` is the time step of the code, not used up yet; None when the code was wrong.
    """

    officer_id: OfficerId
    password_hash: str
    step: int | None


def counted_under(db: Session, settings: Settings, *, email: str, network: str, cookie: str) -> list[Counted]:
    """Return what a try to sign in is counted under.

    A device that its officer has signed in on has a count of its own. All others are counted by address and network
    together, and by network: whoever tries from elsewhere makes the officer wait nowhere else. The same look-up and
    the same hashes, whoever it is.
    """
    officer = find_by_email(db, email)
    if officer is not None and officer.disabled_at is not None:
        officer = None
    device = known_devices.find(settings, officer, cookie)
    if device is not None:
        return [attempts.by_target(settings.limits, _DEVICE, device)]
    return [
        attempts.by_target(settings.limits, "desk", f"{normal_email(email)} {network}"),
        attempts.by_network(settings.limits, "desk", network),
    ]


def is_known(counted: Sequence[Counted]) -> bool:
    """Tell whether this is the count of a device that its officer has signed in on."""
    return counted[0].kind == _DEVICE


def may_guess_codes(db: Session, settings: Settings, *, email: str, now: datetime) -> bool:
    """Tell whether a right code still counts on a device nobody knows, after the day's wrong ones for this address.

    Only codes that came with the right password are counted, over all networks: who does not have the password cannot
    spend them. Beyond the number even a right password and code are answered like wrong ones, so that nobody learns
    from it that the password is right.
    """
    key_hmac = attempts.key(settings, _CODE, email)
    tries = attempts.count(db, kind=_CODE, key_hmac=key_hmac, since=now - _DAY)
    return tries < settings.limits.codes_per_day_with_password


def note_wrong(db: Session, settings: Settings, *, email: str, proof: Proof | None, now: datetime) -> None:
    """Count a wrong try on a device nobody knows: with the right password for `may_guess_codes`, else for nobody.

    An alarm names the officer, by id, whose password somebody else must have.
    """
    key_hmac = attempts.key(settings, _CODE, email if proof else new_id())
    attempts.record(db, kind=_CODE, key_hmac=key_hmac, now=now)
    tries = attempts.count(db, kind=_CODE, key_hmac=key_hmac, since=now - _DAY)
    if proof is not None and tries == settings.limits.codes_per_day_with_password:
        log.error("ALARM %d wrong codes with the right password of officer %s", tries, proof.officer_id)


def find_proof(db: Session, settings: Settings, *, email: str, password: str, code: str, now: datetime) -> Proof | None:
    """Compare what was typed; None for a wrong name or password, for a disabled officer and a stale password.

    Each of them costs the same: one look-up, one argon2, one unsealing at most, three codes. Takes some 30 ms, so it
    is done outside `changes()`, after the try was counted. Raises Refusal ``busy`` (503).
    """
    officer = find_by_email(db, email)
    if officer is not None and not _may_sign_in(officer, now):
        officer = None
    right = passwords.verified(settings, officer.password_hash if officer else None, password)
    step = second_factor.find_step(second_factor.secret_of(settings, officer), code, now)
    if officer is None or not right:
        return None
    return Proof(officer.id, officer.password_hash, step)


def refused() -> Refusal:
    """Return what is said whatever was wrong: Refusal ``sign_in``."""
    return Refusal("sign_in", lazy("The email address, the password or the code is not right. Try again."))


def open_session(db: Session, *, proof: Proof, tries: list[str], now: datetime, replaces: str | None) -> str:
    """Use up the code, forget the counted tries and return the id of a new session.

    ``replaces`` is the hash of the session the browser had. Raises Refusal ``sign_in`` when the code was wrong or used
    meanwhile, or when the officer was disabled or got another password in between.
    """
    officer = db.get(Officer, proof.officer_id)
    if officer is None or not _may_sign_in(officer, now) or officer.password_hash != proof.password_hash:
        raise refused()
    if proof.step is None or not second_factor.use_step(db, officer_id=officer.id, step=proof.step):
        raise refused()
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
