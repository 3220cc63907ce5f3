"""What goes wrong where somebody acts for another person: a clear page each time, nothing disclosed, nothing lost."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Grant
from portal.letters.outgoing.mail import folder
from portal.letters.outgoing.models import Letter
from portal.people.models import Person
from tests.casework.cases import ACKNOWLEDGEMENT, REPLY, Casework
from tests.casework.sent import Sent, send
from tests.complaints import matters
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.walking import all_the_way, code_shown, reference_shown
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

WORDS = "My mother waited five months for the stairlift."
OTHER = {
    "words": WORDS,
    "urgent": "no",
    "service": "unsure",
    "name": "Rosa Lind",
    "contact": "none",
    "about": "other",
    "affected_name": "Ida Lind",
}
RELATIVE = {**OTHER, "acting_as": "relative", "part": "other"}
PARENT = {**OTHER, "acting_as": "parent", "part": "other", "affected_name": "Noor Khan"}
SEEN = {"how": "form", "scope": "everything", "evidence": "Signed on Monday."}
ANSWER = REPLY["reasons"]


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def answered(browser: InspectingClient, sent: Sent) -> None:
    """Let the council answer, on its pages."""
    for act, fields in (("acknowledge", ACKNOWLEDGEMENT), ("reply", REPLY)):
        browser.get(f"{sent.desk}/{act}")
        browser.post_form(fields)


def state(casework: Casework, sent: Sent) -> str:
    with casework.database.session() as db:
        return db.get_one(Authority, sent.claim.id).state


def letters_to(casework: Casework, address: str) -> list[Letter]:
    with casework.database.session() as db:
        return list(db.scalars(select(Letter).where(Letter.address == address).order_by(Letter.id)))


def test_the_affected_persons_address_given_as_ones_own(
    app: Flask, casework: Casework, browser: InspectingClient
) -> None:
    """Ida has a complaint of her own; Rosa writes for her and says that Ida's address is hers."""
    ida = matters.made(
        casework.database, rulebook=casework.rulebook, settings=casework.settings, at=casework.now,
        email="ida@example.com", words="Ida wrote this.", name="Ida Lind",
    )  # fmt: skip
    before = len(letters_to(casework, "ida@example.com"))
    mine = {"contact": "email", "email": "ida@example.com", "shared": "no", "how": "later"}
    sent = send(app, casework, RELATIVE | mine)
    for page in (sent.client, sent.open(app)):
        assert "Ida wrote this." not in page.page.html
        assert ida.number not in page.page.html.replace(" ", "")
    told = letters_to(casework, "ida@example.com")[before:]
    assert told
    for letter in told:
        assert not {one for one in (WORDS, "Rosa", "Ida Lind", "stairlift") if one in letter.subject + letter.body}
    # She is not asked where Rosa may read it, the page says why, and what the officer typed stays.
    browser.get(sent.page("ask"))
    browser.post_form(way="email", address="IDA@example.com", found="Her care record.")
    assert browser.errors == [
        "The person who wrote gave us this address. Find another one, or visit or ring the person."
    ]
    assert browser.page.values()["found"] == "Her care record."
    assert state(casework, sent) == "claimed"
    # Whoever proves the address finds Ida's own complaint, and not what Rosa wrote.
    hers = InspectingClient(app)
    hers.get("/track/yours")
    hers.post_form(name="Ida Lind", address="ida@example.com")
    hers.post_form(digits=digits_mailed(casework.database, casework.settings) or "000000")
    assert WORDS not in hers.text


def test_consent_claimed_after_filing(app: Flask, casework: Casework, browser: InspectingClient) -> None:
    """Words and a paper that say so change nothing by themselves; an officer reads them and decides."""
    sent = send(app, casework, RELATIVE)
    answered(browser, sent)
    rosa = sent.open(app)
    rosa.post_form(form="form:has(textarea)", body="She agrees, I swear. The paper is on its way.")
    assert "She agrees, I swear." in rosa.text
    assert "the person it is about must say that you may act for them" in rosa.text
    assert ANSWER not in rosa.text
    assert state(casework, sent) == "claimed"
    browser.get(sent.desk)
    assert "She agrees, I swear." in browser.text
    assert "Rosa Lind may not be told anything yet" in browser.text
    browser.get(sent.page("confirm"))
    browser.post_form(SEEN)
    rosa.get(rosa.page.path)
    assert ANSWER in rosa.text
    assert "She agrees, I swear." in rosa.text


def test_consent_confirmed_for_somebody_who_took_it_back(
    app: Flask, casework: Casework, browser: InspectingClient
) -> None:
    sent = send(app, casework, RELATIVE)
    answered(browser, sent)
    browser.get(sent.page("confirm"))
    browser.post_form(SEEN)
    rosa = sent.open(app)
    home = rosa.page.path
    assert ANSWER in rosa.text
    # Another officer has had the page open since before.
    browser.get(sent.page("confirm"))
    stale = browser.page
    browser.get(sent.page("end"))
    browser.post_form(reason="She rang and took it back.")
    rosa.get(home)
    assert rosa.page.path == "/track"
    browser.post(stale.path, {**stale.values(), **SEEN, "evidence": "An old form."})
    assert browser.errors == ["This has ended. Write down a new claim and ask again."]
    assert browser.page.values()["evidence"] == "An old form."
    assert state(casework, sent) == "withdrawn"
    assert sent.open(app).page.path == "/track"
    browser.get(sent.desk)
    assert WORDS in browser.text


