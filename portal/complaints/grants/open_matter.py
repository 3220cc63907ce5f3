"""A matter as the browser that opened it may see it: one statement, built once per process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.grants.grants import begun
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Complaint, Grant, Party, Reference, Stage, Unlocking
from portal.db import ComplaintId, GrantId, Instant, PersonId
from portal.web.models import WebSession


def _open() -> Any:
    return (
        _matter(WebSession.begun_at, WebSession.seen_at)
        .join(Unlocking, Unlocking.grant_id == Grant.id)
        .join(WebSession, WebSession.id_hash == Unlocking.session_hash)
        .where(
            Unlocking.session_hash == bindparam("session_hash"),
            Unlocking.ended_at.is_(None),
            WebSession.ended_at.is_(None),
            WebSession.kind == "resident",
        )
    )


def _matter(begun_at: Any, seen_at: Any) -> Any:
    """Return the statement for a grant in force and its matter; the two are when its session began and was seen."""
    now = bindparam("now", type_=Instant())
    return (
        select(
            begun_at,
            seen_at,
            Grant.id,
            Grant.complaint_id,
            Grant.person_id,
            Grant.may,
            Grant.code_hmac,
            Reference.number,
            Complaint.words,
            Complaint.wanted,
            Complaint.happened,
            Complaint.place,
            Complaint.postcode,
            Complaint.service,
            Complaint.team,
            Complaint.channel,
            Complaint.received_at,
            Complaint.state,
            Stage.number.label("stage"),
            Stage.procedure,
            Stage.procedure_from,
            Stage.responder,
            Stage.acknowledged_at,
            Stage.answered_at,
            _joined().label("joined"),
            _role().label("role"),
            _shows_others().label("shows_others"),
            or_(Complaint.not_to_tell != "", Complaint.acting_as == "child").label("hides"),
        )
        .select_from(Grant)
        .join(Complaint, Complaint.id == Grant.complaint_id)
        .join(Stage, and_(Stage.complaint_id == Grant.complaint_id, Stage.number == Complaint.stage))
        .join(Reference, and_(Reference.complaint_id == Grant.complaint_id, Reference.person_id == Grant.person_id))
        .where(
            Grant.id == bindparam("grant_id"),
            Grant.revoked_at.is_(None),
            begun(now),
            or_(Grant.ends_at.is_(None), Grant.ends_at > now),
        )
        .order_by(Reference.given_at)
        .limit(1)
    )


def _role() -> Any:
    """The person's role: writer, affected or acting; somebody with two roles is shown as the first of these."""
    return (
        select(Party.role)
        .where(Party.complaint_id == Grant.complaint_id, Party.person_id == Grant.person_id)
        .order_by(Party.role.desc())
        .limit(1)
        .correlate(Grant)
        .scalar_subquery()
    )


def _shows_others() -> ColumnElement[bool]:
    return exists().where(
        Authority.complaint_id == Grant.complaint_id,
        Authority.person_id == Grant.person_id,
        Authority.state == "confirmed",
        Authority.sees_others,
    )


def _joined() -> ColumnElement[bool]:
    """Whether other matters belong to this one: joined into it, or split from it, or it from them."""
    return or_(
        exists().where(Merge.surviving_id == Complaint.id, Merge.undone_at.is_(None)),
        exists().where(or_(Split.first_id == Complaint.id, Split.second_id == Complaint.id), Split.undone_at.is_(None)),
    )


OPEN = _open()
_READ_ONCE = _matter(bindparam("now", type_=Instant()), bindparam("now", type_=Instant()))


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter as the browser that opened it may see it: session, grant, complaint and running stage in one.

    ``joined`` says that others were joined into it, or that it was split: `tracking.joined_page` reads them.
    ``role`` is writer, affected, or acting (a second representative); ``shows_others`` says that this person may read
    what the others wrote. ``hides``: a child wrote, or somebody must not be told.
    """

    begun_at: datetime
    seen_at: datetime
    grant_id: GrantId
    complaint_id: ComplaintId
    person_id: PersonId
    may: str
    code_hmac: str | None
    number: str
    words: str
    wanted: str
    happened: str
    place: str
    postcode: str
    service: str
    team: str
    channel: str
    received_at: datetime
    state: str
    stage: int
    procedure: str
    procedure_from: date
    responder: str
    acknowledged_at: datetime | None
    answered_at: datetime | None
    joined: bool = False
    role: str = "writer"
    shows_others: bool = False
    hides: bool = False


def find_open(db: Session, *, grant_id: GrantId, session_hash: str, now: datetime) -> OpenMatter | None:
    """Return a matter if its grant is open in this session and in force now, else None.

    Whether the session is still within its limits the guard decides, from ``begun_at`` and ``seen_at``.
    """
    row = db.connection().execute(OPEN, {"grant_id": grant_id, "session_hash": session_hash, "now": now}).first()
    return None if row is None else OpenMatter(*row)


def find_to_read(db: Session, *, grant_id: GrantId, now: datetime) -> OpenMatter | None:
    """Return a matter for one page without a session, if its grant is in force now: for who just gave its code.

    Nothing can be done with it but see: that is all it ``may``, or ``own`` where the person may not see the matter.
    """
    row = db.connection().execute(_READ_ONCE, {"grant_id": grant_id, "now": now}).first()
    if row is None:
        return None
    matter = OpenMatter(*row)
    return replace(matter, may=" ".join(sorted({"see", "own"} & set(matter.may.split()))))
