"""What residents never see: who deals with a matter, notes, calls, alarms, checks of callers, files let out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.matter.models import unique_while
from portal.db import Base, ComplaintId, OfficerId, PersonId, new_id


def _id() -> Mapped[Any]:
    return mapped_column(String(32), primary_key=True, default=new_id)


def _complaint() -> Mapped[Any]:
    return mapped_column(ForeignKey("complaints.id"), index=True)


def _officer() -> Mapped[Any]:
    return mapped_column(ForeignKey("officers.id"))


class Assignment(Base):
    """Who was given a matter, and when; the newest one stands."""

    __tablename__ = "assignments"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = _complaint()
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"), index=True)
    team: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str] = _officer()


class Note(Base):
    """An officer's words for other officers; never sent, never on a resident's page."""

    __tablename__ = "notes"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = _complaint()
    at: Mapped[datetime]
    officer_id: Mapped[OfficerId] = _officer()
    body: Mapped[str] = mapped_column(Text)
    send_key: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)


class ContactRecord(Base):
    """A call made, a call nobody answered, or a meeting: ``kind`` is call, not_reached or meeting."""

    __tablename__ = "contact_records"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = _complaint()
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    logged_at: Mapped[datetime]
    officer_id: Mapped[OfficerId] = _officer()
    body: Mapped[str] = mapped_column(Text, default="")
    send_key: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)


class ReplyCause(Base):
    """The root cause an officer gave a reply, from the council's one list (`portal.casework.answering.root_causes`)."""

    __tablename__ = "reply_causes"

    reply_id: Mapped[str] = mapped_column(ForeignKey("replies.id"), primary_key=True)
    root_cause: Mapped[str] = mapped_column(String(32))


class UrgentWatch(Base):
    """An urgent matter waiting to be opened: the alarm goes off at ``alarm_at`` unless an officer opens it first."""

    __tablename__ = "urgent_watches"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    alarm_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    alarmed_at: Mapped[datetime | None]


class Call(Base):
    """A call being logged: what stands on the officer's page, field by field as typed. Gone once it is registered."""

    __tablename__ = "calls"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    typed: Mapped[dict[str, Any]]


class IncompleteCall(Base):
    """A call that broke off: the draft is kept, with somebody to finish it and a day to do so."""

    __tablename__ = "incomplete_calls"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    owner: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"), index=True)
    until: Mapped[date]
    kept_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CallerCheck(Base):
    """How an officer made sure who was on the phone: ``how`` is call_back, one_time_code or phone_word."""

    __tablename__ = "caller_checks"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = _complaint()
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    officer_id: Mapped[OfficerId] = _officer()
    how: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    until: Mapped[datetime]


class ContactChange(Base):
    """A new way to reach somebody, asked for by phone: it waits for the old contact or for a second officer."""

    __tablename__ = "contact_changes"

    id: Mapped[str] = _id()
    complaint_id: Mapped[ComplaintId] = _complaint()
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by: Mapped[OfficerId] = _officer()
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class JoinRequest(Base):
    """A wish to join two matters that nothing proves to be one person's: it waits for a second officer.

    ``one_id`` is the smaller of both ids. ``reason`` is how the asker knows that one person wrote both, ``meaning``
    what the later one wants where the earlier is answered. ``decision`` is agreed, refused, withdrawn (by the asker) or
    joined (meanwhile, by proof); ``answer`` is the second officer's reason, ``checked`` how it was made sure who the
    person is, "" when nobody did.
    """

    __tablename__ = "join_requests"
    __table_args__ = (unique_while("decision IS NULL", "uq_join_request_waiting", "one_id", "other_id"),)

    id: Mapped[str] = _id()
    one_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"))
    other_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    meaning: Mapped[str] = mapped_column(String(12), default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[OfficerId] = _officer()
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[str] = mapped_column(String(16), default="")


class FileRelease(Base):
    """An officer let an unscanned file out, with a reason; in demo mode only."""

    __tablename__ = "file_releases"

    file_id: Mapped[str] = mapped_column(ForeignKey("stored_files.id"), primary_key=True)
    officer_id: Mapped[OfficerId] = _officer()
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
