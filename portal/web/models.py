"""Sessions (the row decides at every request, the cookie only names it) and counted tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, OfficerId, new_id


class WebSession(Base):
    """One browser's session, of a resident or of an officer.

    ``officer_id`` is set for the desk only; what a resident's session opens is kept by complaints (unlockings).
    """

    __tablename__ = "web_sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    officer_id: Mapped[OfficerId | None] = mapped_column(String(32), index=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    reauthenticated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at a secret, or one message to an address, counted by the HMAC of what was typed."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key", "kind", "key_hmac", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    key_hmac: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
