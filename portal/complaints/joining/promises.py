"""The dates of two matters that become one: what was promised to the person is never moved later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from portal.complaints.matter import promises
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, PromisedDate
from portal.db import ComplaintId, new_id

# What the survivor may not have promised at all, and still owes then.
_CARRIED = frozenset({"update", "remedy"})


def take_over(db: Session, *, kept_id: ComplaintId, merged_id: ComplaintId, now: datetime) -> dict[str, Any]:
    """Replace what the merged matter still promises, and tighten the survivor's dates where those were earlier.

    Returns the ids that undoing needs: ``replaced`` of the merged matter, and ``given`` as pairs of the survivor's
    new promise and the one it replaced (None when there was none).
    """
    stage = db.get_one(Complaint, kept_id).stage
    mine = {one.kind: one for one in promises.standing(db, complaint_id=kept_id) if one.stage == stage}
    replaced: list[str] = []
    given: list[list[str | None]] = []
    for one in promises.standing(db, complaint_id=merged_id):
        replaced.append(one.id)
        own = mine.get(one.kind)
        if (own is None and one.kind in _CARRIED) or (own is not None and one.due < own.due):
            row = promises.row_of(kept_id, stage, one.kind, one.due, because="merged", now=now)
            promises.promise(db, [{**row, "worked_out": one.worked_out}])
            given.append([row["id"], own.id if own else None])
    _replace(db, replaced, now)
    return {"replaced": replaced, "given": given}


def give_back(db: Session, made: Merge, *, now: datetime) -> None:
    """Promise again what stood before, on both matters: the same days, with what was said about them."""
    for new, old in made.promises.get("given", []):
        row = db.get_one(PromisedDate, new)
        if row.kept_at is None and row.replaced_at is None:
            _replace(db, [new], now)
            if old:
                _again(db, old, now)
    for old in made.promises.get("replaced", []):
        _again(db, old, now)


def _again(db: Session, promise_id: str, now: datetime) -> None:
    old = db.get_one(PromisedDate, promise_id)
    copied = {column.key: getattr(old, column.key) for column in PromisedDate.__table__.columns}
    changed = {"id": new_id(), "because": "merge_undone", "promised_at": now, "kept_at": None, "replaced_at": None}
    db.execute(insert(PromisedDate).values(**copied | changed))


def _replace(db: Session, ids: list[str], now: datetime) -> None:
    db.execute(update(PromisedDate).where(PromisedDate.id.in_(ids)).values(replaced_at=now))
