"""A reply has a finding and reasons, and always the right way to go further, which nobody typed."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.casework.answering.reply import reply
from portal.casework.desk.models import ReplyCause
from portal.complaints.drafts.register import Registered
from portal.complaints.follow_up import escalate
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import EscalationRequest, Reply
from portal.db import OfficerId
from portal.errors import Refusal
from portal.organisation.council import load
from portal.procedures.catalogue import load as procedures
from tests.casework.cases import ANSWER, Casework

pytestmark = pytest.mark.database

LGSCO, HOUSING = "PO Box 4771", "PO Box 1484"
FUNCTIONS = {"council": {LGSCO}, "housing_landlord": {HOUSING}, "mixed": {LGSCO, HOUSING}}


def stored(casework: Casework, made: Registered) -> Reply:
    with casework.database.session() as db:
        return db.scalars(
            select(Reply).where(Reply.complaint_id == made.complaint_id).order_by(Reply.stage.desc())
        ).first()  # type: ignore[return-value]


def taken_further(casework: Casework, made: Registered, officer_id: OfficerId) -> None:
    with casework.database.changes() as db:
        escalate.ask(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            reason="",
        )
        request = db.scalars(select(EscalationRequest.id).where(EscalationRequest.outcome.is_(None))).one()
        escalate.decide(
            db, by_officer(officer_id, **casework.basics), request_id=request, outcome="accepted", reason=""
        )


def test_reply_ends_the_stage_and_goes_to_the_person(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(reply, made, grace, answer=replace(ANSWER, root_cause="service_failure"))
    (letter,) = casework.letters(made, "reply")
    assert letter.address == "ama@example.com"
    for words in ("We got this wrong", "The crew missed your street.", "We will come on Monday."):
        assert words in letter.body
    complaint = casework.complaint(made)
    assert (complaint.state, complaint.due) == ("answered", None)
    assert casework.promised(made)[-1].kept_at == casework.now
    assert casework.kinds(made)[-1] == "replied"
    with casework.database.session() as db:
        assert db.scalars(select(ReplyCause.root_cause)).all() == ["service_failure"]


def test_next_step_is_stored_word_for_word_as_sent(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(reply, made, grace, answer=ANSWER)
    paragraphs = stored(casework, made).next_step
    assert "stage 2" in paragraphs[0]
    (letter,) = casework.letters(made, "reply")
    assert "\n\n".join(paragraphs) in letter.body


def test_next_step_is_in_the_language_of_the_person(casework: Casework) -> None:
    made, grace = casework.matter(language="en-XA"), casework.officer()
    casework.do(reply, made, grace, answer=ANSWER)
    assert "stage 2" not in stored(casework, made).next_step[0]


@pytest.mark.parametrize("service", sorted({service.key for service in load().services}))
def test_every_service_and_stage_gets_its_own_next_step(casework: Casework, service: str) -> None:
    """The next stage while there is one, after the last the ombudsman who looks at that service."""
    made, grace = casework.matter(service=service), casework.officer()
    council = next(one for one in load().services if one.key == service and one.ends is None)
    version = procedures().version_in_force(council.procedure, on=casework.now.date())
    last = version.last_stage_for(council.ombudsman, on=casework.now.date())
    for stage in range(1, last + 1):
        casework.do(reply, made, grace, answer=ANSWER)
        said = "\n".join(stored(casework, made).next_step)
        assert stored(casework, made).stage == stage
        named = {address for address in (LGSCO, HOUSING) if address in said}
        if stage < last:
            assert f"stage {stage + 1}" in said
            assert named == (FUNCTIONS[council.ombudsman] if version.ombudsman_any_time else set())
            taken_further(casework, made, grace.officer_id)
        else:
            assert "This is our last answer" in said
            assert named == FUNCTIONS[council.ombudsman]
    letters = casework.letters(made, "reply")
    assert len(letters) == last
    assert all("If you do not agree" in letter.body for letter in letters)


@pytest.mark.parametrize("finding", ["rejected", "outside_jurisdiction"])
def test_refusing_to_decide_names_the_ombudsman_at_once(casework: Casework, finding: str) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(reply, made, grace, answer=replace(ANSWER, finding=finding))
    said = "\n".join(stored(casework, made).next_step)
    assert "stage 2" in said
    assert LGSCO in said


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"finding": ""}, "finding_missing"),
        ({"finding": "withdrawn"}, "finding_missing"),
        ({"reasons": "  \n "}, "reasons_missing"),
        ({"root_cause": "the weather"}, "unknown_cause"),
    ],
)
def test_refuses_half_a_reply(casework: Casework, change: dict[str, str], code: str) -> None:
    made, grace = casework.matter(), casework.officer()
    with pytest.raises(Refusal) as refusal:
        casework.do(reply, made, grace, answer=replace(ANSWER, **change))
    assert refusal.value.code == code
    assert casework.letters(made, "reply") == []
    assert casework.complaint(made).state == "open"


def test_double_click_is_one_reply(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    first = casework.do(reply, made, grace, answer=ANSWER)
    later = casework.at(casework.now + timedelta(seconds=2))
    assert later.do(reply, made, grace, answer=ANSWER) == first
    assert len(casework.letters(made, "reply")) == 1


def test_two_officers_at_once_one_wins(casework: Casework) -> None:
    made = casework.matter()
    officers = [casework.officer(f"Officer {name}") for name in ("One", "Two", "Three")]
    outcomes: list[str] = []
    start = threading.Barrier(len(officers))

    def run(by: Any) -> None:
        start.wait()
        try:
            casework.do(reply, made, by, answer=replace(ANSWER, reasons=by.email))
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=run, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", *["uq_reply_stage"] * 2]
    assert casework.count(Reply, made) == 1
    assert len(casework.letters(made, "reply")) == 1
