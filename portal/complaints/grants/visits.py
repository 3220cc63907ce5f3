"""A visit: a browser session with what is open in it, and the addresses that were proven in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.complaints.grants import companions, grants
from portal.complaints.grants.models import SessionProof
from portal.complaints.matter.models import Grant, Unlocking
from portal.complaints.matter.once import insert_once
from portal.config import Limits
from portal.db import GrantId, PersonId
from portal.people.models import ContactPoint
from portal.web import session_rows
from portal.web.models import WebSession


def begin(
    db: Session,
    *,
    replaced: str | None,
    carries: bool,
    now: datetime,
    opens: Sequence[GrantId] = (),
    how: str = "",
    proven: str = "",
) -> str:
    """Begin a session that opens these grants, and return its id; ``how`` is as `grants.unlock` takes it.

    The session it replaces (by hash) ends. With ``carries`` what was open and proven there goes on in the new one,
    and so does its absolute limit. ``proven`` is a contact whose address was proven just now.
    """
    carried = db.get(WebSession, replaced) if replaced and carries else None
    begun_at = carried.begun_at if carried is not None else now
    session_id = session_rows.begin(db, kind="resident", now=now, replaces=replaced, begun_at=begun_at)
    session_hash = session_rows.hash_of(session_id)
    before = proven_in(db, session_hash=carried.id_hash) if carried is not None else []
    for contact_id in [*before, *([proven] if proven else ())]:
        note_proven(db, session_hash=session_hash, contact_id=contact_id, now=now)
    carry = carried.id_hash if carried is not None else None
    grants.unlock(db, grant_ids=opens, session_hash=session_hash, how=how, now=now, carry=carry)
    return session_id


def has_opened(db: Session, *, session_hash: str, now: datetime) -> bool:
    """Tell whether something is open in a session, or an address was proven in it."""
    opened = (
        select(Unlocking.id)
        .join(Grant, Grant.id == Unlocking.grant_id)
        .where(Unlocking.session_hash == session_hash, Unlocking.ended_at.is_(None), grants.in_force(now))
    )
    proven = select(SessionProof.contact_id).where(SessionProof.session_hash == session_hash)
    return bool(db.scalar(select(or_(opened.exists(), proven.exists()))))


def lives(db: Session, *, grant_id: GrantId, how: str, limits: Limits, now: datetime) -> bool:
    """Tell whether a grant is open in some visit, in which it was opened in this way, that is not over."""
    idle, absolute = session_rows.limits_of("resident", limits)
    found = (
        select(Unlocking.id)
        .join(WebSession, WebSession.id_hash == Unlocking.session_hash)
        .where(Unlocking.grant_id == grant_id, Unlocking.how == how, Unlocking.ended_at.is_(None))
        .where(WebSession.ended_at.is_(None), WebSession.seen_at >= now - idle, WebSession.begun_at >= now - absolute)
    )
    return db.scalar(found.limit(1)) is not None


def persons_in(db: Session, *, session_hash: str) -> set[PersonId]:
    """Return whose grants are open in a session, and whose addresses were proven in it.

    What only came along with another, on an officer's word, does not count.
    """
    opened = (
        select(Grant.person_id)
        .join(Unlocking, Unlocking.grant_id == Grant.id)
        .where(Unlocking.session_hash == session_hash, Unlocking.ended_at.is_(None), Unlocking.how != companions.HOW)
    )
    proven = (
        select(ContactPoint.person_id)
        .join(SessionProof, SessionProof.contact_id == ContactPoint.id)
        .where(SessionProof.session_hash == session_hash)
    )
    return set(db.scalars(opened)) | set(db.scalars(proven))


def note_proven(db: Session, *, session_hash: str, contact_id: str, now: datetime) -> None:
    """Note that an address was proven in this session; again changes nothing."""
    values = {"session_hash": session_hash, "contact_id": contact_id, "at": now}
    insert_once(db, SessionProof, values, key=["session_hash", "contact_id"])


def proven_in(db: Session, *, session_hash: str) -> list[str]:
    """Return the contacts that were proven in a session, the latest first."""
    return list(
        db.scalars(
            select(SessionProof.contact_id)
            .where(SessionProof.session_hash == session_hash)
            .order_by(SessionProof.at.desc(), SessionProof.contact_id)
        )
    )
