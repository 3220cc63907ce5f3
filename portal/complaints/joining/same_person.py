"""Who is one person, as far as `people.own_rows` can tell or officers said so: for counting, and nothing else.

An officer's word opens nothing and joins nothing by itself; that needs a proof, or a second officer (`joining.merge`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.matter.joining_models import SamePerson
from portal.db import OfficerId, PersonId, new_id
from portal.people import own_rows


def groups(db: Session, persons: Select[Any], *, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Return for each of these persons' ids one id that all rows of the same human being share.

    For counting people and not rows. ``pairs`` are ids that are known to be one person anyhow.
    """
    confirmed = select(SamePerson.one_id, SamePerson.other_id).where(
        SamePerson.withdrawn_at.is_(None), or_(SamePerson.one_id.in_(persons), SamePerson.other_id.in_(persons))
    )
    said = [(row.one_id, row.other_id) for row in db.execute(confirmed)]
    return own_rows.groups(db, persons, pairs=[*said, *pairs])


def confirm(
    db: Session, one_id: PersonId, other_id: PersonId, *, officer_id: OfficerId, reason: str, now: datetime
) -> None:
    """Record an officer's word that two persons are one, with how they know."""
    db.add(SamePerson(id=new_id(), one_id=one_id, other_id=other_id, reason=reason, at=now, by=officer_id))
    db.flush()


def withdraw(db: Session, one_id: PersonId, other_id: PersonId, *, now: datetime) -> None:
    """Let no officer's word on two persons stand any longer."""
    db.execute(
        update(SamePerson).where(_of(one_id, other_id), SamePerson.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )


def _of(one_id: PersonId, other_id: PersonId) -> ColumnElement[bool]:
    return or_(
        and_(SamePerson.one_id == one_id, SamePerson.other_id == other_id),
        and_(SamePerson.one_id == other_id, SamePerson.other_id == one_id),
    )
