"""The tables of a year: whatever is small held back, each as plain values that JSON knows. Pure.

For each characteristic there is one table for everybody, and one by service and one by stage where the numbers allow.
No other tables and no filters are offered: more of them, made freely, would give small numbers back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.equalities.counting import (
    ANSWERED,
    NOT_ANSWERED,
    NOT_ASKED,
    NOTHING,
    Counted,
    Node,
    characteristics,
    status,
    tree,
)
from portal.equalities.question_set import PREFER_NOT, Question, QuestionSet
from portal.equalities.suppression import CannotProtect, hidden, protect

_Counts = Counter[tuple[str | None, Hashable]]
BY: Mapping[str, Callable[[Counted], Hashable]] = {
    "service": lambda person: person.service_group,
    "stage": lambda person: person.stage,
}


def tables(asked: QuestionSet, people: Sequence[Counted], *, least: int) -> dict[str, Any]:
    """Return every table that may be shown; numbers that are held back are None.

    ``people`` is how many there are, ``columns`` how many by service and by stage. Each of ``tables`` has
    ``characteristic``, ``by`` ("", service or stage) and ``rows``: key, words, and either number with its level (0 for
    what adds up to all people) or, by service or stage, ``numbers`` by column.
    """
    if len(people) < least:
        return {"people": None, "columns": {}, "tables": []}
    columns = {by: _columns([key(person) for person in people], least) for by, key in BY.items()}
    questions = characteristics(asked)
    trees = {one.key: tree(asked, one, people) for one in questions}
    shown = {key: _shown(node, least) for key, node in trees.items()}
    if any(_told_by_not_asked(trees[key], paths, least) for key, paths in shown.items()):
        for paths in shown.values():
            paths -= {(NOTHING, NOT_ANSWERED), (NOTHING, NOT_ASKED)}
    made: list[dict[str, Any]] = []
    for question in questions:
        paths = shown[question.key]
        made.append({"characteristic": question.key, "by": "", "rows": list(_rows(trees[question.key], paths))})
        for by, found in columns.items():
            rows = _by(question, paths, people, column_of=BY[by], columns=found, least=least)
            if any(number is not None for row in rows for number in row["numbers"].values()):
                made.append({"characteristic": question.key, "by": by, "rows": rows})
    named = {by: {str(one): number for one, number in found.items()} for by, found in columns.items()}
    return {"people": len(people), "columns": named, "tables": made}


def _shown(node: Node, least: int, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return the paths of everything below a shown number that is shown too."""
    held = hidden([part.number for part in node.parts], least)
    found: set[tuple[str, ...]] = set()
    for place, part in enumerate(node.parts):
        if place not in held:
            here = (*path, part.key)
            found |= {here} | _shown(part, least, here)
    return found


def _told_by_not_asked(whole: Node, shown: set[tuple[str, ...]], least: int) -> bool:
    """Whether "not asked", taken from another table, would tell something that this one holds back.

    The same people are not asked, whatever the table: where one cannot say how many, none may.
    """
    if (NOTHING, NOT_ASKED) in shown:
        return False
    nothing = next(part for part in whole.parts if part.key == NOTHING)
    not_asked = next(part.number for part in nothing.parts if part.key == NOT_ASKED)
    held_back = sum(part.number for part in whole.parts if (part.key,) not in shown)
    return (NOTHING,) in shown or held_back - not_asked < least


