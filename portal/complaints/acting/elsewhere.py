"""Finds the same claim on matters that were split from this one or joined with it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.joining_models import Split
from portal.complaints.matter.models import Complaint, Party
from portal.complaints.matter.surviving import own_merged_into, own_surviving


def in_parts(db: Session, made: Authority, states: frozenset[str]) -> list[Authority]:
    """Return the same persons' claims in these states on matters split from this one, or that it was split from."""
    same = and_(Authority.person_id == made.person_id, Authority.affected_id == made.affected_id)
    return _others(db, made, states, same)


def joined(db: Session, made: Authority, states: frozenset[str]) -> list[Authority]:
    """Return the writers' claims in these states on matters that are one with this one, where its writer claims.

    One human being wrote them, which more than officers' word shows, and all are about the same other person
    (`portal.complaints.joining.plan`).
    """
    living = own_surviving(db, made.complaint_id)
    matters = [living, *own_merged_into(db, living)]
    writers = {
        row.complaint_id: row.person_id
        for row in db.scalars(select(Party).where(Party.complaint_id.in_(matters), Party.role == "writer"))
    }
    if len(matters) == 1 or writers.get(made.complaint_id) != made.person_id:
        return []
    found = _others(db, made, states, Authority.complaint_id.in_(matters))
    return [one for one in found if writers[one.complaint_id] == one.person_id]


def asked_with_first(db: Session, made: Authority, states: frozenset[str]) -> bool:
    """Whether this is asked along with the same claim, in these states and undecided, of what it was split from."""
    first = db.scalars(
        select(Authority.id)
        .join(Split, and_(Split.first_id == Authority.complaint_id, Split.undone_at.is_(None)))
        .join(Complaint, Complaint.id == Authority.complaint_id)
        .where(
            Split.second_id == made.complaint_id,
            Authority.person_id == made.person_id,
            Authority.affected_id == made.affected_id,
            Authority.state.in_(sorted(states)),
            Authority.decision.is_(None),
            Complaint.state.in_(["open", "answered"]),
        )
    )
    return first.first() is not None


def _others(db: Session, made: Authority, states: frozenset[str], which: ColumnElement[bool]) -> list[Authority]:
    """Return the claims in these states on other matters than this one's."""
    others = select(Authority).where(
        which, Authority.complaint_id != made.complaint_id, Authority.state.in_(sorted(states))
    )
    return list(db.scalars(others.order_by(Authority.complaint_id)))
