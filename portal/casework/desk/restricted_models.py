"""Matters opened in an emergency, and who read which matter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, ComplaintId, OfficerId, new_id


class EmergencyOpening(Base):
    """An officer opened a matter that is not theirs, with a reason; it stays open for them until ``until``."""

    __tablename__ = "emergency_openings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    until: Mapped[datetime]


class Reading(Base):
    """An officer had a page about a restricted matter, or one of social care, before them; never what was on it.

    ``what`` is the page's endpoint. Rows are only added.
    """

    __tablename__ = "reading_log"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(64))
