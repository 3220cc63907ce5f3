"""Who may act for whom: asked where the representative did not say, checked, refused, and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.officers import Activation
from portal.casework.acting import acts, sweep
from portal.casework.acting.acts import Checked
from portal.casework.answering import acknowledge, message, reply
from portal.complaints.acting import authority, consent
from portal.complaints.follow_up import messages
from portal.complaints.grants import grants
from portal.complaints.joining import split
from portal.complaints.matter import events
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Event, Grant
from portal.complaints.tracking import reading
from portal.complaints.tracking.exchange_rows import MessageRow
from portal.db import new_id
from portal.errors import Refusal
from portal.people.models import ContactPoint, Person
from tests.casework.cases import Casework
from tests.casework.claims import ANSWERED, FORM, TOLD, act, answer, ask, chase, kinds, made, rosa
from tests.complaints import represented
from tests.complaints.represented import Acting, claim_of, grant_of, letters
from tests.delivered import deliver_all

__all__ = ["rosa"]
pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("role", "more", "kind"),
    [
        ("relative", {}, "consent"),
        ("advocate", {"organisation": "Voice"}, "consent"),
        ("parent", {}, "parental_responsibility"),
        ("mp", {}, "elected_member"),
        ("relative", {"affected_died": True}, "sufficient_interest"),
    ],
)
def test_registering_writes_down_what_is_claimed(
    casework: Casework, role: str, more: dict[str, Any], kind: str
) -> None:
    rosa = made(casework, role=role, **more)
    claim = claim_of(casework.database, rosa)
    assert (claim.kind, claim.state, claim.scope) == (kind, "claimed", "everything")
    assert claim.decide_by.isoformat() == "2026-12-08"
    assert grant_of(casework.database, rosa).may == grants.LIMITED
    with casework.database.session() as db:
        assert events.first_broken(db, rosa.complaint_id, key=casework.settings.event_key) is None
        theirs = select(Event.kind).where(Event.complaint_id == rosa.complaint_id)
        assert "authority_claimed" in set(db.scalars(theirs))


def test_who_speaks_for_themselves_claims_nothing(casework: Casework) -> None:
    mine = casework.matter(about="me", acting_as="self")
    with casework.database.session() as db:
        assert not authority.of_complaint(db, complaint_id=mine.complaint_id)
        assert db.get_one(Grant, mine.grant_id).may == grants.EVERYTHING


def test_nothing_of_the_council_s_is_written_to_them_before(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    by = by_officer(grace.officer_id, **casework.basics)
    with casework.database.changes() as db:
        acknowledge.acknowledge(
            db,
            by,
            stage=1,
            **TOLD,
            complaint_id=rosa.complaint_id,
        )
    with casework.database.changes() as db:
        message.send_message(
            db,
            by,
            body="Ida fell on Tuesday.",
            send_key=new_id(),
            complaint_id=rosa.complaint_id,
        )
    with casework.database.changes() as db:
        reply.reply(
            db,
            by,
            stage=1,
            **ANSWERED,
            complaint_id=rosa.complaint_id,
        )
    assert kinds(casework, rosa) == ["receipt"]


def test_the_address_the_representative_gave_is_not_asked(casework: Casework, rosa: Acting, grace: Activation) -> None:
    """Her own, and the one she gave for the other person (T5)."""
    with casework.database.changes() as db:
        db.add(
            ContactPoint(
                id=new_id(),
                person_id=rosa.affected_id,
                kind="email",
                address="given@example.com",
                normal="given@example.com",
                given_by=rosa.person_id,
                added_at=casework.now,
            )
        )
    for address in ("ROSA@example.com", "given@example.com"):
        with pytest.raises(Refusal, match="contact_supplied"):
            ask(casework, rosa, grace, address)
    assert claim_of(casework.database, rosa).state == "claimed"
    ask(casework, rosa, grace)
    (asked,) = letters(casework.database, rosa, rosa.affected_id)
    assert (asked.kind, asked.address) == ("consent_asked", "ida@example.com")
    assert f"/consent/{rosa.authority_id}" in asked.body
    assert "Rosa" not in asked.body
    assert rosa.number not in asked.body.replace(" ", "")
    with casework.database.session() as db:
        given = db.scalars(select(ContactPoint).where(ContactPoint.given_by == rosa.person_id)).one()
        assert given.ended_at == casework.now


def test_yes_opens_it_and_no_closes_it(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    answer(casework, rosa, agrees=True)
    claim = claim_of(casework.database, rosa)
    assert (claim.state, claim.how) == ("confirmed", "contact")
    assert grant_of(casework.database, rosa).may == grants.EVERYTHING
    assert kinds(casework, rosa)[-1] == "authority_confirmed"
    assert kinds(casework, rosa, rosa.affected_id)[-1] == "consent_kept"


def test_somebody_else_cannot_answer(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    with casework.database.changes() as db, pytest.raises(Exception, match="authority"):
        consent.answer(
            db,
            by_person(rosa.person_id, **casework.basics),
            authority_id=rosa.authority_id,
            complaint_id=rosa.complaint_id,
            person_id=rosa.person_id,
            scope="everything",
        )
    assert claim_of(casework.database, rosa).state == "asked"


def test_taken_back_nothing_opens_and_nothing_leaves_any_more(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    ask(casework, rosa, grace)
    answer(casework, rosa, agrees=True)
    with casework.database.changes() as db:
        acknowledge.acknowledge(
            db, by_officer(grace.officer_id, **casework.basics), complaint_id=rosa.complaint_id, stage=1, **TOLD
        )
    answer(casework, rosa, agrees=False)
    grant = grant_of(casework.database, rosa)
    assert (claim_of(casework.database, rosa).state, grant.revoked_at) == ("withdrawn", casework.now)
    deliver_all(casework.database, casework.settings, casework.now)
    left = [one.kind for one in letters(casework.database, rosa) if one.sent_at is not None]
    assert left == ["authority_ended"]
    with casework.database.session() as db:
        assert (
            grants.find_by_code(
                db, number=rosa.number, code=rosa.code, key=casework.settings.code_key, now=casework.now
            )
            is None
        )
    # The answers go on going to her mother, who was reached.
    assert "acknowledgement" in kinds(casework, rosa, rosa.affected_id)


def test_consent_taken_back_is_asked_for_anew(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    answer(casework, rosa, agrees=True)
    answer(casework, rosa, agrees=False)
    with pytest.raises(Refusal, match="authority_over"):
        answer(casework, rosa, agrees=True)
    with pytest.raises(Refusal, match="authority_over"):
        act(casework, rosa, acts.confirm, grace, checked=FORM)
    again = casework.at(casework.now + timedelta(minutes=1))
    second = act(again, rosa, acts.claim_again, grace)
    grant = grant_of(casework.database, rosa)
    assert (grant.may, grant.revoked_at) == (grants.LIMITED, None)
    act(again, rosa, acts.confirm, grace, checked=FORM, authority_id=second)
    assert grant_of(casework.database, rosa).may == grants.EVERYTHING


def test_who_sends_a_paper_later_is_not_believed_before_it_is_checked(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    with casework.database.changes() as db:
        messages.add_message(
            db,
            by_person(rosa.person_id, **casework.basics),
            complaint_id=rosa.complaint_id,
            person_id=rosa.person_id,
            body="She agrees, I swear.",
            channel="web",
            send_key=new_id(),
        )
    assert (claim_of(casework.database, rosa).state, grant_of(casework.database, rosa).may) == (
        "claimed",
        grants.LIMITED,
    )
    act(casework, rosa, acts.confirm, grace, checked=FORM)
    assert claim_of(casework.database, rosa).checked_by == grace.officer_id


def test_the_team_complained_of_does_not_ask_the_person(casework: Casework, rosa: Acting, grace: Activation) -> None:
    visit = Checked(kind="consent", how="visit", scope="everything", evidence="I saw her on Monday.")
    with casework.database.session() as db:
        team = db.get_one(Complaint, rosa.complaint_id).team
    theirs = casework.officer("Tom Team", role="officer", team=team)
    with pytest.raises(Refusal, match="own_team"):
        act(casework, rosa, acts.confirm, theirs, checked=visit)
    act(casework, rosa, acts.confirm, grace, checked=visit)
    assert claim_of(casework.database, rosa).how == "visit"


def test_of_two_who_claim_parental_responsibility_each_is_looked_at(casework: Casework, grace: Activation) -> None:
    mother = made(casework, role="parent", affected_name="Noor Khan")
    father = made(casework, role="parent", affected_name=" noor khan ", email="dad@example.com", name="Sam Khan")
    seen = Checked(kind="parental_responsibility", how="document", scope="everything", evidence="Birth certificate.")
    with pytest.raises(Refusal, match="two_claims"):
        act(casework, mother, acts.confirm, grace, checked=seen)
    why = Checked(
        kind="parental_responsibility",
        how="document",
        scope="everything",
        evidence="Birth certificate.",
        reason="Both hold it; no order says otherwise.",
    )
    act(casework, mother, acts.confirm, grace, checked=why)
    assert grant_of(casework.database, father).may == grants.LIMITED


def test_nobody_consents_for_the_dead(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    with casework.database.changes() as db:
        db.get_one(Person, rosa.affected_id).died = True
    with pytest.raises(Refusal, match="has_died"):
        answer(casework, rosa, agrees=True)
    with pytest.raises(Refusal, match="has_died"):
        act(casework, rosa, acts.confirm, grace, checked=FORM)
    close = Checked(kind="sufficient_interest", how="document", scope="everything", evidence="Death certificate.")
    act(casework, rosa, acts.confirm, grace, checked=close)
    assert claim_of(casework.database, rosa).kind == "sufficient_interest"


def test_best_interests_say_why_who_was_consulted_and_when_to_look_again(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    given: dict[str, Any] = {
        "kind": "best_interests",
        "how": "document",
        "scope": "everything",
        "evidence": "GP letter",
    }
    with pytest.raises(Refusal, match="interests_missing"):
        act(casework, rosa, acts.confirm, grace, checked=Checked(**given, reason="She cannot decide this."))
    review = casework.now.date() + timedelta(days=90)
    whole = Checked(**given, reason="She cannot decide this.", consulted="Her GP, her son.", review_on=review)
    act(casework, rosa, acts.confirm, grace, checked=whole)
    with casework.database.session() as db:
        assert not db.scalars(select(Authority.id).where(sweep.waits(casework.now.date()))).all()
        assert db.scalars(select(Authority.id).where(sweep.waits(review))).all() == [rosa.authority_id]


def test_what_is_given_until_a_day_ends_after_it(casework: Casework, rosa: Acting, grace: Activation) -> None:
    last = casework.now.date() + timedelta(days=10)
    until = Checked(kind="consent", how="form", scope="everything", evidence="Signed.", expires_on=last)
    act(casework, rosa, acts.confirm, grace, checked=until)

    def opens(at: datetime) -> bool:
        with casework.database.session() as db:
            found = grants.find_by_code(db, number=rosa.number, code=rosa.code, key=casework.settings.code_key, now=at)
            return found is not None

    assert opens(casework.now + timedelta(days=10))
    assert not opens(casework.now + timedelta(days=11))
    assert chase(casework.at(casework.now + timedelta(days=10))) == 0
    assert chase(casework.at(casework.now + timedelta(days=11))) == 1
    assert claim_of(casework.database, rosa).state == "expired"
    assert kinds(casework, rosa)[-1] == "authority_ended"


def test_one_stage_ends_with_it(casework: Casework, rosa: Acting, grace: Activation) -> None:
    once = Checked(kind="consent", how="form", scope="one_stage", evidence="Signed.")
    act(casework, rosa, acts.confirm, grace, checked=once)
    assert grant_of(casework.database, rosa).may == grants.EVERYTHING
    with casework.database.changes() as db:
        db.get_one(Complaint, rosa.complaint_id).stage = 2
        authority.end_with_stage(db, complaint_id=rosa.complaint_id, now=casework.now)
    assert grant_of(casework.database, rosa).may == grants.LIMITED


def test_each_reads_their_own_words_only(casework: Casework, rosa: Acting, grace: Activation) -> None:
    act(casework, rosa, acts.confirm, grace, checked=FORM)
    for person_id, body in ((rosa.person_id, "From Rosa."), (rosa.affected_id, "From Ida.")):
        with casework.database.changes() as db:
            messages.add_message(
                db,
                by_person(person_id, **casework.basics),
                complaint_id=rosa.complaint_id,
                person_id=person_id,
                body=body,
                channel="web",
                send_key=new_id(),
            )
    with casework.database.changes() as db:
        message.send_message(
            db,
            by_officer(grace.officer_id, **casework.basics),
            complaint_id=rosa.complaint_id,
            body="To Rosa.",
            send_key=new_id(),
        )
    with casework.database.session() as db:
        for person_id, others, read in (
            (rosa.person_id, False, {"From Rosa.", "To Rosa."}),
            (rosa.affected_id, False, {"From Ida."}),
            (rosa.person_id, True, {"From Rosa.", "From Ida.", "To Rosa."}),
        ):
            found = reading.exchange(db, complaint_id=rosa.complaint_id, person_id=person_id, others=others)
            assert {row.body for row in found if isinstance(row, MessageRow)} == read


def test_parts_of_a_split_are_held_alike_and_end_together(casework: Casework, rosa: Acting, grace: Activation) -> None:
    with casework.database.changes() as db:
        second_id = split.split(
            db,
            by_officer(grace.officer_id, **casework.basics),
            complaint_id=rosa.complaint_id,
            excerpt=represented.WORDS[:20],
            service="missed-collection",
            send_key=new_id(),
        )

    def stands() -> list[tuple[str, str, bool]]:
        with casework.database.session() as db:
            rows = db.execute(
                select(Authority.state, Grant.may, Grant.revoked_at.is_not(None))
                .join(Grant, (Grant.complaint_id == Authority.complaint_id) & (Grant.person_id == Authority.person_id))
                .where(Authority.complaint_id.in_([rosa.complaint_id, second_id]))
            )
            return [(row[0], row[1], bool(row[2])) for row in rows]

    assert stands() == [("claimed", grants.LIMITED, False)] * 2
    ask(casework, rosa, grace)
    answer(casework, rosa, agrees=True)
    assert stands() == [("confirmed", grants.EVERYTHING, False)] * 2
    answer(casework, rosa, agrees=False)
    assert stands() == [("withdrawn", grants.LIMITED, True)] * 2
