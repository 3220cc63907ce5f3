"""Officers."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class Officer(UserMixin, Base):
    """A member of staff. ``totp_step`` is the last time step used, so that a code works once."""

    __tablename__ = "officers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    phone: Mapped[str] = mapped_column(Text, default="")
    team: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(24))
    password_hash: Mapped[str] = mapped_column(Text)
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary)
    totp_step: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
