"""A new contact by phone needs a checked caller, and besides that the old contact or a second officer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal import clock
from portal.casework.desk.models import ContactChange
from portal.complaints.drafts.register import Registered
from portal.letters.outgoing.models import Letter
from portal.people import contacts
from portal.people.models import ContactPoint, Person
from tests.accounts.conftest import Desk, desk
from tests.casework.callers.test_page import at, digits, press, set_word
from tests.casework.cases import Casework
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

NEW = "new.address@example.com"


@pytest.fixture
def here(casework: Casework) -> Casework:
    return casework.at(clock.now())


@pytest.fixture
def matter(here: Casework) -> Registered:
    made = here.matter()
    set_word(here, made)
    return made


@pytest.fixture
def agent(desk: Desk, matter: Registered) -> InspectingClient:
    """Somebody who has made sure who is calling."""
    browser = desk.signed_in(desk.officer("Cat Cole", role="contact_centre", team="contact-centre"))
    browser.get(at(matter))
    press(browser, "/phone-word", phone_word="blue kettle")
    return browser


def in_use(here: Casework, made: Registered) -> list[str]:
    with here.database.session() as db:
        return [one.address for one in contacts.in_use(db, person_id=made.person_id)]


def ask(agent: InspectingClient, made: Registered) -> str:
    agent.get(at(made, "/contact"))
    return agent.post_form(kind="email", address=NEW).path


def test_without_the_check_nothing_can_be_asked(desk: Desk, here: Casework) -> None:
    made = here.matter()
    browser = desk.signed_in(desk.officer("Cat Cole", role="contact_centre"))
    assert browser.get(at(made, "/contact")).path == at(made)
    token = browser.page.values()["csrf_token"]
    browser.post(at(made, "/contact"), {"csrf_token": token, "kind": "email", "address": NEW})
    with here.database.session() as db:
        assert db.scalars(select(ContactChange)).all() == []


def test_what_cannot_be_an_address_comes_back(agent: InspectingClient, matter: Registered) -> None:
    agent.get(at(matter, "/contact"))
    agent.post_form(kind="phone", address="twelve")
    assert agent.errors == ["Enter a phone number, such as 020 7946 0100"]
    assert agent.page.values()["address"] == "twelve"


def test_the_old_contact_confirms(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    change = ask(agent, matter)
    assert in_use(here, matter) == ["ama@example.com"]
    press(agent, f"{change}/code")
    right = digits(here)
    press(agent, "/code/read-out", digits="000000" if right != "000000" else "111111")
    assert agent.errors == ["This code is not right, or it is too old. Let the caller read it out again"]
    assert in_use(here, matter) == ["ama@example.com"]
    assert press(agent, "/code/read-out", digits=right).path == at(matter)
    assert in_use(here, matter) == [NEW]
    assert here.kinds(matter)[-1] == "contact_changed"
    with here.database.session() as db:
        told = db.scalars(select(Letter).where(Letter.kind == "contact_changed")).one()
        assert (told.address, NEW in told.body) == ("ama@example.com", False)
        assert db.scalars(select(ContactPoint.proven_at).where(ContactPoint.address == NEW)).one() is None
    agent.get(change)
    assert "This has been decided" in agent.text


def test_a_second_officer_confirms_and_never_the_same(
    agent: InspectingClient, matter: Registered, here: Casework, desk: Desk
) -> None:
    change_id = ask(agent, matter).rsplit("/", 1)[1]
    agent.get("/desk/contact-changes", status=404)
    manager = desk.signed_in(desk.officer("Hal Moss", role="team_manager", team="waste"))
    manager.get("/desk/contact-changes")
    assert "Cat Cole" in manager.text
    manager.get(f"/desk/contact-changes/{change_id}")
    assert NEW in manager.text
    assert manager.page.answer("How the caller was checked") == "Phone word"
    press(manager, "/approved")
    assert in_use(here, matter) == [NEW]
    assert "Nothing waits" in manager.text


def test_the_asker_cannot_be_the_second(matter: Registered, here: Casework, desk: Desk) -> None:
    both = desk.signed_in(desk.officer("Ida Nash", role="central"))
    both.get(at(matter))
    press(both, "/phone-word", phone_word="blue kettle")
    change_id = ask(both, matter).rsplit("/", 1)[1]
    page = both.get(f"/desk/contact-changes/{change_id}")
    assert "somebody else must approve it" in page.text
    assert both.select('form[action$="/approved"]') == []
    token = both.page.values(both.select("form")[0])["csrf_token"]
    both.post(f"/desk/contact-changes/{change_id}/approved", {"csrf_token": token})
    assert both.errors == ["You asked for this change, so somebody else must approve it."]
    assert in_use(here, matter) == ["ama@example.com"]


def test_a_refused_change_changes_nothing(
    agent: InspectingClient, matter: Registered, here: Casework, desk: Desk
) -> None:
    change_id = ask(agent, matter).rsplit("/", 1)[1]
    central = desk.signed_in(desk.officer("Jan Oak", role="central"))
    central.get(f"/desk/contact-changes/{change_id}")
    data = central.page.values(central.page.one('form[action$="/approved"]'))
    press(central, "/refused")
    assert here.kinds(matter)[-1] == "contact_change_refused"
    central.post(f"/desk/contact-changes/{change_id}/approved", data)
    assert central.errors == ["This change has been decided already."]
    assert in_use(here, matter) == ["ama@example.com"]


def test_a_manager_of_another_team_has_no_say(agent: InspectingClient, matter: Registered, desk: Desk) -> None:
    change_id = ask(agent, matter).rsplit("/", 1)[1]
    manager = desk.signed_in(desk.officer("Kit Pine", role="team_manager", team="planning"))
    assert "Nothing waits" in manager.get("/desk/contact-changes").text
    manager.get(f"/desk/contact-changes/{change_id}", status=404)
    other = desk.signed_in(desk.officer("Lou Reed", role="contact_centre"))
    other.get(f"/desk/caller-change/{change_id}", status=404)


def test_a_newer_wish_ends_the_older(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    first, second = ask(agent, matter), ask(agent, matter)
    assert first != second
    with here.database.session() as db:
        assert sorted(str(one) for one in db.scalars(select(ContactChange.decision))) == ["None", "replaced"]


def test_a_child_is_asked_before_a_new_contact_is_kept(
    agent: InspectingClient, matter: Registered, here: Casework
) -> None:
    with here.database.changes() as db:
        db.get_one(Person, matter.person_id).under_18 = True
    ask(agent, matter)
    assert agent.errors == ["Ask the child first: “Is it safe if we write to you or call you there?”"]
    agent.post_form(may_write="y")
    with here.database.session() as db:
        assert db.scalars(select(ContactChange.address)).one() == NEW
