"""What belongs to a matter beside its own rows, as its person sees it: matters joined into it, and split matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import reference
from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Complaint, Grant, Party, Reference
from portal.complaints.matter.surviving import merged_into
from portal.complaints.tracking import reading
from portal.complaints.tracking.exchange_rows import ContactRow, ExchangeRow
from portal.complaints.tracking.reading import Promise
from portal.complaints.tracking.timeline import Entry, complained, make_entry, own
from portal.db import ComplaintId, GrantId, PersonId
from portal.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Other:
    """Another reference of the same person. ``grant_id`` opens its page, None for one that leads here."""

    reference: str
    at: datetime
    grant_id: GrantId | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """``merged`` lead here now, ``parts`` were split from this, ``first`` is what this was split from."""

    merged: Sequence[Other] = ()
    parts: Sequence[Other] = ()
    first: Other | None = None
    exchange: Sequence[ExchangeRow] = field(default=(), repr=False)
    promised: Sequence[Promise] = ()
    entries: Sequence[Entry] = field(default=(), repr=False)


NOTHING = Joined()


def read(db: Session, matter: OpenMatter) -> Joined:
    """Return what belongs to an open matter, for the person who opened it."""
    writes = writer_of(db, complaint_id=matter.complaint_id).id == matter.person_id
    merged, exchange, promised, entries = [], [], [], []
    for row in _merged(db, matter.complaint_id):
        person_id = _person(db, row.id, writer=writes)
        number = _number(db, row.id)
        merged.append(Other(reference.grouped(number), row.at))
        if writes:
            entries.append(_complained(row, number))
        if not _may_see(db, row.id, person_id):
            continue
        theirs = reading.exchange(db, complaint_id=row.id, person_id=person_id)
        exchange += [one for one in theirs if not isinstance(one, ContactRow)]
        promised += reading.promised(db, complaint_id=row.id)
        if not writes:
            entries.append(_complained(row, number))
    first = _first(db, matter)
    if first is not None:
        entries.append(_whole(first))
    return Joined(
        merged=merged,
        parts=_parts(db, matter),
        first=Other(reference.grouped(first.number), first.at, first.grant_id) if first is not None else None,
        exchange=exchange,
        promised=promised,
        entries=entries,
    )


def _merged(db: Session, complaint_id: ComplaintId) -> Sequence[Any]:
    rows = db.execute(
        select(
            Complaint.id,
            Complaint.received_at,
            Complaint.words,
            Complaint.wanted,
            Complaint.happened,
            Complaint.place,
            Complaint.postcode,
            Merge.at,
        )
        .join(Merge, Merge.merged_id == Complaint.id)
        .where(Merge.surviving_id == complaint_id, Merge.undone_at.is_(None))
        .order_by(Complaint.received_at)
    )
    return rows.all()


def _complained(row: Row[Any], number: str) -> Entry:
    return complained(row, _("You complained, with the reference %(number)s", number=reference.grouped(number)))


def _parts(db: Session, matter: OpenMatter) -> list[Other]:
    """Return the living matters split from this one, or from one that was joined into it."""
    firsts = [matter.complaint_id, *merged_into(db, matter.complaint_id)]
    rows = db.execute(
        _same_person_elsewhere(Split.second_id)
        .outerjoin(Merge, and_(Merge.merged_id == Split.second_id, Merge.undone_at.is_(None)))
        .where(
            Split.first_id.in_(firsts),
            Split.undone_at.is_(None),
            Merge.id.is_(None),
            Grant.person_id == matter.person_id,
        )
        .order_by(Split.at)
    )
    return [Other(reference.grouped(row.number), row.at, row.grant_id) for row in rows]


def _first(db: Session, matter: OpenMatter) -> Row[Any] | None:
    return db.execute(
        _same_person_elsewhere(Split.first_id).where(
            Split.second_id == matter.complaint_id, Split.undone_at.is_(None), Grant.person_id == matter.person_id
        )
    ).first()


def _same_person_elsewhere(side: Any) -> Any:
    """Statement of the matters on one side of splits, with grant and reference of each person there."""
    return (
        select(
            Split.at,
            Grant.id.label("grant_id"),
            Reference.number,
            Complaint.words,
            Complaint.wanted,
            Complaint.received_at,
        )
        .select_from(Split)
        .join(Complaint, Complaint.id == side)
        .join(Grant, Grant.complaint_id == side)
        .join(Reference, and_(Reference.complaint_id == side, Reference.person_id == Grant.person_id))
    )


def _whole(first: Row[Any]) -> Entry:
    title = _(
        "Everything you sent us with the reference %(number)s. This complaint is one part of it",
        number=reference.grouped(first.number),
    )
    return make_entry(first.received_at, title, "you", own(first.words), own(first.wanted, _("What you asked for")))


def _person(db: Session, complaint_id: ComplaintId, *, writer: bool) -> PersonId:
    """Return who has the same role on a joined matter as the person who looks."""
    its_writer = writer_of(db, complaint_id=complaint_id).id
    other = select(Party.person_id).where(Party.complaint_id == complaint_id, Party.person_id != its_writer)
    return (its_writer if writer else db.scalars(other).first()) or PersonId("")


def _may_see(db: Session, complaint_id: ComplaintId, person_id: PersonId) -> bool:
    """Whether somebody might see a joined matter by itself: not who claims to act for another person there."""
    may = db.scalars(select(Grant.may).where(Grant.complaint_id == complaint_id, Grant.person_id == person_id)).first()
    return may is not None and "see" in may.split()


def _number(db: Session, complaint_id: ComplaintId) -> str:
    return (
        db.scalars(
            select(Reference.number).where(Reference.complaint_id == complaint_id).order_by(Reference.given_at)
        ).first()
        or ""
    )
