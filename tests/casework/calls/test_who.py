"""Who calls, and for whom: the desk asks the same questions as the resident's pages, on one page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.complaints.grants import grants
from portal.complaints.matter.models import Complaint, Grant
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint, Person
from tests.accounts.conftest import Desk, desk
from tests.casework.calls.test_page import PAGE, begin, officer, register
from tests.inspecting_client import InspectingClient

__all__ = ["desk", "officer"]

RELATIVE = {
    "words": "Nobody came to wash her.",
    "about": "other",
    "acting_as": "relative",
    "part": "both",
    "name": "Ama Mensah",
    "email": "ama@example.com",
    "affected_name": "Efua Mensah",
}


def test_a_relative_and_the_person_affected_are_two(desk: Desk, officer: InspectingClient) -> None:
    register(officer, **RELATIVE, their_post="9 Larch Walk", their_adjustments="Easy words")
    with desk.database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
        efua = db.scalars(select(Person).where(Person.name == "Efua Mensah")).one()
        theirs = db.scalars(select(ContactPoint).where(ContactPoint.person_id == efua.id)).one()
        written_to = set(db.scalars(select(Letter.address)))
    assert (complaint.about, complaint.acting_as) == ("both", "relative")
    assert efua.adjustments == "Easy words"
    assert (theirs.kind, theirs.given_by is not None) == ("post", True)
    assert written_to == {"ama@example.com"}


def test_the_callers_own_address_is_not_the_other_persons(officer: InspectingClient) -> None:
    begin(officer)
    officer.post_form({**RELATIVE, "their_email": "AMA@example.com"}, form=PAGE, button="Read back")
    assert officer.errors[0].startswith("This is how we reach you. That is fine")
    assert officer.page.values()["affected_name"] == "Efua Mensah"


@pytest.mark.parametrize(("whose", "written"), [("mine", 1), ("parent", 0), ("", 0)])
def test_a_child_who_calls_is_asked_whose_address_it_is(
    desk: Desk, officer: InspectingClient, whose: str, written: int
) -> None:
    said = {"whose": whose} if whose else {}
    register(officer, words="They moved me.", about="child", email="kofi@example.com", **said)
    with desk.database.session() as db:
        assert db.scalars(select(Complaint.acting_as)).one() == "child"
        assert len(db.scalars(select(Letter)).all()) == written


def test_what_an_anonymous_caller_said_of_themselves_is_not_kept(desk: Desk, officer: InspectingClient) -> None:
    begin(officer)
    typed = {"words": "Paint in the drain.", "about": "anonymous", "name": "Bo Lee", "phone": "020 7946 0000"}
    page = officer.post_form(typed, form=PAGE, button="Read back")
    assert "Bo Lee" not in page.text
    officer.post_form(button="Register")
    with desk.database.session() as db:
        assert db.scalars(select(Person.name)).all() == [""]
        assert db.scalars(select(ContactPoint)).all() == []


def test_a_day_of_birth_to_come_is_refused(officer: InspectingClient) -> None:
    begin(officer)
    born = {"affected_born_on-day": "1", "affected_born_on-month": "1", "affected_born_on-year": "2990"}
    officer.post_form({**RELATIVE, **born}, form=PAGE, button="Read back")
    assert officer.errors == ["The day they were born must be in the past"]


WITHOUT_THE_FIRST = {name: said for name, said in RELATIVE.items() if name != "about"}


@pytest.mark.parametrize(
    "role", [{}, {"acting_as": ""}, {"acting_as": "", "affected_name": "", "their_post": "9 Larch"}]
)
def test_who_speaks_for_another_is_not_taken_for_them_when_the_first_question_is_left_open(
    desk: Desk, officer: InspectingClient, role: dict[str, str]
) -> None:
    answers = {**WITHOUT_THE_FIRST, **role}
    register(officer, **{name: said for name, said in answers.items() if said})
    with desk.database.session() as db:
        assert db.scalars(select(Complaint.about)).one() in {"both", "other"}
        assert db.scalars(select(Grant.may).order_by(Grant.may)).all() == sorted([grants.AFFECTED, grants.LIMITED])


def test_a_child_is_known_by_whose_address_it_is(desk: Desk, officer: InspectingClient) -> None:
    register(officer, words="They moved me.", email="mum@example.com", whose="parent")
    with desk.database.session() as db:
        assert db.scalars(select(Complaint.acting_as)).one() == "child"
        assert db.scalars(select(Letter)).all() == []


@pytest.mark.parametrize(
    ("about", "typed"),
    [
        ("me", {"affected_name": "Efua Mensah"}),
        ("anonymous", {"their_phone": "020 7946 0111"}),
        ("other", {"others": "Ben Okafor"}),
        ("child", {"organisation": "Speak Up"}),
    ],
)
def test_what_does_not_fit_the_first_answer_is_not_lost_silently(
    desk: Desk, officer: InspectingClient, about: str, typed: dict[str, str]
) -> None:
    begin(officer)
    officer.post_form({"words": "Nobody came.", "about": about, **typed}, form=PAGE, button="Read back")
    assert officer.errors[0].startswith("These answers do not fit: “")
    assert officer.page.values() | typed == officer.page.values()
    officer.post_form(dict.fromkeys(typed, ""), form=PAGE, button="Read back")
    assert officer.page.path.endswith("/read-back")


def test_a_role_chosen_by_mistake_stands_in_nobodys_way(desk: Desk, officer: InspectingClient) -> None:
    register(officer, words="My bin.", about="me", acting_as="carer", part="both")
    with desk.database.session() as db:
        assert db.scalars(select(Complaint.acting_as)).one() == "self"


def test_a_childs_code_is_posted_only_where_the_child_says_so(desk: Desk, officer: InspectingClient) -> None:
    register(officer, words="They moved me.", about="child", name="Kofi")
    officer.post_form(address="1 Example Road")
    assert officer.errors == ["Ask the child first: “Is it safe if we write to you or call you there?”"]
    with desk.database.session() as db:
        assert db.scalars(select(Letter)).all() == []
    officer.post_form(address="1 Example Road", may_write="y")
    assert "The letter is on its way" in officer.text


def test_what_is_read_to_a_caller_holds_on_the_phone(desk: Desk, officer: InspectingClient) -> None:
    begin(officer)
    assert "a private code, to see our answer" not in officer.text
    assert "If you forget it, we cannot tell you anything." in officer.text
    register(officer, **RELATIVE)
    assert "We ask the person it is about if they agree that you act for them." in officer.text
    register(officer, words="My bin.", about="me")
    assert "agree that you act" not in officer.text
