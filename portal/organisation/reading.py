"""Turns the tables of a council's files into values, and says clearly what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, time
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from portal.organisation.model import LEFT_OUT, Shown, SomeTexts

Value = TypeVar("Value")


class CouncilFileError(ValueError):
    """The council's files cannot be used; the message says where and why, one line for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The council's files cannot be used:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = tuple(faults)


class TableReader:
    """Reads one table of a file, each key by the type of its field, and collects every fault."""

    def __init__(self, table: Mapping[str, object], *, where: str, faults: list[str]) -> None:
        self._table = table
        self._where = where
        self._faults = faults
        self._read: set[str] = set()

    def read(self, kind: type[Value]) -> Value:
        """The value that the table describes; a key of no field is a fault, for it may be misspelt."""
        hints = get_type_hints(kind, include_extras=True)
        found = {key: self._field(key, hint) for key, hint in hints.items() if key not in {"starts", "ends"}}
        if "starts" in hints:
            found["starts"], found["ends"] = self.dates()
        for key in self._table:
            if key not in self._read:
                self._faults.append(f"{self._where}: “{key}” is not a key that is used here")
        return kind(**found)

    def _field(self, key: str, hint: Any) -> Any:
        if hint in _READ:
            return _READ[hint](self, key)
        if get_origin(hint) is Literal:
            return self._one_of(key, get_args(hint))
        if is_dataclass(hint):
            return self._inside(self.table(key), cast("type[Any]", hint), where=f"[{key}]")
        left_out = LEFT_OUT in getattr(hint, "__metadata__", ())
        kind = get_args(get_args(hint)[0] if left_out else hint)[0]
        called = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()
        return tuple(
            self._inside(table, kind, where=f"{called} “{table.get('key', table.get('slug', '?'))}”")
            for table in self.tables(key, needed=not left_out)
        )

    def _inside(self, table: Mapping[str, object], kind: type[Any], *, where: str) -> Any:
        return TableReader(table, where=where, faults=self._faults).read(kind)

    def _one_of(self, key: str, possible: tuple[str, ...]) -> str:
        asked = self.text(key)
        return asked if asked in possible else self._fault(f"“{key}” must be one of {', '.join(possible)}", possible[0])

    def text(self, key: str) -> str:
        """A text that must be there and must not be empty."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        return self._fault(f"“{key}” must be a text", "")

    def shown(self, key: str) -> str:
        """A text that people read on pages, translated when it is shown."""
        value = self.text(key)
        return value if self._may_be_shown(key, value) else ""

    def shown_list(self, key: str) -> tuple[str, ...]:
        """A list of texts that people read on pages."""
        values = self.texts(key)
        return tuple(value for value in values if self._may_be_shown(key, value))

    def text_or_none(self, key: str) -> str | None:
        """A text that may be left out."""
        return self.text(key) if key in self._table else None

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """A list of texts; empty when it is not needed and not there."""
        value = self._take(key) if needed or key in self._table else []
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            return self._fault(f"“{key}” must be a list of texts", ())
        if needed and not value:
            return self._fault(f"“{key}” must not be empty", ())
        return tuple(value)

    def yes_or_no(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self._take(key) if key in self._table else False
        if isinstance(value, bool):
            return value
        return self._fault(f"“{key}” must be true or false", False)

    def whole_number(self, key: str) -> int:
        """A whole number of 0 or more that must be there."""
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        return self._fault(f"“{key}” must be a whole number", 0)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days; empty when it is not there."""
        value = self._take(key) if key in self._table else []
        if isinstance(value, list) and all(type(item) is date for item in value):
            return tuple(value)
        return self._fault(f"“{key}” must be a list of days like 2026-12-24", ())

    def clock_time(self, key: str) -> time:
        """A time of day that must be there."""
        value = self._take(key)
        if isinstance(value, time):
            return value
        return self._fault(f"“{key}” must be a time like 09:00:00", time(0))

    def dates(self) -> tuple[date, date | None]:
        """The first and the last day, both included; no last day means still there."""
        starts = self._take("from")
        ends = self._take("to") if "to" in self._table else None
        if type(starts) is not date:
            return self._fault("“from” must be a day like 2024-04-01", (date.min, None))
        if ends is not None and type(ends) is not date:
            return self._fault("“to” must be a day like 2025-03-31", (starts, None))
        if ends is not None and ends < starts:
            return self._fault("“to” is before “from”", (starts, None))
        return starts, ends

    def tables(self, key: str, *, needed: bool = True) -> list[Mapping[str, object]]:
        """A list of tables ([[key]] in the file) with at least one in it; empty when not needed and not there."""
        value = self._take(key)
        if value is None and not needed:
            return []
        if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            return value
        return self._fault(f"there must be at least one [[{key}]]", [])

    def table(self, key: str) -> Mapping[str, object]:
        """A table ([key] in the file) that must be there."""
        value = self._take(key)
        if isinstance(value, Mapping):
            return value
        return self._fault(f"there must be a [{key}]", {})

    def _may_be_shown(self, key: str, value: str) -> bool:
        # Words for translation go into pages as they are, so what HTML or gettext would take for its own is refused.
        if any(mark in value for mark in "<>&%"):
            return self._fault(f"“{key}” must not hold any of < > & %", False)
        return True

    def _take(self, key: str) -> object:
        self._read.add(key)
        return self._table.get(key)

    def _fault(self, what: str, instead: Value) -> Value:
        self._faults.append(f"{self._where}: {what}")
        return instead


_READ: dict[Any, Callable[[TableReader, str], Any]] = {
    str: TableReader.text,
    str | None: TableReader.text_or_none,
    Shown: TableReader.shown,
    tuple[Shown, ...]: TableReader.shown_list,
    tuple[str, ...]: TableReader.texts,
    SomeTexts: lambda reader, key: reader.texts(key, needed=False),
    bool: TableReader.yes_or_no,
    int: TableReader.whole_number,
    tuple[date, ...]: TableReader.days,
    time: TableReader.clock_time,
}
