"""Advocates: whom they act for, after a code to their own address, and what ends when they leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.acting import authority, organisations, representatives
from portal.complaints.acting.representatives import Newcomer
from portal.complaints.drafts.models import Draft
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Grant
from portal.complaints.matter.restriction_models import Restriction
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, new_id
from tests.complaints import matters, represented
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.represented import Acting, claim_of
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


class Voice:
    """Vera of the organisation Voice acts for several people; what tests do with her."""

    def __init__(self, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> None:
        self.database, self.settings, self.now = database, settings, now
        self.given: dict[str, Any] = {"rulebook": rulebook, "settings": settings}
        self.officer = matters.officer(database, at=now)

    def client(self, whom: str, *, confirmed: bool = True, **more: Any) -> Acting:
        given = {"email": "vera@voice.example", "name": "Vera Voss", "organisation": "Voice", **more}
        made = represented.made(self.database, at=self.now, role="advocate", affected_name=whom, **given, **self.given)
        if confirmed:
            with self.database.changes() as db:
                claim = db.get_one(Authority, made.authority_id)
                authority.confirm(
                    db,
                    by_officer(self.officer, now=self.now, settings=self.settings),
                    claim,
                    how="form",
                    scope="everything",
                )
        return made

    def sign_in(self, browser: InspectingClient, name: str = "Vera Voss", email: str = "vera@voice.example") -> None:
        browser.get("/track/yours")
        browser.post_form(name=name, address=email)
        digits = digits_mailed(self.database, self.settings)
        browser.post_form(digits=digits or "000000")

    def leaves(self) -> int:
        with self.database.changes() as db:
            organisation = organisations.add(db, name="voice", officer_id=self.officer, now=self.now)
            member = organisations.add_member(
                db,
                organisation_id=organisation,
                name="Vera Voss",
                address="VERA@voice.example",
                officer_id=self.officer,
                now=self.now,
            )
        with self.database.changes() as db:
            return organisations.leave(
                db,
                by_officer(self.officer, now=self.now, **self.given),
                organisation_id=organisation,
                membership_id=member,
            )


@pytest.fixture
def voice(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Voice:
    return Voice(database, rulebook, settings, now)


def test_the_list_says_what_may_be_seen_and_what_waits(client: InspectingClient, voice: Voice) -> None:
    voice.client("Ida Lind")
    voice.client("Omar Ali", confirmed=False)
    voice.client("Eve Else", email="else@example.com", name="Somebody Else")
    voice.sign_in(client)
    client.click("The people you act for")
    assert "Ida Lind" in client.text
    assert "We have your complaint." in client.text
    assert "Omar Ali" in client.text
    assert "We do not know yet if you may act." in client.text
    assert "Eve Else" not in client.text


def test_a_matter_opens_from_the_list_as_far_as_it_may_be_seen(client: InspectingClient, voice: Voice) -> None:
    ida, omar = voice.client("Ida Lind"), voice.client("Omar Ali", confirmed=False)
    voice.sign_in(client)
    for made, shown in ((ida, True), (omar, False)):
        client.get("/track/clients")
        client.post_form(form=f"form[action$='{made.grant_id}/open']")
        assert client.page.path == f"/complaint/{made.grant_id}"
        assert ("The clock runs" in client.text) != shown


def test_another_s_matter_does_not_open(client: InspectingClient, voice: Voice) -> None:
    voice.client("Ida Lind")
    eve = voice.client("Eve Else", email="else@example.com", name="Somebody Else")
    voice.sign_in(client)
    client.get("/track/clients")
    token = client.select("input[name=csrf_token]")[0]["value"]
    for what in ("open", "new"):
        answer = client.client.post(
            f"/track/clients/{eve.grant_id}/{what}", data={"csrf_token": token}, base_url=client.base_url
        )
        assert answer.status_code in {400, 403, 404}
    client.get(f"/complaint/{eve.grant_id}")
    assert client.page.path == "/track"


def test_nobody_gets_a_list_without_a_code(client: InspectingClient, voice: Voice) -> None:
    voice.client("Ida Lind")
    client.get("/track/clients")
    assert client.page.path == "/track/yours"


def test_an_address_that_others_read_lists_nothing(
    client: InspectingClient, voice: Voice, database: Database, settings: Settings
) -> None:
    voice.client("Ida Lind")
    voice.client("Omar Ali", name="Vic Other")
    client.get("/track/yours")
    client.post_form(name="Vera Voss", address="vera@voice.example")
    assert digits_mailed(database, settings) is None


def test_one_that_an_officer_restricted_opens_with_its_code_only(
    client: InspectingClient, voice: Voice, database: Database, now: datetime
) -> None:
    ida = voice.client("Ida Lind")
    with database.changes() as db:
        db.add(Restriction(id=new_id(), complaint_id=ida.complaint_id, at=now, by=voice.officer, reason="Staff."))
    voice.sign_in(client)
    client.get("/track/clients")
    assert "Open it with your reference and private code" in client.text
    assert not client.select("form[action$=open]")


def test_a_new_complaint_for_a_client_asks_what_happened_first(
    client: InspectingClient, voice: Voice, database: Database
) -> None:
    ida = voice.client("Ida Lind")
    voice.sign_in(client)
    client.get("/track/clients")
    client.post_form(form="form[action$=new]")
    assert client.page.path.endswith("/what-happened")
    with database.session() as db:
        draft = db.scalars(select(Draft)).one()
    assert draft.proven == "vera@voice.example"
    kept = {name: value for name, value in draft.answers.items() if value}
    assert (kept["acting_as"], kept["about"]) == ("advocate", "other")
    assert (kept["affected_name"], kept["name"], kept["organisation"]) == ("Ida Lind", "Vera Voss", "Voice")
    assert not [name for name in kept if name.startswith("their_")]
    assert claim_of(database, ida).state == "confirmed"


def test_leaving_ends_all_they_might_do_for_the_organisation(
    client: InspectingClient, voice: Voice, database: Database
) -> None:
    ida, omar = voice.client("Ida Lind"), voice.client("Omar Ali", confirmed=False)
    private = voice.client("Her Uncle", organisation="")
    voice.sign_in(client)
    client.get("/track/clients")
    client.post_form(form=f"form[action$='{ida.grant_id}/open']")
    assert voice.leaves() == 2
    client.get(f"/complaint/{ida.grant_id}")
    assert client.page.path == "/track"
    assert [claim_of(database, one).state for one in (ida, omar, private)] == ["withdrawn", "refused", "confirmed"]
    client.get("/track/clients")
    assert "Ida Lind" not in client.text
    assert "Her Uncle" in client.text
    with database.session() as db:
        assert db.get_one(Grant, ida.grant_id).revoked_at is not None
        assert db.get_one(Complaint, ida.complaint_id).state == "open"


def test_a_second_advocate_sees_nothing_of_the_first(
    app: Flask, client: InspectingClient, voice: Voice, database: Database
) -> None:
    """Neither words nor name, until the matter says so."""
    ida = voice.client("Ida Lind")
    with database.changes() as db:
        claim_id = representatives.add(
            db,
            by_officer(voice.officer, now=voice.now, **voice.given),
            complaint_id=ida.complaint_id,
            affected_id=ida.affected_id,
            newcomer=Newcomer(
                name="Ben Voss", organisation="Voice", way="email", address="ben@voice.example", kind="consent"
            ),
        )
    voice.sign_in(client, "Ben Voss", "ben@voice.example")
    client.get("/track/clients")
    client.post_form(form="form[action$=open]")
    home = client.page.path
    assert home != f"/complaint/{ida.grant_id}"
    assert "The clock runs" in client.text
    assert represented.WORDS not in client.text
    for others, read in ((False, False), (True, True)):
        with database.changes() as db:
            claim = db.get_one(Authority, claim_id)
            authority.confirm(
                db,
                by_officer(voice.officer, now=voice.now, settings=voice.settings),
                claim,
                how="form",
                scope="everything",
            )
            claim.sees_others = others
        client.get(home)
        assert (represented.WORDS in client.text) == read
        assert "Vera" not in client.text


def test_two_browsers_of_two_advocates_never_meet(app: Flask, client: InspectingClient, voice: Voice) -> None:
    voice.client("Ida Lind")
    voice.client("Eve Else", email="else@example.com", name="Somebody Else")
    other = InspectingClient(app)
    voice.sign_in(client)
    voice.sign_in(other, "Somebody Else", "else@example.com")
    for browser, mine, theirs in ((client, "Ida Lind", "Eve Else"), (other, "Eve Else", "Ida Lind")):
        browser.get("/track/clients")
        assert mine in browser.text
        assert theirs not in browser.text
