"""Logging a call through the pages: nothing typed is lost, several calls do not mix, one call is one reference."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Complaint, Event, Grant, Reference
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint
from tests.accounts.conftest import Desk, desk
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

PAGE = "form[data-autosave]"
WORDS = "  The bins were not emptied.\n\nشكرا <b>&amp;</b> \N{WAVING HAND SIGN}"


@pytest.fixture
def officer(desk: Desk) -> InspectingClient:
    return desk.signed_in(desk.officer(role="contact_centre"), at="/desk/sign-in")


def begin(browser: InspectingClient) -> str:
    browser.get("/desk/calls")
    return browser.post_form(button="Log a call").path


def register(browser: InspectingClient, **answers: str) -> str:
    """Log and register a call, and return its address."""
    address = begin(browser)
    browser.post_form(answers, form=PAGE, button="Read back")
    browser.post_form(button="Register")
    return address


def count(desk: Desk, table: type) -> int:
    with desk.database.session() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_a_routine_call(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    page = officer.post_form(words=WORDS, name="Bo Lee", phone="020 7946 0000", form=PAGE, button="Read back")
    assert page.path == f"{address}/read-back"
    assert WORDS in page.words
    assert count(desk, Complaint) == 0
    page = officer.post_form(button="Register")
    assert page.path == f"{address}/registered"
    assert re.search(r"\b\d{4} \d{4} \d{4}\b", page.text)
    assert "We answer by" in page.text
    with desk.database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
        assert (complaint.words, complaint.channel) == (WORDS, "phone")
        assert complaint.logged_by is not None
        assert timedelta(0) <= complaint.logged_at - complaint.received_at < timedelta(minutes=5)
        contact = db.scalars(select(ContactPoint)).one()
        assert (contact.kind, contact.proven_at) == ("phone", None)
        received = db.scalars(select(Event).order_by(Event.seq)).first()
        assert received is not None
        assert (received.actor_kind, received.actor_id) == ("officer", complaint.logged_by)
        assert db.scalars(select(Grant.code_hmac)).all() == [None]


def test_only_the_words_are_needed(officer: InspectingClient) -> None:
    begin(officer)
    officer.post_form(name="Bo", form=PAGE, button="Read back")
    assert officer.errors == ["Write down what the caller says happened"]
    assert officer.page.values()["name"] == "Bo"
    officer.post_form(words="Noise", form=PAGE, button="Read back")
    assert officer.page.path.endswith("/read-back")


def test_what_is_wrong_comes_back_as_typed_after_a_save(officer: InspectingClient) -> None:
    address = begin(officer)
    typed = {
        "words": WORDS,
        "happened_on-day": "31",
        "happened_on-month": "febuary",
        "received_time": "half past",
        "phone": "12",
        "postcode": "se?",
    }
    officer.post_form(typed, form=PAGE, button="Save")
    assert officer.page.path == address
    assert officer.errors == []
    held = officer.get(address).values()
    assert {name: held[name] for name in typed} == typed
    officer.post_form(form=PAGE, button="Read back")
    assert officer.errors == [
        "The date must include a year",
        "Enter a phone number, such as 020 7946 0100",
        "Enter a time, such as 9:30 or 2pm",
    ]
    held = officer.page.values()
    assert {name: held[name] for name in typed} == typed


def test_a_stale_token_keeps_the_words(officer: InspectingClient) -> None:
    begin(officer)
    officer.post_form(words=WORDS, form=PAGE, button="Save", forged={"csrf_token": "old"})
    assert officer.errors == ["This page was open for a long time. Your words are still here. Press the button again."]
    assert officer.page.values()["words"] == WORDS


def test_calls_open_at_once_do_not_mix(officer: InspectingClient) -> None:
    first, second = begin(officer), begin(officer)
    assert first != second
    officer.get(first)
    officer.post_form(words="About bins", name="Ann", form=PAGE, button="Save")
    officer.get(second)
    officer.post_form(words="About noise", name="Bob", form=PAGE, button="Save")
    assert officer.get(first).values()["words"] == "About bins"
    assert officer.get(second).values()["words"] == "About noise"
    listed = officer.get("/desk/calls").text
    assert "Ann" in listed
    assert "Bob" in listed


def test_it_is_saved_while_it_is_typed(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    data = {**officer.page.values(), "words": WORDS}
    assert officer.page.one(PAGE)["data-autosave-url"] == f"{address}/autosave"
    assert officer.post(f"{address}/autosave", data, status=204).status == 204
    assert officer.get(address).values()["words"] == WORDS
    assert officer.post(f"{address}/autosave", {**data, "csrf_token": "old", "words": "x"}, status=400).status == 400
    assert officer.get(address).values()["words"] == WORDS
    officer.post_form(form=PAGE, button="Read back")
    officer.post_form(button="Register")
    assert officer.post(f"{address}/autosave", {**data, "words": "late"}, status=409).status == 409
    with desk.database.session() as db:
        assert db.scalars(select(Complaint.words)).all() == [WORDS]


def test_somebody_elses_call_is_not_there(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    other = desk.signed_in(desk.officer("Bea Fox", role="central"))
    for path in (address, f"{address}/read-back", f"{address}/hung-up", f"{address}/registered"):
        assert other.get(path, status=404).text == other.get("/desk/calls/0123", status=404).text
    token = other.get("/desk/calls").values()["csrf_token"]
    other.post(address, {"csrf_token": token, "words": "mine"}, status=404)
    other.post(f"{address}/autosave", {"csrf_token": token, "words": "mine"}, status=404)
    other.post(f"{address}/register", {"csrf_token": token}, status=404)
    assert officer.get(address).values()["words"] == ""


def test_registering_twice_is_one_reference(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    officer.post_form(words="Noise", form=PAGE, button="Read back")
    data = officer.page.values(officer.page.one("main form"))
    first = officer.post(f"{address}/register", data).text
    assert officer.post(f"{address}/register", data).text == first
    assert officer.get(address).path == f"{address}/registered"
    assert count(desk, Complaint) == count(desk, Reference) == 1


def test_what_was_read_back_is_what_is_registered(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    officer.post_form(words="Noise", form=PAGE, button="Read back")
    read = officer.page.values(officer.page.one("main form"))
    officer.get(address)
    officer.post_form(words="Loud noise", form=PAGE, button="Save")
    page = officer.post(f"{address}/register", read)
    assert officer.errors == ["This call was changed in another window. Read it back again, then register it."]
    assert "Loud noise" in page.words
    assert count(desk, Complaint) == 0
    officer.post_form(button="Register")
    assert count(desk, Complaint) == 1


def test_words_changed_after_registering_are_not_lost_silently(officer: InspectingClient) -> None:
    address = begin(officer)
    data = officer.page.values()
    officer.post_form(words="Noise", form=PAGE, button="Read back")
    officer.post_form(button="Register")
    page = officer.post(address, {**data, "words": "Noise, and a smell", "do": "read_back"})
    assert "registered already" in officer.errors[0]
    assert page.values()["words"] == "Noise, and a smell"


@pytest.mark.parametrize(
    ("day", "time", "error"),
    [
        (1, "", "The day it reached us must be today or earlier"),
        (-30_000, "", "Enter a real date, such as 27 3 2026"),
        (-4_000, "", "No procedure was in force on that day. Check the date"),
        (0, "25:00", "Enter a time, such as 9:30 or 2pm"),
    ],
)
def test_a_day_it_cannot_have_come(officer: InspectingClient, day: int, time: str, error: str) -> None:
    begin(officer)
    on = clock.today() + timedelta(days=day)
    year = "26" if day == -30_000 else str(on.year)
    error = "The year must have 4 numbers" if day == -30_000 else error
    parts = {"received_on-day": str(on.day), "received_on-month": str(on.month), "received_on-year": year}
    officer.post_form({**parts, "received_time": time}, words="Noise", form=PAGE, button="Read back")
    assert officer.errors == [error]


def test_dates_follow_the_day_it_reached_us(desk: Desk, officer: InspectingClient) -> None:
    on = clock.today() - timedelta(days=14)
    parts = {"received_on-day": str(on.day), "received_on-month": f"{on:%B}", "received_on-year": str(on.year)}
    register(officer, words="A letter", channel="letter", received_time="2.15pm", **parts)
    with desk.database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
    assert complaint.channel == "letter"
    assert complaint.received_at.astimezone(clock.LONDON).strftime("%H:%M") == "14:15"
    assert clock.london_date(complaint.received_at) == on
    assert clock.today() > complaint.due > on if complaint.due else False


def test_urgent_and_service(desk: Desk, officer: InspectingClient) -> None:
    begin(officer)
    officer.post_form(words="My bin was not collected", urgent="yes", form=PAGE, button="Save")
    officer.post_form(service="missed-collection", form=PAGE, button="Save")
    officer.post_form(any_service="council-tax", form=PAGE, button="Read back")
    assert officer.page.answer("Service") == "Council tax"
    officer.post_form(button="Register")
    with desk.database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
    assert (complaint.urgent, complaint.service) == (True, "council-tax")


def test_a_phone_number_beside_an_email_address_is_kept(desk: Desk, officer: InspectingClient) -> None:
    register(officer, words="Noise", name="Bo", phone="020 7946 0000", email="bo@example.com")
    with desk.database.session() as db:
        assert sorted(db.scalars(select(ContactPoint.kind))) == ["email", "phone"]
        assert db.scalars(select(Letter.channel)).all() == ["email"]


def test_the_letter_and_the_phone_word_at_the_end_of_the_call(desk: Desk, officer: InspectingClient) -> None:
    address = register(officer, words="Noise", name="Bo Lee", phone="020 7946 0000")
    officer.post_form(address="")
    assert officer.errors == ["Enter the address we should write to"]
    officer.post_form(phone_word="kettle lee")
    assert officer.errors == ["Choose words that are not in the caller’s name"]
    officer.post_form(phone_word="Blue Kettle")
    assert "The phone word is set" in officer.text
    assert "Blue" not in officer.page.html
    officer.post_form(address="1 Example Road\nExample Town")
    assert "The letter is on its way" in officer.text
    with desk.database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.kind == "access_letter")).one()
        assert letter.address == "1 Example Road\nExample Town"
        assert db.scalars(select(Event.kind).order_by(Event.seq)).all() == [
            "received", "phone_word_set", "contact_changed", "access_letter_asked"
        ]  # fmt: skip
    with desk.database.changes() as db:
        db.execute(update(Complaint).values(logged_at=clock.now() - timedelta(hours=2)))
    assert "This call is over" not in officer.get(f"{address}/registered").text
    assert not officer.select('input[name="phone_word"]')


def test_an_hour_later_the_call_is_over(desk: Desk, officer: InspectingClient) -> None:
    address = register(officer, words="Noise")
    data = {**officer.page.values(officer.page.one(f'form[action="{address}/access-letter"]')), "address": "1 Road"}
    with desk.database.changes() as db:
        db.execute(update(Complaint).values(logged_at=clock.now() - timedelta(hours=2)))
    officer.post(f"{address}/access-letter", data, status=409)
    assert count(desk, Letter) == 0
    assert "This call is over" in officer.get(f"{address}/registered").text


def test_a_call_that_broke_off_is_registered_as_it_is(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    officer.post_form(form=PAGE, button="The call broke off")
    officer.post_form(form=f'form[action="{address}/register"]')
    assert officer.errors == ["Write down what the caller says happened"]
    officer.post_form(words="Noise", form=PAGE, button="The call broke off")
    page = officer.post_form(form=f'form[action="{address}/register"]')
    assert page.path == f"{address}/registered"
    assert count(desk, Complaint) == 1


def test_a_call_that_broke_off_waits_with_its_new_owner(desk: Desk, officer: InspectingClient) -> None:
    bea = desk.officer("Bea Fox", role="officer", team="waste")
    address = begin(officer)
    officer.post_form(words="Noise", name="Ann", form=PAGE, button="The call broke off")
    yesterday, today = clock.today() - timedelta(days=1), clock.today()
    day = {"until-day": str(yesterday.day), "until-month": str(yesterday.month), "until-year": str(yesterday.year)}
    officer.post_form(day, owner=bea.officer_id)
    assert officer.errors == ["Choose today or a day in the next 4 weeks"]
    day = {"until-day": str(today.day), "until-month": str(today.month), "until-year": str(today.year)}
    assert officer.post_form(day).path == "/desk/calls"
    assert "Ann" not in officer.text
    officer.get(address, status=404)
    other = desk.signed_in(bea)
    listed = other.get("/desk/calls")
    assert "Grace Adeyemi" in listed.text
    assert "Today" in listed.text
    assert other.get(address).values()["words"] == "Noise"
    other.post_form(form=PAGE, button="Read back")
    assert other.page.answer("Taken by") == "Grace Adeyemi"
    assert other.post_form(button="Register").path == f"{address}/registered"
    assert "You have no open calls" in other.get("/desk/calls").text


def test_an_expired_call_is_not_there(desk: Desk, officer: InspectingClient) -> None:
    address = begin(officer)
    with desk.database.changes() as db:
        db.execute(update(Draft).values(expires_at=clock.now() - timedelta(seconds=1)))
    officer.get(address, status=404)


def test_who_may_not_log_calls(desk: Desk) -> None:
    admin = desk.signed_in(desk.officer("Al Root", role="admin"))
    admin.get("/desk/calls", status=404)
    assert "Calls" not in admin.get("/desk/account").html.split("<main")[0].split("Complaints desk")[1]
