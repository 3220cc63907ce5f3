"""Possible duplicates: what the worker finds after a complaint is registered, for officers to decide.

Nobody is told in the request: page, receipt, timing and reference are the same as for a fresh complaint (threat T4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.complaints.codes import own_address
from portal.complaints.drafts.models import Draft
from portal.complaints.joining import recognition
from portal.complaints.joining.models import DuplicateLook, PossibleDuplicate
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Complaint, Party, Reference, Stage
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.surviving import MERGED
from portal.complaints.same_matter import Candidate, Words
from portal.db import ComplaintId, PersonId, one_at_a_time
from portal.errors import NotFound
from portal.letters.outgoing.compose import compose
from portal.letters.outgoing.kinds import Content
from portal.people import contacts
from portal.people.models import ContactPoint, Person
from portal.people.names import alike, folded

_NEW = timedelta(days=7)
_AT_ONCE = 200
_COMPARED = 50


def not_looked_at(db: Session, *, now: datetime) -> list[ComplaintId]:
    """Return the new matters that were not compared with the others yet, the oldest first."""
    looked = exists().where(DuplicateLook.complaint_id == Complaint.id)
    return list(
        db.scalars(
            select(Complaint.id)
            .where(Complaint.logged_at >= now - _NEW, ~looked)
            .order_by(Complaint.logged_at)
            .limit(_AT_ONCE)
        )
    )


def compare(db: Session, act: Act, *, complaint_id: ComplaintId) -> list[dict[str, Any]]:
    """Return what `note` is to keep of a new matter: the rows of those that may be the same person's and the same.

    They share an address, or a name and a postcode, or the words quote their reference; of many, the `_COMPARED` newest
    are looked at. Those the person said to be different are left alone. It only reads, and takes its time: nobody waits
    for it.
    """
    complaint = db.get(Complaint, complaint_id)
    if complaint is None:
        return []
    why, quoted = _candidates(db, complaint, correspondence.writer_of(db, complaint_id=complaint_id))
    for said in _said_different(db, complaint_id):
        why.pop(said, None)
    new = Words(_text(complaint), complaint.service, complaint.received_at)
    known = _beside(
        db,
        db.scalars(
            select(Complaint)
            .where(Complaint.id.in_(why), Complaint.state != MERGED)
            .order_by(Complaint.id.in_(quoted).desc(), Complaint.logged_at.desc(), Complaint.id)
            .limit(_COMPARED)
        ),
    )
    # Recognition chooses among one person's matters: those of others at the same address would stand in their way.
    on = act.today
    findings = [
        recognition.find(new, theirs, council=act.rulebook.council, on=on) for theirs in _by_person(db, known).values()
    ]
    return [
        {
            "complaint_id": complaint_id,
            "other_id": match.id,
            "score": round(100 * match.score),
            "reasons": [*why[ComplaintId(match.id)], *([reason.kind, reason.words] for reason in match.reasons)],
            "found_at": act.now,
        }
        for found in findings
        for match in found.ranked
        if match.score >= recognition.OFFICERS_LOOK_FROM or match.id == found.best
    ]


def note(db: Session, act: Act, *, complaint_id: ComplaintId, rows: Sequence[dict[str, Any]]) -> bool:
    """Keep once what `compare` found; True when one may be the same.

    The owner of an unproven address is invited to prove it, with no word of what for.
    """
    if not insert_once(db, DuplicateLook, {"complaint_id": complaint_id, "at": act.now}, key=["complaint_id"]):
        return False
    for row in rows:
        insert_once(db, PossibleDuplicate, row, key=["complaint_id", "other_id"])
    if any(["address", ""] in row["reasons"] for row in rows):
        complaint = db.get_one(Complaint, complaint_id)
        writer = correspondence.writer_of(db, complaint_id=complaint_id)
        _invite(db, act, complaint, writer)
    return bool(rows)


def waiting(db: Session, *, complaint_id: ComplaintId) -> list[PossibleDuplicate]:
    """Return what a matter may be the same as, found from either side and not decided, the likeliest first."""
    return list(
        db.scalars(
            select(PossibleDuplicate)
            .where(
                or_(PossibleDuplicate.complaint_id == complaint_id, PossibleDuplicate.other_id == complaint_id),
                stands(),
            )
            .order_by(PossibleDuplicate.score.desc(), PossibleDuplicate.found_at)
        )
    )


def stands() -> ColumnElement[bool]:
    """The condition that a possible duplicate waits for an officer: undecided, and neither matter joined to another."""
    merged = aliased(Complaint)
    gone = exists().where(
        merged.id.in_([PossibleDuplicate.complaint_id, PossibleDuplicate.other_id]), merged.state == MERGED
    )
    return and_(PossibleDuplicate.decision.is_(None), ~gone)


def are_different(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, other_id: ComplaintId) -> None:
    """Decide that two matters are not the same; a second click changes nothing. Raises NotFound."""
    one_at_a_time(db, f"complaint:{complaint_id}")
    pair = or_(
        and_(PossibleDuplicate.complaint_id == complaint_id, PossibleDuplicate.other_id == other_id),
        and_(PossibleDuplicate.complaint_id == other_id, PossibleDuplicate.other_id == complaint_id),
    )
    if db.scalars(select(PossibleDuplicate).where(pair)).first() is None:
        raise NotFound("duplicate")
    decided = db.execute(
        update(PossibleDuplicate)
        .where(pair, PossibleDuplicate.decision.is_(None))
        .values(decision="different", decided_at=act.now, decided_by=act.officer_id)
        .returning(PossibleDuplicate.complaint_id)
    ).first()
    if decided is not None:
        act.record(db, complaint_id, events.Kind.FOUND_DIFFERENT, {"other": other_id})


def say_the_same(db: Session, act: Act, complaint_ids: Sequence[ComplaintId], *, person_id: PersonId) -> None:
    """Take a person's word that their matters are one: officers see it, and join them. Again changes nothing."""
    states = db.execute(
        select(Complaint.id).where(Complaint.id.in_(complaint_ids)).order_by(Complaint.received_at.desc())
    )
    for newer, older in combinations([row.id for row in states], 2):
        one_at_a_time(db, f"complaint:{newer}")
        values = {"complaint_id": newer, "other_id": older, "score": 100, "reasons": [], "found_at": act.now}
        insert_once(db, PossibleDuplicate, values, key=["complaint_id", "other_id"])
        asked = db.execute(
            update(PossibleDuplicate)
            .where(
                PossibleDuplicate.complaint_id == newer,
                PossibleDuplicate.other_id == older,
                PossibleDuplicate.asked_at.is_(None),
            )
            .values(asked_at=act.now, decision=None, decided_at=None, decided_by=None)
            .returning(PossibleDuplicate.complaint_id)
        ).first()
        if asked is not None:
            act.as_person(person_id).record(db, newer, events.Kind.SAID_THE_SAME, {"other": older})


