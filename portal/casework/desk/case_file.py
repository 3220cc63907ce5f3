"""Everything an officer sees of one matter, read for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.desk import people_on, wording
from portal.casework.desk.belongs import Belongs, belongs
from portal.casework.desk.models import UrgentWatch
from portal.casework.desk.people_on import PersonOn
from portal.casework.desk.seeing import find_assignment
from portal.complaints.incoming import letterbox
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import correspondence, evidence, reference
from portal.complaints.matter.evidence import Shown
from portal.complaints.matter.models import Complaint, Correspondence, Party, PromisedDate, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import Position, get_position
from portal.complaints.matter.surviving import merged_into
from portal.config import Settings
from portal.db import ComplaintId, PersonId
from portal.letters.outgoing.models import Letter
from portal.people import contacts
from portal.people.models import ContactPoint, Person
from portal.procedures import deadlines
from portal.procedures.deadlines import Light


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One letter about the matter. ``state`` is sent, waiting, held, given_up or cancelled."""

    kind: str
    channel: str
    made_at: datetime
    state: str
    to_staff: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One matter as its officers see it. ``affected`` are the people it is about, without its writer.

    ``words_shown`` is False when the officer may use this form but may not open the matter. ``links_hidden`` says that
    every matter it is linked with is one that this officer must not know of.

    ``people`` is everybody on it, the writer first; ``written_to`` the writer's contacts that letters may go to.
    """

    position: Position
    references: list[str]
    writer: Person
    affected: list[Person]
    contacts: list[ContactPoint]
    written_to: list[ContactPoint]
    people: list[PersonOn]
    promises: list[PromisedDate]
    letters: list[SentLetter]
    held: list[LetterboxMessage]
    evidence: list[Shown]
    belongs: Belongs
    watch: UrgentWatch | None
    service: str
    team: str
    officer: str | None
    light: Light
    words_shown: bool = True
    links_hidden: bool = False

    @property
    def complaint(self) -> Complaint:
        """The matter as it was received."""
        return self.position.complaint

    @property
    def urgent(self) -> bool:
        """Whether somebody may be in danger: the person said so, or their words do."""
        return self.complaint.urgent or self.complaint.urgent_words

    @property
    def can_be_written_to(self) -> bool:
        """Whether the person gave an address that letters reach."""
        return any(one.kind != "phone" for one in self.written_to)


def read(db: Session, *, complaint_id: ComplaintId, rulebook: Rulebook, today: date, settings: Settings) -> CaseFile:
    """Return the whole file of a matter. Raises NotFound."""
    position = get_position(db, complaint_id=complaint_id, rulebook=rulebook, today=today)
    complaint = position.complaint
    writer = correspondence.writer_of(db, complaint_id=complaint_id)
    assignment = find_assignment(db, complaint_id=complaint_id)
    holder = db.get(Officer, assignment.officer_id) if assignment and assignment.officer_id else None
    family = [complaint_id, *merged_into(db, complaint_id)]
    numbers = db.scalars(
        select(Reference.number)
        .where(Reference.complaint_id.in_(family))
        .order_by(Reference.complaint_id != complaint_id, Reference.given_at)
    )
    promised = db.scalars(
        select(PromisedDate)
        .where(PromisedDate.complaint_id.in_(family))
        .order_by(PromisedDate.stage, PromisedDate.promised_at, PromisedDate.due)
    )
    return CaseFile(
        position=position,
        references=[reference.grouped(number) for number in numbers],
        writer=writer,
        affected=_affected(db, complaint_id, writer.id),
        contacts=contacts.in_use(db, person_id=writer.id),
        written_to=contacts.written_to(db, person_id=writer.id),
        people=people_on.of(db, complaint_id=complaint_id, settings=settings),
        promises=list(promised),
        letters=_letters(db, family),
        held=letterbox.waiting(db, complaint_id=complaint_id),
        evidence=evidence.of_complaint(db, complaint_id=complaint_id),
        belongs=belongs(db, complaint_id=complaint_id, rulebook=rulebook, today=today),
        watch=db.get(UrgentWatch, complaint_id),
        service=wording.service(rulebook.council, complaint.service, today),
        team=wording.team(rulebook.council, complaint.team, today),
        officer=holder.name if holder else None,
        light=deadlines.light(complaint.due, today),
    )


def _affected(db: Session, complaint_id: ComplaintId, writer_id: PersonId) -> list[Person]:
    return list(
        db.scalars(
            select(Person)
            .join(Party, Party.person_id == Person.id)
            .where(Party.complaint_id == complaint_id, Party.role == "affected", Person.id != writer_id)
        )
    )


def _letters(db: Session, family: list[ComplaintId]) -> list[SentLetter]:
    rows = db.execute(
        select(
            Letter.kind,
            Letter.channel,
            Letter.made_at,
            Letter.held_at,
            Letter.sent_at,
            Letter.given_up_at,
            Letter.cancelled_at,
            Letter.person_id,
        )
        .join(Correspondence, Correspondence.letter_id == Letter.id)
        .where(Correspondence.complaint_id.in_(family))
        .order_by(Letter.id.desc())
    )
    return [
        SentLetter(
            kind=row.kind,
            channel=row.channel,
            made_at=row.made_at,
            state=_state(row.sent_at, row.given_up_at, row.cancelled_at, row.held_at),
            to_staff=row.person_id is None,
        )
        for row in rows
    ]


def _state(sent: datetime | None, given_up: datetime | None, cancelled: datetime | None, held: datetime | None) -> str:
    ends = {"sent": sent, "given_up": given_up, "cancelled": cancelled, "held": held}
    return next((state for state, at in ends.items() if at is not None), "waiting")
