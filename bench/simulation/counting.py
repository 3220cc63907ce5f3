"""What is worth knowing besides the figures that must hold."""

from __future__ import annotations

from collections.abc import Mapping

from bench.simulation.scenario import Act, Scenario
from bench.simulation.seen import Seen

_ON_A_PAGE = {"yours", "same"}


def counts(scenario: Scenario, seen: Seen) -> Mapping[str, object]:
    """Return counts by name: of references, of repeats that became follow-ups, of questions, and of the desk's acts."""
    repeats = [act for act in scenario.acts if act.does == "complain" and act.follows_up]
    turned = [act for act in repeats if seen.done.get(act.id) not in {None, "sent"}]
    proven = [act for act in repeats if act.proves and scenario.persons[act.person].alone]
    return {
        "people": len(scenario.persons),
        "acts": len(scenario.acts),
        "references_given": len({given.reference for given in seen.given}),
        "repeats": len(repeats),
        "turned_into_follow_ups": len(turned),
        "proven_at_once": _share([act for act in proven if act in turned], proven),
        "recognised": _share([act for act in proven if _suggested(scenario, seen, act)], proven),
        "asked_needlessly": sum(_needless(scenario, seen, act) for act in scenario.acts if act.does == "complain"),
        "letters_naming_a_reference": len(seen.named),
        "looked_at_while_held": len(seen.shown),
        **dict(sorted(seen.counts.items())),
    }


def _share(some: list[Act], of: list[Act]) -> float:
    return round(len(some) / len(of), 4) if of else 1.0


def _suggested(scenario: Scenario, seen: Seen, act: Act) -> bool:
    """Whether the portal said by itself, on a page of this act, which matter it looks like, and was right."""
    wishes = [one.wanted for one in scenario.of_matter(act.matter) if one.wanted]
    return any(_is_of(one.suggested, wishes) for one in seen.offered if one.act == act.id and one.where in _ON_A_PAGE)


def _needless(scenario: Scenario, seen: Seen, act: Act) -> bool:
    """Whether the portal suggested a matter to somebody who wrote about another."""
    matter = scenario.matters[act.matter]
    wishes = [one.wanted for one in scenario.of_matter(matter.after or matter.id) if one.wanted]
    return any(
        one.suggested and not _is_of(one.suggested, wishes)
        for one in seen.offered
        if one.act == act.id and one.where in _ON_A_PAGE
    )


def _is_of(asked: str, wishes: list[str]) -> bool:
    return asked != "" and any(wish.startswith(asked.removesuffix("…")) for wish in wishes)
