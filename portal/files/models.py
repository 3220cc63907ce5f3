"""Stored files: what is known of each. Which complaint one belongs to is not known here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class StoredFile(Base):
    """One file as somebody sent it, after checking and cleaning.

    ``sha256`` is the name of its content on disk; the same content sent twice is two rows and one file there.
    ``label`` is its own name, made safe. ``state`` is held (not scanned), clean, refused (by the scanner) or released
    (by an officer, unscanned). ``scan_tried_at`` is when the scanner last could not say what a held file is.
    ``active`` says that it holds scripts, embedded files or links that load by themselves.
    """

    __tablename__ = "stored_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    label: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(12), default="held")
    active: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    scan_tried_at: Mapped[datetime | None]

    @property
    def stands_at(self) -> str:
        """The state as officers read it: a held file either waits, or could not be scanned."""
        return "not_scanned" if self.state == "held" and self.scan_tried_at is not None else self.state
