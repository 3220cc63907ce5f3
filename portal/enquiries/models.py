"""Enquiries of elected members' offices, what was said about them, what they are linked with, and who is signed in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, ComplaintId, OfficerId, new_id

Said = Literal["asked", "added", "answered", "later"]

_STANDS = text("ended_at IS NULL")


class Enquiry(Base):
    """What an office asks about, under a reference that no complaint has. ``office`` is its key in the council's file.

    ``procedure_from`` is the version in force when it came. ``due`` is the day promised now and ``answered_at`` when it
    was answered, None while it waits: both are kept beside the exchanges, which hold every promise, for lists.
    ``late_told`` is the day that had passed when the team was last told so.
    """

    __tablename__ = "enquiries"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    office: Mapped[str] = mapped_column(String(64), index=True)
    sent_from: Mapped[str] = mapped_column(String(320))
    received_at: Mapped[datetime]
    constituent: Mapped[str] = mapped_column(Text, default="")
    quoted: Mapped[str] = mapped_column(String(64), default="")
    procedure: Mapped[str] = mapped_column(String(64))
    procedure_from: Mapped[date]
    due: Mapped[date]
    answered_at: Mapped[datetime | None]
    late_told: Mapped[date | None]


class EnquiryExchange(Base):
    """One thing that was said about an enquiry; never changed. ``seq`` counts them, from 1.

    The office ``asked`` (the clock runs from here) or ``added`` while it waited; the council ``answered``, or said
    that it answers ``later`` and why. ``due`` is the day that this promised. ``id`` is the key of the form it was sent
    with, so that a second click is the same row. ``at`` is when it reached us or left; ``logged_at`` when an officer
    wrote down what had come by phone or post.
    """

    __tablename__ = "enquiry_exchanges"
    __table_args__ = (UniqueConstraint("enquiry_id", "seq"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    enquiry_id: Mapped[str] = mapped_column(ForeignKey("enquiries.id"))
    seq: Mapped[int]
    kind: Mapped[Said] = mapped_column(String(16))
    at: Mapped[datetime]
    logged_at: Mapped[datetime | None]
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    signed_by: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text)
    due: Mapped[date | None]


class EnquiryLink(Base):
    """An enquiry concerns a complaint. ``consented_at`` says when the constituent agreed that the office sees more."""

    __tablename__ = "enquiry_links"
    __table_args__ = (
        Index("uq_enquiry_link", "enquiry_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    enquiry_id: Mapped[str] = mapped_column(ForeignKey("enquiries.id"))
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    consented_at: Mapped[datetime | None]
    consented_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    consent_how: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class OfficeProof(Base):
    """An office's address was proven in a browser session."""

    __tablename__ = "office_proofs"

    session_hash: Mapped[str] = mapped_column(ForeignKey("web_sessions.id_hash"), primary_key=True)
    address: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime]
