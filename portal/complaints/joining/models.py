"""Possible duplicates, and which matters were compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, ComplaintId, OfficerId


class PossibleDuplicate(Base):
    """A matter that may be the same as an earlier one, for an officer to decide.

    ``score`` is recognition's in hundredths; ``reasons`` its kinds and words. ``asked_at`` is when the person said
    that both are one. ``decision`` is same or different; None while it waits.
    """

    __tablename__ = "possible_duplicates"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    other_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True, index=True)
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    found_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class DuplicateLook(Base):
    """A new matter that was compared with the others, so that the worker does it once."""

    __tablename__ = "duplicate_looks"

    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    at: Mapped[datetime]
