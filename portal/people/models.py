"""Persons, contact points and one-time codes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, OfficerId, PersonId, new_id


class Person(Base):
    """Somebody who writes or is affected. One row per person and submission until an officer joins them.

    ``organisation`` is the one they write for, "" when none. ``under_18`` is what was said, or what ``born_on`` says
    on the day of sending. ``not_by`` names the ways (email, phone, post) not to be used, parted by spaces;
    ``needs_checked_at`` is when they last said on their page, or an officer asked, what helps; None never.
    """

    __tablename__ = "persons"

    id: Mapped[PersonId] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(16), default="en")
    preferred_language: Mapped[str] = mapped_column(Text, default="")
    adjustments: Mapped[str] = mapped_column(Text, default="")
    large_print: Mapped[bool] = mapped_column(default=False)
    wants_call: Mapped[bool] = mapped_column(default=False)
    safe_times: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(Text, default="")
    born_on: Mapped[date | None]
    under_18: Mapped[bool] = mapped_column(default=False)
    died: Mapped[bool] = mapped_column(default=False)
    not_by: Mapped[str] = mapped_column(String(32), default="")
    needs_checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ContactPoint(Base):
    """One way to reach a person: ``kind`` is email, phone or post.

    ``address`` is as typed, ``normal`` is what is compared. ``shared`` answers "does anyone else read messages
    sent here?": yes, no or unsure; "" when not asked. Ended when replaced; never deleted before the complaint is.
    ``given_by`` is somebody else who supplied it (a representative), None when the person did. ``whose`` says whose
    address a child gave: mine, parent, other, or unasked; "" for everybody else. Only "" and mine are written to.
    """

    __tablename__ = "contact_points"
    __table_args__ = (Index("ix_contact_points_normal", "kind", "normal"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(Text)
    normal: Mapped[str] = mapped_column(String(320))
    shared: Mapped[str] = mapped_column(String(8), default="")
    given_by: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"))
    whose: Mapped[str] = mapped_column(String(8), default="")
    added_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SafeContact(Base):
    """Nothing goes to this person by itself until an officer ends it; at most one stands for a person.

    ``instructions`` says how they can be reached safely, sealed under ``PORTAL_DATA_KEY``.
    """

    __tablename__ = "safe_contacts"
    __table_args__ = (
        Index(
            "uq_safe_contact_standing",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"))
    instructions: Mapped[bytes] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime]
    begun_by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class OneTimeCode(Base):
    """A six-digit code sent to an address, for one purpose, in the browser that asked.

    The digits exist only in the message: the worker makes them when it sends, and keeps an HMAC.
    ``subject`` is what the code is for (a draft's id, a grant's id), None when there is nothing to send.
    """

    __tablename__ = "one_time_codes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str | None] = mapped_column(String(32))
    browser_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hmac: Mapped[str] = mapped_column(String(64))
    code_hmac: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
