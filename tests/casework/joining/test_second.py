"""Two people are not joined on one officer's word: a second officer decides, and only one decision holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.desk.models import CallerCheck, JoinRequest
from portal.casework.joining import second
from portal.casework.joining.join import join
from portal.complaints.drafts.register import Registered
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.joining_models import Merge
from portal.db import new_id
from portal.errors import Refusal
from portal.people.models import ContactPoint
from tests.casework.cases import Casework, at, sign_in
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

WHY = "They tell of the same wall in the same words."


@pytest.fixture
def here(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


@pytest.fixture
def pair(here: Casework) -> tuple[Registered, Registered]:
    """Alice Able's matter and Bob Baker's, nothing proven."""
    alice = here.at(here.now - timedelta(days=1)).matter(name="Alice Able", address="alice@example.com", proven=False)
    return alice, here.matter(name="Bob Baker", address="bob@example.com", proven=False)


@pytest.fixture
def olga(here: Casework) -> Activation:
    return here.officer("Olga Other")


def ask(here: Casework, by: Activation, pair: tuple[Registered, Registered], reason: str = WHY) -> str:
    with here.database.changes() as db:
        return second.ask(
            db,
            by_officer(by.officer_id, **here.basics),
            one_id=pair[0].complaint_id,
            other_id=pair[1].complaint_id,
            reason=reason,
            meaning=None,
        )


def decide(here: Casework, by: Activation, request_id: str, decision: second.Decision, **given: Any) -> Any:
    with here.database.changes() as db:
        act = by_officer(by.officer_id, **here.basics)
        return second.decide(db, act, request_id=request_id, decision=decision, **{"answer": "I looked.", **given})


def decision(here: Casework, request_id: str) -> str | None:
    with here.database.session() as db:
        return db.get_one(JoinRequest, request_id).decision


def states(here: Casework, pair: tuple[Registered, Registered]) -> set[str]:
    return {here.complaint(one).state for one in pair}


def refused(act: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_one_officer_alone_only_asks_and_may_link_at_once(
    here: Casework, browser: InspectingClient, pair: tuple[Registered, Registered]
) -> None:
    alice, bob = pair
    browser.get(at(alice, f"join/{bob.complaint_id}"))
    assert "A second officer has to agree" in browser.text
    browser.post_form(reason=" ")
    assert browser.errors == ["Say how you know that one person wrote both."]
    browser.post_form(reason=WHY)
    assert "A second officer has to agree. Nothing is joined until then." in browser.text
    assert states(here, pair) == {"open"}
    assert here.letters(alice, "together") == here.letters(bob, "merged") == []
    assert "A second officer was asked" in browser.get(at(bob)).text
    assert len(here.letters(alice, "join_waits")) + len(here.letters(bob, "join_waits")) == 1
    browser.get(at(bob, f"join/{alice.complaint_id}"))
    assert "Nothing is joined until somebody else agrees" in browser.text
    assert "Join them" not in browser.text
    browser.click("Link them instead")
    browser.post_form(reference=alice.number)
    assert "Nobody who complained is told" in browser.text


def test_who_asked_cannot_agree(
    here: Casework, browser: InspectingClient, grace: Activation, pair: tuple[Registered, Registered]
) -> None:
    request_id = ask(here, grace, pair)
    page = browser.get(f"/desk/joins/{request_id}")
    assert "You asked for this, so somebody else has to decide." in page.text
    assert browser.select("main form") == []
    token = {"csrf_token": browser.get(at(pair[0], "note")).values()["csrf_token"]}
    browser.post(f"/desk/joins/{request_id}", {**token, "decision": "agreed", "checked": "nobody", "answer": "Me too."})
    assert states(here, pair) == {"open"}
    assert refused(lambda: decide(here, grace, request_id, "agreed")) == "own_request"
    assert refused(lambda: decide(here, grace, request_id, "refused")) == "own_request"
    assert decision(here, request_id) is None


def test_another_officer_agrees_from_the_list(
    here: Casework, app: Flask, grace: Activation, olga: Activation, pair: tuple[Registered, Registered]
) -> None:
    alice, bob = pair
    ask(here, grace, pair)
    browser = sign_in(here, app, olga)
    browser.get("/desk")
    browser.click("Joins to agree")
    first, other = sorted(pair, key=lambda one: one.complaint_id)
    browser.click(f"{reference.grouped(first.number)} and {reference.grouped(other.number)}")
    assert WHY in browser.page.words
    assert "Contact that nobody has proven" in browser.text
    browser.post_form(decision="agreed", answer="The same hand.")
    assert "Choose how it was made sure" in browser.errors[0]
    browser.post_form(checked="nobody")
    assert "The complaints are one now" in browser.text
    assert states(here, pair) == {"open", "merged"}
    with here.database.session() as db:
        assert [one.known_by for one in db.scalars(select(Merge))] == ["word"]
    assert "Nothing waits for a second officer." in browser.get("/desk/joins").text
    assert reference.grouped(bob.number) in browser.get(at(alice)).text


def test_a_refused_request_joins_nothing_and_can_be_asked_again(
    here: Casework, app: Flask, grace: Activation, olga: Activation, pair: tuple[Registered, Registered]
) -> None:
    request_id = ask(here, grace, pair)
    browser = sign_in(here, app, olga)
    browser.get(f"/desk/joins/{request_id}")
    browser.post_form(decision="refused", answer=" ")
    assert browser.errors == ["Say why you decide so."]
    browser.post_form(answer="The names differ.")
    assert "They stay apart" in browser.text
    assert states(here, pair) == {"open"}
    assert decision(here, request_id) == "refused"
    assert "The names differ." in browser.get(f"/desk/joins/{request_id}").text
    assert refused(lambda: decide(here, olga, request_id, "agreed")) == "request_decided"
    assert ask(here, grace, pair) != request_id


def test_a_request_taken_back_cannot_be_agreed_to(
    here: Casework, browser: InspectingClient, grace: Activation, olga: Activation, pair: tuple[Registered, Registered]
) -> None:
    alice, bob = pair
    request_id = ask(here, grace, pair)
    browser.get(at(alice, f"join/{bob.complaint_id}"))
    browser.post_form(form='form[action$="/withdraw"]')
    assert "Your request is taken back" in browser.text
    assert decision(here, request_id) == "withdrawn"
    assert refused(lambda: decide(here, olga, request_id, "agreed")) == "request_decided"
    assert states(here, pair) == {"open"}


def test_somebody_elses_request_is_not_taken_back(
    here: Casework, browser: InspectingClient, olga: Activation, pair: tuple[Registered, Registered]
) -> None:
    request_id = ask(here, olga, pair)
    token = browser.get(at(pair[0], "note")).values()["csrf_token"]
    assert browser.post(f"/desk/joins/{request_id}/withdraw", {"csrf_token": token}, status=404).status == 404
    assert decision(here, request_id) is None


def test_asking_twice_is_one_request(here: Casework, grace: Activation, pair: tuple[Registered, Registered]) -> None:
    assert ask(here, grace, pair) == ask(here, grace, (pair[1], pair[0]))


@pytest.mark.parametrize(
    "order",
    [("agreed", "refused"), ("refused", "agreed"), ("agreed", "agreed")],
    ids=["agreed-refused", "refused-agreed", "both-agreed"],
)
def test_two_officers_deciding_at_once_one_wins(
    here: Casework,
    grace: Activation,
    olga: Activation,
    pair: tuple[Registered, Registered],
    order: tuple[second.Decision, second.Decision],
) -> None:
    request_id, third = ask(here, grace, pair), here.officer("Theo Third")
    both = Barrier(2)

    def run(by: Activation, wanted: second.Decision) -> str:
        both.wait()
        try:
            decide(here, by, request_id, wanted)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(run, (olga, third), order))
    assert sorted(said) == ["done", "request_decided"]
    won = order[said.index("done")]
    assert decision(here, request_id) == won
    assert states(here, pair) == ({"open", "merged"} if won == "agreed" else {"open"})
    with here.database.session() as db:
        assert len(db.scalars(select(Merge)).all()) == (won == "agreed")


def test_an_officer_who_may_not_see_both_is_not_asked(
    here: Casework, app: Flask, grace: Activation, pair: tuple[Registered, Registered]
) -> None:
    elsewhere = here.matter(service="council-tax", name="Bob Baker", address="bob@example.com", proven=False)
    request_id = ask(here, grace, (pair[0], elsewhere))
    manager = here.officer("Mia Manager", role="team_manager", team=here.complaint(pair[0]).team)
    browser = sign_in(here, app, manager)
    assert "Nothing waits for a second officer." in browser.get("/desk/joins").text
    assert browser.get(f"/desk/joins/{request_id}", status=404).status == 404


def test_proven_meanwhile_one_officer_joins_and_the_request_ends(here: Casework, grace: Activation) -> None:
    pair = tuple(here.matter(address="ama@example.com", proven=False) for _one in range(2))
    request_id = ask(here, grace, pair)  # type: ignore[arg-type]
    with here.database.changes() as db:
        db.execute(update(ContactPoint).values(proven_at=here.now, shared="no"))
    with here.database.changes() as db:
        act = by_officer(grace.officer_id, **here.basics)
        join(db, act, complaint_id=pair[0].complaint_id, other_id=pair[1].complaint_id, meaning=None)
    assert decision(here, request_id) == "joined"


def test_a_caller_checked_about_both_counts_as_proof(
    here: Casework, browser: InspectingClient, grace: Activation, pair: tuple[Registered, Registered]
) -> None:
    alice, bob = pair

    def check(made: Registered) -> None:
        with here.database.changes() as db:
            row = {"complaint_id": made.complaint_id, "person_id": made.person_id, "officer_id": grace.officer_id}
            db.add(CallerCheck(id=new_id(), how="phone_word", at=here.now, until=here.now + timedelta(hours=1), **row))

    check(alice)
    browser.get(at(alice, f"join/{bob.complaint_id}"))
    assert "A second officer has to agree" in browser.text
    check(bob)
    browser.get(at(alice, f"join/{bob.complaint_id}"))
    browser.post_form()
    assert "The complaints are one now" in browser.text
    with here.database.session() as db:
        assert [one.known_by for one in db.scalars(select(Merge))] == ["check"]
