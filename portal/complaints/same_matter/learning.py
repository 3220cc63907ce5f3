"""Learns a model from trials: which traits each head weighs, what is expected of them, and how firmly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from portal.complaints.same_matter.deciding import Seen
from portal.complaints.same_matter.fitting import Case, Wanted, fit
from portal.complaints.same_matter.folds import deal
from portal.complaints.same_matter.model import Head, Model
from portal.complaints.same_matter.traits import Traits
from portal.complaints.same_matter.trials import Trial

# A second reference weighs as much as two clicks too many; asking is worth it from a likelihood of 1 / (1 + 2).
CLICKS_FOR_A_SECOND_REFERENCE = 2
ASK_FROM = round(1 / (1 + CLICKS_FOR_A_SECOND_REFERENCE), 3)
# Traits too rare in the files to be fitted, or not in them at all. Set by hand; the files do not test them.
BY_HAND: Mapping[str, float] = {
    "service_near": 0.7,
    "postcode_same": 3.0,
    "postcode_other": -2.0,
    "day_named": 2.0,
    "only_chases": 4.0,
    "reference_elsewhere": -2.0,
}
# A weight may only have the sign that common sense gives it.
_AMONG = {
    "service_same": 1, "words_alike": 1, "words_many": 1, "words_explained": 1, "phrases_many": 1, "names_apart": -1,
    "things_alike": 1, "item_other": -1, "place_same": 1, "place_only_new": -1, "place_only_old": -1,
    "number_same": 1, "number_other": -1, "identifier_same": 1, "identifier_other": -1, "time_between": -1,
}  # fmt: skip
_ALONE = {
    "service_same": 1, "words_many": 1, "names_apart": -1, "things_alike": 1, "item_other": -1, "place_only_new": -1,
    "place_only_old": -1, "number_same": 1, "number_other": -1, "identifier_same": 1, "identifier_other": -1,
    "time_between": -1, "sent_in_a_row": -1, "chasing": 1, "chased": 1, "apart": -1,
}  # fmt: skip
# What is expected before anything is seen: plates and column numbers tell things apart, house numbers less.
_EXPECTED = {"identifier_same": 4.0, "identifier_other": -4.0, "number_same": 1.5, "number_other": -1.0}
_STRENGTHS = (1.0, 2.0, 4.0)
_INNER_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Lesson:
    """A trial with what is seen of its reports, and the group it may not be parted from."""

    trial: Trial
    seen: tuple[Seen, ...]
    group: int


def learn(lists: Sequence[Lesson], turned: Sequence[Lesson], pairs: Sequence[Lesson], *, seed: int) -> Model:
    """The model that explains lists and pairs best; how firmly weights are held is chosen inside, by folds of its own.

    `turned` are the lists with the answer taken out or put in: what "none" looks like is learned from every list.
    """
    return Model(
        among=_head(lists, turned, _AMONG, seed),
        alone=_head(pairs, (), _ALONE, seed),
        by_hand=BY_HAND,
        ask_from=ASK_FROM,
    )


def _head(real: Sequence[Lesson], turned: Sequence[Lesson], signs: Mapping[str, int], seed: int) -> Head:
    fold_of = dict(
        zip(
            (lesson.group for lesson in real),
            deal([lesson.group for lesson in real], folds=_INNER_FOLDS, seed=seed),
            strict=True,
        )
    )

    def missed(strength: float) -> float:
        wanted = Wanted(signs, _EXPECTED, strength)
        loss = 0.0
        for fold in range(_INNER_FOLDS):
            head = fit(_cases(_outside(real, fold_of, fold), _outside(turned, fold_of, fold)), wanted)
            inside = [lesson for lesson in real if fold_of[lesson.group] == fold]
            loss += sum(_loss(lesson, head) for lesson in inside)
        return loss

    strength = min(_STRENGTHS, key=missed) if len(set(fold_of)) >= _INNER_FOLDS else _STRENGTHS[0]
    return fit(_cases(real, turned), Wanted(signs, _EXPECTED, strength))


def _outside(lessons: Sequence[Lesson], fold_of: Mapping[int, int], fold: int) -> list[Lesson]:
    return [lesson for lesson in lessons if fold_of.get(lesson.group) != fold]


def _cases(real: Sequence[Lesson], turned: Sequence[Lesson]) -> list[Case]:
    """The cases, weighed so that the answer is there as often as in the real ones."""
    share = sum(lesson.trial.answer is not None for lesson in real) / len(real)
    every = [*real, *turned]
    there = sum(lesson.trial.answer is not None for lesson in every)
    with_answer = share * len(every) / max(there, 1)
    without = (1 - share) * len(every) / max(len(every) - there, 1)
    return [
        Case(
            candidates=[one.traits for one in lesson.seen],
            added=[_added(one.traits) for one in lesson.seen],
            answer=lesson.trial.answer,
            weight=without if lesson.trial.answer is None else with_answer,
        )
        for lesson in every
    ]


def _added(traits: Traits) -> float:
    return sum(weight * traits[name] for name, weight in BY_HAND.items())


def _loss(lesson: Lesson, head: Head) -> float:
    likelihoods = Model(head, head, BY_HAND, ASK_FROM).likelihoods([one.traits for one in lesson.seen])
    answer = lesson.trial.answer
    return -log(max(1e-9, 1 - sum(likelihoods) if answer is None else likelihoods[answer]))
