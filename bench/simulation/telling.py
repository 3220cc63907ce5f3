"""How people tell what happened: always the same words from the same random numbers, and never twice the same."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPOS = 0.2
_MOST_TRIES = 500


@cache
def told_in(name: str) -> dict[str, Any]:
    """Return what one of the simulation's TOML files holds."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Thing:
    """A thing that goes wrong. ``at`` is home or street."""

    service: str
    name: str
    at: str
    problems: tuple[str, ...]
    wanted: tuple[str, ...]


@cache
def things() -> tuple[Thing, ...]:
    """Return everything that can go wrong."""
    return tuple(
        Thing(one["service"], one["name"], one["at"], tuple(one["problems"]), tuple(one["wanted"]))
        for one in told_in("things")["things"]
    )


class Teller:
    """Makes words, each once."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._frames: dict[str, list[str]] = told_in("frames")
        self._said: set[str] = set()

    def when(self, day: int) -> tuple[str, str]:
        """Return a time before a day of the scenario, and its weekday."""
        weekday = _DAYS[(day - self.chance.randint(1, 4)) % 7]
        return self.chance.choice(
            [f"on {weekday}", f"last {weekday}", f"on {weekday} morning", f"{weekday} night"]
        ), weekday

    def first(self, thing: Thing, place: str, day: int, *, other: bool = False) -> tuple[str, str, str]:
        """Return words, what is wanted and when it was, of somebody who complains."""
        when, weekday = self.when(day)

        def make() -> str:
            return self._joined(
                [
                    self._one("openings"),
                    self._one("other") if other else "",
                    self.chance.choice(thing.problems).format(place=place),
                    self._one("whens").format(when=when, day=weekday),
                    *self.chance.sample(self._frames["effects"], self.chance.randint(1, 2)),
                    self._one("ends"),
                ]
            )

        return self._fresh(make), self.wish(thing, place), when

    def repeated(self, thing: Thing, place: str, days: int, *, quote: bool = False) -> str:
        """Return words of somebody who complains about the same again."""

        def make() -> str:
            return self._joined(
                [
                    self._one("openings"),
                    self._one("repeats").format(ago="yesterday" if days == 1 else f"{days} days ago"),
                    self.chance.choice(thing.problems).format(place=place),
                    self._quoted(quote),
                    self._one("effects"),
                    self._one("ends"),
                ]
            )

        return self._fresh(make)

    def chased(self, thing: Thing, place: str, days: int, *, quote: bool = False) -> str:
        """Return words of somebody who asks how it goes."""
        return self._about("chases", thing, place, days=days, quote=quote)

    def unhappy(self, means: str, thing: Thing, place: str, *, quote: bool = False) -> str:
        """Return words about an answer: ``means`` is not_done or disagree."""
        return self._about(means, thing, place, quote=quote)

    def happened_again(self, thing: Thing, place: str, day: int) -> tuple[str, str, str]:
        """Return words, what is wanted and when it was, about a new incident after a good answer."""
        when, _weekday = self.when(day)
        problem = self.chance.choice(thing.problems).format(place=place)

        def make() -> str:
            told = self._one("again").format(when=when, problem=problem)
            return self._joined([self._one("openings"), told, self._one("effects"), self._one("ends")])

        return self._fresh(make), self.wish(thing, place), when

    def for_somebody(self, thing: Thing, place: str, day: int, whom: str, role: str) -> tuple[str, str, str]:
        """Return words, what is wanted and when it was, of somebody who writes for another person in a role."""
        opening = self._one("for_somebody").format(relation=self._one(f"whom_of_{role}"), whom=whom)
        words, wanted, when = self.first(thing, place, day)
        return f"{opening} {words}", wanted, when

    def answer(self, thing: Thing) -> tuple[str, str]:
        """Return an officer's reasons and what is promised."""
        return self._one("answers").format(name=thing.name), self._one("remedies").format(name=thing.name)

    def refusal(self) -> str:
        """Return how an officer says that the council does not go on with somebody who acts for another person."""
        return self._one("not_with_you")

    def wish(self, thing: Thing, place: str) -> str:
        """Return what would put it right."""

        def make() -> str:
            return self._joined([self.chance.choice(thing.wanted).format(place=place), self._one("besides")])

        return self._fresh(make)

    def _about(self, frame: str, thing: Thing, place: str, *, quote: bool, days: int = 0) -> str:
        def make() -> str:
            told = self._one(frame).format(name=thing.name, place=place, days=days)
            more = self.chance.sample(self._frames["more"], 2)
            return self._joined([self._one("openings"), told, self._quoted(quote), *more, self._one("ends")])

        return self._fresh(make)

    def _quoted(self, quote: bool) -> str:
        return self._one("quotes") if quote else ""

    def _one(self, frame: str) -> str:
        return self.chance.choice(self._frames[frame])

    def _joined(self, parts: list[str]) -> str:
        words = " ".join(part for part in parts if part)
        return self._slipped(words) if self.chance.random() < _TYPOS else words

    def _slipped(self, words: str) -> str:
        """Let two letters change places in a long word that is no name."""
        found = [one for one in re.finditer(r"\b[a-z]{6,}\b", words) if one[0] != "reference"]
        if not found:
            return words
        one = self.chance.choice(found)
        at = one.start() + self.chance.randint(1, len(one[0]) - 3)
        return words[:at] + words[at + 1] + words[at] + words[at + 2 :]

    def _fresh(self, make: Callable[[], str]) -> str:
        for _try in range(_MOST_TRIES):
            words = make()
            if words not in self._said:
                self._said.add(words)
                return words
        raise ValueError("there are not words enough for so many matters")
