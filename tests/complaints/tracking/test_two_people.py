"""Two people whose matters officers joined on word: each reads their own until a code of the other's was entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.casework.incoming import triage
from portal.complaints.codes import proof
from portal.complaints.grants import private_code
from portal.complaints.incoming import letterbox
from portal.complaints.joining.plan import plan
from portal.complaints.joining.same_person import confirm
from portal.complaints.listing import own_matters
from portal.complaints.matter import evidence, reference
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Correspondence, Event, Message
from portal.db import new_id
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import ContactPoint, OneTimeCode
from tests.complaints import matters
from tests.complaints.joined import Desk
from tests.complaints.matters import Matter
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

HERS, HIS = "MARKERALICE: the wall fell on my car.", "MARKERBOB: a wall fell down."


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def alice(desk: Desk) -> Matter:
    return desk.made(days_ago=3, words=HERS, name="Alice Able", email="alice@example.com", proven=False)


@pytest.fixture
def bob(desk: Desk) -> Matter:
    return desk.made(words=HIS, name="Bob Baker", email="bob@example.com", proven=False)


@pytest.fixture
def opened(app: Flask) -> Callable[[Matter], InspectingClient]:
    """Open a matter with its private code in a browser of its own."""

    def open_it(matter: Matter) -> InspectingClient:
        client = InspectingClient(app)
        client.get("/track")
        client.post_form(reference=reference.grouped(matter.number), code=private_code.grouped(matter.code))
        return client

    return open_it


def reads(client: InspectingClient, matter: Matter) -> set[str]:
    """Whose words, references and addresses a matter's address shows in this browser."""
    page = client.get(f"/complaint/{matter.grant_id}")
    return {marker for marker in ("MARKERALICE", "MARKERBOB") if marker in page.html}


def answered(desk: Desk, matter: Matter, body: str) -> None:
    matters.answer(
        desk.database, matter, at=desk.now, by=desk.officer_id, rulebook=desk.rulebook, settings=desk.settings
    )
    with desk.database.changes() as db:
        told = {"author": "council", "officer_id": desk.officer_id, "channel": "email", "body": body}
        db.add(Message(id=new_id(), complaint_id=matter.complaint_id, at=desk.now, send_key=new_id(), **told))


def digits(desk: Desk) -> str | None:
    """Make the digits of the latest code, as the worker does while it sends."""
    with desk.database.changes() as db:
        latest = db.scalars(select(OneTimeCode).order_by(OneTimeCode.asked_at.desc(), OneTimeCode.id)).first()
        assert latest is not None
        return one_time_codes.make_digits(db, code_id=latest.id, now=clock.now(), settings=desk.settings)


def prove(desk: Desk, matter: Matter) -> None:
    with desk.database.changes() as db:
        db.execute(update(ContactPoint).where(ContactPoint.person_id == matter.person_id).values(proven_at=desk.now))


