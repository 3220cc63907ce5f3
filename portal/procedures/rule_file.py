"""Reads the tables of a rule file and says clearly, by file and key, what is wrong with them."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from portal.procedures.model import Term, Unit

_TERM = re.compile(r"([1-9]\d{0,2}) (working days?|months?)")

Value = TypeVar("Value")


class RuleFileError(ValueError):
    """A rule file cannot be used; the message names the file, the key and what it must be."""


class Table:
    """One table of a rule file. Keys that nobody read are refused by `finish`."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = values
        self._where = where
        self._read: set[str] = set()

    def fault(self, key: str, must: str) -> RuleFileError:
        """Return the error that this key must be something else."""
        return RuleFileError(f"{self._where}: {key} must be {must}")

    def text(self, key: str) -> str:
        """Return a text that must be there and not empty."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        raise self.fault(key, "a text")

    def one_of(self, key: str, known: Collection[str]) -> str:
        """Return a text that must be one of the known words."""
        value = self.text(key)
        if value in known:
            return value
        raise self.fault(key, f"one of {', '.join(sorted(known))}")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that must be there and not empty."""
        value = self._take(key)
        if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        raise self.fault(key, "a list of texts")

    def whole_number(self, key: str) -> int:
        """Return a whole number of 1 or more that must be there."""
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        raise self.fault(key, "a whole number, 1 or more")

    def yes_or_no(self, key: str) -> bool:
        """Return true or false; false when it is not there."""
        value = self._take(key) if key in self else False
        if isinstance(value, bool):
            return value
        raise self.fault(key, "true or false")

    def day(self, key: str) -> date:
        """Return a day that must be there."""
        value = self._take(key)
        if type(value) is date:
            return value
        raise self.fault(key, "a day such as 2026-11-20")

    def term(self, key: str) -> Term:
        """Return a term that must be there: "10 working days", "1 month"."""
        value = self._take(key)
        found = _TERM.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self.fault(key, "a term such as “10 working days” or “6 months”")
        unit = Unit.MONTHS if found[2].startswith("month") else Unit.WORKING_DAYS
        return Term(int(found[1]), unit)

    def when_there(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """Return what `read` makes of the key, or None when it is not there."""
        return read(key) if key in self else None

    def table(self, key: str) -> "Table":
        """Return a table that must be there."""
        value = self._take(key)
        if isinstance(value, dict):
            return Table(value, f"{self._where}: {key}")
        raise self.fault(key, "a table")

    def tables(self, key: str, *, needed: bool = True) -> "list[Table]":
        """Return a list of tables, in the order of the file; empty when it is not needed and not there."""
        value = self._take(key) if needed or key in self else []
        if isinstance(value, list) and (value or not needed) and all(isinstance(item, dict) for item in value):
            return [Table(item, f"{self._where}: {key} {number}") for number, item in enumerate(value, start=1)]
        raise self.fault(key, "a list of tables")

    def finish(self) -> None:
        """Refuse keys that nobody has read. Raises RuleFileError."""
        unknown = sorted(self._values.keys() - self._read)
        if unknown:
            raise RuleFileError(f"{self._where}: unknown key {', '.join(unknown)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def _take(self, key: str) -> object:
        self._read.add(key)
        if key not in self._values:
            raise RuleFileError(f"{self._where}: {key} is missing")
        return self._values[key]


def read(path: Path) -> Table:
    """Return the outermost table of a TOML file. Raises RuleFileError when it cannot be read."""
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"{path.name}: {error}") from error
