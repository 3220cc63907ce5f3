"""An attacker who knows every table that is shown, and how the numbers in it hang together, with linear programming.

They do not know the numbers held back. For each true number they ask for the least and the most that it could be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

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
from portal.equalities.tables import BY

Key = tuple[Hashable, ...]


@dataclass
class Attack:
    """``unknown`` numbers by name, with their true value; ``equations`` say that sums of them are known or equal."""

    unknown: dict[Key, int] = field(default_factory=dict)
    equations: list[tuple[dict[Key, int], int]] = field(default_factory=list)

    def know(self, key: Key, number: int) -> None:
        assert self.unknown[key] == number, f"{key}: a shown number is wrong"
        self.equations.append(({key: 1}, number))

    def adds_up(self, whole: Key, parts: Sequence[Key]) -> None:
        assert self.unknown[whole] == sum(self.unknown[part] for part in parts)
        self.equations.append(({whole: -1, **dict.fromkeys(parts, 1)}, 0))

    def bounds(self, key: Key) -> tuple[float, float]:
        """The least and the most that a number could be, as far as an outsider can tell."""
        names = {name: place for place, name in enumerate(self.unknown)}
        rows, columns, values = [], [], []
        for row, (sums, _known) in enumerate(self.equations):
            for name, factor in sums.items():
                rows.append(row)
                columns.append(names[name])
                values.append(factor)
        left = csr_matrix((values, (rows, columns)), shape=(len(self.equations), len(names)))
        right = np.array([known for _sums, known in self.equations])
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(names))
            goal[names[key]] = sign
            solved = linprog(goal, A_eq=left, b_eq=right, bounds=(0, None), method="highs")
            assert solved.status in {0, 3}, solved.message
            found.append(float("inf") if solved.status == 3 else sign * solved.fun)
        return found[0], found[1]

    def small(self, least: int) -> list[Key]:
        """Every number that nobody should learn."""
        return [key for key, number in self.unknown.items() if number < least]


def attack(asked: QuestionSet, people: Sequence[Counted], shown: Mapping[str, Any]) -> Attack:
    """Return what an outsider knows of these people from these tables."""
    made = Attack()
    made.unknown["people",] = len(people)
    if shown["people"] is not None:
        made.know(("people",), shown["people"])
    for by, of in BY.items():
        values = sorted({of(person) for person in people}, key=str)
        for value in values:
            made.unknown[by, value] = sum(of(person) == value for person in people)
            if str(value) in shown["columns"].get(by, {}):
                made.know((by, value), shown["columns"][by][str(value)])
        made.adds_up(("people",), [(by, value) for value in values])
    for question in characteristics(asked):
        _know_tree(made, question.key, tree(asked, question, people), ())
        made.adds_up(("people",), [(question.key, "", one) for one in (ANSWERED, PREFER_NOT, NOTHING)])
        for by in BY:
            _know_sums(made, question, by, people)
    _know_who_was_not_asked(made, [one.key for one in characteristics(asked)], people)
    for table in shown["tables"]:
        _know_table(made, table)
    return made


def _know_who_was_not_asked(made: Attack, questions: Sequence[str], people: Sequence[Counted]) -> None:
    """Everybody knows that the same people were not asked, whatever the table, and of each service and stage."""
    places: list[Key] = [("", f"{NOTHING}/{NOT_ASKED}")]
    for by, of in BY.items():
        places += [(by, NOT_ASKED, value) for value in {of(person) for person in people}]
    first, *others = questions
    for place in places:
        for other in others:
            made.adds_up((first, *place), [(other, *place)])


def _know_tree(made: Attack, name: str, node: Node, path: tuple[str, ...]) -> None:
    for part in node.parts:
        here = (*path, part.key)
        made.unknown[name, "", "/".join(here)] = part.number
        _know_tree(made, name, part, here)
        if part.parts:
            made.adds_up((name, "", "/".join(here)), [(name, "", "/".join((*here, one.key))) for one in part.parts])


def _know_sums(made: Attack, question: Question, by: str, people: Sequence[Counted]) -> None:
    values = sorted({BY[by](person) for person in people}, key=str)
    places = {one.key: f"{ANSWERED}/{one.key}" for one in question.answers}
    places |= {PREFER_NOT: PREFER_NOT}
    places |= {one: f"{NOTHING}/{one}" for one in (NOT_ANSWERED, NOT_ASKED)}
    found = Counter((status(question, person), BY[by](person)) for person in people)
    for answer, place in places.items():
        made.unknown |= {(question.key, by, answer, value): found[answer, value] for value in values}
        made.adds_up((question.key, "", place), [(question.key, by, answer, value) for value in values])
    for value in values:
        made.adds_up((by, value), [(question.key, by, answer, value) for answer in places])
        _together(made, (question.key, by, NOTHING, value), (NOT_ANSWERED, NOT_ASKED))
        _together(made, (question.key, by, ANSWERED, value), [one.key for one in question.answers])


def _together(made: Attack, whole: tuple[str, str, str, Hashable], answers: Sequence[str]) -> None:
    name, by, _key, value = whole
    parts: list[Key] = [(name, by, one, value) for one in answers]
    made.unknown[whole] = sum(made.unknown[part] for part in parts)
    made.adds_up(whole, parts)


def _know_table(made: Attack, table: Mapping[str, Any]) -> None:
    name, by = table["characteristic"], table["by"]
    for row in table["rows"]:
        if not by:
            if row["number"] is not None:
                made.know((name, "", row["key"]), row["number"])
            continue
        for value, number in row["numbers"].items():
            if number is not None:
                made.know((name, by, row["key"], int(value) if by == "stage" else value), number)
