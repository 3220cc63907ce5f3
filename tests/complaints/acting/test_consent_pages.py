"""The pages on which somebody says who may act for them: the link alone tells nothing, and looking decides nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.casework.acting import sweep
from portal.complaints.acting import authority, consent
from portal.complaints.grants import grants, private_code
from portal.complaints.matter import events, own_reference
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Event, Grant, Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint
from tests.complaints import matters, represented
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.represented import Acting, claim_of, grant_of
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def rosa(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Acting:
    """Rosa has complained for Ida, and an officer has asked Ida at an address Rosa did not give."""
    made = represented.made(database, rulebook=rulebook, settings=settings, at=now, organisation="Voice")
    by = matters.officer(database, at=now)
    with database.changes() as db:
        consent.ask(
            db,
            by_officer(by, now=now, rulebook=rulebook, settings=settings),
            authority_id=made.authority_id,
            complaint_id=made.complaint_id,
            found=consent.FoundContact("email", "ida@example.com", "Her care record."),
        )
    return made


def _open(client: InspectingClient, rosa: Acting, database: Database, settings: Settings) -> str:
    link = f"/consent/{rosa.authority_id}"
    client.get(link)
    client.post_form()
    digits = digits_mailed(database, settings)
    assert digits is not None
    client.post_form(digits=digits)
    return link


def _sign_in(client: InspectingClient, rosa: Acting, database: Database, settings: Settings) -> None:
    """Open the matter as Ida, with what stands on her letter."""
    code = private_code.draw()
    with database.changes() as db:
        db.execute(
            update(Grant)
            .where(Grant.person_id == rosa.affected_id)
            .values(code_hmac=private_code.hash_of(code, settings.code_key))
        )
    with database.session() as db:
        number = own_reference.find(db, complaint_id=rosa.complaint_id, person_id=rosa.affected_id)
    client.get("/track")
    client.post_form(reference=number, code=code)


def test_the_link_alone_tells_nothing(client: InspectingClient, rosa: Acting) -> None:
    real = client.get(f"/consent/{rosa.authority_id}")
    for told in ("Rosa", "Voice", "Ida", rosa.number[:4], "@example.com"):
        assert told not in client.text
    words = client.text
    assert real.status == 200
    client.get(f"/consent/{'0' * 32}")
    assert client.text == words


def test_a_link_that_leads_nowhere_is_answered_alike_and_sends_nothing(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    client.get(f"/consent/{'0' * 32}")
    client.post_form()
    assert "If this link is still open" in client.text
    assert digits_mailed(database, settings) is None
    client.post_form(digits="123456")
    assert client.errors
    assert claim_of(database, rosa).state == "asked"


def test_looking_decides_nothing_and_yes_does(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    link = _open(client, rosa, database, settings)
    assert client.page.path == link
    assert "Rosa Lind" in client.text
    assert "you can stop this at any time" in client.text
    client.get(link)
    client.get(link)
    assert claim_of(database, rosa).state == "asked"
    client.post_form()
    assert client.errors == ["Choose yes or no"]
    client.post_form(answer="speak_only")
    claim = claim_of(database, rosa)
    assert (claim.state, claim.scope, claim.how) == ("confirmed", "speak_only", "contact")
    assert grant_of(database, rosa).may == grants.LIMITED
    with database.session() as db:
        asked_at = db.scalars(select(ContactPoint).where(ContactPoint.normal == "ida@example.com")).one()
        assert asked_at.proven_at is not None


def test_no_and_stopping_end_it(client: InspectingClient, rosa: Acting, database: Database, settings: Settings) -> None:
    link = _open(client, rosa, database, settings)
    client.post_form(answer="everything")
    assert "You can stop this now" in client.text
    client.post_form()
    assert claim_of(database, rosa).state == "withdrawn"
    assert "nothing to answer here any more" in client.text
    with database.session() as db:
        (told,) = db.scalars(select(Letter).where(Letter.kind == "authority_ended"))
    assert "Ida" not in told.body
    assert client.page.path == link


def test_a_code_of_this_question_opens_no_complaint(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    _open(client, rosa, database, settings)
    with database.session() as db:
        hers = grants.get_of_person(db, complaint_id=rosa.complaint_id, person_id=rosa.affected_id)
    for grant_id in (hers.id, rosa.grant_id):
        client.get(f"/complaint/{grant_id}")
        assert client.page.path == "/track"


def test_another_browser_is_asked_for_a_code_again(
    app: Flask, client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    link = _open(client, rosa, database, settings)
    assert "Rosa Lind" in client.text
    other = InspectingClient(app)
    other.get(link)
    assert "Rosa Lind" not in other.text
    # It has a visit of its own now, and still no code.
    other.post_form()
    other.get(link)
    assert "Rosa Lind" not in other.text


def test_in_her_own_complaint_she_answers_with_her_own_code(
    client: InspectingClient, rosa: Acting, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    _sign_in(client, rosa, database, settings)
    client.click("See who speaks for you, and say yes or no")
    client.click("Rosa Lind")
    client.post_form(answer="no")
    assert "may not speak for you" in client.text
    assert claim_of(database, rosa).state == "refused"
    # Asked anew she is named once, as it stands now.
    with database.changes() as db:
        authority.claim(
            db,
            by_person(rosa.person_id, now=clock.now(), settings=settings),
            complaint_id=rosa.complaint_id,
            person_id=rosa.person_id,
            affected_id=rosa.affected_id,
            kind="consent",
        )
    client.get(client.page.path)
    assert client.text.count("Rosa Lind") == 1
    assert "asks if you agree" in client.text


def test_what_she_writes_is_ours_to_read_and_not_her_representatives(
    app: Flask, client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    _sign_in(client, rosa, database, settings)
    client.post_form(body="I did not want this complaint.")
    assert "I did not want this complaint." in client.text
    with database.session() as db:
        (message,) = db.scalars(select(Message).where(Message.complaint_id == rosa.complaint_id))
        assert message.person_id == rosa.affected_id
    assert "Withdraw your complaint" not in client.text
    client.click("See who speaks for you, and say yes or no")
    client.click("Rosa Lind")
    client.post_form(answer="everything")
    other = InspectingClient(app)
    other.get("/track")
    other.post_form(reference=rosa.number, code=rosa.code)
    assert "Ask for an update" in other.text
    assert "I did not want" not in other.page.html


def test_the_representative_cannot_answer_for_her(client: InspectingClient, rosa: Acting, database: Database) -> None:
    client.get("/track")
    client.post_form(reference=rosa.number, code=rosa.code)
    client.get(f"/complaint/{rosa.grant_id}/speaking/{rosa.authority_id}", status=404)
    assert claim_of(database, rosa).state == "asked"


def test_asked_too_late_the_page_says_so(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    _open(client, rosa, database, settings)
    with database.changes() as db:
        db.execute(update(Authority).values(state="refused"))
    client.post_form(answer="everything")
    assert "nothing to answer here any more" in client.text
    assert claim_of(database, rosa).state == "refused"


@pytest.mark.parametrize("confirmed", [True, False])
def test_against_another_right_than_consent_she_calls_an_officer(
    app: Flask, client: InspectingClient, rosa: Acting, database: Database, settings: Settings, confirmed: bool
) -> None:
    """It does not end, Rosa hears nothing of it, and an officer has it before them the same day, once."""
    with database.changes() as db:
        claim = db.get_one(Authority, rosa.authority_id)
        if confirmed:
            authority.confirm(
                db,
                by_officer(OfficerId(""), now=clock.now(), settings=settings),
                claim,
                how="document",
                scope="everything",
            )
        claim.kind = "power_of_attorney"
    state, letters = claim_of(database, rosa).state, len(represented.letters(database, rosa))
    _sign_in(client, rosa, database, settings)
    client.click("See who speaks for you, and say yes or no")
    client.click("Rosa Lind")
    page = client.page
    client.post(page.path, {**page.values(), "answer": "everything"})
    assert client.errors == ["This person has another right to act. Please call us."]
    for _ in range(2):
        client.post(page.path, {**page.values(), "answer": "no"})
    client.click("Rosa Lind")
    assert "you told us that this person should not act for you" in client.text
    assert claim_of(database, rosa).state == state
    assert len(represented.letters(database, rosa)) == letters
    with database.session() as db:
        assert db.scalars(select(Authority.id).where(sweep.waits(clock.today()))).all() == [rosa.authority_id]
        said = select(Event.seq).where(Event.kind == events.Kind.AUTHORITY_QUESTIONED)
        assert len(db.scalars(said).all()) == 1
    other = InspectingClient(app)
    other.get("/track")
    other.post_form(reference=rosa.number, code=rosa.code)
    assert other.page.path == f"/complaint/{rosa.grant_id}"
    assert "should not act" not in other.page.html
