"""A complaint that is not sent yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.matter.models import _id
from portal.db import Base, ComplaintId, OfficerId, new_id


class Draft(Base):
    """What somebody has written and not sent yet; opened by its code, found by its random id in the address.

    ``answers`` maps question keys to what was typed. ``receipt_key`` travels into the complaint and decides
    "already sent". ``proven`` is the normalised address that was proven for this draft ("" when none).
    ``different_from`` holds the ids, parted by spaces, of matters the person said this is not about; ``again_of`` is
    the answered matter that this says has happened again.
    """

    __tablename__ = "drafts"

    id: Mapped[str] = _id()
    code_hmac: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt_key: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    channel: Mapped[str] = mapped_column(String(16), default="web")
    language: Mapped[str] = mapped_column(String(16), default="en")
    officer_id: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"), index=True)
    answers: Mapped[dict[str, Any]]
    proven: Mapped[str] = mapped_column(String(320), default="")
    different_from: Mapped[str] = mapped_column(Text, default="")
    again_of: Mapped[ComplaintId | None] = mapped_column(ForeignKey("complaints.id"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    code_noted_at: Mapped[datetime | None]
    complaint_id: Mapped[ComplaintId | None] = mapped_column(ForeignKey("complaints.id"))
