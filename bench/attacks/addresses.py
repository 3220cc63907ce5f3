"""Every address of the portal, from its own route table, with ids put in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

_LINE = re.compile(r"^(\S+)\s+((?:[A-Z]+, )*[A-Z]+)\s+(/.*?)\s*$")
_PART = re.compile(r"<(?:(?P<converter>\w+)(?:\((?P<options>[^)]*)\))?:)?(?P<name>\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the route table: its name, its methods, and its path with places for ids."""

    endpoint: str
    methods: frozenset[str]
    rule: str

    @property
    def is_desk(self) -> bool:
        """Whether the address is the desk's."""
        return self.rule == "/desk" or self.rule.startswith("/desk/")

    @property
    def names(self) -> set[str]:
        """What its ids are called."""
        return {part["name"] for part in _PART.finditer(self.rule)}

    def path(self, ids: Mapping[str, str]) -> str:
        """Return the path with these ids; what has none gets its first choice, or an invented one."""

        def put(part: re.Match[str]) -> str:
            if part["name"] in ids:
                return ids[part["name"]]
            if part["converter"] == "any":
                return part["options"].split(",")[0].strip(" '\"")
            return "1" if part["converter"] == "int" else invented()

        return _PART.sub(put, self.rule)


def read(route_table: str) -> list[Address]:
    """Read what `flask routes` prints. Raises ValueError when there is nothing in it."""
    found = []
    for line in route_table.splitlines():
        fits = _LINE.match(line)
        if fits and not fits[3].startswith("/static"):
            found.append(Address(fits[1], frozenset(fits[2].split(", ")), fits[3]))
    if not found:
        raise ValueError("there are no addresses in the route table")
    return found


def invented() -> str:
    """Return an id that nothing has."""
    return secrets.token_hex(16)
