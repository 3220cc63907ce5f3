"""Six-digit codes: asked for in one browser, made when they are sent, used once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import new_id
from portal.people import addresses
from portal.people.addresses import ContactKind
from portal.people.models import OneTimeCode
from portal.sealed import DUMMY, keyed_hash, same

DIGITS = 6
_PURPOSE = "one-time-code"
# No vowels, so that no word comes of it.
_LABEL = "BCDFGHJKMNPQRSTVWXZ"


class Wanted(NamedTuple):
    """A code that somebody asks for: what for, what it opens, and where it goes.

    ``subject`` is None where there is nothing that it could open.
    """

    purpose: str
    subject: str | None
    kind: ContactKind
    address: str


def ask(db: Session, wanted: Wanted, *, browser_hash: str, now: datetime, settings: Settings) -> str:
    """Keep a request for a code and return its id; the browser's older codes for the purpose end.

    The row is written also when nothing is to be sent, so that both look alike from outside.
    """
    db.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.browser_hash == browser_hash,
            OneTimeCode.purpose == wanted.purpose,
            OneTimeCode.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    code = OneTimeCode(
        id=new_id(),
        purpose=wanted.purpose,
        subject=wanted.subject,
        browser_hash=browser_hash,
        address_hmac=address_hash(wanted.kind, wanted.address, settings),
        asked_at=now,
        expires_at=now + timedelta(minutes=settings.limits.code_minutes),
    )
    db.add(code)
    db.flush()
    return code.id


def make_digits(db: Session, *, code_id: str, now: datetime, settings: Settings) -> str | None:
    """Make the digits while the message is being sent, and keep their keyed hash; None when nothing is to be sent.

    The ten minutes are counted from sending, so that a slow mail server uses none of them up. A second
    sending makes new digits and ends the first.
    """
    code = db.get(OneTimeCode, code_id)
    if code is None or code.subject is None or code.used_at is not None or code.ended_at is not None:
        return None
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    code.code_hmac = keyed_hash(settings.code_key, _PURPOSE, f"{code.id}:{digits}")
    code.expires_at = now + timedelta(minutes=settings.limits.code_minutes)
    db.flush()
    return digits


def label(browser_hash: str, settings: Settings) -> str:
    """Return the four letters by which a browser's code is told from others that come in the same message.

    The page that takes the digits shows them too. They are no secret.
    """
    said = bytes.fromhex(keyed_hash(settings.code_key, "code-label", browser_hash))
    return "".join(_LABEL[byte % len(_LABEL)] for byte in said[:4])


def label_of(db: Session, *, code_id: str, settings: Settings) -> str:
    """Return the label of the browser that asked for a code."""
    asked_in = db.scalars(select(OneTimeCode.browser_hash).where(OneTimeCode.id == code_id)).first()
    return label(asked_in or "", settings)


def address_used(db: Session, *, purpose: str, browser_hash: str) -> str | None:
    """Return the keyed hash of the address whose code this browser used last for a purpose."""
    used = select(OneTimeCode.address_hmac).where(
        OneTimeCode.browser_hash == browser_hash, OneTimeCode.purpose == purpose, OneTimeCode.used_at.is_not(None)
    )
    return db.scalars(used.order_by(OneTimeCode.used_at.desc()).limit(1)).first()


def address_hash(kind: str, address: str, settings: Settings) -> str:
    """Return the keyed hash of an address, however it is written."""
    return keyed_hash(settings.code_key, "address", addresses.normal(kind, address) or address)


def use(db: Session, *, purpose: str, browser_hash: str, digits: str, now: datetime, settings: Settings) -> str | None:
    """Return what the code was asked for, once, in the browser that asked; None when it does not fit.

    After ``code_tries`` wrong tries, ten minutes, or one use, the code is over; asking for another is always open.
    """
    code = db.scalars(
        select(OneTimeCode)
        .where(
            OneTimeCode.browser_hash == browser_hash,
            OneTimeCode.purpose == purpose,
            OneTimeCode.ended_at.is_(None),
            OneTimeCode.used_at.is_(None),
        )
        .order_by(OneTimeCode.asked_at.desc())
        .limit(1)
    ).one_or_none()
    given = keyed_hash(settings.code_key, _PURPOSE, f"{code.id if code else ''}:{digits}")
    fits = same(code.code_hmac if code and code.code_hmac else DUMMY, given)
    if code is None or code.expires_at <= now or code.tries >= settings.limits.code_tries:
        return None
    if not fits:
        code.tries += 1
        db.flush()
        return None
    code.used_at = now
    db.flush()
    return code.subject
