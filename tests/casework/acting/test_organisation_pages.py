"""The desk's pages of organisations and their advocates."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.matter.authority_models import Membership
from tests.casework.cases import Casework, sign_in
from tests.complaints import represented
from tests.complaints.represented import claim_of
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def test_an_advocate_is_added_and_leaves(casework: Casework, browser: InspectingClient) -> None:
    made = represented.made(
        casework.database, rulebook=casework.rulebook, settings=casework.settings, at=casework.now,
        role="advocate", name="Vera Voss", email="vera@voice.example", organisation="Voice",
    )  # fmt: skip
    browser.get("/desk/organisations")
    browser.post_form(name="Voice")
    assert "The organisation is on the list." in browser.text
    browser.post_form(name=" voice ")
    assert browser.errors == ["This organisation is on the list."]
    browser.click("Add an advocate Voice")
    browser.post_form(name="Vera Voss", address="no address")
    assert browser.errors == ["Enter an email address, such as name@example.com"]
    browser.post_form(name="Vera Voss", address="vera@voice.example")
    browser.get(f"/desk/complaint/{made.complaint_id}/authority")
    assert "Known advocate of" in browser.text
    browser.get("/desk/organisations")
    browser.click("Has left Vera Voss")
    assert claim_of(casework.database, made).state == "claimed"
    browser.post_form()
    assert "All that they might do for this organisation has ended." in browser.text
    assert "vera@voice.example" not in browser.text
    assert claim_of(casework.database, made).state == "refused"
    with casework.database.session() as db:
        assert db.scalars(select(Membership.left_at)).one() is not None


def test_who_works_for_whom_is_the_central_team_s(casework: Casework, app: Flask) -> None:
    team = sign_in(casework, app, casework.officer("Tom Team", role="officer", team="waste"))
    team.get("/desk/organisations", status=404)
