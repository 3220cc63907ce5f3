"""The matter and everything a resident may see or change of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, literal, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, ComplaintId, GrantId, OfficerId, PersonId, new_id

# What columns hold of which there are only so many. Each column names its type: Literal alone would make an Enum.
State = Literal["open", "answered", "withdrawn", "merged"]
About = Literal["me", "other", "both"]
Role = Literal["writer", "affected", "acting"]
ActorKind = Literal["person", "officer", "portal"]
Outcome = Literal["accepted", "withdrawn", "rejected", "resolved"]
Later = Literal["extension", "late"]
ChaseKind = Literal["update", "remedy"]


def unique_while(holds: str, name: str, *columns: str) -> Index:
    """Return the index that lets one row stand at a time, of those for which this condition holds."""
    condition = text(holds)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def _id() -> Mapped[Any]:
    return mapped_column(String(32), primary_key=True, default=new_id)


class Complaint(Base):
    """One matter, as it was received. What happened since is in its events.

    ``stage``, ``state`` and ``due`` are what the events add up to, kept beside them for queues: ``state`` is
    open, answered, withdrawn or merged; ``due`` is the next date promised and not kept. ``acting_as`` is one of
    `portal.complaints.questions.who.ROLES`; ``about`` says whom it is about: me, other or both.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("receipt_key", name="uq_complaint_receipt"),
        Index("ix_complaints_queue", "state", "team", "due"),
    )

    id: Mapped[ComplaintId] = _id()
    receipt_key: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(index=True)
    logged_at: Mapped[datetime]
    logged_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    about: Mapped[About] = mapped_column(String(8), default="me")
    acting_as: Mapped[str] = mapped_column(String(16), default="self")
    wants_advocate: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(Text, default="")
    happened: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    not_to_tell: Mapped[str] = mapped_column(Text, default="")
    service: Mapped[str] = mapped_column(String(64))
    team: Mapped[str] = mapped_column(String(64))
    procedure: Mapped[str] = mapped_column(String(64))
    urgent: Mapped[bool] = mapped_column(default=False)
    urgent_words: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(String(12), default="open")
    due: Mapped[date | None]


class Reference(Base):
    """A number somebody was given for a matter. Kept for ever; a matter may have several, people one each."""

    __tablename__ = "references"

    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    given_at: Mapped[datetime]


class Party(Base):
    """A person's role in a matter: writer or affected (often one person in both roles), or acting for somebody."""

    __tablename__ = "parties"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(String(12), primary_key=True)


