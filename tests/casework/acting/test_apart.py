"""Several who act for one person, parts of a split, joined matters: each gets what is theirs, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.officers import Activation
from portal.casework.acting import acts, sweep
from portal.casework.acting.acts import Checked
from portal.casework.answering import acknowledge, reply
from portal.casework.queue import sweeps
from portal.complaints.acting import authority, consent, representatives
from portal.complaints.acting.representatives import Newcomer
from portal.complaints.follow_up import escalate, messages
from portal.complaints.grants import grants
from portal.complaints.joining import merge, split
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, State
from portal.db import ComplaintId, PersonId, new_id
from portal.errors import Refusal
from portal.people.models import ContactPoint
from tests.casework.cases import Casework
from tests.casework.claims import ANSWERED, FORM, TOLD, made, rosa
from tests.complaints import represented
from tests.complaints.represented import Acting, claim_of, grant_of, letters
from tests.delivered import deliver_all

__all__ = ["rosa"]

pytestmark = pytest.mark.database

BEN = Newcomer(name="Ben Lind", organisation="", way="email", address="ben@example.com", kind="consent")


def act(casework: Casework, whose: Acting, what: Any, by: Activation, **given: Any) -> Any:
    with casework.database.changes() as db:
        return what(db, by_officer(by.officer_id, **casework.basics), complaint_id=whose.complaint_id, **given)


def on_claim(casework: Casework, whose: Acting, what: Any, by: Activation, **given: Any) -> Any:
    return act(casework, whose, what, by, authority_id=given.pop("authority_id", whose.authority_id), **given)


def second(casework: Casework, rosa: Acting, by: Activation, newcomer: Newcomer = BEN) -> Acting:
    """Ben says that he acts for Ida too."""
    claim_id = act(casework, rosa, representatives.add, by, affected_id=rosa.affected_id, newcomer=newcomer)
    with casework.database.session() as db:
        person_id = db.get_one(Authority, claim_id).person_id
        grant = grants.get_of_person(db, complaint_id=rosa.complaint_id, person_id=person_id)
    return replace(rosa, person_id=person_id, grant_id=grant.id, authority_id=claim_id)


def parted(casework: Casework, rosa: Acting, by: Activation, **more: Any) -> ComplaintId:
    given = more or {"excerpt": represented.WORDS[:20]}
    return ComplaintId(act(casework, rosa, split.split, by, service="missed-collection", send_key=new_id(), **given))


def answered(casework: Casework, complaint_id: ComplaintId, by: Activation) -> None:
    with casework.database.changes() as db:
        for service, words in ((acknowledge.acknowledge, TOLD), (reply.reply, ANSWERED)):
            service(db, by_officer(by.officer_id, **casework.basics), complaint_id=complaint_id, stage=1, **words)


def kinds(casework: Casework, whose: Acting, person_id: PersonId | None = None) -> list[str]:
    return [one.kind for one in letters(casework.database, whose, person_id)]


def test_only_who_wrote_it_may_withdraw_it(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ben = second(casework, rosa, grace)
    for one in (rosa, ben):
        on_claim(casework, one, acts.confirm, grace, checked=FORM)
    assert "withdraw" in grant_of(casework.database, rosa).may.split()
    assert grant_of(casework.database, ben).may == grants.AFFECTED


def test_each_who_may_see_it_gets_the_answers(casework: Casework, rosa: Acting, grace: Activation) -> None:
    """Rosa may not act, Ben may: Ida, whom Ben was asked for, and Ben read the answer, and Rosa does not."""
    ben = second(casework, rosa, grace)
    held = second(casework, rosa, grace, replace(BEN, name="Cai Lind", address="cai@example.com"))
    on_claim(casework, rosa, acts.take_back, grace, reason="She says no.")
    on_claim(
        casework, ben, consent.ask, grace, found=consent.FoundContact("email", "ida@example.com", "Her care record.")
    )
    with casework.database.changes() as db:
        consent.answer(
            db,
            by_person(rosa.affected_id, **casework.basics),
            authority_id=ben.authority_id,
            complaint_id=rosa.complaint_id,
            person_id=rosa.affected_id,
            scope="everything",
        )
    answered(casework, rosa.complaint_id, grace)
    assert kinds(casework, ben)[-2:] == ["acknowledgement", "reply"]
    assert kinds(casework, rosa, rosa.affected_id)[-2:] == ["acknowledgement", "reply"]
    for one in (rosa, held):
        assert not {"acknowledgement", "reply"} & set(kinds(casework, one))


def test_one_who_acts_does_not_answer_for_her_whom_another_acts_for(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    given = "ida.given@example.com"
    with casework.database.changes() as db:
        contact = ContactPoint(person_id=rosa.affected_id, kind="email", address=given, normal=given)
        contact.id, contact.given_by, contact.added_at = new_id(), rosa.person_id, casework.now
        db.add(contact)
    ben = second(casework, rosa, grace)
    for supplied in ("rosa@example.com", given, "ben@example.com"):
        with pytest.raises(Refusal, match="contact_supplied"):
            on_claim(casework, ben, consent.ask, grace, found=consent.FoundContact("email", supplied, "Her record."))
    assert claim_of(casework.database, ben).state == "claimed"


def test_added_twice_they_are_one(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ben = second(casework, rosa, grace)
    assert second(casework, rosa, grace, replace(BEN, address="BEN@example.com")) == ben
    assert kinds(casework, ben) == ["representative_added"]
    on_claim(casework, ben, acts.take_back, grace, reason="Not her son.")
    assert second(casework, rosa, grace) != ben


def test_another_claim_that_turns_out_parental_is_looked_at_like_one(casework: Casework, grace: Activation) -> None:
    """The father says that the child agrees; the officer finds that he is a parent. The mother claims it too."""
    father = made(casework, affected_name="Noor Khan", name="Sam Khan", email="dad@example.com")
    made(casework, role="parent", affected_name="Noor Khan", name="Amal Khan")
    seen = Checked(kind="parental_responsibility", how="document", scope="everything", evidence="Birth certificate.")
    with pytest.raises(Refusal, match="two_claims"):
        on_claim(casework, father, acts.confirm, grace, checked=seen)
    on_claim(casework, father, acts.confirm, grace, checked=replace(seen, reason="No order says otherwise."))


def test_a_parent_is_not_their_own_rival(casework: Casework, grace: Activation) -> None:
    mother, _again = (made(casework, role="parent", affected_name="Noor Khan", name="Amal Khan") for _ in range(2))
    seen = Checked(kind="parental_responsibility", how="document", scope="everything", evidence="Birth certificate.")
    on_claim(casework, mother, acts.confirm, grace, checked=seen)
    assert claim_of(casework.database, mother).state == "confirmed"


@pytest.mark.parametrize("how", ["document", "standing"])
def test_a_paper_of_another_right_is_no_consent(casework: Casework, rosa: Acting, grace: Activation, how: str) -> None:
    with pytest.raises(Refusal, match="not_by_the_person"):
        on_claim(casework, rosa, acts.confirm, grace, checked=replace(FORM, how=how))
    assert claim_of(casework.database, rosa).state == "claimed"


def test_what_it_rested_on_is_kept_when_it_ends(casework: Casework, rosa: Acting, grace: Activation) -> None:
    review = casework.now.date() + timedelta(days=90)
    best = Checked(
        kind="best_interests",
        how="document",
        scope="everything",
        evidence="GP letter.",
        review_on=review,
        reason="She cannot decide this.",
        consulted="Her GP.",
    )
    on_claim(casework, rosa, acts.confirm, grace, checked=best)
    other = casework.officer("Olu Officer")
    for reason in ("She can decide again.", "Sent from an old page."):
        on_claim(casework, rosa, acts.take_back, other, reason=reason)
    claim = claim_of(casework.database, rosa)
    assert claim.reason == "She cannot decide this.\n\nShe can decide again."
    assert (claim.state, claim.checked_by) == ("withdrawn", grace.officer_id)


def test_confirmed_on_one_part_it_rests_on_the_same_on_the_other(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    other_id = parted(casework, rosa, grace)
    power = Checked(kind="power_of_attorney", how="document", scope="everything", evidence="The registered deed.")
    on_claim(casework, rosa, acts.confirm, grace, checked=power)
    with casework.database.session() as db:
        (other,) = authority.of_complaint(db, complaint_id=other_id)
    assert (other.state, other.kind, other.evidence) == ("confirmed", "power_of_attorney", "The registered deed.")
    assert other.checked_by == grace.officer_id


def test_what_is_split_off_after_it_was_taken_back_is_not_told(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    on_claim(casework, rosa, acts.confirm, grace, checked=FORM)
    on_claim(casework, rosa, acts.take_back, grace, reason="She took it back.")
    other_id = parted(casework, rosa, grace)
    answered(casework, other_id, grace)
    deliver_all(casework.database, casework.settings, casework.now)
    there = replace(rosa, complaint_id=other_id)
    assert [one.kind for one in letters(casework.database, there) if one.sent_at is not None] == []
    with casework.database.session() as db:
        assert grants.get_of_person(db, complaint_id=other_id, person_id=rosa.person_id).revoked_at is not None
    # She may be asked anew on each.
    with casework.database.session() as db:
        (theirs,) = authority.of_complaint(db, complaint_id=other_id)
    later = casework.at(casework.now + timedelta(minutes=1))
    on_claim(later, there, acts.claim_again, grace, authority_id=theirs.id)
    with casework.database.session() as db:
        assert grants.get_of_person(db, complaint_id=other_id, person_id=rosa.person_id).may == grants.LIMITED


def test_what_she_wrote_does_not_become_a_matter_of_who_acts_for_her(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    said = {}
    for person_id in (rosa.affected_id, None, rosa.person_id):
        with casework.database.changes() as db:
            said[person_id] = messages.add_message(
                db,
                by_person(person_id, **casework.basics),
                complaint_id=rosa.complaint_id,
                person_id=person_id,
                body="The bin too.",
                channel="web",
                send_key=new_id(),
            )
    with casework.database.session() as db:
        points = split.new_points(
            db, complaint_id=rosa.complaint_id, today=casework.now.date(), calendar=casework.rulebook.calendar
        )
        assert [one.id for one in points] == [said[rosa.person_id]]
    for person_id in (rosa.affected_id, None):
        with pytest.raises(Refusal, match="others_words"):
            parted(casework, rosa, grace, message_id=said[person_id])
    assert parted(casework, rosa, grace, message_id=said[rosa.person_id])


def test_who_complains_for_themselves_too_keeps_their_own_words(casework: Casework, grace: Activation) -> None:
    rosa = made(casework, about="both")
    until = replace(FORM, expires_on=casework.now.date() + timedelta(days=1))
    on_claim(casework, rosa, acts.confirm, grace, checked=until)
    assert grant_of(casework.database, rosa).ends_at is not None
    on_claim(casework, rosa, acts.take_back, grace, reason="She took it back.")
    grant = grant_of(casework.database, rosa)
    assert (grant.may, grant.revoked_at, grant.ends_at) == (grants.LIMITED, None, None)


def test_a_right_for_one_stage_does_not_end_in_silence(casework: Casework, grace: Activation) -> None:
    rosa = made(casework, service="missed-collection")
    on_claim(casework, rosa, acts.confirm, grace, checked=replace(FORM, scope="one_stage"))
    answered(casework, rosa.complaint_id, grace)
    with casework.database.changes() as db:
        asked = escalate.ask(
            db,
            by_person(rosa.person_id, **casework.basics),
            complaint_id=rosa.complaint_id,
            person_id=rosa.person_id,
            reason="",
        )
    with casework.database.changes() as db:
        escalate.decide(
            db, by_officer(grace.officer_id, **casework.basics), request_id=asked, outcome="accepted", reason=""
        )
    assert kinds(casework, rosa)[-1] == "authority_ended"
    assert grant_of(casework.database, rosa).may == grants.LIMITED


def test_taken_back_where_two_were_joined_it_ends_on_both(casework: Casework, rosa: Acting, grace: Activation) -> None:
    later = casework.at(casework.now + timedelta(hours=1))
    again = made(later)
    for one in (rosa, again):
        on_claim(later, one, acts.confirm, grace, checked=FORM)
    with casework.database.changes() as db:
        merge_id = merge.merge(
            db, by_officer(grace.officer_id, **later.basics), one_id=rosa.complaint_id, other_id=again.complaint_id
        )
    on_claim(later, rosa, acts.take_back, grace, reason="She took it back.")
    with casework.database.changes() as db:
        merge.undo(db, by_officer(grace.officer_id, **later.basics), merge_id=merge_id)
    assert [claim_of(casework.database, one).state for one in (rosa, again)] == ["withdrawn"] * 2
    assert grant_of(casework.database, again).revoked_at == later.now


@pytest.mark.parametrize("state", ["withdrawn", "merged"])
def test_nobody_is_chased_about_what_does_not_go_on(casework: Casework, rosa: Acting, state: State) -> None:
    with casework.database.changes() as db:
        db.get_one(Complaint, rosa.complaint_id).state = state
    late = casework.at(casework.now + timedelta(days=30))
    assert (
        sweeps.chase_authority(late.database, by_portal(now=late.now, rulebook=late.rulebook, settings=late.settings))
        == 0
    )
    assert kinds(casework, rosa) == ["receipt"]


def test_of_two_parts_one_is_chased_and_both_are_decided(casework: Casework, rosa: Acting, grace: Activation) -> None:
    on_claim(
        casework, rosa, consent.ask, grace, found=consent.FoundContact("email", "ida@example.com", "Her care record.")
    )
    other_id = parted(casework, rosa, grace)
    late = casework
    for _ in range(3):
        late = late.at(late.now + timedelta(days=8))
        done = sweeps.chase_authority(
            late.database, by_portal(now=late.now, rulebook=late.rulebook, settings=late.settings)
        )
        assert done == 1
    there = replace(rosa, complaint_id=other_id)
    assert kinds(casework, there, rosa.affected_id) == []
    assert kinds(casework, rosa, rosa.affected_id) == ["consent_asked"] * 3
    with casework.database.session() as db:
        assert len(db.scalars(select(Authority.id).where(sweep.waits(late.now.date()))).all()) == 2


def test_two_officers_at_once_do_not_write_over_each_other(casework: Casework, rosa: Acting, grace: Activation) -> None:
    for _ in range(2):
        on_claim(casework, rosa, acts.confirm, grace, checked=FORM)
    with pytest.raises(Refusal, match="confirmed_already"):
        on_claim(casework, rosa, acts.confirm, grace, checked=replace(FORM, scope="speak_only"))
    assert kinds(casework, rosa).count("authority_confirmed") == 1
    with casework.database.changes() as db, pytest.raises(Refusal, match="answered_already"):
        consent.answer(
            db,
            by_person(rosa.affected_id, **casework.basics),
            authority_id=rosa.authority_id,
            complaint_id=rosa.complaint_id,
            person_id=rosa.affected_id,
            scope="speak_only",
        )