def _candidates(
    db: Session, complaint: Complaint, writer: Person
) -> tuple[dict[ComplaintId, list[list[str]]], set[ComplaintId]]:
    """Return the other matters worth a look, each with how they hang together, and those whose reference is quoted."""
    found: dict[ComplaintId, list[list[str]]] = {}

    def note(ids: Iterable[ComplaintId], reason: str) -> None:
        for one in ids:
            if one != complaint.id and [reason, ""] not in found.setdefault(one, []):
                found[one].append([reason, ""])

    writes = (
        select(Party.complaint_id).join(Complaint, Complaint.id == Party.complaint_id).where(Party.role == "writer")
    )
    earlier = writes.where(Complaint.logged_at <= complaint.logged_at)
    for contact in contacts.in_use(db, person_id=writer.id):
        same_address = select(ContactPoint.person_id).where(
            ContactPoint.kind == contact.kind,
            ContactPoint.normal == contact.normal,
            ContactPoint.ended_at.is_(None),
        )
        note(db.scalars(earlier.where(Party.person_id.in_(same_address))), "address")
    if complaint.postcode:
        rows = db.execute(
            select(Party.complaint_id, Person.name)
            .join(Person, Person.id == Party.person_id)
            .join(Complaint, Complaint.id == Party.complaint_id)
            .where(
                Party.role == "writer",
                Complaint.postcode == complaint.postcode,
                Complaint.logged_at <= complaint.logged_at,
            )
        )
        note((row.complaint_id for row in rows if alike(row.name, writer.name)), "person")
    numbers = recognition.references_in(recognition.together(complaint.words, complaint.wanted))
    quoted = set(db.scalars(select(Reference.complaint_id).where(Reference.number.in_(numbers)))) - {complaint.id}
    for one in quoted:
        found.setdefault(one, [])
    return found, quoted


def _said_different(db: Session, complaint_id: ComplaintId) -> set[ComplaintId]:
    rows = db.execute(select(Draft.different_from, Draft.again_of).where(Draft.complaint_id == complaint_id))
    return {ComplaintId(one) for row in rows for one in [*row.different_from.split(), row.again_of or ""]}


def _text(complaint: Complaint) -> str:
    place = ", ".join(part for part in (complaint.place, complaint.postcode) if part)
    return recognition.together(complaint.words, complaint.happened, place, complaint.wanted)


def _beside(db: Session, complaints: Iterable[Complaint]) -> list[Candidate]:
    made = []
    for one in complaints:
        numbers = db.scalars(select(Reference.number).where(Reference.complaint_id == one.id))
        answered = db.scalar(select(Stage.answered_at).where(Stage.complaint_id == one.id, Stage.number == one.stage))
        made.append(Candidate(one.id, _text(one), one.service, one.received_at, answered, tuple(numbers)))
    return made


def _by_person(db: Session, known: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Return the matters by the folded name of who wrote them."""
    found: dict[str, list[Candidate]] = {}
    for one in known:
        found.setdefault(folded(correspondence.writer_of(db, complaint_id=ComplaintId(one.id)).name), []).append(one)
    return found


def _invite(db: Session, act: Act, complaint: Complaint, writer: Person) -> None:
    """Invite the owner of an address nobody has proven, where a list could be shown; it names nothing."""
    unproven = [
        one for one in contacts.written_to(db, person_id=writer.id) if one.kind == "email" and one.proven_at is None
    ]
    for contact in unproven:
        if own_address.find_contact(db, kind="email", normal=contact.normal, name=writer.name) is None:
            continue
        composed = compose(Content("join_them"), language=writer.language, settings=act.settings)
        to = replace(correspondence.recipient(writer, contact), name="")
        correspondence.post(db, complaint.id, composed, to=to, now=act.now)
