"""The people of the scenario: no name and no address is given to two of them unless the story says so."""

from __future__ import annotations

import random
import unicodedata

from bench.simulation.scenario import Person
from bench.simulation.telling import told_in

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


class People:
    """Makes persons, each with a home of their own."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        told = told_in("people")
        self._streets: list[str] = told["streets"]
        self._names = [f"{first} {last}" for first in told["first"] for last in told["last"]]
        chance.shuffle(self._names)
        self._homes: set[str] = set()
        self._number = 0

    def street(self, *, beside: str = "") -> str:
        """Return a street, another one than ``beside``."""
        return self._chance.choice([one for one in self._streets if one != beside])

    def person(
        self,
        *,
        reach: str = "email",
        street: str = "",
        like: Person | None = None,
        alone: bool = True,
        says_shared: str = "no",
        whose: str = "mine",
    ) -> Person:
        """Return a new person. ``like`` is whose home and e-mail they share."""
        self._number += 1
        name = self._names.pop()
        home = like.home if like else self._home(street or self.street())
        email = like.email if like else f"{_plain(name)}{self._number}@resident.example"
        return Person(
            id=f"p{self._number}",
            name=name,
            home=home,
            postcode=like.postcode if like else self._postcode(home),
            email=email if reach == "email" else "",
            phone=f"020 7946 {self._number % 10_000:04d}",
            alone=alone,
            says_shared=says_shared,
            follows=self._chance.random() < 0.5,
            whose=whose,
        )

    def _home(self, street: str) -> str:
        while True:
            home = f"{self._chance.randint(1, 190)} {street}"
            if home not in self._homes:
                self._homes.add(home)
                return home

    def _postcode(self, home: str) -> str:
        number, _space, street = home.partition(" ")
        at = self._streets.index(street)
        letters = _LETTERS[at % 20] + _LETTERS[(at // 20 * 7 + int(number) // 40) % 20]
        return f"EX{1 + at % 9} {1 + int(number) % 9}{letters}"


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return "".join(one if one.isalnum() else "." for one in folded)