def _rows(whole: Node, shown: set[tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    for path, node in _walk(whole):
        number = node.number if path in shown else None
        yield {"key": "/".join(path), "words": node.words, "level": len(path) - 1, "number": number}


def _walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    for part in node.parts:
        here = (*path, part.key)
        yield here, part
        yield from _walk(part, here)


def _columns(values: Sequence[Hashable], least: int) -> dict[Hashable, int]:
    """Return the services or stages with enough people to be shown, with their number."""
    found = Counter(values)
    keys = sorted(found, key=str)
    held = hidden([found[key] for key in keys], least)
    return {key: found[key] for place, key in enumerate(keys) if place not in held}


def _by(
    question: Question,
    shown: set[tuple[str, ...]],
    people: Sequence[Counted],
    *,
    column_of: Callable[[Counted], Hashable],
    columns: Mapping[Hashable, int],
    least: int,
) -> list[dict[str, Any]]:
    """Return the rows of a characteristic by service or stage; none where the numbers do not allow them.

    A line or column with a number that cannot be protected otherwise is left out, whichever has fewer people.
    """
    words = _words(question, shown)
    counts = Counter((_line(status(question, person), words), column_of(person)) for person in people)
    lines, ranks = list(words), list(columns)
    while lines and len(ranks) > 1:
        try:
            printed = _printed(counts, lines, ranks, least)
        except CannotProtect as cannot:
            _leave_out(cannot.cell, counts, lines, ranks)
            continue
        named = {ANSWERED: "Answered", **words}
        printed = {ANSWERED: _answered(printed, columns, ranks), **printed}
        return [
            {"key": line, "words": named[line], "numbers": {str(rank): found[rank] for rank in ranks}}
            for line, found in printed.items()
        ]
    return []


def _leave_out(cell: tuple[int, int], counts: _Counts, lines: list[str], columns: list[Hashable]) -> None:
    """Take a cell's line or column, whichever has fewer people, from those that are printed."""
    line, column = cell
    in_line = sum(number for (one, _), number in counts.items() if line < len(lines) and one == lines[line])
    in_column = sum(number for (_, one), number in counts.items() if column < len(columns) and one == columns[column])
    if column >= len(columns) or (line < len(lines) and in_line <= in_column):
        # A number that is in no printed line and in no printed column goes with the last of both.
        del lines[min(line, len(lines) - 1)]
    else:
        del columns[column]


def _printed(
    counts: _Counts, lines: Sequence[str], columns: Sequence[Hashable], least: int
) -> dict[str, dict[Hashable, int | None]]:
    """Return what may be printed in these lines and columns. Raises CannotProtect.

    Whatever is not printed is one more line and one more column here: both are known by subtraction.
    """
    added: _Counts = Counter()
    for (line, column), number in counts.items():
        added[line if line in lines else None, column if column in columns else None] += number
    rows: list[str | None] = [*lines, *({None} & {line for line, _column in added})]
    ranks: list[Hashable] = [*columns, *({None} & {column for _line, column in added})]
    held = protect(
        [[added[row, rank] for rank in ranks] for row in rows],
        unprinted_rows=frozenset(range(len(lines), len(rows))),
        unprinted_columns=frozenset(range(len(columns), len(ranks))),
        least=least,
    )
    return {
        line: {rank: None if (row, column) in held else added[line, rank] for column, rank in enumerate(columns)}
        for row, line in enumerate(lines)
    }


def _words(question: Question, shown: set[tuple[str, ...]]) -> dict[str, str]:
    """Return the lines that a table by service or stage may have, with their words."""
    lines = {one.key: one.words for one in question.answers if (ANSWERED, one.key) in shown}
    if (PREFER_NOT,) in shown:
        lines[PREFER_NOT] = "Preferred not to say"
    if (NOTHING,) in shown:
        lines[NOTHING] = "Not answered or not asked"
    return lines


def _line(found: str, words: Mapping[str, str]) -> str | None:
    """Return the line that somebody with this answer is counted in, None when it is not printed."""
    line = NOTHING if found in {NOT_ANSWERED, NOT_ASKED} else found
    return line if line in words else None


def _answered(
    printed: Mapping[str, Mapping[Hashable, int | None]], people: Mapping[Hashable, int], columns: Iterable[Hashable]
) -> dict[Hashable, int | None]:
    """Return how many answered in each column, where anybody could work it out: it tells nothing more."""
    found: dict[Hashable, int | None] = {}
    for column in columns:
        preferred, nothing = printed.get(PREFER_NOT, {}).get(column), printed.get(NOTHING, {}).get(column)
        found[column] = None if preferred is None or nothing is None else people[column] - preferred - nothing
    return found
