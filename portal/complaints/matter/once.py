"""Inserting a row at most once: the database decides, not a look before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import Base


def insert_once(
    db: Session,
    table: type[Base],
    values: Mapping[str, Any],
    *,
    key: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> bool:
    """Insert a row unless one with the same unique ``key`` is there, and return whether it was inserted.

    ``where`` is the condition of a partial unique index. Look-then-insert passes on SQLite and fails on PostgreSQL,
    where this waits for the other transaction and then does nothing.
    """
    if db.get_bind().dialect.name == "postgresql":
        on_postgres = postgresql.insert(table).values(**values)
        statement: Any = on_postgres.on_conflict_do_nothing(index_elements=list(key), index_where=where)
    else:
        on_sqlite = sqlite.insert(table).values(**values)
        statement = on_sqlite.on_conflict_do_nothing(index_elements=list(key), index_where=where)
    return db.execute(statement.returning(*inspect(table).primary_key)).first() is not None
