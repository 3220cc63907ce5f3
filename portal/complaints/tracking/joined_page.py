"""What belongs to a matter beside its own rows, as its person sees it: matters joined into it, and split matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from portal.complaints.grants import companions
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import reference
from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Complaint, Grant, Party, Reference
from portal.complaints.matter.surviving import merged_into, own_merged_into, own_surviving
from portal.complaints.tracking import beside, reading
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
    """``merged`` lead here now, ``parts`` were split from this, ``first`` is what this was split from.

    ``apart`` are the merges, by id, that only officers' word made and whose other side is not open in this browser.
    """

    merged: Sequence[Other] = ()
    parts: Sequence[Other] = ()
    first: Other | None = None
    exchange: Sequence[ExchangeRow] = field(default=(), repr=False)
    promised: Sequence[Promise] = ()
    entries: Sequence[Entry] = field(default=(), repr=False)
    apart: Sequence[str] = ()


NOTHING = Joined()


def read(db: Session, matter: OpenMatter) -> Joined:
    """Return what belongs to an open matter, for the person who opened it."""
    writes = writer_of(db, complaint_id=matter.complaint_id).id == matter.person_id
    merged, exchange, promised, entries = [], [], [], []
    for row in _merged(db, matter):
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
        apart=beside.closed(db, matter),
    )


def _merged(db: Session, matter: OpenMatter) -> Sequence[Any]:
    """Return what is joined into a matter, as far as whoever opened it here may read it (threat T35)."""
    own = own_merged_into(db, matter.complaint_id)
    there = [one for one in merged_into(db, matter.complaint_id) if one not in own]
    shown = [*own, *(one for one in there if _is_open_beside(db, matter, one))]
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
        .where(Complaint.id.in_(shown), Merge.undone_at.is_(None))
        .order_by(Complaint.received_at)
    )
    return rows.all()


def _is_open_beside(db: Session, matter: OpenMatter, complaint_id: ComplaintId) -> bool:
    """Whether a matter on another side is open in this browser by a code of its own."""
    side = companions.find_counterpart(db, grant_id=matter.grant_id, complaint_id=own_surviving(db, complaint_id))
    return side is not None and companions.is_open_by_itself(db, grant_id=side, session_hash=matter.session_hash)


def _complained(row: Row[Any], number: str) -> Entry:
    return complained(row, _("You complained, with the reference %(number)s", number=reference.grouped(number)))


def _parts(db: Session, matter: OpenMatter) -> list[Other]:
    """Return the living matters split from this one, or from one that was joined into it."""
    firsts = [matter.complaint_id, *own_merged_into(db, matter.complaint_id)]
    rows = db.execute(
        _same_person_elsewhere(Split.second_id)
        .outerjoin(Merge, and_(Merge.merged_id == Split.second_id, Merge.undone_at.is_(None), Merge.known_by != "word"))
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
