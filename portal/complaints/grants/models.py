"""What a browser session has proven."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class SessionProof(Base):
    """An address that was proven in a browser session: what may be listed there follows from it at every request."""

    __tablename__ = "session_proofs"

    session_hash: Mapped[str] = mapped_column(ForeignKey("web_sessions.id_hash"), primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_points.id"), primary_key=True)
    at: Mapped[datetime]
