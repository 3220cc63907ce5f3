"""Officers, and links that sign them in once."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, OfficerId, new_id


class Officer(UserMixin, Base):
    """A member of staff. ``totp_step`` is the last time step used, so that a code works once.

    ``first_password_until`` is set while the password is one that somebody else made: it opens only the page that
    changes it, and nothing after that instant.
    """

    __tablename__ = "officers"

    id: Mapped[OfficerId] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    phone: Mapped[str] = mapped_column(Text, default="")
    team: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(24))
    password_hash: Mapped[str] = mapped_column(Text)
    totp_secret: Mapped[bytes] = mapped_column(LargeBinary)
    totp_step: Mapped[int] = mapped_column(default=0)
    first_password_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class OneTimeSignIn(Base):
    """A link that signs an officer in once, in demo mode only; the token itself is not kept."""

    __tablename__ = "one_time_sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
