"""What was seen while the scenario was played: by residents with their own codes, in the mail folder, at the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Where = Literal["yours", "same", "list"]
Became = Literal["confirmed", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Given:
    """A reference that was given for an act, and the private code with it; "" when none came with it."""

    act: str
    reference: str
    code: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A page that showed somebody what we have from them: what each line says was asked for, as it stands there.

    ``suggested`` is the line that the page said looks like what they wrote, "" for none.
    """

    act: str
    person: str
    where: Where
    asked: tuple[str, ...]
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reference with its private code opens in the end: the living reference, and all the page says."""

    reference: str
    living: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A letter that names references, and to which address it went; ``number`` counts all letters from 0 on."""

    address: str
    references: tuple[str, ...]
    number: int = 0
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the right to act in a matter, and how many letters had gone out by then, to anybody."""

    matter: str
    became: Became
    letters: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed of a matter to somebody who may not see it then: all it says, and what says how it stands.

    ``stands`` is what became of their right to act, "" while it waits.
    """

    matter: str
    where: str
    text: str
    signs: tuple[str, ...]
    stands: str


@dataclass(slots=True)
class Seen:
    """Everything seen. ``done`` says by act what came of it, ``said`` the words as they were sent."""

    given: list[Given] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    staff: tuple[str, ...] = ()
    """The names of the officers."""
    at_desk: dict[str, str] = field(default_factory=dict)
    """By living reference, all that the desk's page of it says."""
    done: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    decided: list[str] = field(default_factory=list)
    """What the desk decided about pairs of references, in words."""
    stuck: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """Count one more of something worth telling."""
        self.counts[what] = self.counts.get(what, 0) + 1
