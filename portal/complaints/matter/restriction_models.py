"""Who must not see a matter: matters restricted by an officer, and the staff whom a matter is about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.matter.models import unique_while
from portal.db import Base, ComplaintId, OfficerId, new_id


class Restriction(Base):
    """An officer restricted a matter, with a reason. Services marked so need no row: their matters are restricted."""

    __tablename__ = "restrictions"
    __table_args__ = (unique_while("lifted_at IS NULL", "uq_restriction_standing", "complaint_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class NamedStaff(Base):
    """A matter is about this officer, who must not see it."""

    __tablename__ = "named_staff"
    __table_args__ = (unique_while("ended_at IS NULL", "uq_named_staff_standing", "officer_id", "complaint_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
