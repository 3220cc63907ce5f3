"""Who may be written what: a representative before their right to act is confirmed, and the person they act for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Grant, Party, Reference
from portal.letters.outgoing.kinds import KINDS
from portal.people.models import Person

# What the council says to a representative and, in letters of their own, to the person they act for.
ANSWERS = frozenset({"acknowledgement", "reply", "extended", "late_notice"})
_ANSWERED = ("confirmed", "withdrawn", "expired")


def allowed_values(
    db: Session, *, complaint_id: str, person_id: str, kind: str, values: Mapping[str, object]
) -> Mapping[str, object] | None:
    """Return what of a letter's values this person may be told about the matter; None when nothing is written."""
    may = db.scalars(select(Grant.may).where(Grant.complaint_id == complaint_id, Grant.person_id == person_id)).first()
    if may is None or "see" in may.split() or KINDS[kind].held == "whole":
        return values
    if KINDS[kind].held == "no":
        return None
    return {name: value for name, value in values.items() if name not in KINDS[kind].words}


def reached(db: Session, *, complaint_id: str, writer_id: str) -> list[Person]:
    """Return who gets the council's answers beside the writer; nobody for letters that are not to the writer.

    Whom the matter is about, where somebody knows that it is them: they let one of those who write act, now or once,
    or an officer decided to answer them directly. And further representatives who may see it. All have a reference and
    a grant of their own.
    """
    known = exists().where(
        Authority.complaint_id == complaint_id,
        Authority.affected_id == Person.id,
        or_(Authority.state.in_(_ANSWERED), Authority.decision == "answer_affected"),
    )
    writes = exists().where(Party.complaint_id == complaint_id, Party.person_id == writer_id, Party.role == "writer")
    return list(
        db.scalars(
            select(Person)
            .join(Party, and_(Party.person_id == Person.id, Party.complaint_id == complaint_id))
            .join(Grant, and_(Grant.complaint_id == complaint_id, Grant.person_id == Person.id))
            .join(Reference, and_(Reference.complaint_id == complaint_id, Reference.person_id == Person.id))
            .where(
                writes,
                Person.id != writer_id,
                or_(and_(Party.role == "affected", known), and_(Party.role == "acting", Grant.allows("see"))),
                Grant.revoked_at.is_(None),
            )
            .order_by(Person.id)
            .distinct()
        )
    )
