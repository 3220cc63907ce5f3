"""Fits a head: a choice among candidates or none, with signs known beforehand and weights held near what is expected.

Every case offers some candidates; the likelihood of each is its odds beside 1 for "none". Newton's method on the
penalised likelihood, each step solved coordinate by coordinate within the signs. Plain Python: a thousand candidates
with twenty traits take a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from portal.complaints.same_matter.model import Head
from portal.complaints.same_matter.traits import Traits

_MOST_STEPS = 30
_ENOUGH = 1e-4
# Keeps the weight of a rare trait from being cheap.
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one new text, which is meant (None: none), what weights by hand add, and a weight."""

    candidates: Sequence[Traits]
    added: Sequence[float]
    answer: int | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which traits are fitted: the sign of each, the weight expected where nothing is known, and how firmly held."""

    signs: Mapping[str, int]
    expected: Mapping[str, float]
    strength: float


@dataclass(frozen=True, slots=True)
class _Row:
    values: list[float]
    added: float


@dataclass(frozen=True, slots=True)
class _Problem:
    cases: list[tuple[list[_Row], int | None, float]]
    centre: list[float]
    strength: list[float]
    signs: list[int]


def fit(cases: Sequence[Case], wanted: Wanted) -> Head:
    """The head that explains the cases best."""
    names = list(wanted.signs)
    spreads = [_spread([traits[name] for case in cases for traits in case.candidates]) for name in names]
    problem = _Problem(
        cases=[
            (
                [
                    _Row([*(traits[name] / spread for name, spread in zip(names, spreads, strict=True)), 1.0], added)
                    for traits, added in zip(case.candidates, case.added, strict=True)
                ],
                case.answer,
                case.weight,
            )
            for case in cases
        ],
        centre=[*(wanted.expected.get(name, 0.0) * spread for name, spread in zip(names, spreads, strict=True)), 0.0],
        strength=[*(wanted.strength for _ in names), 1e-3],
        signs=[*(wanted.signs[name] for name in names), 0],
    )
    weights = _newton(problem)
    return Head(
        weights[-1], {name: weight / spread for name, weight, spread in zip(names, weights, spreads, strict=False)}
    )


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values)) + _LEAST_SPREAD


def _newton(problem: _Problem) -> list[float]:
    weights = list(problem.centre)
    loss = _loss(problem, weights)
    for _ in range(_MOST_STEPS):
        step = _step(problem, weights, *_slopes(problem, weights))
        share = 1.0
        while True:
            tried = [weight + share * change for weight, change in zip(weights, step, strict=True)]
            new_loss = _loss(problem, tried)
            if new_loss <= loss or share < _ENOUGH:
                break
            share /= 2
        gained, weights, loss = loss - new_loss, tried, new_loss
        if gained < _ENOUGH:
            break
    return weights


def _chances(rows: Sequence[_Row], weights: Sequence[float]) -> tuple[list[float], float]:
    odds = [exp(max(-30.0, min(30.0, row.added + sum(map(float.__mul__, row.values, weights))))) for row in rows]
    total = 1 + sum(odds)
    return [one / total for one in odds], 1 / total


def _loss(problem: _Problem, weights: Sequence[float]) -> float:
    loss = 0.0
    for rows, answer, weight in problem.cases:
        chances, none = _chances(rows, weights)
        loss -= weight * log(none if answer is None else max(chances[answer], 1e-300))
    held = zip(problem.strength, weights, problem.centre, strict=True)
    return loss + sum(strength * (weight - centre) ** 2 for strength, weight, centre in held) / 2


def _slopes(problem: _Problem, weights: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    size = len(weights)
    slope = [s * (w - c) for s, w, c in zip(problem.strength, weights, problem.centre, strict=True)]
    bend = [[0.0] * size for _ in range(size)]
    for place, strength in enumerate(problem.strength):
        bend[place][place] = strength
    for rows, answer, weight in problem.cases:
        chances, _ = _chances(rows, weights)
        mean = [0.0] * size
        for place, (row, chance) in enumerate(zip(rows, chances, strict=True)):
            for one, value in enumerate(row.values):
                if value:
                    mean[one] += chance * value
                    slope[one] += weight * (chance - (place == answer)) * value
            _add_square(bend, row.values, weight * chance)
        _add_square(bend, mean, -weight)
    return slope, bend


def _add_square(bend: list[list[float]], values: Sequence[float], times: float) -> None:
    present = [(place, value) for place, value in enumerate(values) if value]
    for place, value in present:
        line, by = bend[place], times * value
        for other, second in present:
            line[other] += by * second


def _step(problem: _Problem, weights: Sequence[float], slope: list[float], bend: list[list[float]]) -> list[float]:
    """The change that brings the bent slope to nothing, no weight crossing to the wrong side of 0."""
    change = [0.0] * len(weights)
    for _ in range(200):
        largest = 0.0
        for place, line in enumerate(bend):
            moved = change[place] - (slope[place] + sum(map(float.__mul__, line, change))) / line[place]
            if problem.signs[place] > 0:
                moved = max(moved, -weights[place])
            elif problem.signs[place] < 0:
                moved = min(moved, -weights[place])
            largest = max(largest, abs(moved - change[place]))
            change[place] = moved
        if largest < _ENOUGH:
            break
    return change
