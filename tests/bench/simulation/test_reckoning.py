"""The figures: a portal that keeps its promises gives ones and zeros, and each way of breaking them shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.simulation.reckoning import Reckoned, reckon
from bench.simulation.scenario import Act, Matter, Person, Scenario
from bench.simulation.seen import Given, Named, Offered, Opened, Seen

AMARA, PIOTR = "amara@resident.example", "piotr@resident.example"
FIRST, CHASE, OTHER = "The lamp is dark.", "Any news of the lamp?", "Rats in my kitchen."
LAMP, RATS, SECOND = "111111111111", "222222222222", "333333333333"


def told() -> Scenario:
    """Two people with a matter each; one of them comes back to it."""
    acts = [
        Act("a1", 0, "complain", "new", "p1", "m1", FIRST, wanted="Mend the lamp.", proves=True),
        Act("a2", 0, "complain", "new", "p2", "m2", OTHER, wanted="Send pest control."),
        Act("a3", 7, "complain", "add", "p1", "m1", CHASE, wanted="Light in our street.", proves=True),
    ]
    return Scenario(
        seed=1,
        persons={
            "p1": Person("p1", "Amara Johnson", "1 Rose Lane", "EX1 4AB", email=AMARA),
            "p2": Person("p2", "Piotr Nowak", "2 Rose Lane", "EX1 4AB", email=PIOTR),
        },
        matters={
            "m1": Matter("m1", "p1", "resubmitted", "lamp", "Lights", "Rose Lane", "h1"),
            "m2": Matter("m2", "p2", "single", "rats", "Pests", "2 Rose Lane", "h2"),
        },
        acts=acts,
    )


def seen() -> Seen:
    """What is seen of a portal that keeps its promises: the second telling was put on the first matter."""
    return Seen(
        given=[Given("a1", LAMP, "B" * 16, True), Given("a2", RATS, "C" * 16, False)],
        offered=[Offered("a3", "p1", "yours", ("Mend the lamp.",), "Mend the lamp.")],
        opened=[Opened(LAMP, LAMP, f"{FIRST} {CHASE}"), Opened(RATS, RATS, OTHER)],
        named=[Named(AMARA, (LAMP,)), Named(PIOTR, (RATS,))],
        said={"a1": FIRST, "a2": OTHER, "a3": CHASE},
    )


def test_a_portal_that_keeps_its_promises_gives_ones_and_zeros() -> None:
    assert reckon(told(), seen()).as_json() == {
        "matters": 2,
        "living_references_per_matter": 1.0,
        "living_references_per_matter_proven": 1.0,
        "wrongly_joined": 0,
        "unreached_follow_ups": 0,
        "offered_to_wrong_person": 0,
        "shown_before_consent": 0,
        "letters_after_withdrawal": 0,
        "stuck": 0,
    }
    assert reckon(told(), seen()).holds


def second_reference(was: Seen) -> None:
    """The repeat got a reference of its own that nobody joined."""
    was.given.append(Given("a3", SECOND, "D" * 16, True))
    was.opened[0] = Opened(LAMP, LAMP, FIRST)
    was.opened.append(Opened(SECOND, SECOND, CHASE))


def second_reference_joined_later(was: Seen) -> None:
    """The repeat got a reference of its own, and the desk joined it: not at once, for a proven contact."""
    was.given.append(Given("a3", SECOND, "D" * 16, True))
    was.opened.append(Opened(SECOND, LAMP, f"{FIRST} {CHASE}"))


def joined_with_another_persons(was: Seen) -> None:
    """One matter was joined into somebody else's."""
    was.opened[1] = Opened(RATS, LAMP, f"{FIRST} {CHASE} {OTHER}")


def words_on_another_persons(was: Seen) -> None:
    """The words of a follow-up stand on somebody else's matter."""
    was.opened[0] = Opened(LAMP, LAMP, FIRST)
    was.opened[1] = Opened(RATS, RATS, f"{OTHER} {CHASE}")


def words_lost(was: Seen) -> None:
    """A follow-up is nowhere."""
    was.opened[0] = Opened(LAMP, LAMP, FIRST)


def list_of_another(was: Seen) -> None:
    """A list shows what somebody else asked for."""
    was.offered.append(Offered("a3", "p1", "yours", ("Mend the lamp.", "Send pest control.")))


def letter_to_another(was: Seen) -> None:
    """A letter names the reference of somebody else."""
    was.named.append(Named(PIOTR, (LAMP,)))


def opens_nothing(was: Seen) -> None:
    """A reference with its private code does not open."""
    was.stuck.append("a2: its reference and code open nothing")


@pytest.mark.parametrize(
    ("broken", "figure", "wrong"),
    [
        (second_reference, lambda found: found.living, 1.5),
        (second_reference_joined_later, lambda found: found.living_proven, 2.0),
        (joined_with_another_persons, lambda found: found.wrongly_joined, 1),
        (words_on_another_persons, lambda found: found.wrongly_joined, 1),
        (words_on_another_persons, lambda found: found.unreached, 1),
        (words_lost, lambda found: found.unreached, 1),
        (list_of_another, lambda found: found.offered_to_wrong, 1),
        (letter_to_another, lambda found: found.offered_to_wrong, 1),
        (opens_nothing, lambda found: found.stuck, 1),
    ],
)
def test_each_broken_promise_shows_in_its_figure(
    broken: Callable[[Seen], None], figure: Callable[[Reckoned], float], wrong: float
) -> None:
    was = seen()
    broken(was)
    found = reckon(told(), was)
    assert figure(found) == wrong
    assert not found.holds
    assert found.faults


def test_a_new_incident_swallowed_by_the_answered_matter_is_wrongly_joined() -> None:
    scenario, was = told(), seen()
    scenario.matters["m3"] = replace(scenario.matters["m1"], id="m3", after="m1")
    scenario.acts[2] = replace(scenario.acts[2], means="again", matter="m3")
    assert reckon(scenario, was).wrongly_joined == 1


def test_words_that_only_an_officer_can_read_have_reached_somebody() -> None:
    was = seen()
    words_lost(was)
    was.at_desk[LAMP] = f"Words came with the reference only {CHASE}"
    assert reckon(told(), was).unreached == 0


def test_words_that_begin_like_somebody_elses_own_are_not_on_their_matter() -> None:
    was = seen()
    was.said["a2"] = longer = f"{CHASE} And there are rats."
    was.opened[1] = Opened(RATS, RATS, longer)
    assert reckon(told(), was).wrongly_joined == 0
