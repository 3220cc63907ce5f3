"""About whom the equality questions of a matter are, and who was affected by the matters of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints import one_person
from portal.complaints.models import Complaint, Party
from portal.complaints.surviving import MERGED
from portal.config import Settings
from portal.equalities import doors
from portal.equalities.asking import CHILD_UNTIL, About
from portal.equalities.doors import Facts, Somebody
from portal.equalities.year import financial_year, first_day, years_of_age
from portal.organisation.model import Council
from portal.people.models import Person

# They write for somebody they need not know: their office's forms would fill the tables with guesses.
_DO_NOT_KNOW = frozenset({"councillor", "mp", "other_body"})


@dataclass(frozen=True, slots=True)
class Whose:
    """The person the questions are about, what is known of them, and the facts that go with the answers.

    ``answered`` says that there are answers of this financial year, ``closed`` that whoever asks may neither see nor
    change them: the person, or another who writes for them, gave them.
    """

    person_id: str
    about: About
    facts: Facts
    answered: bool = False
    closed: bool = False


def find_whose(
    db: Session, *, complaint_id: str, person_id: str, council: Council, today: date, settings: Settings
) -> Whose | None:
    """Return whom this person answers the questions of a matter for; None where nobody is asked.

    Somebody who is affected answers for themselves, somebody who writes for one other person for them. Nobody is asked
    about the dead. A person known under several ids has one set of answers.
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
    facts = Facts(_group(council, complaint.service), complaint.stage, complaint.channel)
    about = About(for_them=own is None, child=_child(person, today), by=person_id)
    for one in (person.id, *one_person.also(db, person.id)):
        kept = doors.export(db, person_id=one, settings=settings).get(financial_year(today))
        if kept is not None:
            closed = not doors.may_see(kept, about, settings=settings)
            return Whose(one, about, facts, answered=True, closed=closed)
    return Whose(person.id, about, facts)


def affected_in(db: Session, *, year: int, council: Council) -> list[Somebody]:
    """Return who was affected by the matters received in a financial year, each human being once, in no order.

    Invited were those who sent it on this website. The service and the stage are those of their first matter.
    """
    begins, ends = (datetime.combine(first_day(one), time(), clock.LONDON) for one in (year, year + 1))
    received = (Complaint.received_at >= begins, Complaint.received_at < ends, Complaint.state != MERGED)
    on_them = (Party.complaint_id == Complaint.id, Party.role == "affected")
    same = one_person.groups(db, select(Party.person_id).join(Complaint, on_them[0]).where(on_them[1], *received))
    rows = db.execute(
        select(Party.person_id, Complaint.service, Complaint.stage, Complaint.channel)
        .join(Complaint, on_them[0])
        .where(on_them[1], *received)
        .order_by(Complaint.received_at, Complaint.id)
    ).all()
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(same[row.person_id], set()).add(row.person_id)
    first = {same[row.person_id]: row for row in reversed(rows)}
    return [
        Somebody(tuple(sorted(ids[one])), _group(council, row.service), row.stage, row.channel == "web")
        for one, row in sorted(first.items())
    ]


def keep_later(db: Session, *, kept_id: str, merged_id: str, settings: Settings) -> None:
    """Let one set of answers a year stand for the person of two matters that are joined: the later matter's."""
    one, other = (_affected_of(db, complaint_id) for complaint_id in (kept_id, merged_id))
    if one and other:
        doors.keep_later(db, earlier_id=one, later_id=other, settings=settings)


def _affected_of(db: Session, complaint_id: str) -> str | None:
    """Return the one person a matter is about, None when there are several."""
    found = db.scalars(select(Party.person_id).where(Party.complaint_id == complaint_id, Party.role == "affected"))
    persons = list(found)
    return persons[0] if len(persons) == 1 else None


def _child(person: Person, today: date) -> bool | None:
    """Whether somebody is under 16, as far as the matter says; who is said to be under 18 may be."""
    if person.born_on is not None:
        return years_of_age(person.born_on, today) < CHILD_UNTIL
    return True if person.under_18 else None


def _group(council: Council, key: str) -> str:
    """Return the heading that a service stands under, "" for one that is no more known."""
    return next((one.group for one in reversed(council.services) if one.key == key), "")
