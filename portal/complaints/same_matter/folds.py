"""Deals trials into folds so that near-identical texts never stand on both sides."""

import random
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from portal.complaints.same_matter.trials import Trial

# From this many letters in a hundred on, two texts are one for this purpose.
NEARLY_THE_SAME = 80


def groups_of(trials: Sequence[Trial]) -> list[int]:
    """A group for each trial: trials with any two near-identical texts between them are in one group."""
    holders: dict[str, list[int]] = {}
    for place, trial in enumerate(trials):
        for report in (trial.new, *trial.old):
            holders.setdefault(report.text, []).append(place)
    leader = list(range(len(trials)))

    def lead(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    texts = list(holders)
    for text in texts:
        first = lead(holders[text][0])
        for _, _, near in process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME, limit=None):
            for place in holders[texts[near]]:
                leader[lead(place)] = first
    return [lead(place) for place in range(len(trials))]


def deal(groups: Sequence[int], *, folds: int, seed: int) -> list[int]:
    """The fold of each trial, whole groups together, in an order drawn with the seed."""
    every = sorted(set(groups))
    random.Random(seed).shuffle(every)  # noqa: S311 - nothing secret
    fold_of = {group: place % folds for place, group in enumerate(every)}
    return [fold_of[group] for group in groups]
