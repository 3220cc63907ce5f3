"""No small number can be got back from the tables: not by sums, not by differences, not by linear programming (T12)."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.equalities.counting import Counted
from portal.equalities.question_set import PREFER_NOT, Answer, Question, QuestionSet, in_force
from portal.equalities.tables import tables
from portal.organisation.council import load
from tests.equalities.recovery import attack

LEAST = 5
SMALL_SET = QuestionSet(
    date(2021, 3, 21),
    (
        Question("sex", "one", "Sex", "?", "?", (Answer("f", "F"), Answer("m", "M"))),
        Question("group", "one", "Group", "?", "?", (Answer("a", "A"), Answer("b", "B"), Answer("c", "C"))),
        Question(
            "background", "one", "Background", "?", "?", part_of="group",
            answers=(Answer("a1", "A1", "a"), Answer("own", "Own", "a", counted_as="a2"), Answer("a2", "A2", "a"),
                     Answer("b1", "B1", "b"), Answer("b2", "B2", "b")),
        ),
    ),
)  # fmt: skip


def people(asked: QuestionSet, number: int, seed: int, *, uneven: float = 1.5) -> list[Counted]:
    """People with answers that crowd on the first of each list, as in life; a few services, two stages."""
    draw = random.Random(seed)  # noqa: S311

    def one_of(choices: list[str]) -> str:
        return draw.choices(choices, [1 / (place + 1) ** uneven for place in range(len(choices))])[0]

    made = []
    for _one in range(number):
        answers: dict[str, str] = {}
        for question in asked.questions:
            offered = [one.key for one in question.offered(answers.get(question.part_of))]
            if offered and draw.random() < 0.9:
                answers[question.key] = one_of([*offered, PREFER_NOT])
        took_part = draw.random() < 0.7
        made.append(
            Counted(
                service_group=one_of(["bins", "homes", "care", "tax"]),
                stage=int(one_of(["1", "2"])),
                asked=draw.random() < 0.6,
                answers=answers if took_part else None,
            )
        )
    return made


def recovered(asked: QuestionSet, found: list[Counted], least: int, *, most: int | None = None) -> list[str]:
    """Name the small numbers that an outsider can tell to within fewer than ``least``."""
    known = attack(asked, found, tables(asked, found, least=least))
    small = known.small(least)
    if most is not None and len(small) > most:
        small = random.Random(1).sample(small, most)  # noqa: S311
    wrong = []
    for key in small:
        low, high = known.bounds(key)
        if high - low < least - 1e-6:
            wrong.append(f"{key}: {known.unknown[key]} is between {low} and {high}")
    return wrong


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(number=st.integers(1, 160), seed=st.integers(0, 10_000), uneven=st.sampled_from([0.0, 0.7, 1.5, 3.0]))
def test_no_small_number_is_recovered(number: int, seed: int, uneven: float) -> None:
    found = people(SMALL_SET, number, seed, uneven=uneven)
    assert recovered(SMALL_SET, found, LEAST) == []


@pytest.mark.slow
def test_nor_from_the_real_questions() -> None:
    asked = in_force(date(2026, 4, 1), own=load().ethnic_categories)
    found = people(asked, 900, 7)
    shown = tables(asked, found, least=10)
    by = {(table["characteristic"], table["by"]) for table in shown["tables"]}
    assert {("sex", ""), ("sex", "service"), ("sex", "stage"), ("age", "service")} <= by
    assert recovered(asked, found, 10, most=60) == []
