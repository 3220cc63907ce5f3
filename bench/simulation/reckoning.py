"""What is reckoned from what was seen, against the truth in the scenario; nothing here knows the portal.

A matter belongs to one person: of neighbours, of a couple, of a resident and a relative each has their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.page import squeezed
from bench.simulation.reckoning_acting import Acting
from bench.simulation.scenario import Act, Scenario
from bench.simulation.seen import Given, Seen


@dataclass(frozen=True)
class Reckoned:
    """The figures. ``faults`` say of each that is wrong which act or matter of the scenario it is."""

    matters: int
    living: float
    living_proven: float
    wrongly_joined: int
    unreached: int
    offered_to_wrong: int
    shown_before_consent: int
    letters_after_withdrawal: int
    stuck: int
    faults: Sequence[str]

    @property
    def holds(self) -> bool:
        """Whether every figure is what it must be."""
        wrong = (self.wrongly_joined, self.unreached, self.offered_to_wrong, self.stuck)
        told = (self.shown_before_consent, self.letters_after_withdrawal)
        return self.living == self.living_proven == 1.0 and not any(wrong + told)

    def as_json(self) -> dict[str, object]:
        """Return the figures by their names."""
        return {
            "matters": self.matters,
            "living_references_per_matter": round(self.living, 4),
            "living_references_per_matter_proven": round(self.living_proven, 4),
            "wrongly_joined": self.wrongly_joined,
            "unreached_follow_ups": self.unreached,
            "offered_to_wrong_person": self.offered_to_wrong,
            "shown_before_consent": self.shown_before_consent,
            "letters_after_withdrawal": self.letters_after_withdrawal,
            "stuck": self.stuck,
        }


def reckon(scenario: Scenario, seen: Seen) -> Reckoned:
    """Return the figures."""
    truth = _Truth(scenario, seen)
    living, proven, joined = _living(truth), _at_once(truth), _wrongly_joined(truth)
    unreached, offered = _unreached(truth), [*_offered(truth), *_named(truth)]
    acting = Acting(scenario, seen, truth.owner)
    shown, after = acting.shown_before_consent(), acting.letters_after_withdrawal()
    return Reckoned(
        matters=len(scenario.matters),
        living=_mean(living),
        living_proven=_mean(proven),
        wrongly_joined=len(joined),
        unreached=len(unreached),
        offered_to_wrong=len(offered),
        shown_before_consent=len(shown),
        letters_after_withdrawal=len(after),
        stuck=len(seen.stuck),
        faults=[
            *(f"{number} living references: {truth.told(matter)}" for matter, number in living.items() if number != 1),
            *(f"{number} references at once: {matter}" for matter, number in proven.items() if number != 1),
            *(f"wrongly joined: {one}" for one in joined),
            *(f"unreached: {one}" for one in unreached),
            *(f"offered to the wrong person: {one}" for one in offered),
            *(f"shown before consent: {one}" for one in shown),
            *(f"a letter after withdrawal: {one}" for one in after),
            *(f"stuck: {one}" for one in seen.stuck),
        ],
    )


class _Truth:
    """What was seen, beside what is true."""

    def __init__(self, scenario: Scenario, seen: Seen) -> None:
        self.scenario, self.seen = scenario, seen
        self.acts = {act.id: act for act in scenario.acts}
        self.opened = {one.reference: one for one in seen.opened}
        self.texts: dict[str, str] = {}
        for one in seen.opened:
            self.texts[one.living] = f"{self.texts.get(one.living, '')} {one.text}"
        self.by_matter: dict[str, list[Given]] = {matter: [] for matter in scenario.matters}
        self.owner: dict[str, str] = {}
        for given in seen.given:
            matter = self.acts[given.act].matter
            self.by_matter[matter].append(given)
            self.owner.setdefault(given.reference, matter)

    def living(self, matter: str) -> set[str]:
        """Return the living references that those given for a matter lead to; one that opens nothing leads nowhere."""
        return {self.opened[one.reference].living for one in self.by_matter[matter] if one.reference in self.opened}

    def told(self, matter: str) -> str:
        """Return a matter with its references and what the desk decided about them, to look for the cause."""
        given = sorted({one.reference for one in self.by_matter[matter]})
        decided = [one for one in self.seen.decided if any(reference in one for reference in given)]
        return f"{matter} {self.scenario.matters[matter].kind} ({', '.join(given)}); decided: {decided}"

    def says_so_too(self, living: str, words: str) -> bool:
        """Whether somebody wrote these words, among more perhaps, about a matter that this reference is of."""
        return any(words in self.said(act) and living in self.living(act.matter) for act in self.scenario.acts)

    def said(self, act: Act) -> str:
        """Return the words of an act as they were sent."""
        return squeezed(self.seen.said.get(act.id, ""))


def _living(truth: _Truth) -> Mapping[str, int]:
    return {matter: len(truth.living(matter)) for matter in truth.scenario.matters}


def _at_once(truth: _Truth) -> Mapping[str, int]:
    """Count the references given for each matter that was only ever sent with a proven address of one's own."""
    found = {}
    for matter in truth.scenario.matters:
        sent = [act for act in truth.scenario.of_matter(matter) if act.does == "complain"]
        if sent and truth.scenario.person_of(matter).alone and all(act.proves for act in sent):
            found[matter] = len({given.reference for given in truth.by_matter[matter]})
    return found


