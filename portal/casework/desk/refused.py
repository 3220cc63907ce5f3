"""Turns what the database refuses into words for an officer, by the name of the constraint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db import Base
from portal.errors import Refusal
from portal.i18n import lazy

MESSAGES = {
    "uq_acknowledgement_stage": lazy("Somebody else has just acknowledged this. Your words are still here."),
    "uq_reply_stage": lazy("Somebody else has just answered this. Your words are still here."),
}


@contextmanager
def by_name(db: Session) -> Iterator[None]:
    """Flush at the end of the block; a unique constraint that says no becomes a Refusal with its name as code.

    Anything the table of messages does not know is raised as it came.
    """
    try:
        yield
        db.flush()
    except IntegrityError as error:
        name = constraint_of(error)
        if name not in MESSAGES:
            raise
        raise Refusal(name, MESSAGES[name]) from error


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the unique constraint that refused, "" when it cannot be told.

    PostgreSQL names it; SQLite names its columns, which are looked up among the tables.
    """
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    _before, found, columns = str(error.orig).partition("UNIQUE constraint failed: ")
    return _by_columns().get(frozenset(columns.split(", ")), "") if found else ""


def _by_columns() -> dict[frozenset[str], str]:
    return {
        frozenset(f"{table.name}.{column.name}" for column in constraint.columns): str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
