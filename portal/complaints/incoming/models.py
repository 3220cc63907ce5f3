"""Mail that came in, kept whole, with what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.matter.models import _id
from portal.db import Base, ComplaintId, OfficerId, new_id


class InboundMail(Base):
    """One mail. The same bytes are one row; residents never read one, only words that were put onto their matter.

    ``sender`` is what From says, which proves nothing. ``quoted`` is the tail under the new ``words``.
    ``attachments`` lists name, type and size, and once they were taken in (``files_at``) why each was refused, "" of
    one that is evidence now. ``letter_id`` is the letter whose reply address it came to,
    ``answers_id`` one it answers or, for a bounce, that came back: only a hint. ``why`` says why it did not go onto
    a matter by itself. ``decision`` is added, repeat or automatic (the portal's), accepted, kept_apart or draft (an
    officer's), None while it waits; a draft that was thrown away makes it wait again, so ``draft_id`` is no key.
    """

    __tablename__ = "inbound_mail"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    message_key: Mapped[str] = mapped_column(String(64), index=True)
    received_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    size: Mapped[int]
    sender: Mapped[str] = mapped_column(Text)
    sender_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    quoted: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[Any]]
    dmarc: Mapped[str] = mapped_column(String(12))
    automatic: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(String(16))
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letters.id"), index=True)
    answers_id: Mapped[str | None] = mapped_column(ForeignKey("letters.id"), index=True)
    decision: Mapped[str | None] = mapped_column(String(12), index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    draft_id: Mapped[str | None] = mapped_column(String(32), index=True)
    complaint_id: Mapped[ComplaintId | None] = mapped_column(ForeignKey("complaints.id"), index=True)
    files_at: Mapped[datetime | None]


class InboundRaw(Base):
    """The mail's bytes as they came; of one that was too large, its head."""

    __tablename__ = "inbound_raw"

    mail_id: Mapped[str] = mapped_column(ForeignKey("inbound_mail.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LetterboxMessage(Base):
    """Words posted with a reference and no code. Without a complaint it waits in the triage tray.

    ``decision`` is accepted, kept_apart or placed; None while it waits for an officer.
    """

    __tablename__ = "letterbox_messages"

    id: Mapped[str] = _id()
    at: Mapped[datetime]
    typed_reference: Mapped[str] = mapped_column(Text)
    complaint_id: Mapped[ComplaintId | None] = mapped_column(ForeignKey("complaints.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
