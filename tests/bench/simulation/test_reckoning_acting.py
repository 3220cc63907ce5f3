"""What somebody who acts for another person may not be shown or sent, as the simulation counts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.simulation.reckoning_acting import Acting
from bench.simulation.scenario import Act, Matter, Person, Scenario
from bench.simulation.seen import Named, Seen, Settled, Shown

ROSA, NUMBER = "rosa@resident.example", "111111111111"
REASONS = "You are right about the boiler."


def told() -> Scenario:
    """Rosa complains for Ida, and an officer acknowledges it before Ida is asked."""
    return Scenario(
        seed=1,
        persons={
            "p1": Person("p1", "Rosa Lind", "1 Rose Lane", "EX1 4AB", email=ROSA),
            "p2": Person("p2", "Ida Lind", "2 Rose Lane", "EX1 4AB", email="ida@resident.example"),
        },
        matters={"m1": Matter("m1", "p1", "stopped", "boiler", "Repairs", "2 Rose Lane", "h1", whom="p2")},
        acts=[
            Act("a1", 0, "complain", "new", "p1", "m1", "The boiler is cold.", wanted="Mend it."),
            Act("a2", 1, "acknowledge", "add", "p1", "m1", REASONS, remedy="We will mend it."),
        ],
    )


def seen() -> Seen:
    """What is seen where all is kept: held at first, then confirmed, then withdrawn, and told so."""
    return Seen(
        shown=[Shown("m1", "page", "We have it. The boiler is cold.", ("We have it",), "")],
        named=[
            Named(ROSA, (NUMBER,), 0, "receipt", "We got your complaint."),
            Named(ROSA, (NUMBER,), 3, "acknowledgement", f"{REASONS} Grace Adeyemi"),
            Named(ROSA, (NUMBER,), 6, "authority_ended", "You may not act any more."),
            Named("ida@resident.example", (NUMBER,), 7, "reply", REASONS),
        ],
        settled=[Settled("m1", "confirmed", 2), Settled("m1", "withdrawn", 5)],
        staff=("Grace Adeyemi",),
    )


def figures(was: Seen) -> tuple[int, int]:
    """Both figures."""
    found = Acting(told(), was, {NUMBER: "m1"})
    return len(found.shown_before_consent()), len(found.letters_after_withdrawal())


def test_nothing_is_counted_where_all_is_kept() -> None:
    assert figures(seen()) == (0, 0)


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        (lambda was: was.shown.append(Shown("m1", "page", REASONS, (), "")), (1, 0)),
        (lambda was: was.shown.append(Shown("m1", "page", "Ask Grace Adeyemi.", (), "refused")), (1, 0)),
        (lambda was: was.shown.append(Shown("m1", "clients", "", ("We have answered",), "")), (1, 0)),
        (lambda was: was.shown.append(Shown("m1", "page", "", (), "withdrawn")), (1, 0)),
        (lambda was: was.named.append(Named(ROSA, (NUMBER,), 1, "reply", REASONS)), (1, 0)),
        (lambda was: was.named.append(Named(ROSA, (NUMBER,), 8, "late_notice", "We are late.")), (0, 1)),
    ],
)
def test_each_broken_promise_is_counted(broken: Callable[[Seen], None], wrong: tuple[int, int]) -> None:
    was = seen()
    broken(was)
    assert figures(was) == wrong
