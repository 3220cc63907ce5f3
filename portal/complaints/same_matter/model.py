"""The weights of the traits, and the thresholds: numbers from a file, with names of our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from portal.complaints.same_matter.traits import Traits

FILE = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Head:
    """A weight for each trait that was fitted, and what is added to all of them."""

    bias: float
    weights: Mapping[str, float]

    def score(self, traits: Traits) -> float:
        """The log-odds of one candidate, before the weights set by hand."""
        return self.bias + sum(weight * traits[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted and what was set by hand.

    `among` weighs the candidates of one person against each other and against "none of them"; `alone` tells whether
    two texts are one matter, knowing nothing of other candidates. `by_hand` holds weights of traits too rare to fit.
    `ask_from` is the likelihood from which asking is worth it.
    """

    among: Head
    alone: Head
    by_hand: Mapping[str, float]
    ask_from: float

    def added(self, traits: Traits) -> float:
        """What the weights set by hand add to the log-odds."""
        return sum(weight * traits[name] for name, weight in self.by_hand.items())

    def likelihoods(self, candidates: list[Traits]) -> list[float]:
        """How likely each of the candidates is meant; with "none" they add up to 1."""
        odds = [exp(min(30.0, self.among.score(traits) + self.added(traits))) for traits in candidates]
        total = 1 + sum(odds)
        return [one / total for one in odds]

    def alike(self, traits: Traits) -> float:
        """How likely two texts are one matter, looked at alone."""
        return 1 / (1 + exp(-max(-30.0, self.alone.score(traits) + self.added(traits))))


def load(path: Path) -> Model:
    """The model in a file. Raises KeyError, TypeError and ValueError for a file of another form."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Model(_head(content["among"]), _head(content["alone"]), content["by_hand"], float(content["ask_from"]))


@cache
def committed() -> Model:
    """The model that comes with the portal."""
    return load(FILE)


def save(model: Model, path: Path) -> None:
    """Write a model so that a difference can be read line by line."""
    content = {
        "among": {"bias": round(model.among.bias, 4), "weights": _rounded(model.among.weights)},
        "alone": {"bias": round(model.alone.bias, 4), "weights": _rounded(model.alone.weights)},
        "by_hand": dict(model.by_hand),
        "ask_from": model.ask_from,
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _head(content: Mapping[str, object]) -> Head:
    bias, weights = content["bias"], content["weights"]
    if not isinstance(bias, int | float) or not isinstance(weights, dict):
        raise TypeError("A head has a bias and weights.")
    return Head(float(bias), {str(name): float(weight) for name, weight in weights.items()})


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in weights.items()}
