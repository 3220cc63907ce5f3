"""Ways to reach a person: e-mail, phone and post, as typed and as compared."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.errors import Refusal
from portal.i18n import lazy
from portal.people import own_rows
from portal.people.models import ContactPoint, Person

ContactKind = Literal["email", "phone", "post"]
# Whose address it is (`ContactPoint.whose`), where we may write to it: asked of a child only (threat T41).
WRITTEN_TO = frozenset({"", "mine"})
NOT_TO_USE = {
    "email": lazy("They asked us not to use email. Choose another way."),
    "phone": lazy("They asked us not to use the phone. Choose another way."),
    "post": lazy("They asked us not to use post. Choose another way."),
}
_SPACE = re.compile(r"\s+")


def normal_email(typed: str) -> str | None:
    """Return the address as it is compared (lower case, Unicode normal form), or None when it cannot be one."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return None
    return checked.normalized.casefold()


def normal_phone(typed: str) -> str | None:
    """Return the number in E.164 form (a number without its country is British), or None when it cannot be one."""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_post(typed: str) -> str | None:
    """Return a postal address as it is compared: one line, case and runs of space folded; None when empty."""
    folded = _SPACE.sub(" ", unicodedata.normalize("NFKC", typed)).strip().casefold()
    return folded[:320] or None


def normal(kind: str, typed: str) -> str | None:
    """Return an address of this kind as it is compared, or None when it cannot be one."""
    if kind == "email":
        return normal_email(typed)
    return normal_phone(typed) if kind == "phone" else normal_post(typed)


def in_use(db: Session, *, person_id: str) -> list[ContactPoint]:
    """Return a person's contact points that were not replaced, the oldest first."""
    return list(
        db.scalars(
            select(ContactPoint)
            .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None))
            .order_by(ContactPoint.added_at, ContactPoint.id)
        )
    )


def written_to(db: Session, *, person_id: str) -> list[ContactPoint]:
    """Return a person's contact points that we may write to or call by ourselves, the oldest first.

    Left out: what a child did not call their own (T41), what somebody else gave for them and they never answered at
    (T5), and the ways they asked us not to use.
    """
    not_by = ways_not_to_use(db, person_id=person_id)
    return [one for one in in_use(db, person_id=person_id) if may_write(one) and one.kind not in not_by]


def ways_not_to_use(db: Session, *, person_id: str) -> frozenset[str]:
    """Return the kinds of contact (email, phone, post) that a person asked us not to use, on whichever matter.

    What they said last counts: a way that they gave on this row since they asked may be used for it.
    """
    rows = db.execute(
        select(Person.not_by, func.coalesce(Person.needs_checked_at, Person.created_at).label("said_at")).where(
            Person.id.in_(own_rows.rows_of(db, person_id, proven=True)), Person.not_by != ""
        )
    ).all()
    given = {one.kind: one.added_at for one in in_use(db, person_id=person_id) if one.given_by is None} if rows else {}
    return frozenset(way for row in rows for way in row.not_by.split() if way not in given or given[way] <= row.said_at)


def require_way(db: Session, *, person_id: str, kind: str) -> None:
    """Refuse a way that the person asked us not to use. Raises Refusal ``way_not_to_use``."""
    if kind in ways_not_to_use(db, person_id=person_id):
        raise Refusal("way_not_to_use", NOT_TO_USE[kind])


def may_write(contact: ContactPoint) -> bool:
    """Whether this contact was given by the person as their own, or they answered at it."""
    return contact.whose in WRITTEN_TO and (contact.given_by is None or contact.proven_at is not None)


def mark_proven(db: Session, *, contact_id: str, now: datetime) -> None:
    """Note that the person answered at this contact; the first proof stands."""
    contact = db.get(ContactPoint, contact_id)
    if contact is not None and contact.proven_at is None:
        contact.proven_at = now
        db.flush()
