"""The caller's matters beside the form of a call, and putting the words on one by one click."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Complaint, Message, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from tests.accounts.conftest import Desk, desk
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

PAGE = "form[data-autosave]"
ADD = 'button[formaction*="/add-to/"]'


@pytest.fixture
def officer(desk: Desk) -> InspectingClient:
    return desk.signed_in(desk.officer(role="central", team="complaints"), at="/desk/sign-in")


@pytest.fixture
def earlier(desk: Desk, rulebook: Rulebook, settings: Settings) -> Matter:
    return matters.made(
        desk.database,
        rulebook=rulebook,
        settings=settings,
        at=clock.now() - timedelta(days=4),
        email="",
        phone="020 7946 0100",
    )


def grouped(number: str) -> str:
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def saved(officer: InspectingClient, **typed: str) -> str:
    """Begin a call, save what was typed, and return the page's words."""
    officer.get("/desk/calls")
    officer.post_form(button="Log a call")
    return officer.post_form(typed, form=PAGE, button="Save").text


def count(desk: Desk, table: type) -> int:
    with desk.database.session() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_they_are_found_by_phone_and_by_reference(officer: InspectingClient, earlier: Matter) -> None:
    assert grouped(earlier.number) in saved(officer, phone="+44 20 7946 0100")
    assert grouped(earlier.number) in saved(officer, known_reference=earlier.number)
    assert grouped(earlier.number) not in saved(officer, phone="020 7946 0199", name="Kofi Mensah")


def test_by_a_name_alone_only_what_the_officer_may_open(desk: Desk, officer: InspectingClient, earlier: Matter) -> None:
    assert grouped(earlier.number) in saved(officer, name="ama mensah")
    other = desk.signed_in(desk.officer("Olu Agent", role="contact_centre"), at="/desk/sign-in")
    assert grouped(earlier.number) not in saved(other, name="Ama Mensah")


def test_what_a_care_matter_is_about_is_read_on_its_own_page_only(
    desk: Desk, officer: InspectingClient, rulebook: Rulebook, settings: Settings
) -> None:
    """Each reading of it is written down, and this page is drawn again and again."""
    for service, words in (("social-work", 0), ("missed-collection", 1)):
        made = matters.made(
            desk.database, rulebook=rulebook, settings=settings, at=clock.now(), email="", phone="020 7946 0177",
            service=service,
        )  # fmt: skip
        name = next(one.name for one in rulebook.council.services if one.key == service)
        saved(officer, phone="020 7946 0177")
        panel = officer.page.one("[data-beside]").get_text(" ")
        assert grouped(made.number) in panel
        assert panel.count(name) == words


@pytest.mark.database
def test_by_a_name_in_letters_of_any_language(
    desk: Desk, officer: InspectingClient, rulebook: Rulebook, settings: Settings
) -> None:
    made = matters.made(desk.database, rulebook=rulebook, settings=settings, at=clock.now(), name="Šárka Øster")
    assert grouped(made.number) in saved(officer, name="ŠÁRKA øSTER")


def test_one_click_puts_the_words_on_it_and_ends_the_call(
    desk: Desk, officer: InspectingClient, earlier: Matter
) -> None:
    saved(officer, words="They were not emptied.", phone="020 7946 0100")
    address, target = officer.page.path, str(officer.page.one(ADD)["formaction"])
    sent = officer.page.values(officer.page.one(PAGE))
    officer.post_form(
        {"words": "They were not emptied again."},
        form=PAGE,
        button=f"Add the call to this one: {grouped(earlier.number)}",
    )
    assert officer.page.path == f"/desk/complaint/{earlier.complaint_id}/caller"
    # The same click again.
    officer.client.post(target, data=sent, base_url=officer.base_url)
    assert [count(desk, Complaint), count(desk, Reference), count(desk, Message)] == [1, 1, 1]
    with desk.database.session() as db:
        assert db.scalars(select(Draft.complaint_id)).one() == earlier.complaint_id
        assert "not emptied again" in db.scalars(select(Message.body)).one()
    assert address not in officer.get("/desk/calls").html


def test_the_part_that_comes_after_autosave_holds_the_same(officer: InspectingClient, earlier: Matter) -> None:
    saved(officer, phone="020 7946 0100")
    answer = officer.client.get(f"{officer.page.path}/beside", base_url=officer.base_url)
    assert grouped(earlier.number) in answer.get_data(as_text=True)


def test_what_it_is_about_is_not_said_to_who_may_not_open_it(desk: Desk, earlier: Matter) -> None:
    other = desk.signed_in(desk.officer(role="contact_centre"), at="/desk/sign-in")
    page = saved(other, phone="020 7946 0100")
    assert grouped(earlier.number) in page
    assert "ollection" not in page.partition("What we may have from this caller")[2]
