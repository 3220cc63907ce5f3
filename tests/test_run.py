"""Between them the parts of the suite leave nothing out."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from tests.run import SELECTED

MARKS = ("database", "browser", "clamd", "slow", "matrix")
MARKED = list(chain.from_iterable(combinations(MARKS, number) for number in range(len(MARKS) + 1)))


@pytest.mark.parametrize("marks", MARKED, ids=str)
def test_what_needs_no_postgres_is_in_one_of_two_parts(marks: tuple[str, ...]) -> None:
    known = {mark: mark in marks for mark in (*MARKS, "postgres")}
    # What pytest selects by is a Python expression of the marks' names.
    selected = [part for part in ("sqlite", "states") if eval(SELECTED[part], {}, known)]  # noqa: S307
    assert selected == ["states" if "matrix" in marks else "sqlite"]
