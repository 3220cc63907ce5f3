"""Who complains, through the pages: what is asked, what is kept, and what is never written to."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Complaint, Party
from portal.db import Database
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint, OneTimeCode, Person
from tests.complaints.walking import begin, code_shown, reference_shown, to_check
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def _to_name(client: InspectingClient) -> None:
    client.post_form(words="Nobody came to help.")
    client.post_form(urgent="no")
    client.post_form(service="unsure")
    for _page in ("when", "where", "put-right"):
        client.post_form()
    client.post_form()


def _complaint(database: Database) -> Complaint:
    with database.session() as db:
        return db.scalars(select(Complaint)).one()


def _affected(database: Database) -> list[Person]:
    with database.session() as db:
        written = select(Party.person_id).where(Party.role == "writer")
        return list(db.scalars(select(Person).where(Person.id.not_in(written)).order_by(Person.name)))


def _to_other_person(client: InspectingClient, *, role: str = "relative", part: str = "both") -> str:
    draft = begin(client, about="other")
    client.post_form(acting_as=role)
    if client.page.path.endswith("/members"):
        client.click("Go on with a complaint")
    if client.page.path.endswith("/your-part"):
        client.post_form(part=part)
    return draft


def _to_their_contact(client: InspectingClient) -> None:
    _to_name(client)
    client.post_form(name="Ama Mensah")
    client.post_form(contact="email", email="ama@example.com")
    client.post_form()
    client.post_form()
    assert client.page.path.endswith("/reaching-them")


def test_a_relative_complains_for_both_and_the_other_person_has_answers_of_their_own(
    client: InspectingClient, database: Database
) -> None:
    _to_other_person(client)
    born = {"affected_born_on-day": "27", "affected_born_on-month": "3", "affected_born_on-year": "1948"}
    client.post_form({"affected_name": "Efua Mensah", **born})
    _to_their_contact(client)
    client.post_form(their_contact="email", their_email="efua@example.com", their_shared="yes")
    client.post_form(their_language="Twi", their_adjustments="Easy words", their_large_print="y")
    client.post_form(how="later")
    assert client.page.answer("Who you are") == "A relative, friend or neighbour"
    assert client.page.answer("When they were born") == "27 March 1948"
    client.post_form()
    complaint, [efua] = _complaint(database), _affected(database)
    assert (complaint.about, complaint.acting_as) == ("both", "relative")
    assert (efua.preferred_language, efua.adjustments, efua.large_print) == ("Twi", "Easy words", True)
    with database.session() as db:
        roles = {(one.role, one.person_id == efua.id) for one in db.scalars(select(Party))}
        theirs = db.scalars(select(ContactPoint).where(ContactPoint.person_id == efua.id)).one()
        written_to = set(db.scalars(select(Letter.address)))
    assert roles == {("writer", False), ("affected", False), ("affected", True)}
    assert theirs.given_by is not None
    assert theirs.shared == "yes"
    assert written_to == {"ama@example.com"}


def test_a_relative_may_complain_about_their_own_part_only(client: InspectingClient, database: Database) -> None:
    _to_other_person(client, part="me")
    assert client.page.path.endswith("/what-happened")
    client.post_form(words="They shouted at me.")
    client.get(client.page.path.replace("/urgent", "/check"))
    client.post_form()
    assert (_complaint(database).about, _complaint(database).acting_as) == ("me", "relative")
    assert _affected(database) == []


@pytest.mark.parametrize(
    ("role", "asked"), [("carer", True), ("parent", True), ("advocate", False), ("solicitor", False), ("mp", False)]
)
def test_only_those_near_are_asked_about_their_own_part(client: InspectingClient, role: str, asked: bool) -> None:
    begin(client, about="other")
    client.post_form(acting_as=role)
    assert client.page.path.endswith("/your-part") is asked


def test_members_are_shown_their_door_and_may_go_on(client: InspectingClient) -> None:
    begin(client, about="other")
    client.post_form(acting_as="councillor", organisation="Larch ward")
    assert "enquiry" in client.text
    client.click("Go on with a complaint")
    assert client.page.path.endswith("/affected-person")


def test_the_writers_own_address_for_the_other_person_is_said_kindly_and_not_kept(
    client: InspectingClient, database: Database
) -> None:
    draft = _to_other_person(client, role="advocate")
    client.post_form(affected_name="Efua Mensah")
    _to_their_contact(client)
    client.post_form(their_contact="email", their_email="AMA@example.com")
    assert client.errors[0].startswith("This is how we reach you. That is fine")
    assert client.page.values()["their_email"] == "AMA@example.com"
    client.post_form(their_contact="email", their_email="efua@example.com")
    client.get(f"/complain/{draft}/contact?back=check")
    client.post_form(contact="email", email="efua@example.com")
    client.get(f"/complain/{draft}/check")
    assert "This is how we reach you" in client.page.answer("How we reach the other person")
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(ContactPoint.given_by)).all() == [None]


def test_a_day_of_birth_to_come_is_refused_and_stays(client: InspectingClient) -> None:
    _to_other_person(client)
    born = {"affected_born_on-day": "1", "affected_born_on-month": "1", "affected_born_on-year": "2990"}
    client.post_form({"affected_name": "Efua", **born})
    assert client.errors == ["The day they were born must be in the past"]
    assert client.page.values() | born | {"affected_name": "Efua"} == client.page.values()


def test_somebody_who_has_died_is_not_asked_how_to_reach_them(client: InspectingClient, database: Database) -> None:
    draft = _to_other_person(client)
    client.post_form(affected_name="Efua Mensah", affected_died="y")
    client.post_form(words="She waited for a bed.")
    client.get(f"/complain/{draft}/language-and-help")
    client.post_form()
    assert client.page.path.endswith("/check")
    assert client.page.answer("This person has died") == "Yes"
    client.post_form()
    [efua] = _affected(database)
    assert efua.died


def test_a_child_is_asked_in_simple_words_and_offered_an_advocate(client: InspectingClient, database: Database) -> None:
    begin(client, about="child")
    assert client.page.h1 == "Someone on your side"
    client.post_form(wants_advocate="yes")
    client.post_form(words="They moved me and nobody asked me.")
    assert "Are you in danger now?" in client.page.h1
    client.post_form(urgent="no")
    client.get(client.page.path.replace("/service", "/check"))
    client.post_form()
    complaint = _complaint(database)
    assert (complaint.acting_as, complaint.wants_advocate, complaint.about) == ("child", True, "me")
    with database.session() as db:
        assert db.scalars(select(Person.under_18)).one()


@pytest.mark.parametrize("whose", ["parent", "other", ""])
def test_nothing_is_written_to_an_address_that_is_not_the_childs(
    client: InspectingClient, database: Database, whose: str
) -> None:
    begin(client, about="child")
    client.post_form()
    _to_name(client)
    client.post_form(name="Kofi")
    client.post_form(contact="email", email="mum@example.com")
    assert client.page.path.endswith("/whose-address")
    client.post_form(whose=whose) if whose else client.post_form()
    client.post_form()
    client.post_form()
    assert client.page.path.endswith("/check")
    client.post_form()
    assert reference_shown(client)
    assert "We do not contact you." in client.text
    with database.session() as db:
        assert db.scalars(select(Letter)).all() == []
        assert db.scalars(select(OneTimeCode)).all() == []
        assert db.scalars(select(ContactPoint.whose)).one() == (whose or "unasked")


def test_a_childs_own_address_is_written_to(client: InspectingClient, database: Database) -> None:
    begin(client, about="child")
    client.post_form()
    _to_name(client)
    client.post_form(name="Kofi")
    client.post_form(contact="email", email="kofi@example.com")
    client.post_form(whose="mine")
    client.post_form()
    client.post_form()
    client.post_form(how="later")
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(Letter.address)).all() == ["kofi@example.com"]


def test_another_address_of_a_child_is_asked_about_again(client: InspectingClient) -> None:
    draft = begin(client, about="child")
    client.get(f"/complain/{draft}/contact")
    client.post_form(contact="email", email="kofi@example.com")
    client.post_form(whose="mine")
    client.get(f"/complain/{draft}/contact?back=check")
    client.post_form(contact="email", email="mum@example.com")
    assert client.page.path.endswith("/whose-address")
    assert not client.page.values().get("whose")


def test_without_a_name_nothing_is_asked_and_the_code_still_opens_it(
    client: InspectingClient, database: Database, app: Flask
) -> None:
    begin(client, about="anonymous")
    assert "We will not ask for your name" in client.text
    client.click("Continue")
    _to_name(client)
    assert client.page.path.endswith("/check")
    client.post_form()
    reference, code = reference_shown(client), code_shown(client)
    other_client = InspectingClient(app)
    other_client.get("/track")
    other_client.post_form(reference=reference, code=code)
    assert "Nobody came to help." in other_client.text
    with database.session() as db:
        assert db.scalars(select(Person.name)).all() == [""]
        assert db.scalars(select(ContactPoint)).all() == []


def test_a_name_given_before_it_was_anonymous_is_not_kept(client: InspectingClient, database: Database) -> None:
    draft = begin(client)
    client.get(f"/complain/{draft}/name")
    client.post_form(name="Ama Mensah")
    client.post_form(contact="email", email="ama@example.com")
    client.get(f"/complain/{draft}/what-happened")
    client.post_form(words="Nobody came.")
    client.get(f"/complain/{draft}/about?back=check")
    client.post_form(about="anonymous")
    assert client.page.path.endswith("/without-your-name")
    client.click("Continue")
    assert client.page.path.endswith("/check")
    assert "ama@example.com" not in client.text
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(Person.name)).all() == [""]
        assert db.scalars(select(Letter)).all() == []


def test_a_group_is_named_and_only_the_writer_is_written_to(client: InspectingClient, database: Database) -> None:
    draft = begin(client, about="together")
    client.post_form(others="Ben Okafor\nCara Diaz\n")
    client.post_form(words="The lift is broken.")
    client.get(f"/complain/{draft}/check")
    client.post_form()
    assert [one.name for one in _affected(database)] == ["Ben Okafor", "Cara Diaz"]
    assert (_complaint(database).about, _complaint(database).acting_as) == ("both", "together")


def test_a_child_who_gives_an_address_later_is_asked_whose_it_is(client: InspectingClient, database: Database) -> None:
    begin(client, about="child")
    client.post_form()
    client.post_form(words="They moved me.")
    client.get(client.page.path.replace("/urgent", "/check"))
    client.post_form()
    [track] = [str(one["href"]) for one in client.select('a[href^="/complaint/"]')][:1]
    client.get(f"{track.split('#')[0]}/contact/change")
    client.post_form(contact="email", email="mum@example.com", whose="parent")
    assert not client.errors
    with database.session() as db:
        assert db.scalars(select(ContactPoint.whose)).one() == "parent"
        assert db.scalars(select(Letter)).all() == []
    assert "We do not write there" in client.get(f"{track.split('#')[0]}/contact").text
    client.get(f"{track.split('#')[0]}/contact/change")
    client.post_form(contact="email", email="MUM@example.com", whose="mine")
    with database.session() as db:
        assert db.scalars(select(ContactPoint.whose)).one() == "mine"


def test_a_child_may_leave_the_confirmation_quickly_and_reads_of_the_advocate(client: InspectingClient) -> None:
    begin(client, about="child")
    client.post_form(wants_advocate="yes")
    client.post_form(words="They moved me.")
    client.get(client.page.path.replace("/urgent", "/check"))
    client.post_form()
    assert "You asked for an advocate. We look for one now." in client.text
    assert client.select("form#exit")


def test_no_new_code_is_promised_without_a_name(client: InspectingClient) -> None:
    begin(client, about="anonymous")
    client.click("Continue")
    client.post_form(words="Nobody came.")
    client.get(client.page.path.replace("/urgent", "/check"))
    client.post_form()
    client.post_form(button="I have saved my code. Take it off this page")
    assert "If you lose the code, we cannot give you another one." in client.text
    assert "We can post you a new one" not in client.text


@pytest.mark.parametrize(("year", "told"), [("1990", "agree that you act for them"), ("2020", "you are the parent")])
def test_a_parent_of_an_adult_needs_their_consent(client: InspectingClient, year: str, told: str) -> None:
    _to_other_person(client, role="parent")
    born = {"affected_born_on-day": "27", "affected_born_on-month": "3", "affected_born_on-year": year}
    client.post_form({"affected_name": "Efua Mensah", **born})
    client.post_form(words="Nobody came.")
    client.get(client.page.path.replace("/urgent", "/check"))
    client.post_form()
    assert told in client.text


def test_an_old_tab_does_not_turn_a_childs_complaint_into_one_for_another(
    client: InspectingClient, database: Database
) -> None:
    draft = _to_other_person(client)
    client.get(f"/complain/{draft}/about")
    client.post_form(about="child")
    client.get(f"/complain/{draft}/your-part")
    client.post_form(part="both")
    client.get(f"/complain/{draft}/what-happened")
    client.post_form(words="They moved me.")
    client.get(f"/complain/{draft}/check")
    client.post_form()
    assert (_complaint(database).about, _complaint(database).acting_as) == ("me", "child")


_SHOWN = "You have shown that we can reach you there."


@pytest.mark.parametrize(
    ("page", "said"),
    [("about", {"about": "anonymous"}), ("contact", {"contact": "post", "post": "1 High Street"})],
)
def test_a_proof_does_not_hold_for_what_was_chosen_since(
    client: InspectingClient, database: Database, page: str, said: dict[str, str]
) -> None:
    draft = to_check(client)
    with database.changes() as db:
        db.execute(update(Draft).values(proven="ama@example.com"))
    assert _SHOWN in client.get(f"/complain/{draft}/check").text
    client.get(f"/complain/{draft}/{page}")
    client.post_form(said)
    assert _SHOWN not in client.get(f"/complain/{draft}/check").text


def test_a_parents_address_proven_before_is_not_the_childs(client: InspectingClient, database: Database) -> None:
    draft = to_check(client)
    with database.changes() as db:
        db.execute(update(Draft).values(proven="ama@example.com"))
    client.get(f"/complain/{draft}/about")
    client.post_form(about="child")
    client.get(f"/complain/{draft}/whose-address")
    client.post_form(whose="parent")
    assert _SHOWN not in client.get(f"/complain/{draft}/check").text
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(ContactPoint.proven_at)).all() == [None]


def test_who_gives_no_name_is_not_told_of_the_matters_under_their_name(
    client: InspectingClient, database: Database, app: Flask
) -> None:
    _file_and_prove(client, database)
    again = InspectingClient(app)
    draft = _file_and_prove(again, database, send=False)
    assert "You already have" in again.get(f"/complain/{draft}/yours").text
    again.get(f"/complain/{draft}/about")
    again.post_form(about="anonymous")
    assert again.get(f"/complain/{draft}/yours").path.endswith("/check")


def _file_and_prove(client: InspectingClient, database: Database, *, send: bool = True) -> str:
    draft = to_check(client)
    client.get(f"/complain/{draft}/reaching-you")
    client.post_form(shared="no")
    with database.changes() as db:
        db.execute(update(Draft).values(proven="ama@example.com"))
    client.get(f"/complain/{draft}/check")
    if send:
        client.post_form()
    return draft
