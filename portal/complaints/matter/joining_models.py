"""What staff join, part and group: matters of one person become one, one becomes two, many get one lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.matter.models import unique_while
from portal.db import Base, ComplaintId, OfficerId, PersonId, new_id


def _id() -> Mapped[Any]:
    return mapped_column(String(32), primary_key=True, default=new_id)


def _complaint() -> Mapped[Any]:
    return mapped_column(ForeignKey("complaints.id"), index=True)


class Merge(Base):
    """One matter was joined into another of the same person; a matter is merged once at a time.

    ``kept_id`` is the matter it was joined into, ``surviving_id`` the one that is alive at the end when that one was
    joined into a third. ``promises`` holds ids: ``replaced`` are the merged matter's, ``given`` pairs what the
    survivor promised anew with what stood there before. ``raised`` says that the survivor became urgent by it.
    ``known_by`` says how it is known that one person wrote both: proof (a contact both proved), check (an officer made
    sure who it is) or word (two officers agreed, and nothing shows it: each side sees only its own, threat T35).
    """

    __tablename__ = "merges"
    __table_args__ = (unique_while("undone_at IS NULL", "uq_merge_standing", "merged_id"),)

    id: Mapped[str] = _id()
    kept_id: Mapped[ComplaintId] = _complaint()
    merged_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"))
    surviving_id: Mapped[ComplaintId] = _complaint()
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    promises: Mapped[dict[str, Any]]
    raised: Mapped[bool] = mapped_column(default=False)
    known_by: Mapped[str] = mapped_column(String(8), default="proof", server_default="proof")
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class SamePerson(Base):
    """An officer's word, with a reason, that two rows of persons are one human being. Withdrawn with the merge."""

    __tablename__ = "same_persons"

    id: Mapped[str] = _id()
    one_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    other_id: Mapped[PersonId] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    withdrawn_at: Mapped[datetime | None]


class Split(Base):
    """One submission became two matters. ``message_id`` is set when a later message was set apart."""

    __tablename__ = "splits"
    __table_args__ = (UniqueConstraint("second_id", name="uq_split_second"),)

    id: Mapped[str] = _id()
    first_id: Mapped[ComplaintId] = _complaint()
    second_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"))
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    at: Mapped[datetime]
    by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[OfficerId | None] = mapped_column(ForeignKey("officers.id"))


class Group(Base):
    """Matters that belong together and stay apart, with one lead. Only officers ever see it."""

    __tablename__ = "groups"

    id: Mapped[str] = _id()
    lead_id: Mapped[ComplaintId] = _complaint()
    made_at: Mapped[datetime]
    made_by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))


class GroupMember(Base):
    """A matter in a group, from when until when; in one group at a time."""

    __tablename__ = "group_members"
    __table_args__ = (unique_while("left_at IS NULL", "uq_group_member", "complaint_id"),)

    id: Mapped[str] = _id()
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"), index=True)
    complaint_id: Mapped[ComplaintId] = mapped_column(ForeignKey("complaints.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[OfficerId] = mapped_column(ForeignKey("officers.id"))
    left_at: Mapped[datetime | None]
