"""The person the equality questions of a matter are about, and who was affected by the matters of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.complaints.joining import same_person
from portal.complaints.matter.act import Act
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Party
from portal.db import ComplaintId, PersonId
from portal.equalities import doors
from portal.equalities.asking import CHILD_UNTIL, About
from portal.equalities.doors import Facts, Somebody, Subject
from portal.equalities.year import financial_year, first_day, years_of_age
from portal.organisation.model import Council
from portal.people import own_rows
from portal.people.models import Person

# They write for somebody they need not know: their office's forms would fill the tables with guesses.
_DO_NOT_KNOW = frozenset({"councillor", "mp", "other_body"})


@dataclass(frozen=True, slots=True)
class Whose(Subject):
    """The person the questions are about, as they were found for whoever asks.

    ``also`` are other ids of theirs. ``answered`` says that there are answers of this financial year. ``closed`` says
    that somebody else gave them, the person or another who writes for them: they may be neither seen nor changed here.
    """

    also: tuple[PersonId, ...] = ()
    answered: bool = False
    closed: bool = False


def find_whose(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId) -> Whose | None:
    """Return the person for whom this one answers the questions of a matter; None where nobody is asked.

    Somebody who is affected answers for themselves, somebody who writes for one other person for them. Nobody is asked
    about the dead. A person who showed that several ids are theirs has one set of answers; where only an officer's
    word joins two, neither is shown what was answered for the other.
    """
    complaint = db.get_one(Complaint, complaint_id)
    affected = list(
        db.scalars(
            select(Person)
            .join(Party, Party.person_id == Person.id)
            .where(Party.complaint_id == complaint_id, Party.role == "affected")
        )
    )
    own = next((one for one in affected if one.id == person_id), None)
    person = own or (affected[0] if len(affected) == 1 else None)
    if person is None or person.died or (own is None and complaint.acting_as in _DO_NOT_KNOW):
        return None
    facts = Facts(_group(act.rulebook.council, complaint.service), complaint.stage, complaint.channel)
    about = About(for_them=own is None, child=_child(person, act.today), minor=_minor(complaint, person), by=person_id)
    ids = own_rows.rows_of(db, person.id, proven=True)
    for one in ids:
        kept = doors.export(db, person_id=one, settings=act.settings).get(financial_year(act.today))
        if kept is not None:
            closed = not doors.may_see(kept, about, settings=act.settings)
            others = tuple(other for other in ids if other != one)
            return Whose(one, about, facts, others, answered=True, closed=closed)
    return Whose(person.id, about, facts, tuple(ids[1:]))


def affected_in(db: Session, *, year: int, council: Council) -> list[Somebody]:
    """Return who was affected by the matters received in a financial year, each human being once, in no order.

    Invited were those who sent it on this website. The service and the stage are those of their first matter. The
    people that two joined matters are about count as one person.
    """
    begins, ends = (datetime.combine(first_day(one), time(), clock.LONDON) for one in (year, year + 1))
    received = (Complaint.received_at >= begins, Complaint.received_at < ends)
    on_them = (Party.complaint_id == Complaint.id, Party.role == "affected")
    pairs = _joined(db)
    same = same_person.groups(
        db, select(Party.person_id).join(Complaint, on_them[0]).where(on_them[1], *received), pairs=pairs
    )
    rows = db.execute(
        select(Party.person_id, Complaint.service, Complaint.stage, Complaint.channel)
        .join(Complaint, on_them[0])
        .where(on_them[1], *received)
        .order_by(Complaint.received_at, Complaint.id)
    ).all()
    ids: dict[str, dict[PersonId, None]] = {}
    # A matter of this year may have been joined into one of the year before: its person comes first then.
    for kept, merged in pairs:
        if merged in same:
            ids.setdefault(same[merged], {})[kept] = None
    for row in rows:
        ids.setdefault(same[row.person_id], {})[row.person_id] = None
    first = {same[row.person_id]: row for row in reversed(rows)}
    return [
        Somebody(tuple(ids[one]), _group(council, row.service), row.stage, row.channel == "web")
        for one, row in sorted(first.items())
    ]


def _joined(db: Session) -> list[tuple[PersonId, PersonId]]:
    """Return pairs of ids: the one person a living matter is about, and the one of a matter that was joined into it."""
    kept, merged = aliased(Party), aliased(Party)
    found = db.execute(
        select(kept.person_id, merged.person_id)
        .select_from(Merge)
        .join(kept, and_(kept.complaint_id == Merge.surviving_id, kept.role == "affected"))
        .join(merged, and_(merged.complaint_id == Merge.merged_id, merged.role == "affected"))
        .where(Merge.undone_at.is_(None), ~_several(kept), ~_several(merged))
    )
    return [(one, other) for one, other in found if one != other]


def _several(party: type[Party]) -> ColumnElement[bool]:
    beside = aliased(Party)
    return exists().where(
        beside.complaint_id == party.complaint_id, beside.role == "affected", beside.person_id != party.person_id
    )


def _child(person: Person, today: date) -> bool | None:
    """Whether somebody is under 16, by their date of birth; None when it is not known."""
    return years_of_age(person.born_on, today) < CHILD_UNTIL if person.born_on is not None else None


def _minor(complaint: Complaint, person: Person) -> bool:
    """Whether somebody is said to be under 18, as anybody is for whom a parent writes and whose birth is not known."""
    return person.under_18 or (complaint.acting_as == "parent" and person.born_on is None)


def _group(council: Council, key: str) -> str:
    """Return the heading that a service is listed under, "" for one that the council's file does not have any more."""
    return next((one.group for one in reversed(council.services) if one.key == key), "")
