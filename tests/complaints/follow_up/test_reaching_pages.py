"""Changing how we reach somebody, on their page."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, PersonId
from portal.letters.outgoing.models import Letter
from portal.people import contacts
from portal.people.models import ContactPoint, Person
from tests.complaints import matters
from tests.complaints.tracking.test_code_pages import Made, digits_sent
from tests.complaints.tracking.test_pages import sign_in
from tests.inspecting_client import InspectingClient

NEW = "safe.new@example.net"


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def made(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Made:
    """Register matters."""
    return lambda **more: matters.made(database, rulebook=rulebook, settings=settings, at=now, **more)


def _in_use(database: Database, person_id: PersonId) -> ContactPoint:
    with database.session() as db:
        return contacts.in_use(db, person_id=person_id)[0]


def test_a_contact_is_changed_with_the_old_ones_code_and_proven_with_its_own(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    matter = made()
    sign_in(client, matter)
    client.click("Change how we reach you")
    assert "ama@example.com" not in client.page.html
    client.post_form({}, form='form[action$="/code/change"]')
    client.post_form({"digits": "000000", "contact": "email", "email": NEW})
    assert "That code is not right" in client.errors[0]
    assert client.page.values()["email"] == NEW
    client.post_form({"digits": digits_sent(database, settings) or "", "contact": "email", "email": NEW})
    assert client.page.path.endswith("/contact/prove")
    assert _in_use(database, matter.person_id).proven_at is None
    client.post_form(digits=digits_sent(database, settings) or "")
    assert "We know now that we can reach you there." in client.text
    contact = _in_use(database, matter.person_id)
    assert (contact.address, contact.proven_at is not None) == (NEW, True)
    with database.session() as db:
        to_old = db.scalars(select(Letter).where(Letter.address == "ama@example.com")).all()
        assert "contact_changed" in [letter.kind for letter in to_old]
        assert all("safe.new" not in letter.subject + letter.body for letter in to_old)


def test_somebody_who_left_it_for_later_proves_it_from_the_page(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    matter = made(proven=False)
    sign_in(client, matter)
    client.click("Check it with a code")
    client.post_form({}, form='form[action$="/code/prove"]')
    client.post_form({"digits": "12"}, form="main form:first-of-type")
    assert client.errors
    client.post_form({"digits": digits_sent(database, settings) or ""})
    assert _in_use(database, matter.person_id).proven_at is not None
    assert "Check it with a code" not in client.text


def test_without_an_old_contact_that_can_be_asked_one_has_to_call(client: InspectingClient, made: Made) -> None:
    matter = made(email="", post="1 High Street", proven=False)
    sign_in(client, matter)
    client.click("Change how we reach you")
    assert "we change this only when we have talked to you" in client.text
    client.get(f"/complaint/{matter.grant_id}/contact/change")
    assert client.page.path.endswith("/contact")


def test_somebody_without_any_contact_gives_one(client: InspectingClient, made: Made, database: Database) -> None:
    matter = made(email="", proven=False)
    sign_in(client, matter)
    client.click("Change how we reach you")
    client.click("Tell us how to reach you")
    client.post_form({"contact": "post", "post": " "})
    assert client.errors == ["Enter the address we should write to"]
    client.post_form({"contact": "post", "post": "1 High Street\nLondon"})
    assert "We have changed how we reach you." in client.text
    assert _in_use(database, matter.person_id).address == "1 High Street\nLondon"


def test_what_helps_is_kept_and_shown_again(client: InspectingClient, made: Made, database: Database) -> None:
    matter = made()
    sign_in(client, matter)
    client.click("Change how we reach you")
    client.click("Safe times, language, large print and other help")
    client.post_form({"adjustments": "BSL", "safe_times": "Before noon", "wants_call": "yes", "large_print": "y"})
    with database.session() as db:
        person = db.get_one(Person, matter.person_id)
        assert (person.adjustments, person.safe_times, person.wants_call, person.large_print) == (
            "BSL",
            "Before noon",
            True,
            True,
        )
    client.get(f"/complaint/{matter.grant_id}/contact/details")
    assert client.page.values()["safe_times"] == "Before noon"


def test_a_way_not_to_use_holds_on_every_matter_of_the_same_person(
    client: InspectingClient, made: Made, database: Database
) -> None:
    matter, other = made(), made(words="The light is broken.")
    sign_in(client, matter)
    client.get(f"/complaint/{matter.grant_id}/contact/details")
    client.post_form(not_by="email")
    with database.session() as db:
        assert not contacts.written_to(db, person_id=other.person_id)
    client.get(f"/complaint/{matter.grant_id}/contact/details")
    client.post_form(not_by=None)
    with database.session() as db:
        assert contacts.written_to(db, person_id=other.person_id)


@pytest.mark.database
def test_a_way_given_again_later_is_used_for_that_complaint_only(
    client: InspectingClient, made: Made, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    before = made()
    sign_in(client, before)
    client.get(f"/complaint/{before.grant_id}/contact/details")
    client.post_form(not_by="email")
    words = "The light is broken."
    later = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now(), words=words)
    with database.session() as db:
        assert not contacts.written_to(db, person_id=before.person_id)
        assert contacts.written_to(db, person_id=later.person_id)
    # Said again, it holds for both.
    client.get(f"/complaint/{before.grant_id}/contact/details")
    client.post_form(not_by="email")
    with database.session() as db:
        assert not contacts.written_to(db, person_id=later.person_id)


def test_somebody_who_gives_the_same_name_and_address_silences_nobody(
    client: InspectingClient, made: Made, database: Database
) -> None:
    victim, stranger = made(), made(proven=False, words="The light is broken.")
    sign_in(client, stranger)
    client.get(f"/complaint/{stranger.grant_id}/contact/details")
    client.post_form(not_by="email")
    with database.session() as db:
        assert contacts.written_to(db, person_id=victim.person_id)
        assert not contacts.written_to(db, person_id=stranger.person_id)
