"""What lets somebody act for another person, and the organisations advocates work for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, ComplaintId, OfficerId, PersonId, new_id


class Authority(Base):
    """One claim to act for somebody on one matter; somebody who claims again has a second row.

    ``person_id`` represents ``affected_id``. ``kind``, ``scope`` and ``state`` are those of
    `portal.complaints.acting.authority`; ``stage`` belongs to the scope one_stage. ``decide_by`` is the day by which an
    officer decides where nobody confirmed. ``contact_id`` is where the affected person was asked, ``evidence`` where
    it was found or what was shown, ``how`` the way it was confirmed. ``decision`` is answer_affected, not_personal or
    refuse; ``answer`` its words, which the representative reads. ``sees_others`` says that this representative may
    read what the others on the matter wrote.
    """

    __tablename__ = "authorities"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    affected_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    scope: Mapped[str] = mapped_column(String(12), default="everything")
    stage: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="claimed", index=True)
    claimed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact_points.id"))
    chased: Mapped[int] = mapped_column(default=0)
    decide_by: Mapped[date]
    settled_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    review_on: Mapped[date | None]
    how: Mapped[str | None] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_files.id"))
    checked_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    consulted: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))
    sees_others: Mapped[bool] = mapped_column(default=False)


class Organisation(Base):
    """A body whose advocates act for people."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))


class Membership(Base):
    """An advocate's work for an organisation, known by an e-mail address; leaving ends what they may see for it."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "normal", name="uq_membership_address"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    normal: Mapped[str] = mapped_column(String(320), index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    left_at: Mapped[datetime | None]
