"""The questions as data: their order, their answers, and a council's own ethnic categories among the national ones."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.equalities import question_set
from portal.equalities.asking import About, may_ask, next_question
from portal.equalities.doors import questions
from portal.equalities.question_set import QuestionFileError, in_force, read_set, with_own
from portal.organisation.council import load
from portal.organisation.model import EthnicCategory

FILE = question_set.FOLDER / "2021.toml"
ON = date(2026, 4, 1)


def test_the_order_and_who_is_asked() -> None:
    asked = in_force(ON)
    assert [one.key for one in asked.questions] == [
        "age", "disability", "disability_impact", "ethnic_group", "ethnic_background", "marriage", "religion", "sex",
        "gender", "orientation", "pregnancy",
    ]  # fmt: skip
    child = About(child=True)
    assert [one.key for one in asked.questions if may_ask(one, child, {"disability": "yes"})] == [
        "age", "disability", "disability_impact",
    ]  # fmt: skip
    away = About(for_them=True, there=False)
    assert not {"gender", "orientation"} & {one.key for one in asked.questions if may_ask(one, away, {})}


def test_a_question_below_another_comes_only_after_its_answer() -> None:
    asked = in_force(ON)
    for said, follows in (("yes", "disability_impact"), ("no", "ethnic_group"), ("prefer_not", "ethnic_group")):
        found = next_question(asked, About(), {"disability": said}, after="disability")
        assert found is not None
        assert found.key == follows


def test_own_categories_stand_under_the_national_one_they_count_as() -> None:
    own = load().ethnic_categories
    assert {"somali", "tamil", "kurdish", "turkish"} <= {one.key for one in own}
    background = in_force(ON, own=own).find("ethnic_background")
    assert background is not None
    somali = background.find("somali")
    assert somali is not None
    assert (somali.under, somali.counted_as) == ("black", "african")
    assert all(one.counted_as in {"", *(other.key for other in background.answers)} for one in background.answers)


@pytest.mark.parametrize("wrong", [("dalek", "nowhere"), ("roma", "irish")])
def test_a_category_that_stands_nowhere_or_twice_is_refused(wrong: tuple[str, str]) -> None:
    with pytest.raises(QuestionFileError):
        with_own(in_force(ON), [EthnicCategory(wrong[0], "Own", wrong[1])])


def test_a_financial_year_keeps_its_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    now = in_force(ON)
    later = replace(now, starts=date(2026, 9, 1), questions=now.questions[:3])
    monkeypatch.setattr(question_set, "_read_all", lambda: (now, later))
    assert questions(date(2027, 3, 31), ()) is now
    assert questions(date(2027, 4, 1), ()) is later
    assert in_force(date(1999, 1, 1)) is now


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.pop("from"),
        lambda content: content["question"][0].update(kind="essay"),
        lambda content: content["question"][0].update(colour="red"),
        lambda content: content["question"][0]["answer"][0].pop("words"),
        lambda content: content["question"][0]["answer"].append(content["question"][0]["answer"][0]),
        lambda content: content["question"][2].update(part_of="nothing"),
        lambda content: content["question"][2]["answer"][0].update(under="perhaps"),
        lambda content: content["question"][7]["answer"][0].update(key="prefer_not"),
    ],
)
def test_a_fault_in_the_file_is_named(spoil: Any) -> None:
    content = tomllib.loads(FILE.read_text("utf-8"))
    spoil(content)
    with pytest.raises(QuestionFileError, match="a file"):
        read_set(content, "a file")
