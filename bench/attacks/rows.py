"""The portal's SQLite file, read from outside: ids, and whether anything in it has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# What is written of every visit, whatever becomes of the request: who knocked, who read, when somebody was seen.
_OF_VISITS = frozenset({"attempts", "reading_log"})
_SEEN = {"web_sessions": "id_hash, kind, begun_at, ended_at"}


class Rows:
    """Reads one database file, and never writes."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        """Return the rows of a query."""
        with self._reader() as reader:
            return list(reader.execute(statement, values))

    def one(self, statement: str, *values: str) -> str:
        """Return the one value of a query, as text. Raises LookupError when there is no row."""
        for row in self.all(statement, *values):
            return str(row[0])
        raise LookupError(statement)

    def first_id(self, table: str) -> str | None:
        """Return an id of a table, None when it is empty."""
        found = self.all(f'SELECT id FROM "{table}" LIMIT 1')  # noqa: S608 -- our own names
        return str(found[0][0]) if found else None

    def state(self) -> dict[str, str]:
        """Return a hash of each table's rows, but for what is written of every visit."""
        with self._reader() as reader:
            names = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: _hash(reader, name) for name in names if name not in _OF_VISITS}

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as reader:
            reader.execute("BEGIN")
            yield reader


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the tables that differ."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _hash(reader: sqlite3.Connection, table: str) -> str:
    rows = reader.execute(f'SELECT {_SEEN.get(table, "*")} FROM "{table}"')  # noqa: S608 -- our own names
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
