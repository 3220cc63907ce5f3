"""Officers' accounts: made, disabled, found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import passwords, second_factor
from portal.accounts.models import Officer
from portal.accounts.permissions import ROLES
from portal.config import Settings
from portal.db import OfficerId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.web import session_rows

FIRST_PASSWORD_DAYS = 7


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Somebody who is to get an account."""

    name: str
    email: str
    team: str
    role: str
    phone: str = ""


@dataclass(frozen=True)
class Activation:
    """What a new officer is told once, and what is not kept in clear anywhere."""

    officer_id: OfficerId
    email: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_address: str = field(repr=False)
    until: datetime | None


def make_officer(
    db: Session, settings: Settings, new: NewOfficer, *, issuer: str, now: datetime, lasting: bool = False
) -> Activation:
    """Make an account with a random password and second factor.

    The password opens nothing but the page that changes it, for seven days; ``lasting`` (demo mode) lets it stay.
    ``issuer`` is the name the officer's app shows. Raises Refusal ``unknown_role`` or ``officer_exists``.
    """
    if new.role not in ROLES:
        raise Refusal("unknown_role", lazy("There is no such role."))
    address = normal_email(new.email)
    if db.scalar(select(Officer.id).where(Officer.email == address)):
        raise Refusal("officer_exists", lazy("There is already an officer with this email address."))
    officer_id, password, secret = OfficerId(new_id()), passwords.made_up(), second_factor.new_secret()
    until = None if lasting else now + timedelta(days=FIRST_PASSWORD_DAYS)
    db.add(
        Officer(
            id=officer_id,
            name=new.name.strip(),
            email=address,
            phone=new.phone,
            team=new.team,
            role=new.role,
            password_hash=passwords.hashed(settings, password),
            totp_secret=second_factor.sealed_secret(settings, officer_id=officer_id, secret=secret),
            totp_step=0,
            first_password_until=until,
            made_at=now,
        )
    )
    db.flush()
    address_for_app = second_factor.address_for_app(secret, officer_email=address, issuer=issuer)
    return Activation(officer_id, address, password, secret, address_for_app, until)


def renew(db: Session, settings: Settings, *, email: str, issuer: str, now: datetime) -> Activation:
    """Give an officer another first password and second factor, and end all their sessions.

    For somebody who lost either. Whoever asks for it reads a password that opens nothing but the page that changes it.
    Raises NotFound when no account that is open has this address.
    """
    officer = get_by_email(db, email)
    password, secret = passwords.made_up(), second_factor.new_secret()
    until = now + timedelta(days=FIRST_PASSWORD_DAYS)
    officer.password_hash = passwords.hashed(settings, password)
    officer.totp_secret = second_factor.sealed_secret(settings, officer_id=officer.id, secret=secret)
    officer.first_password_until = until
    db.flush()
    session_rows.end_officers(db, officer_id=officer.id, now=now)
    for_app = second_factor.address_for_app(secret, officer_email=officer.email, issuer=issuer)
    return Activation(officer.id, officer.email, password, secret, for_app, until)


def normal_email(typed: str) -> str:
    """Return an address as officers' addresses are kept and looked up."""
    return typed.strip().casefold()


def get_officer(db: Session, officer_id: OfficerId) -> Officer:
    """Return an officer, disabled or not. Raises NotFound."""
    officer = db.get(Officer, officer_id)
    if officer is None:
        raise NotFound("officer")
    return officer


def find_by_email(db: Session, email: str) -> Officer | None:
    """Return the officer with this address, disabled or not."""
    return db.scalar(select(Officer).where(Officer.email == normal_email(email)))


def get_by_email(db: Session, email: str) -> Officer:
    """Return the officer with this address whose account is open. Raises NotFound."""
    officer = find_by_email(db, email)
    if officer is None or officer.disabled_at is not None:
        raise NotFound("officer")
    return officer


def in_team(db: Session, team: str) -> list[Officer]:
    """Return the officers of a team who are not disabled, by name."""
    found = select(Officer).where(Officer.team == team, Officer.disabled_at.is_(None)).order_by(Officer.name)
    return list(db.scalars(found))


def disable(db: Session, *, officer_id: OfficerId, now: datetime) -> None:
    """Close an account and end all its sessions at once; a closed one stays as it was."""
    db.execute(update(Officer).where(Officer.id == officer_id, Officer.disabled_at.is_(None)).values(disabled_at=now))
    session_rows.end_officers(db, officer_id=officer_id, now=now)
