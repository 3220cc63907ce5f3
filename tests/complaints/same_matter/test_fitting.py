import random
from math import exp

from portal.complaints.same_matter.fitting import Case, Wanted, fit


def _cases(count: int) -> list[Case]:
    """Choices drawn with weights 4 and -3 and a bias of -1; the third trait says nothing."""
    draw = random.Random(1)  # noqa: S311 - nothing secret
    cases = []
    for _ in range(count):
        candidates = [{"for": draw.random(), "against": draw.random(), "idle": draw.random()} for _ in range(3)]
        odds = [exp(4 * one["for"] - 3 * one["against"] - 1) for one in candidates]
        (answer,) = draw.choices([0, 1, 2, None], weights=[*odds, 1])
        cases.append(Case(candidates, [0.0] * 3, answer))
    return cases


def test_weights_are_found_again() -> None:
    head = fit(_cases(1500), Wanted({"for": 1, "against": -1, "idle": 1}, {}, 0.01))
    assert abs(head.weights["for"] - 4) < 0.6
    assert abs(head.weights["against"] + 3) < 0.6
    assert abs(head.bias + 1) < 0.6


def test_a_weight_never_takes_the_wrong_sign() -> None:
    head = fit(_cases(200), Wanted({"for": -1, "against": 1, "idle": 0}, {}, 1.0))
    assert head.weights["for"] == 0
    assert head.weights["against"] == 0


def test_a_trait_never_seen_keeps_what_is_expected_of_it() -> None:
    cases = [Case([{**one, "rare": 0.0} for one in case.candidates], case.added, case.answer) for case in _cases(100)]
    head = fit(cases, Wanted({"for": 1, "rare": 1}, {"rare": 4.0}, 1.0))
    assert abs(head.weights["rare"] - 4) < 1e-6
