"""What every story is told with: people, matters, acts and words, put into a scenario."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from bench.simulation.people import People
from bench.simulation.scenario import Act, Does, Matter, Means, Person, Scenario
from bench.simulation.telling import Teller, Thing, things

_FIRST_DAYS = 4
_ANSWERED_AFTER = 5
_SPELLINGS = ("grouped", "plain", "hyphens", "dotted")


@dataclass
class Told:
    """One matter while its story is told."""

    matter: Matter
    thing: Thing
    person: Person
    place: str
    day: int


class Storyteller:
    """Adds stories to a scenario."""

    def __init__(self, scenario: Scenario, chance: random.Random) -> None:
        self.scenario = scenario
        self.chance = chance
        self.people = People(chance)
        self.teller = Teller(chance)

    def person(self, **given: Any) -> Person:
        """Return a new person of the scenario."""
        made = self.people.person(**given)
        self.scenario.persons[made.id] = made
        return made

    def day(self) -> int:
        """Return a day on which a story may begin."""
        return self.chance.randrange(_FIRST_DAYS)

    def proves(self) -> bool:
        """Return whether somebody proves their address before sending."""
        return self.chance.random() < 0.55

    def thing(self, at: str = "") -> Thing:
        """Return something that goes wrong, at home or in the street when it matters."""
        return self.chance.choice([one for one in things() if at in {"", one.at}])

    def quotes(self) -> str:
        """Return how a reference is quoted."""
        return self.chance.choice(["", "right", "right", "mistyped"])

    def matter(
        self,
        kind: str,
        person: Person,
        thing: Thing,
        *,
        day: int,
        place: str = "",
        after: Told | None = None,
        happening: str = "",
        whom: Person | None = None,
    ) -> Told:
        """Return a new true matter of a person; ``whom`` is it about, where they act for somebody."""
        number = len(self.scenario.matters) + 1
        home = (whom or person).home
        place = place or (home if thing.at == "home" else home.partition(" ")[2])
        made = Matter(
            id=f"m{number}",
            person=person.id,
            kind=kind,
            thing=thing.name,
            service=thing.service,
            place=place,
            happening=happening or f"h{number}",
            after=after.matter.id if after else "",
            whom=whom.id if whom else "",
        )
        self.scenario.matters[made.id] = made
        return Told(made, thing, person, place, day)

    def begun(self, told: Told, *, does: Does = "complain", other: bool = False, **more: Any) -> None:
        """Let a matter be told of for the first time."""
        words, wanted, happened = self.teller.first(told.thing, told.place, told.day, other=other)
        self.act(told, told.day, does, "new", words, wanted=wanted, happened=happened, **more)

    def act(self, told: Told, day: int, does: Does, means: Means, words: str, **more: Any) -> None:
        """Add an act; what a form asks beside the words is sometimes left out."""
        where = {"place": told.place if self.chance.random() < 0.6 else "", "postcode": told.person.postcode}
        given = {
            "id": f"a{len(self.scenario.acts) + 1}",
            "person": told.person.id,
            "matter": told.matter.id,
            "spelling": self.chance.choice(_SPELLINGS),
            "slip": self.chance.randrange(12),
        }
        self.scenario.acts.append(Act(day=day, does=does, means=means, words=words, **{**given, **where, **more}))

    def complains_again(self, told: Told, after: int, *, proves: bool, quotes: str = "", **more: Any) -> None:
        """Let somebody send a new complaint about a matter we have already."""
        words = self.teller.repeated(told.thing, told.place, after, quote=bool(quotes))
        means: Means = self.chance.choice(["add", "add", "update"])
        wanted = self.teller.wish(told.thing, told.place)
        self.act(told, told.day + after, "complain", means, words, wanted=wanted, proves=proves, quotes=quotes, **more)

    def chases(self, told: Told, after: int, does: Does, *, quotes: str = "", **more: Any) -> None:
        """Let somebody ask how it goes."""
        words = self.teller.chased(told.thing, told.place, after, quote=bool(quotes))
        means: Means = self.chance.choice(["add", "update"])
        self.act(told, told.day + after, does, means, words, quotes=quotes, **more)

    def answered(self, told: Told, after: int = _ANSWERED_AFTER) -> None:
        """Let an officer answer."""
        reasons, remedy = self.teller.answer(told.thing)
        self.act(told, told.day + after, "answer", "add", reasons, remedy=remedy)

    def begun_for(self, told: Told, whom: Person, role: str, *, does: Does = "complain", proves: bool) -> None:
        """Let somebody complain for another person, and an officer acknowledge it on the next day."""
        words, wanted, happened = self.teller.for_somebody(told.thing, told.place, told.day, whom.name, role)
        for_them = {"about": "other", "acting_as": role, "whom": whom.name, "postcode": whom.postcode}
        self.act(told, told.day, does, "new", words, wanted=wanted, happened=happened, proves=proves, **for_them)
        reasons, remedy = self.teller.answer(told.thing)
        self.act(told, told.day + 1, "acknowledge", "add", reasons, remedy=remedy)

    def about_acting(self, told: Told, after: int, does: Does, *, words: str = "", **more: Any) -> None:
        """Let the desk or the person affected do something about the right to act for them."""
        self.act(told, told.day + after, does, "add", words, person=told.matter.whom, **more)
