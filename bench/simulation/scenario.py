"""The written scenario: who complains about what on which day, and which matter each act is truly about.

It is a file of one JSON line each: first how many matters and the seed, then persons, matters and acts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Does = Literal[
    "complain", "track", "letterbox", "code", "list", "mail", "call", "clients", "client_new",
    "answer", "acknowledge", "ask", "confirm", "decide",
    "agree", "refuse", "withdraw",
]  # fmt: skip
"""How an act is done: by the pages of a new complaint, by reference and private code, by the reference alone, by a
one-time code, from the list that a proven address opens, by mail, by phone; from an advocate's list of clients, and
a new complaint for one of them. Then what officers do, and what a person says about somebody who acts for them."""

AT_DESK = frozenset({"call", "answer", "acknowledge", "ask", "confirm", "decide"})
ABOUT_ACTING = frozenset({"ask", "confirm", "decide", "agree", "refuse", "withdraw"})
"""What is about the right to act for somebody, and not about the matter."""

Means = Literal["new", "add", "update", "not_done", "disagree", "again"]
"""What the person wants with it: a new matter, or something about one of their own."""

Quotes = Literal["", "right", "mistyped"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and how they are reached.

    ``alone`` is False where others use the address too; ``says_shared`` is what they answer about that.
    ``follows`` says that they do what a letter of the portal invites them to. ``whose`` is what a child says about
    the address it gives: mine or parent.
    """

    id: str
    name: str
    home: str
    postcode: str
    email: str = ""
    phone: str = ""
    alone: bool = True
    says_shared: str = "no"
    follows: bool = False
    whose: str = "mine"


@dataclass(frozen=True, slots=True)
class Matter:
    """A true matter: one happening of one person. Several people's matters may be one ``happening``."""

    id: str
    person: str
    kind: str
    thing: str
    service: str
    place: str
    happening: str
    after: str = ""
    """The answered matter it is a new incident of."""
    whom: str = ""
    """The person it is about, where somebody acts for them."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does on a day, and which matter it is about. ``words`` may hold ``{reference}``.

    ``spelling`` and ``slip`` say how a reference is written and which digit of a mistyped one is wrong. ``proves``:
    they type the six digits before they send. ``replies``: the mail answers a letter. ``remedy`` is an officer's.
    ``acting_as`` is the role of who acts for ``whom``; of people who complain together ``whom`` are the others.
    ``way``: the person affected is asked by email or by post.
    """

    id: str
    day: int
    does: Does
    means: Means
    person: str
    matter: str
    words: str
    wanted: str = ""
    happened: str = ""
    place: str = ""
    postcode: str = ""
    about: str = "me"
    acting_as: str = ""
    whom: str = ""
    way: str = ""
    clicks: int = 1
    quotes: Quotes = ""
    spelling: str = "grouped"
    slip: int = 0
    proves: bool = False
    replies: bool = False
    remedy: str = ""

    @property
    def follows_up(self) -> bool:
        """Whether somebody comes back to a matter of their own with it."""
        return self.means not in {"new", "again"} and self.does not in {"answer", "acknowledge"} | ABOUT_ACTING


@dataclass(slots=True)
class Scenario:
    """Everything that happens."""

    seed: int
    persons: dict[str, Person] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    def days(self) -> list[int]:
        """Return the days on which something happens, in order."""
        return sorted({act.day for act in self.acts})

    def on(self, day: int) -> list[Act]:
        """Return the acts of a day, in their order."""
        return [act for act in self.acts if act.day == day]

    def person_of(self, matter: str) -> Person:
        """Return whose matter it is."""
        return self.persons[self.matters[matter].person]

    def of_matter(self, matter: str) -> list[Act]:
        """Return the acts about a matter, in their order."""
        return [act for act in self.acts if act.matter == matter]


def write(scenario: Scenario, path: Path) -> None:
    """Write a scenario down."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for line in _lines(scenario):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(path: Path) -> Scenario:
    """Return what was written down."""
    made: Scenario | None = None
    for line in path.read_text("utf-8").splitlines():
        told: dict[str, Any] = json.loads(line)
        what = told.pop("what")
        if made is None:
            made = Scenario(told["seed"])
        elif what == "person":
            made.persons[told["id"]] = Person(**told)
        elif what == "matter":
            made.matters[told["id"]] = Matter(**told)
        else:
            made.acts.append(Act(**told))
    if made is None:
        raise ValueError("the file is empty")
    return made


def _lines(scenario: Scenario) -> Iterator[Mapping[str, object]]:
    yield {"what": "scenario", "seed": scenario.seed, "matters": len(scenario.matters)}
    for person in scenario.persons.values():
        yield {"what": "person", **asdict(person)}
    for matter in scenario.matters.values():
        yield {"what": "matter", **asdict(matter)}
    for act in scenario.acts:
        yield {"what": "act", **asdict(act)}
