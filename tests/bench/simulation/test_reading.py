"""The simulated officer reads as a careful person does, from the words alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.simulation.reading import Telling, is_one, is_one_happening, means_of
from bench.simulation.scenario import ABOUT_ACTING, Act, Scenario
from bench.simulation.stories import tell_all

OLD = Telling(
    name="Amara Johnson",
    contacts=frozenset({"amara@resident.example"}),
    words="The street lamp by the post box in Rose Lane has gone dark.\nMend the street lamp in Rose Lane.",
    postcode="EX1 4AB",
    references=frozenset({"123456789012"}),
)
NEW = replace(OLD, references=frozenset({"210987654321"}))


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("It is pitch black in Rose Lane, the lamp post does not work.", True),
        ("Is there any news about the light at Rose Lane?", True),
        ("Nothing has happened about the lamp.", True),
        ("It is pitch black in Tanner Street, the lamp post does not work.", False),
        ("A deep pothole opened in front of the chemist in Rose Lane.", False),
        ("This is about something else. The street lamp in Rose Lane", False),
        ("Still nothing. Ref 1234-5678-9012", True),
    ],
)
def test_it_is_one_when_thing_and_place_agree(words: str, one: bool) -> None:
    assert is_one(replace(NEW, words=words), OLD) is one


def test_another_house_of_the_street_is_another_place() -> None:
    here = replace(OLD, words="Rats run under the floor of 14 Rose Lane.")
    assert is_one(replace(NEW, words="There are rats in the kitchen at 14 Rose Lane."), here)
    assert not is_one(replace(NEW, words="There are rats in the kitchen at 16 Rose Lane."), here)


def test_a_slip_of_the_pen_is_read_through() -> None:
    mattress = replace(OLD, words="Somebody dumped a mattress in Rose Lane.")
    assert is_one(replace(NEW, words="The mattrses in Rose Lane is still there."), mattress)


def test_two_people_are_never_one() -> None:
    assert not is_one(replace(NEW, words=OLD.words, name="Piotr Johnson"), OLD)
    assert not is_one(replace(NEW, words=OLD.words, contacts=frozenset(), postcode=""), OLD)
    assert is_one(replace(NEW, words=OLD.words, name="amara  johnson", contacts=frozenset()), OLD)


def test_a_new_incident_after_an_answer_is_its_own_matter_and_a_broken_promise_is_not() -> None:
    answered = replace(OLD, answered=True)
    again = "You put it right, and now it has happened again: the street lamp in Rose Lane is dark."
    promised = "You promised to put the street lamp at Rose Lane right and nobody came."
    assert not is_one(replace(NEW, words=again), answered)
    assert not is_one(replace(NEW, words="You kept your word, but the street lamp in Rose Lane is dark."), answered)
    assert is_one(replace(NEW, words=promised), answered)
    assert means_of(promised) == "not_done"
    assert means_of("I do not agree with your answer.") == "disagree"


def test_neighbours_tell_of_one_happening_and_stay_two_matters() -> None:
    neighbour = replace(NEW, name="Piotr Nowak", words="The light near the post box on Rose Lane flickered and died.")
    assert is_one_happening(neighbour, OLD)
    assert not is_one(neighbour, OLD)
    assert not is_one_happening(replace(neighbour, words="Rats run under the floor of 2 Rose Lane."), OLD)


def telling_of(told: Scenario, act: Act) -> Telling:
    """What the desk's page shows of an act, without references."""
    person = told.persons[act.person]
    words = "\n".join([act.words.replace("{reference}", ""), act.wanted, act.happened, act.place])
    return Telling(person.name, frozenset({person.email or person.phone}), words, act.postcode)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_what_one_address_tells_in_a_scenario_the_officer_tells_apart_what_differs(seed: int) -> None:
    """Otherwise the figures would blame the portal for the officer's mistakes."""
    told = tell_all(matters=300, seed=seed)
    answered = {act.matter: act.day for act in told.acts if act.does == "answer"}
    known: dict[str, list[Act]] = {}
    wrong = []
    for act in told.acts:
        if act.does in ABOUT_ACTING | {"answer", "acknowledge"}:
            continue
        newer = telling_of(told, act)
        theirs = known.setdefault(next(iter(newer.contacts)), [])
        for first in theirs:
            older = replace(telling_of(told, first), answered=answered.get(first.matter, act.day + 1) <= act.day)
            if is_one(newer, older) != (first.matter == act.matter):
                wrong.append((act.id, first.id))
        if act.means in {"new", "again"}:
            theirs.append(act)
    assert wrong == []
