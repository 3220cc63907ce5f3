"""What a person sees of matters that were joined, split or linked: their own in full, and nobody else's."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.codes import proof
from portal.complaints.grants import grants, private_code
from portal.complaints.incoming.letterbox import waiting
from portal.complaints.joining import linking, split
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Correspondence, Grant, Message, Reference
from portal.db import new_id
from portal.letters.outgoing.models import Letter
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

FIRST, SECOND = "MARKERONE: the bins were left.", "MARKERTWO: they were left again."


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


def sign_in(client: InspectingClient, matter: Matter) -> None:
    client.get("/track")
    client.post_form(reference=reference.grouped(matter.number), code=private_code.grouped(matter.code))


def test_every_reference_opens_the_living_matter_with_its_own_code(desk: Desk, app: Flask) -> None:
    first, second = desk.made(days_ago=3, words=FIRST), desk.made(words=SECOND)
    desk.merge(first, second)
    for matter in (first, second):
        client = InspectingClient(app)
        sign_in(client, matter)
        assert client.page.answer("Your reference") == reference.grouped(first.number)
        assert FIRST in client.page.words
        assert SECOND in client.page.words
        assert reference.grouped(second.number) in client.text
        assert "We put your complaint" in client.text
        assert "We have it" in client.text


def test_each_code_still_needs_its_own_reference(desk: Desk, client: InspectingClient) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    desk.merge(first, second)
    client.get("/track")
    client.post_form(reference=first.number, code=private_code.grouped(second.code))
    assert client.errors


def test_a_page_that_was_open_goes_on_and_its_words_arrive(desk: Desk, client: InspectingClient) -> None:
    first, second = desk.made(days_ago=3, words=FIRST), desk.made(words=SECOND)
    sign_in(client, second)
    desk.merge(first, second)
    client.post_form(body="And once more.", form="form:has(textarea)")
    assert "We have your message" in client.text
    assert FIRST in client.page.words
    with desk.database.session() as db:
        assert [one.complaint_id for one in db.scalars(select(Message))] == [first.complaint_id]


def test_undone_each_code_opens_only_its_own_again(desk: Desk, client: InspectingClient) -> None:
    first, second = desk.made(days_ago=3, words=FIRST), desk.made(words=SECOND)
    merge_id = desk.merge(first, second)
    sign_in(client, second)
    desk.undo(merge_id)
    client.get(f"/complaint/{second.grant_id}")
    assert SECOND in client.page.words
    assert FIRST not in client.page.words
    client.get(f"/complaint/{first.grant_id}")
    assert client.page.path == "/track"


def test_the_jump_by_letterbox_leads_to_the_living_matter(desk: Desk, client: InspectingClient) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    desk.merge(first, second)
    client.get("/add")
    client.post_form(reference=second.number, body="It is me again.")
    with desk.database.session() as db:
        assert [one.body for one in waiting(db, complaint_id=first.complaint_id)] == ["It is me again."]


def test_a_one_time_code_of_the_old_reference_opens_the_living_matter(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    desk.merge(first, second)
    session_hash = desk.session()
    with desk.database.changes() as db:
        found = proof.find_grant_reached_at(db, number=second.number, normal_address="ama@example.com", now=desk.now)
        assert found == second.grant_id
        grants.unlock(db, grant_ids=[found], session_hash=session_hash, how="one_time_code", now=desk.now)
        opened = desk.opened(db, session_hash)
        assert {one.grant_id for one in opened} == {first.grant_id, second.grant_id}
        assert [number for number, _at in proof.references_reached_at(db, normal_address="ama@example.com")] == [
            first.number
        ]


def test_both_parts_of_a_split_are_read_and_open_in_one_visit(desk: Desk, client: InspectingClient) -> None:
    matter = desk.made(words=f"{FIRST}\n\n{SECOND}")
    with desk.database.changes() as db:
        second_id = split.split(
            db,
            by_officer(desk.officer_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=matter.complaint_id,
            excerpt=SECOND,
            service="council-tax",
            send_key=new_id(),
        )
        number = db.scalars(select(Reference.number).where(Reference.complaint_id == second_id)).one()
    sign_in(client, matter)
    assert "You also told us about something else" in client.text
    client.click(f"Open complaint {reference.grouped(number)}")
    assert client.page.answer("Your reference") == reference.grouped(number)
    assert client.page.answer("What it is about") == "Council tax"
    assert f"{FIRST}\n\n{SECOND}" in client.page.words
    assert reference.grouped(matter.number) in client.text


def test_linked_people_never_learn_of_each_other(desk: Desk, app: Flask) -> None:
    """Page, letters and what can be opened hold only their own (threat T35)."""
    ama = desk.made(words=FIRST, email="ama@example.com")
    kofi = desk.made(words=SECOND, email="kofi@example.com")
    with desk.database.changes() as db:
        linking.link(
            db,
            by_officer(desk.officer_id, now=desk.now, settings=desk.settings),
            one_id=ama.complaint_id,
            other_id=kofi.complaint_id,
        )
    for own, other, marker in ((ama, kofi, "MARKERTWO"), (kofi, ama, "MARKERONE")):
        client = InspectingClient(app)
        sign_in(client, own)
        page = client.page.html
        assert marker not in page
        assert other.number not in page.replace(" ", "")
        assert other.complaint_id not in page
        assert other.grant_id not in page
        assert "linked" not in client.text.lower()
        with desk.database.session() as db:
            theirs = db.scalars(
                select(Letter)
                .join(Correspondence, Correspondence.letter_id == Letter.id)
                .where(Correspondence.complaint_id == own.complaint_id)
            )
            assert not any(marker in one.body or other.number in one.body.replace(" ", "") for one in theirs)
            assert len(db.scalars(select(Grant).where(Grant.complaint_id == own.complaint_id)).all()) == 1


def test_joining_different_people_is_refused_and_shows_neither_the_other(desk: Desk, client: InspectingClient) -> None:
    ama = desk.made(words=FIRST, email="ama@example.com")
    kofi = desk.made(words=SECOND, email="kofi@example.com")
    assert refused(lambda: desk.merge(ama, kofi)) == "second_officer"
    sign_in(client, ama)
    assert "MARKERTWO" not in client.page.html