class Grant(Base):
    """What lets one person see and do things on one matter, from when until when.

    ``may`` lists what it allows: see, add, withdraw, contact, further; or own, say (`portal.complaints.grants.grants`).
    ``code_hmac`` is the private code's;
    ``phone_word_hmac`` the phone word's, with wrong tries counted.
    """

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("complaint_id", "person_id", name="uq_grant_person"),)

    id: Mapped[GrantId] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    may: Mapped[str] = mapped_column(String(64))
    code_hmac: Mapped[str | None] = mapped_column(String(64), unique=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    phone_word_hmac: Mapped[str | None] = mapped_column(String(64))
    phone_word_tries: Mapped[int] = mapped_column(default=0)

    @classmethod
    def allows(cls, word: str) -> ColumnElement[bool]:
        """Return the condition that ``may`` lists this word, and not only one that holds it."""
        return (literal(" ") + cls.may + " ").contains(f" {word} ", autoescape=True)


class Unlocking(Base):
    """A grant opened in one browser session, by code, one-time code or straight after sending."""

    __tablename__ = "unlockings"
    __table_args__ = (UniqueConstraint("session_hash", "grant_id", name="uq_unlocking_session"),)

    id: Mapped[str] = _id()
    session_hash: Mapped[str] = mapped_column(ForeignKey("web_sessions.id_hash"), index=True)
    grant_id: Mapped[GrantId] = mapped_column(ForeignKey("grants.id"), index=True)
    how: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Stage(Base):
    """A stage of a matter, with the procedure version in force when it was asked for."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("complaint_id", "number", name="uq_stage_number"),)

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    number: Mapped[int]
    procedure: Mapped[str] = mapped_column(String(64))
    procedure_from: Mapped[date]
    responder: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class PromisedDate(Base):
    """A date the council promised, stored as a fact; it is kept, missed or replaced, never changed.

    ``kind`` is acknowledgement, reply, request, update or remedy. ``because`` is what promised it: received,
    acknowledged, extended, late or asked. ``done_at`` says that it was done and no letter left, because it is held for
    safe contact or the address takes none: it is kept when the person has been reached. ``worked_out`` holds the steps
    of the count, for showing.
    """

    __tablename__ = "promised_dates"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    stage: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    due: Mapped[date] = mapped_column(index=True)
    because: Mapped[str] = mapped_column(String(16))
    worked_out: Mapped[list[Any]]
    promised_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]


class Event(Base):
    """Something that happened, in the past tense: ids and kinds only, no words and no names.

    One chain per complaint: ``link`` is an HMAC over the link before and the canonical JSON of this event.
    """

    __tablename__ = "events"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_kind: Mapped[ActorKind] = mapped_column(String(10))
    actor_id: Mapped[str | None] = mapped_column(String(32))
    data: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(String(64))


class Message(Base):
    """Words between the person and the council. ``author`` is person, officer or portal.

    ``channel`` is how they came or went: web, phone, letter, email, meeting, letterbox,
    email_unproven (a mail that an officer added).
    """

    __tablename__ = "messages"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    author: Mapped[ActorKind] = mapped_column(String(10))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"))
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    channel: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    send_key: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)


class Evidence(Base):
    """A file that belongs to a matter, and who added it: the person or an officer."""

    __tablename__ = "evidence"

    file_id: Mapped[str] = mapped_column(ForeignKey("stored_files.id"), primary_key=True)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"))
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id"))


class DraftFile(Base):
    """A file that goes with a draft; sending makes it evidence of the matter."""

    __tablename__ = "draft_files"

    file_id: Mapped[str] = mapped_column(ForeignKey("stored_files.id"), primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    at: Mapped[datetime]


class Acknowledgement(Base):
    """An officer's act: what we understood, what the person wants, what is not ours, who handles it."""

    __tablename__ = "acknowledgements"
    __table_args__ = (UniqueConstraint("complaint_id", "stage", name="uq_acknowledgement_stage"),)

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    stage: Mapped[int]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    understood: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    not_ours: Mapped[str] = mapped_column(Text, default="")
    handler: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)


class Reply(Base):
    """The answer at a stage, with its finding; ``next_step`` is the system's block, word for word as sent."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("complaint_id", "stage", name="uq_reply_stage"),)

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    stage: Mapped[int]
    at: Mapped[datetime]
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    finding: Mapped[str] = mapped_column(String(24))
    reasons: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[list[Any]]


class EscalationRequest(Base):
    """Somebody asked to take it further. ``outcome`` is accepted, withdrawn, rejected or resolved."""

    __tablename__ = "escalation_requests"
    __table_args__ = (unique_while("outcome IS NULL", "uq_request_open", "complaint_id"),)

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    to_stage: Mapped[int]
    because: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[Outcome | None] = mapped_column(String(12))
    outcome_reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class Extension(Base):
    """A new date with a reason. ``kind`` is extension (within the rules) or late (a late notice, never refused)."""

    __tablename__ = "extensions"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    stage: Mapped[int]
    kind: Mapped[Later] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    new_date: Mapped[date]
    next_update: Mapped[date | None]
    consented: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class Withdrawal(Base):
    """The person withdrew; undone by one click for 20 working days."""

    __tablename__ = "withdrawals"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    undo_until: Mapped[date]
    undone_at: Mapped[datetime | None]


class Correspondence(Base):
    """Which letter was sent about which matter, to whom, and what it was."""

    __tablename__ = "correspondence"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letters.id"), primary_key=True, index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(String(32))


class Erasure(Base):
    """A complaint that retention erased: its events may be removed, its id is kept so that a restore forgets it too."""

    __tablename__ = "erasures"

    complaint_id: Mapped[ComplaintId] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class Chase(Base):
    """The person wants to hear something: how it goes (update), or when a promised remedy comes (remedy).

    One clock of each kind runs for a matter at a time. It counts against the answer and never against the person.
    """

    __tablename__ = "chases"
    __table_args__ = (unique_while("answered_at IS NULL", "uq_chase_open", "complaint_id", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    kind: Mapped[ChaseKind] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"))
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    channel: Mapped[str] = mapped_column(String(16))
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None]
