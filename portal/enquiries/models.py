"""Enquiries of elected members' offices, their replies, what they are linked with, and who is signed in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id

_STANDS = text("ended_at IS NULL")


class Enquiry(Base):
    """What an office asked, under a reference that no complaint has. ``office`` is its key in the council's file.

    ``due`` is the last day for the answer, worked out from the procedure in force when it came.
    """

    __tablename__ = "enquiries"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    send_key: Mapped[str] = mapped_column(String(32), unique=True)
    office: Mapped[str] = mapped_column(String(64), index=True)
    sent_from: Mapped[str] = mapped_column(String(320))
    received_at: Mapped[datetime]
    constituent: Mapped[str] = mapped_column(Text, default="")
    quoted: Mapped[str] = mapped_column(String(64), default="")
    words: Mapped[str] = mapped_column(Text)
    procedure: Mapped[str] = mapped_column(String(64))
    procedure_from: Mapped[date]
    due: Mapped[date]
    answered_at: Mapped[datetime | None]


class EnquiryReply(Base):
    """The one answer to an enquiry: who signs it, and the words."""

    __tablename__ = "enquiry_replies"

    enquiry_id: Mapped[str] = mapped_column(ForeignKey("enquiries.id"), primary_key=True)
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    signed_by: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class EnquiryLink(Base):
    """An enquiry concerns a complaint. ``consented_at`` says when the constituent agreed that the office sees more."""

    __tablename__ = "enquiry_links"
    __table_args__ = (
        Index("uq_enquiry_link", "enquiry_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    enquiry_id: Mapped[str] = mapped_column(ForeignKey("enquiries.id"))
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    consented_at: Mapped[datetime | None]
    consented_by: Mapped[str | None] = mapped_column(ForeignKey("officers.id"))
    consent_how: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("officers.id"))


class OfficeProof(Base):
    """An office's address was proven in a browser session."""

    __tablename__ = "office_proofs"

    session_hash: Mapped[str] = mapped_column(ForeignKey("web_sessions.id_hash"), primary_key=True)
    address: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime]
