"""The written scenario: the same from the same numbers, and everything that people do is in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from bench.simulation import scenario
from bench.simulation.stories import KINDS, tell_all

MATTERS = 150


@pytest.fixture(scope="module")
def told() -> scenario.Scenario:
    return tell_all(matters=MATTERS, seed=1)


def test_the_same_numbers_give_the_same_scenario_and_others_another(told: scenario.Scenario) -> None:
    assert tell_all(matters=MATTERS, seed=1) == told
    assert tell_all(matters=MATTERS, seed=2) != told


def test_what_is_written_is_what_is_played(told: scenario.Scenario, tmp_path: Path) -> None:
    scenario.write(told, tmp_path / "written" / "scenario.jsonl")
    assert scenario.read(tmp_path / "written" / "scenario.jsonl") == told


def test_there_are_as_many_true_matters_as_asked_for(told: scenario.Scenario) -> None:
    assert len(told.matters) == MATTERS
    assert len(tell_all(matters=7, seed=3).matters) == 7


def test_every_kind_of_story_and_every_way_is_in_it(told: scenario.Scenario) -> None:
    assert {kind.__name__ for kind in KINDS} == {matter.kind for matter in told.matters.values()}
    assert {act.does for act in told.acts} == set(get_args(scenario.Does))
    assert {act.means for act in told.acts} == {"new", "add", "update", "not_done", "disagree", "again"}
    assert {act.quotes for act in told.acts if act.does in {"mail", "call"}} == {"", "right", "mistyped"}
    assert any(act.clicks > 1 for act in told.acts)
    assert any(not person.email for person in told.persons.values())
    assert {act.proves for act in told.acts if act.does == "complain"} == {True, False}
    assert {act.about for act in told.acts} == {"me", "other", "child", "together", "anonymous"}
    assert {act.acting_as for act in told.acts} == {"", "relative", "parent", "advocate"}
    assert {act.way for act in told.acts} == {"", "email", "post"}
    assert {person.whose for person in told.persons.values()} == {"mine", "parent"}


def test_no_two_acts_have_the_same_words_or_the_same_wish(told: scenario.Scenario) -> None:
    """The figures know words again by themselves."""
    theirs = [act for act in told.acts if act.does not in scenario.ABOUT_ACTING | {"answer", "acknowledge"}]
    words = Counter(act.words for act in theirs)
    wishes = Counter(act.wanted for act in told.acts if act.wanted)
    assert words.most_common(1)[0][1] == wishes.most_common(1)[0][1] == 1


def test_two_matters_of_one_person_really_differ(told: scenario.Scenario) -> None:
    own: dict[str, list[scenario.Matter]] = {}
    for matter in told.matters.values():
        own.setdefault(matter.person, []).append(matter)
    for matters in own.values():
        assert len({(matter.thing, matter.place, matter.after) for matter in matters}) == len(matters)


def test_a_matter_is_told_of_before_anybody_comes_back_to_it(told: scenario.Scenario) -> None:
    for matter in told.matters:
        first = told.of_matter(matter)[0]
        assert first.means in {"new", "again"}, first
        assert all(act.means not in {"new", "again"} for act in told.of_matter(matter)[1:])


def test_who_is_asked_is_the_person_it_is_about_and_says_so_after_being_asked(told: scenario.Scenario) -> None:
    for matter in told.matters.values():
        about = [act for act in told.of_matter(matter.id) if act.does in scenario.ABOUT_ACTING]
        assert all(act.person == matter.whom != matter.person for act in about)
        said = [act.day for act in about if act.does in {"agree", "refuse", "withdraw"}]
        assert said == sorted(set(said))
        assert all(act.day < min(said) for act in about if act.does == "ask")