def test_two_who_both_claim_parental_responsibility(app: Flask, casework: Casework, browser: InspectingClient) -> None:
    mother = send(app, casework, PARENT | {"name": "Amal Khan", "words": "School did nothing."})
    father = send(app, casework, PARENT | {"name": "Sam Khan", "words": "Nobody told me."})
    answered(browser, mother)
    browser.get(mother.page("confirm"))
    assert "Another person claims parental responsibility" in browser.text
    seen = {"how": "document", "scope": "everything", "evidence": "Birth certificate."}
    browser.post_form(seen)
    assert browser.errors == ["Another person claims this too. Say why this person may act, and what you checked."]
    assert browser.page.values()["evidence"] == "Birth certificate."
    assert "Sam Khan" not in browser.text
    browser.post_form({**seen, "reason": "Both hold it. No order says otherwise."})
    hers, his = mother.open(app), father.open(app)
    assert ANSWER in hers.text
    assert "we check that you may act for this person" in his.text
    for page, others in ((hers, ("Sam Khan", "Nobody told me.")), (his, ("Amal Khan", "School did nothing.", ANSWER))):
        assert not {one for one in others if one in page.page.html}
    assert "Nobody told me." in his.text
    assert state(casework, father) == "claimed"


def test_nobody_is_asked_for_consent_who_has_died(app: Flask, casework: Casework, browser: InspectingClient) -> None:
    sent = send(app, casework, RELATIVE | {"affected_died": "y"})
    assert "complain for the person who has died" in sent.client.text
    browser.get(sent.page("ask"))
    browser.post_form(way="post", address="4 Long Lane\nExample", found="Her care record.")
    assert browser.errors == ["This person has died. Nobody can consent for them. Choose another ground."]
    assert browser.page.values()["address"] == "4 Long Lane\nExample"
    browser.get(sent.page("confirm"))
    browser.post_form({**SEEN, "kind": "consent"})
    assert browser.errors == ["This person has died. Nobody can consent for them. Choose another ground."]
    with casework.database.session() as db:
        assert not db.scalars(select(Letter).where(Letter.person_id == sent.claim.affected_id)).all()
    browser.post_form({"kind": "sufficient_interest", "how": "document", "evidence": "Death certificate."})
    assert state(casework, sent) == "confirmed"
    assert WORDS in sent.open(app).text


def test_who_died_after_being_asked_is_not_answered_for(
    app: Flask, casework: Casework, browser: InspectingClient
) -> None:
    """The link that lies in their mail decides nothing any more, and shows nobody's name."""
    sent = send(app, casework, RELATIVE)
    browser.get(sent.page("ask"))
    browser.post_form(way="email", address="ida@example.com", found="Her care record.")
    reader = InspectingClient(app)
    reader.get(f"/consent/{sent.claim.id}")
    reader.post_form()
    reader.post_form(digits=digits_mailed(casework.database, casework.settings) or "")
    asked = reader.page
    with casework.database.changes() as db:
        db.get_one(Person, sent.claim.affected_id).died = True
    reader.post(f"{asked.path}/answer", {**asked.values(), "answer": "everything"})
    assert reader.errors == ["This cannot be answered any more. Please call us."]
    reader.get(asked.path)
    assert "nothing to answer here any more" in reader.text
    assert state(casework, sent) == "asked"
    with casework.database.session() as db:
        assert "see" not in db.scalars(select(Grant.may).where(Grant.person_id == sent.claim.person_id)).one().split()


def test_a_child_who_gives_a_parents_email_is_never_found_by_it(
    app: Flask, casework: Casework, browser: InspectingClient
) -> None:
    """Nothing goes there: no receipt, no answer, no code, no reference, and no list opens."""
    client = InspectingClient(app)
    child = {"about": "child", "contact": "email", "email": "mum@example.com", "whose": "parent", "name": "Kofi"}
    all_the_way(client, {**OTHER, **child, "words": "They moved me and nobody asked me."})
    number, code = reference_shown(client), code_shown(client)
    with casework.database.session() as db:
        complaint_id = db.scalars(select(Complaint.id)).one()
    for act, fields in (("acknowledge", ACKNOWLEDGEMENT), ("reply", REPLY)):
        browser.get(f"/desk/complaint/{complaint_id}/{act}")
        browser.post_form(fields)
    parent = InspectingClient(app)
    parent.get("/track/code")
    parent.post_form(reference=number, address="mum@example.com")
    parent.get("/track/lost")
    parent.post_form(email="mum@example.com")
    parent.get("/track/yours")
    parent.post_form(name="Kofi", address="mum@example.com")
    deliver_all(casework.database, casework.settings, clock.now())
    sent = [file.read_text() for file in folder(casework.settings).glob("*.eml")]
    assert [mail for mail in sent if "mum@example.com" in mail] == []
    # What the child wrote waits for them.
    client.get("/track")
    client.post_form(reference=number, code=code)
    assert "They moved me and nobody asked me." in client.text
    assert ANSWER in client.text
