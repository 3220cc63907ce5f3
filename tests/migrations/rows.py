"""One row in every table of a database as it stands, and what is in it, to compare before and after a migration."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Engine, MetaData, Table, func, select, text, types

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
# Table → its columns' names, and its rows as they sort.
Content = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]


def tables(engine: Engine) -> list[Table]:
    """Return the tables as the database has them, those pointed at before those that point."""
    found = MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(engine: Engine) -> None:
    """Put a row into every table; a column that points somewhere points at the row there."""
    with engine.begin() as connection:
        for table in tables(engine):
            row = {column.name: _value(connection, table, column) for column in table.columns}
            connection.execute(table.insert().values(row))


def content(engine: Engine) -> Content:
    """Return every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: (
                tuple(column.name for column in table.columns),
                sorted((tuple(row) for row in connection.execute(select(table))), key=repr),
            )
            for table in tables(engine)
        }


def triggers(engine: Engine) -> set[str]:
    """Return the names of the triggers that somebody made."""
    of = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        return set(connection.scalars(text(of[engine.dialect.name])))


def broken_keys(engine: Engine) -> list[str]:
    """Return the foreign keys that point at nothing."""
    wrong = []
    with engine.connect() as connection:
        for table in tables(engine):
            for key in table.foreign_keys:
                lost = select(func.count()).where(key.parent.is_not(None), key.parent.not_in(select(key.column)))
                wrong += [f"{table.name}.{key.parent.name}"] * connection.scalars(lost).one()
    return wrong


def _value(connection: Any, table: Table, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return connection.execute(select(key.column)).scalars().first()
    kind = column.type
    plain: list[tuple[type[Any], Any]] = [
        (types.Boolean, True),
        (types.DateTime, AT),
        (types.Date, date(2026, 11, 18)),
        (types.JSON, {"شكرا": [1, "two"]}),
        (types.LargeBinary, b"\x00\xff"),
        (types.Integer, 7),
    ]
    for wanted, value in plain:
        if isinstance(kind, wanted):
            return value
    if isinstance(kind, types.String):
        return f"{table.name} {column.name} ж"[: kind.length]
    raise TypeError(f"no value for {table.name}.{column.name}, a {kind!r}")
