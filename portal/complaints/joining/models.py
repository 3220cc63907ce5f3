"""What is kept so that a matter stays one: chases, proofs in a session, and possible duplicates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Chase(Base):
    """The person wants to hear something: how it goes (update), or when a promised remedy comes (remedy).

    One clock of each kind runs for a matter at a time. It counts against the answer and never against the person.
    """

    __tablename__ = "chases"
    __table_args__ = (
        Index(
            "uq_chase_open",
            "complaint_id",
            "kind",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaints.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("officers.id"))
    channel: Mapped[str] = mapped_column(String(16))
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None]


class SessionProof(Base):
    """An address that was proven in a browser session: what may be listed there follows from it at every request."""

    __tablename__ = "session_proofs"

    session_hash: Mapped[str] = mapped_column(ForeignKey("web_sessions.id_hash"), primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_points.id"), primary_key=True)
    at: Mapped[datetime]


class PossibleDuplicate(Base):
    """A matter that may be the same as an earlier one, for an officer to decide.

    ``score`` is recognition's in hundredths; ``reasons`` its kinds and words. ``asked_at`` is when the person said
    that both are one. ``decision`` is same or different; None while it waits.
    """

    __tablename__ = "possible_duplicates"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("complaints.id"), primary_key=True, index=True)
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    found_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("officers.id"))


class DuplicateLook(Base):
    """A new matter that was compared with the others, so that the worker does it once."""

    __tablename__ = "duplicate_looks"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    at: Mapped[datetime]
