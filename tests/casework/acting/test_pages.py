"""The desk's pages of who may act for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Officer
from portal.casework.desk.models import CallerCheck
from portal.complaints.acting import authority, consent, objecting
from portal.complaints.grants import grants
from portal.complaints.matter import own_reference
from portal.complaints.matter.act import by_officer, by_portal
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Grant, Party
from portal.db import GrantId, PersonId, new_id
from portal.letters.outgoing.models import Letter
from tests.casework.cases import Casework, sign_in
from tests.complaints import represented
from tests.complaints.represented import Acting, claim_of, grant_of, letters
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
LATER = (("day", "1"), ("month", "3"), ("year", str(clock.today().year + 1)))


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


@pytest.fixture
def rosa(casework: Casework) -> Acting:
    return represented.made(casework.database, rulebook=casework.rulebook, settings=casework.settings, at=casework.now)


def home(rosa: Acting, act: str = "") -> str:
    return f"/desk/complaint/{rosa.complaint_id}/authority" + (f"/{rosa.authority_id}/{act}" if act else "")


def test_the_officer_is_told_not_to_tell(browser: InspectingClient, rosa: Acting) -> None:
    browser.get(f"/desk/complaint/{rosa.complaint_id}")
    assert "Rosa Lind may not be told anything yet" in browser.text
    assert "The clock runs. Decide by" in browser.text
    browser.click("Who may act for whom")
    assert "Says so, nobody checked" in browser.text


def test_asking_refuses_what_the_writer_gave(casework: Casework, browser: InspectingClient, rosa: Acting) -> None:
    browser.get(home(rosa))
    browser.click("Ask the person Ida Lind")
    browser.post_form(way="email", address="rosa@example.com", found="She told me.")
    assert browser.errors == [
        "The person who wrote gave us this address. Find another one, or visit or ring the person."
    ]
    browser.post_form(way="post", address="4 Long Lane\nExample", found="Her care record.")
    assert "We asked the person" in browser.text
    assert "Her care record." in browser.text
    (asked,) = letters(casework.database, rosa, rosa.affected_id)
    assert (asked.kind, asked.channel) == ("consent_letter", "post")
    assert asked.secret == {"tracking_code": _grant_id(casework, rosa, rosa.affected_id)}


def _grant_id(casework: Casework, rosa: Acting, person_id: PersonId) -> GrantId:
    with casework.database.session() as db:
        return grants.get_of_person(db, complaint_id=rosa.complaint_id, person_id=person_id).id


def test_confirming_keeps_what_was_typed_and_ends_again(
    casework: Casework, browser: InspectingClient, rosa: Acting
) -> None:
    browser.get(home(rosa))
    browser.click("Confirm Rosa Lind")
    given = {"how": "form", "scope": "everything", "evidence": "Signed on Monday."}
    browser.post_form({**given, "kind": "best_interests"})
    assert browser.errors == ["Say why, who was consulted, and on which day you look again."]
    assert browser.page.values()["evidence"] == "Signed on Monday."
    browser.post_form({**given, "kind": "consent"})
    assert "They may act now" in browser.text
    assert "May act since" in browser.text
    assert grant_of(casework.database, rosa).may == grants.EVERYTHING
    browser.click("Refuse or take back Rosa Lind")
    browser.post_form(reason="")
    assert browser.errors == ["Say why. Only officers read this."]
    browser.post_form(reason="She rang and took it back.")
    assert "Taken back" in browser.text
    assert claim_of(casework.database, rosa).state == "withdrawn"
    browser.post_form(form="form[action$=again]")
    assert "A new claim has begun" in browser.text
    with casework.database.session() as db:
        assert len(authority.of_complaint(db, complaint_id=rosa.complaint_id)) == 2


def test_who_only_speaks_is_told_nothing_personal(browser: InspectingClient, rosa: Acting) -> None:
    browser.get(home(rosa, "confirm"))
    browser.post_form(how="form", scope="speak_only", evidence="Signed on Monday.", kind="consent")
    browser.get(f"/desk/complaint/{rosa.complaint_id}")
    assert "Rosa Lind may speak for the person, and may be told nothing personal." in browser.text


def test_deciding_without_an_answer(casework: Casework, browser: InspectingClient, rosa: Acting) -> None:
    browser.get(home(rosa, "decide"))
    browser.post_form(decision="answer_affected", words="We write to her ourselves.")
    assert browser.errors == ["Find an address of the person first, under “Ask the person”."]
    browser.post_form(decision="not_personal", words="Lifts take 12 weeks at present.")
    assert "Your decision is on its way" in browser.text
    assert claim_of(casework.database, rosa).answer == "Lifts take 12 weeks at present."


def test_a_second_representative_gets_a_way_in_of_their_own(
    casework: Casework, browser: InspectingClient, rosa: Acting
) -> None:
    browser.get(f"{home(rosa)}/add")
    browser.post_form(
        whom=rosa.affected_id, name="Ben Lind", way="post", address="9 Hill Road\nExample", kind="power_of_attorney"
    )
    assert "They get a reference and a way in" in browser.text
    with casework.database.session() as db:
        ben = db.scalars(select(Party.person_id).where(Party.role == "acting")).one()
        grant = grants.get_of_person(db, complaint_id=rosa.complaint_id, person_id=ben)
        assert grant.may == grants.LIMITED
        number = own_reference.find(db, complaint_id=rosa.complaint_id, person_id=ben)
        assert number not in {None, rosa.number}
        (letter,) = db.scalars(select(Letter).where(Letter.person_id == ben))
        assert letter.kind == "access_letter"


def test_the_person_gets_a_reference_of_their_own_once_there_is_an_address(
    casework: Casework, browser: InspectingClient, rosa: Acting
) -> None:
    browser.get(home(rosa))
    assert not browser.select("form[action$=access]")
    browser.get(home(rosa, "ask"))
    browser.post_form(way="post", address="4 Long Lane\nExample", found="Her care record.")
    browser.post_form(form="form[action$=access]")
    assert "A reference and a code are on their way" in browser.text
    assert [one.kind for one in letters(casework.database, rosa, rosa.affected_id)] == [
        "consent_letter",
        "access_letter",
    ]


def test_a_message_goes_to_one_of_several_and_nobody_else_reads_it(
    casework: Casework, app: Flask, browser: InspectingClient, rosa: Acting
) -> None:
    browser.get(f"/desk/complaint/{rosa.complaint_id}/message")
    assert not browser.select("[name=to]")
    officer = casework.officer("Olu Officer", role="officer", team="waste").officer_id
    with casework.database.changes() as db:
        consent.ask(
            db,
            by_officer(officer, **casework.basics),
            complaint_id=rosa.complaint_id,
            authority_id=rosa.authority_id,
            found=consent.FoundContact("post", "1 High Street", "Her record."),
        )
    browser.get(home(rosa, "confirm"))
    browser.post_form(how="form", scope="everything", evidence="Signed on Monday.", kind="consent")
    browser.get(f"/desk/complaint/{rosa.complaint_id}/message")
    browser.post_form(body="For Ida alone.")
    assert browser.errors == ["Choose who it is for"]
    browser.post_form(body="For Ida alone.", to=rosa.affected_id)
    assert "We wrote to Ida Lind" in browser.text
    assert [one.kind for one in letters(casework.database, rosa, rosa.affected_id)][-1] == "message"
    assert "message" not in {one.kind for one in letters(casework.database, rosa)}
    client = InspectingClient(app)
    client.get("/track")
    client.post_form(reference=rosa.number, code=rosa.code)
    assert "Ask for an update" in client.text
    assert "For Ida alone." not in client.page.html
    browser.get(f"/desk/complaint/{rosa.complaint_id}/message")
    browser.post_form(body="For Rosa.", to="writer")
    client.get(client.page.path)
    assert "For Rosa." in client.text


def test_who_only_takes_calls_decides_nothing(casework: Casework, app: Flask, rosa: Acting) -> None:
    calls = sign_in(casework, app, casework.officer("Cal Centre", role="contact_centre", team="contact-centre"))
    for page in ("", "ask", "confirm", "end", "decide"):
        calls.get(home(rosa, page), status=404)
    with casework.database.session() as db:
        assert db.get_one(Authority, rosa.authority_id).state == "claimed"
        assert db.get_one(Grant, rosa.grant_id).may == grants.LIMITED


def test_a_caller_whose_right_to_act_is_not_known_is_told_nothing(
    casework: Casework, browser: InspectingClient, rosa: Acting
) -> None:
    with casework.database.session() as db:
        officer_id = db.scalars(select(Officer.id)).one()
    for confirmed in (False, True):
        with casework.database.changes() as db:
            db.add(
                CallerCheck(
                    id=new_id(),
                    complaint_id=rosa.complaint_id,
                    person_id=rosa.person_id,
                    officer_id=officer_id,
                    how="code",
                    at=casework.now,
                    until=casework.now + timedelta(minutes=20),
                )
            )
            if confirmed:
                claim = db.get_one(Authority, rosa.authority_id)
                authority.confirm(
                    db,
                    by_officer(officer_id, now=casework.now, settings=casework.settings),
                    claim,
                    how="form",
                    scope="everything",
                )
        browser.get(f"/desk/complaint/{rosa.complaint_id}/caller")
        assert ("You may tell" in browser.text) == confirmed
        assert ("Tell them nothing but the dates" in browser.text) != confirmed


def test_what_the_person_objects_to_is_looked_at_and_goes_on(
    casework: Casework, browser: InspectingClient, rosa: Acting
) -> None:
    browser.get(home(rosa, "confirm"))
    later = {f"review_on-{one}": value for one, value in LATER}
    given = {"how": "document", "scope": "everything", "evidence": "GP letter.", "consulted": "Her GP.", **later}
    browser.post_form({**given, "kind": "best_interests", "reason": "She cannot decide."})
    with casework.database.changes() as db:
        claim = db.get_one(Authority, rosa.authority_id)
        objecting.object_to(db, by_portal(now=casework.now, settings=casework.settings), claim)
    browser.get("/desk")
    assert "Decide who may act for the person" in browser.text
    browser.get(f"/desk/complaint/{rosa.complaint_id}")
    assert "The person says that Rosa Lind should not act for them. Look at it today." in browser.text
    browser.click("Who may act for whom")
    browser.click("Look at it again Rosa Lind")
    browser.post_form(reason="")
    assert browser.errors == ["Say what you checked. Only officers read this."]
    browser.post_form(reason="I asked her with an interpreter.")
    assert browser.errors == ["Enter the day on which you look at this again."]
    assert browser.page.values()["reason"] == "I asked her with an interpreter."
    browser.post_form(later)
    assert "Noted. Nothing changes for the person who acts." in browser.text
    assert "should not act" not in browser.text
    claim = claim_of(casework.database, rosa)
    assert (claim.state, claim.reason) == ("confirmed", "She cannot decide.\n\nI asked her with an interpreter.")
    assert grant_of(casework.database, rosa).may == grants.EVERYTHING
