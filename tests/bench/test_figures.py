"""What the bench and the timing say of their rounds."""

from __future__ import annotations

import pytest

from bench import figures, refused, timing
from bench.figures import Round


def test_a_page_is_compared_with_the_bare_bursts_beside_it_so_that_a_slow_machine_cancels() -> None:
    quick = (Round(1000, 1.0, 5), Round(100, 10.0, 50), Round(1000, 1.0, 5))
    slow = (Round(500, 2.0, 10), Round(50, 20.0, 100), Round(500, 2.0, 10))

    found = figures.compared([quick, slow, quick])

    assert found.ratio == pytest.approx(0.1)
    assert found.cpu_ratio == pytest.approx(0.1)
    assert (found.rps, found.cpu_ms, found.p95_ms) == (100, 10.0, 50)
    assert found.spread == pytest.approx(0.5)


def test_where_no_cpu_time_is_known_the_rates_are_still_compared() -> None:
    found = figures.compared([(Round(1000, None, 5), Round(50, None, 50), Round(1000, None, 5))])

    assert found.ratio == pytest.approx(0.05)
    assert (found.cpu_ms, found.cpu_ratio) == (None, None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], 0.0), ([7.0], 7.0), ([float(number) for number in range(1, 101)], 95.0), ([1.0, 2.0, 3.0], 3.0)],
)
def test_the_95th_percentile_is_one_of_the_values(values: list[float], expected: float) -> None:
    assert figures.percentile(values, 0.95) == expected


def test_two_kinds_of_wrong_answer_are_apart_by_their_totals() -> None:
    assert timing.apart({"one": [1.0, 1.0], "other": [1.0, 1.2], "third": [1.1, 1.0]}) == pytest.approx(0.1)


def test_whole_rounds_are_left_out_in_which_the_machine_paused() -> None:
    took = {"one": [1.0, 9.0, 1.0, 1.1], "other": [1.2, 1.2, 1.3, 8.0]}
    assert timing.undisturbed(took, 2) == {"one": [1.0, 1.0], "other": [1.2, 1.3]}


def test_an_invented_reference_has_right_check_digits() -> None:
    assert all(int(refused.wrong_reference()) % 97 == 1 for _time in range(50))
