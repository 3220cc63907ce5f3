"""Which matter is alive: every reference ever given leads to the one that a matter was joined into."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Reference
from portal.db import ComplaintId, one_at_a_time

MERGED: Final = "merged"
"""The state of a matter that was joined into another."""


_ONE_SIDE: Final = (Merge.undone_at.is_(None), Merge.known_by != "word")


def surviving(db: Session, complaint_id: ComplaintId) -> ComplaintId:
    """Return the id of the matter that is alive for this one: its own, unless it was joined into another."""
    found = db.scalars(
        select(Merge.surviving_id).where(Merge.merged_id == complaint_id, Merge.undone_at.is_(None))
    ).first()
    return found or complaint_id


def own_surviving(db: Session, complaint_id: ComplaintId) -> ComplaintId:
    """Return the id of the matter in which this one's person sees it: the living one, or the last on their own side.

    What only two officers' word joined stays apart for those who wrote it (threat T35).
    """
    here = complaint_id
    while (into := db.scalars(select(Merge.kept_id).where(Merge.merged_id == here, *_ONE_SIDE)).first()) is not None:
        here = into
    return here


def own_merged_into(db: Session, complaint_id: ComplaintId) -> list[ComplaintId]:
    """Return the ids of what is joined into this matter, directly or not, as far as its own person may see it."""
    found: list[ComplaintId] = []
    wave = [complaint_id]
    while wave:
        rows = select(Merge.merged_id).where(Merge.kept_id.in_(wave), *_ONE_SIDE).order_by(Merge.at, Merge.id)
        wave = list(db.scalars(rows))
        found += wave
    return found


def stands_apart(complaint_id: Any) -> ColumnElement[bool]:
    """The condition that only officers' word joined a matter into another, so that its person sees it by itself."""
    return exists().where(Merge.merged_id == complaint_id, Merge.undone_at.is_(None), Merge.known_by == "word")


def own_side_of_reference(db: Session, *, number: str) -> ComplaintId | None:
    """Return the id of the matter in which the person sees it who was given this reference, or None."""
    given = db.scalars(select(Reference.complaint_id).where(Reference.number == number)).first()
    return own_surviving(db, given) if given is not None else None


def take_living(db: Session, complaint_id: ComplaintId) -> ComplaintId:
    """Take the turns of a matter and of the one it was joined into, and return the id of the one that is alive.

    Turns are taken in the order of their ids. Where it was joined while this waited, they are given back with the
    savepoint and taken again: a turn out of order may wait for somebody who waits for this one.
    """
    while True:
        held = sorted({complaint_id, surviving(db, complaint_id)})
        with db.begin_nested() as turns:
            for one in held:
                one_at_a_time(db, f"complaint:{one}")
            living = surviving(db, complaint_id)
            if living in held:
                return living
            turns.rollback()


def is_merged(db: Session, complaint_id: ComplaintId) -> bool:
    """Tell whether a matter is joined into another now."""
    return surviving(db, complaint_id) != complaint_id


def merged_into(db: Session, complaint_id: ComplaintId) -> list[ComplaintId]:
    """Return the ids of the matters that are joined into this one now, directly or through a third, oldest first."""
    return list(
        db.scalars(
            select(Merge.merged_id)
            .where(Merge.surviving_id == complaint_id, Merge.undone_at.is_(None))
            .order_by(Merge.at, Merge.id)
        )
    )


def find_by_reference(db: Session, *, number: str) -> ComplaintId | None:
    """Return the id of the living matter that a reference of twelve digits leads to, or None.

    One look-up, whether the reference is real, invented, or that of a matter joined into another.
    """
    return db.scalars(
        select(func.coalesce(Merge.surviving_id, Reference.complaint_id))
        .select_from(Reference)
        .outerjoin(Merge, and_(Merge.merged_id == Reference.complaint_id, Merge.undone_at.is_(None)))
        .where(Reference.number == number)
    ).first()
