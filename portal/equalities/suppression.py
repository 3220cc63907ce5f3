"""Which numbers of a table may be shown, so that no sum, difference or bound gives a small one back. Pure.

A number under ``least`` is never shown, a nought neither: "none of them" says something about each of them. What is
held back can always be many things at once:

- Parts of a shown number (`hidden`): at least two are held back, and they add up to ``least`` or more, so that each of
  them may be anything from nothing to that sum.
- A table of rows and columns whose sums are shown (`protect`): each small number stands in the corner of a rectangle
  of numbers that are all held back, round which ``least`` people could be moved without changing any sum.

tests/equalities/test_recovery.py tries to get small numbers back by linear programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

Cell = tuple[int, int]


class CannotProtect(Exception):
    """There is no rectangle for this small number: its line or its column must not be printed."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        self.cell = cell


def hidden(parts: Sequence[int], least: int) -> frozenset[int]:
    """Return the places of the parts of a shown number that are held back; all of them where nothing else will do."""
    by_size = sorted(range(len(parts)), key=lambda place: (parts[place], place))
    held = [place for place in by_size if parts[place] < least]
    if not held:
        return frozenset()
    for place in by_size[len(held) :]:
        if len(held) > 1 and sum(parts[one] for one in held) >= least:
            break
        held.append(place)
    return frozenset(held)


def protect(
    numbers: Sequence[Sequence[int]], *, unprinted_rows: frozenset[int], unprinted_columns: frozenset[int], least: int
) -> frozenset[Cell]:
    """Return the cells (row, column) that are held back in a table whose sums of rows and columns are all known.

    Unprinted rows and columns hold what was held back before, added up: they are not shown, and yet known by
    subtraction, so their small numbers are protected too. Raises CannotProtect.
    """
    rows, columns = range(len(numbers)), range(len(numbers[0]))
    held = {(row, column) for row, column in product(rows, columns) if numbers[row][column] < least}
    small = sorted(held)
    held |= {(row, column) for row, column in product(rows, columns) if row in unprinted_rows}
    held |= {(row, column) for row, column in product(rows, columns) if column in unprinted_columns}
    for row, column in small:
        rectangles = [
            {(row, other_column), (other_row, column), (other_row, other_column)}
            for other_row, other_column in product(rows, columns)
            if other_row != row
            and other_column != column
            and numbers[row][other_column] >= least
            and numbers[other_row][column] >= least
        ]
        if not rectangles:
            raise CannotProtect((row, column))
        held |= min(rectangles, key=lambda cells: (sum(numbers[r][c] for r, c in cells - held), sorted(cells)))
    return frozenset(held)
