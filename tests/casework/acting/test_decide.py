"""A claim that nobody answers never lapses: it is chased, and an officer decides."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from portal.accounts.officers import Activation
from portal.casework.acting import decide, sweep
from portal.casework.answering import acknowledge, reply
from portal.complaints.grants import grants
from portal.complaints.matter import own_reference
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Reply
from portal.errors import Refusal
from portal.people.models import ContactPoint, Person
from tests.casework.cases import Casework
from tests.casework.claims import ANSWERED, TOLD, act, answer, ask, chase, days_on, kinds, rosa
from tests.complaints.represented import Acting, claim_of, grant_of, letters

__all__ = ["rosa"]
pytestmark = pytest.mark.database


def test_it_is_chased_twice_and_then_an_officer_must_decide(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    ask(casework, rosa, grace)
    for working_days, done in ((4, 0), (5, 1), (5, 0), (9, 0), (10, 1), (15, 1), (16, 0)):
        assert chase(days_on(casework, working_days)) == done, working_days
    assert kinds(casework, rosa) == ["receipt", "authority_waiting", "authority_waiting"]
    assert kinds(casework, rosa, rosa.affected_id) == ["consent_asked"] * 3
    with casework.database.session() as db:
        for working_days, waits in ((14, 0), (15, 1)):
            today = days_on(casework, working_days).now.date()
            assert len(db.scalars(select(Authority.id).where(sweep.waits(today))).all()) == waits
    claim = claim_of(casework.database, rosa)
    assert (claim.state, claim.chased, claim.decision) == ("asked", 3, None)


@pytest.mark.parametrize("decision", ["answer_affected", "not_personal", "refuse"])
def test_the_decision_is_told_with_the_ombudsman(
    casework: Casework, rosa: Acting, grace: Activation, decision: str
) -> None:
    if decision == "answer_affected":
        with pytest.raises(Refusal, match="not_reached"):
            act(casework, rosa, decide.decide, grace, decision=decision, words="We write to her.")
        ask(casework, rosa, grace)
    act(casework, rosa, decide.decide, grace, decision=decision, words="This is what we can say.")
    told = letters(casework.database, rosa)[-1]
    assert told.kind == ("authority_refused" if decision == "refuse" else "authority_decided")
    assert "This is what we can say." in told.body
    assert "mbudsman" in told.body
    claim = claim_of(casework.database, rosa)
    assert (claim.decision, claim.state == "refused") == (decision, decision == "refuse")
    assert grant_of(casework.database, rosa).may == grants.LIMITED
    with pytest.raises(Refusal, match="decided_already"):
        act(casework, rosa, decide.decide, grace, decision="refuse", words="No.")
    with casework.database.session() as db:
        number = own_reference.find(db, complaint_id=rosa.complaint_id, person_id=rosa.affected_id)
    assert (number is not None) == (decision == "answer_affected")


def test_no_leaves_the_decision_to_an_officer(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    answer(casework, rosa, agrees=False)
    assert claim_of(casework.database, rosa).state == "refused"
    assert kinds(casework, rosa) == ["receipt"]
    with casework.database.session() as db:
        assert db.scalars(select(Authority.id).where(sweep.waits(casework.now.date()))).all()
    act(casework, rosa, decide.decide, grace, decision="refuse", words="You may not act for her.")
    assert kinds(casework, rosa)[-1] == "authority_refused"


def test_who_was_only_asked_gets_no_answers_yet(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)

    def acknowledged() -> list[str]:
        with casework.database.changes() as db:
            acknowledge.acknowledge(
                db, by_officer(grace.officer_id, **casework.basics), complaint_id=rosa.complaint_id, stage=1, **TOLD
            )
        return kinds(casework, rosa, rosa.affected_id)

    assert acknowledged() == ["consent_asked"]
    act(casework, rosa, decide.decide, grace, decision="answer_affected", words="We write to her.")
    with casework.database.changes() as db:
        reply.reply(
            db, by_officer(grace.officer_id, **casework.basics), complaint_id=rosa.complaint_id, stage=1, **ANSWERED
        )
    assert kinds(casework, rosa, rosa.affected_id)[-1] == "reply"
    assert "reply" not in kinds(casework, rosa)


def test_whom_it_is_about_is_told_how_to_go_further_in_their_own_language(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    ask(casework, rosa, grace)
    act(casework, rosa, decide.decide, grace, decision="answer_affected", words="We write to her.")
    with casework.database.changes() as db:
        db.get_one(Person, rosa.affected_id).language = "en-XA"
        db.execute(update(ContactPoint).values(proven_at=casework.now))
    with casework.database.changes() as db:
        made = reply.reply(
            db, by_officer(grace.officer_id, **casework.basics), complaint_id=rosa.complaint_id, stage=1, **ANSWERED
        )
    with casework.database.session() as db:
        told = letters(casework.database, rosa, rosa.affected_id)[-1]
        said = db.get_one(Reply, made).next_step
    assert told.kind == "reply"
    assert said
    assert not [one for one in said if one in told.body]