def _wrongly_joined(truth: _Truth) -> list[str]:
    """Return the matters whose reference leads to another's, and the acts whose words stand on another's alone."""
    found = []
    for matter in truth.scenario.matters:
        others = {truth.owner.get(living, matter) for living in truth.living(matter)} - {matter}
        found += [f"{matter} into {other}" for other in sorted(others)]
    for act in truth.scenario.acts:
        words = truth.said(act)
        if not words:
            continue
        theirs = truth.living(act.matter)
        stands = {living for living, text in truth.texts.items() if words in text and living not in theirs}
        stands -= {one for one in stands if truth.says_so_too(one, words)}
        found += [f"{act.id} on {truth.owner.get(one, one)}" for one in sorted(stands)]
    return found


def _unreached(truth: _Truth) -> list[str]:
    """Return the follow-ups whose words neither the person reads on their matter nor an officer at the desk."""
    found = []
    for act in truth.scenario.acts:
        if not act.follows_up:
            continue
        words = truth.said(act)
        theirs = [
            truth.opened[one.reference].text for one in truth.by_matter[act.matter] if one.reference in truth.opened
        ]
        desk = [truth.seen.at_desk.get(living, "") for living in truth.living(act.matter)]
        if not words or not any(words in text for text in [*theirs, *desk]):
            found.append(f"{act.id} ({act.does}, {act.means}) about {act.matter}")
    return found


def _offered(truth: _Truth) -> list[str]:
    """Return the lines that showed somebody what another person, or nobody of the scenario, asked for."""
    wishes: dict[str, list[str]] = {person: [] for person in truth.scenario.persons}
    for act in truth.scenario.acts:
        if act.wanted:
            wishes[act.person].append(act.wanted)
    return [
        f"{one.person} at {one.act} ({one.where})"
        for one in truth.seen.offered
        for asked in one.asked
        if not any(wish.startswith(asked.removesuffix("…")) for wish in wishes[one.person])
    ]


def _named(truth: _Truth) -> list[str]:
    """Return the letters that name a reference to an address its owner did not give."""
    found = []
    for letter in truth.seen.named:
        for reference in letter.references:
            matter = truth.owner.get(reference)
            if matter is None:
                continue
            person = truth.scenario.person_of(matter)
            own = {person.email, person.phone} if person.whose == "mine" else {person.phone}
            if letter.address not in own and person.home not in letter.address:
                found.append(f"a letter names {matter}")
    return found


def _mean(numbers: Mapping[str, int]) -> float:
    return sum(numbers.values()) / len(numbers) if numbers else 1.0
