"""Answers to the equality questions, apart from everything else, and the tables that were made of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, new_id


class EqualitySet(Base):
    """What was answered about one person in one financial year.

    No key leads from here to a person or a complaint: ``person_hmac`` is a keyed hash of person and year, and what
    was answered, with the few facts beside it, is in ``sealed``, always padded. The table has no row numbers of its
    own (SQLite), so that rows stand in the order of their random ids and not of their making.
    """

    __tablename__ = "equality_sets"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    year: Mapped[int] = mapped_column(index=True)
    person_hmac: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class EqualityRelease(Base):
    """The tables of a year as they were last shown, so that the next ones do not differ by a few people.

    ``sets`` is how many people had answered then, ``least`` the smallest number shown; ``tables`` holds only what was
    shown.
    """

    __tablename__ = "equality_releases"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sets: Mapped[int]
    least: Mapped[int]
    tables: Mapped[dict[str, Any]]
