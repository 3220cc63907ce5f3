"""Letters: a row written with the facts, sent after the commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, PersonId, new_id


class Letter(Base):
    """One message to one recipient. The time stamps are its status: made, sent, given up or cancelled.

    ``channel`` is email, sms or post. ``queue`` groups what one recipient is owed, sent in order of ``made_at``.
    ``secret`` names what is filled in only while sending (``{"tracking_code": grant id}``); the digits are
    never stored. ``not_before`` holds a letter back until then; ``held_at`` says that it waits for an officer, because
    its reader is to be reached safely. ``tried_at`` is when a worker took it, None again
    when it did not leave and waits for its next try. ``goes_with`` is the letter that leaves for this one too, when
    there are too many in a day. ``reply_hmac`` is the keyed hash of the token in the address
    that replies come to, None for letters that nobody answers by mail.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_owed", "sent_at", "given_up_at", "cancelled_at", "made_at"),
        Index("uq_letters_reply_hmac", "reply_hmac", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(8))
    queue: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("persons.id"), index=True)
    recipient: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16), default="en")
    large_print: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    secret: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    reply_hmac: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    goes_with: Mapped[str | None] = mapped_column(String(32), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


def undone() -> ColumnElement[bool]:
    """Letters that are neither sent nor given up nor cancelled."""
    return and_(Letter.sent_at.is_(None), Letter.given_up_at.is_(None), Letter.cancelled_at.is_(None))
