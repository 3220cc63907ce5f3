"""What helps a person, and the ways not to use: theirs, whatever matter they said it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db import PersonId
from portal.people import own_rows
from portal.people.models import Person


@dataclass(frozen=True, slots=True)
class Needs:
    """What helps somebody, as typed; ``not_by`` are the ways (email, phone, post) that they do not want used."""

    adjustments: str = ""
    preferred_language: str = ""
    safe_times: str = ""
    large_print: bool = False
    not_by: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return self != Needs()


def given(typed: Mapping[str, Any]) -> Needs:
    """Return what was typed in a form whose fields have these names."""
    return Needs(
        adjustments=typed["adjustments"] or "",
        preferred_language=typed["preferred_language"] or "",
        safe_times=typed["safe_times"] or "",
        large_print=bool(typed["large_print"]),
        not_by=tuple(sorted(typed["not_by"] or ())),
    )


def of(db: Session, *, person_id: PersonId, proven: bool = False) -> Needs:
    """Return what helps this person: what stands on this row, or what they said last on another (`rows_of`)."""
    ids = own_rows.rows_of(db, person_id, proven=proven)
    own_first = (Person.id != person_id, Person.created_at.desc(), Person.id)
    rows = list(db.scalars(select(Person).where(Person.id.in_(ids)).order_by(*own_first)))
    return Needs(
        adjustments=next((one.adjustments for one in rows if one.adjustments), ""),
        preferred_language=next((one.preferred_language for one in rows if one.preferred_language), ""),
        safe_times=next((one.safe_times for one in rows if one.safe_times), ""),
        large_print=any(one.large_print for one in rows),
        not_by=tuple(sorted({way for one in rows for way in one.not_by.split()})),
    )


def change(db: Session, *, person_id: PersonId, needs: Needs, now: datetime, proven: bool = False) -> list[str]:
    """Keep what the person said, on every row of theirs, and return which answers changed.

    ``proven``: the person said it on their own page, so it holds where they have proven to be the same (`rows_of`).
    An officer has asked who it is.
    """
    rows = own_rows.rows_of(db, person_id, proven=proven)
    before = asdict(of(db, person_id=person_id, proven=proven))
    now_said = asdict(needs)
    values = {**now_said, "not_by": " ".join(needs.not_by), "needs_checked_at": now}
    db.execute(update(Person).where(Person.id.in_(rows)).values(**values))
    return [name for name, value in now_said.items() if value != before[name]]