def test_on_word_each_goes_on_reading_their_own_only(
    desk: Desk, alice: Matter, bob: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    hers, his = opened(alice), opened(bob)
    desk.merge(alice, bob, reason="The same wall.")
    answered(desk, alice, "MARKERALICE, we answer you.")
    for client in (hers, opened(alice)):
        assert reads(client, alice) == {"MARKERALICE"}
        assert reference.grouped(bob.number) not in client.page.html
        assert "We look into this together with another complaint" in client.text
        assert client.get(f"/complaint/{bob.grant_id}").path == "/track"
    for client in (his, opened(bob)):
        assert reads(client, bob) == {"MARKERBOB"}
        assert reference.grouped(alice.number) not in client.page.html
        assert client.page.answer("Your reference") == reference.grouped(bob.number)
        assert "We look into this together with another complaint" in client.text
        assert client.get(f"/complaint/{alice.grant_id}").path == "/track"
        for act in ("withdraw", "further", "not-done", "again"):
            client.get(f"/complaint/{bob.grant_id}/{act}", status=404)


def test_no_letter_to_one_side_holds_anything_of_the_other(desk: Desk, alice: Matter, bob: Matter) -> None:
    merge_id = desk.merge(alice, bob, reason="The same wall.")
    desk.undo(merge_id)
    for own, other, marker in ((alice, bob, "MARKERBOB"), (bob, alice, "MARKERALICE")):
        with desk.database.session() as db:
            theirs = db.scalars(
                select(Letter)
                .join(Correspondence, Correspondence.letter_id == Letter.id)
                .where(Correspondence.complaint_id == own.complaint_id)
            ).all()
        assert {"together", "merge_undone"} <= {one.kind for one in theirs}
        for one in theirs:
            assert other.number not in one.body.replace(" ", "")
            assert marker not in one.body
            assert "more than once" not in one.body


def test_what_either_sends_since_stays_with_them_and_is_news_for_officers(
    desk: Desk, alice: Matter, bob: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    merge_id = desk.merge(alice, bob, reason="The same wall.")
    his = opened(bob)
    his.post_form(body="MARKERBOB again.", form="form:has(textarea)")
    assert "MARKERBOB again." in his.page.words
    assert "MARKERBOB" not in opened(alice).page.html
    with desk.database.session() as db:
        news = select(Event.kind).where(Event.complaint_id == alice.complaint_id, Event.kind == "added_to")
        assert len(db.scalars(news).all()) == 1
    desk.undo(merge_id)
    assert "MARKERBOB again." in his.get(f"/complaint/{bob.grant_id}").words


def test_words_that_came_with_one_reference_are_shown_to_that_side(
    desk: Desk, alice: Matter, bob: Matter, client: InspectingClient, opened: Callable[[Matter], InspectingClient]
) -> None:
    desk.merge(alice, bob, reason="The same wall.")
    client.get("/add")
    client.post_form(reference=bob.number, body="MARKERBOB by letterbox.")
    with desk.database.changes() as db:
        (held,) = letterbox.waiting(db, complaint_id=alice.complaint_id)
        act = by_officer(desk.officer_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings)
        triage.accept(db, act, message_id=held.id, complaint_id=alice.complaint_id)
    assert "MARKERBOB" not in opened(alice).page.html
    assert "MARKERBOB by letterbox." in opened(bob).page.words


def test_files_and_list_hold_ones_own(desk: Desk, alice: Matter, bob: Matter) -> None:
    prove(desk, bob)
    desk.merge(alice, bob, reason="The same wall.")
    with desk.database.session() as db:
        contact = db.scalars(select(ContactPoint.id).where(ContactPoint.person_id == bob.person_id)).one()
        council = desk.rulebook.council
        listed = own_matters.reached_by(db, contact_id=contact, now=desk.now, council=council)
        assert [one.complaint_id for one in listed] == [bob.complaint_id]
        found = proof.references_reached_at(db, normal_address="bob@example.com")
        assert [number for number, _at in found] == [bob.number]
        files = {
            one.complaint_id: evidence.of_complaint(db, complaint_id=one.complaint_id, person_id=one.person_id)
            for one in (alice, bob)
        }
        assert files == {alice.complaint_id: [], bob.complaint_id: []}


def test_a_code_to_the_other_sides_contact_opens_both_in_that_browser_alone(
    desk: Desk, alice: Matter, bob: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    prove(desk, alice)
    his, elsewhere = opened(bob), opened(bob)
    merge_id = desk.merge(alice, bob, reason="The same wall.")
    his.get(f"/complaint/{bob.grant_id}")
    his.click("See both, if you sent both")
    his.post_form()
    made = digits(desk)
    assert made is not None
    his.post_form(digits="000000" if made != "000000" else "000001")
    assert his.errors
    his.post_form(digits=made)
    assert reads(his, bob) == {"MARKERALICE", "MARKERBOB"}
    assert reads(elsewhere, bob) == {"MARKERBOB"}
    assert reads(opened(alice), alice) == {"MARKERALICE"}
    desk.undo(merge_id)
    assert reads(his, bob) == {"MARKERBOB"}
    assert his.get(f"/complaint/{alice.grant_id}").path == "/track"


def test_without_a_proven_contact_nothing_is_sent_and_the_page_is_the_same(
    desk: Desk, alice: Matter, bob: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    made = desk.merge(alice, bob, reason="The same wall.")
    his = opened(bob)
    shown = []
    for _proven in range(2):
        his.get(f"/complaint/{bob.grant_id}/together/{made}")
        his.post_form()
        shown.append(his.text)
        if not _proven:
            assert digits(desk) is None
            prove(desk, alice)
    assert shown[0] == shown[1]
    assert "alice" not in his.page.html.lower()
    hers = opened(alice)
    hers.get(f"/complaint/{alice.grant_id}/together/{new_id()}", status=404)


def test_after_an_officers_check_the_next_opening_shows_both_and_open_browsers_do_not(
    desk: Desk, alice: Matter, bob: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    before = {alice: opened(alice), bob: opened(bob)}
    desk.merge(alice, bob, reason="The same wall.", checked="in_person")
    for matter, browser in before.items():
        assert browser.get(f"/complaint/{matter.grant_id}").path == "/track"
        assert reads(opened(matter), matter) == {"MARKERALICE", "MARKERBOB"}


def test_proven_on_both_it_is_one_matter_at_once(desk: Desk, opened: Callable[[Matter], InspectingClient]) -> None:
    first, later = desk.made(days_ago=3, words=HERS), desk.made(words=HIS)
    open_now = opened(later)
    desk.merge(first, later)
    assert reads(open_now, later) == {"MARKERALICE", "MARKERBOB"}
    with desk.database.session() as db:
        assert [one.known_by for one in db.scalars(select(Merge))] == ["proof"]


def test_a_word_once_given_joins_nothing_else(desk: Desk, alice: Matter, bob: Matter) -> None:
    """Two officers' word is about these two matters: it opens no other and needs saying again."""
    with desk.database.changes() as db:
        confirm(db, alice.person_id, bob.person_id, officer_id=desk.officer_id, reason="So they say.", now=desk.now)
        assert not plan(db, one_id=alice.complaint_id, other_id=bob.complaint_id).known


def test_a_persons_own_two_stay_together_beside_somebody_elses(
    desk: Desk, alice: Matter, opened: Callable[[Matter], InspectingClient]
) -> None:
    """Joined by proof first and on word after, the first two are read together, and the third alone."""
    one = desk.made(days_ago=2, words=HIS, name="Bob Baker", email="bob@example.com")
    two = desk.made(words="MARKERBOBTWO: it fell again.", name="Bob Baker", email="bob@example.com")
    desk.merge(one, two)
    desk.merge(alice, one, reason="The same wall.")
    for matter in (one, two):
        client = opened(matter)
        client.get(f"/complaint/{matter.grant_id}")
        assert "MARKERBOB:" in client.page.html
        assert "MARKERBOBTWO" in client.page.html
        assert "MARKERALICE" not in client.page.html
    assert reads(opened(alice), alice) == {"MARKERALICE"}
