"""Elected members' enquiries: the door, the clock, the answer, and how little of a complaint an office sees."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.queue import queue
from portal.casework.queue.queue import Chosen
from portal.complaints.drafts.register import Registered
from portal.complaints.matter import events, reference
from portal.complaints.matter.act import by_person
from portal.complaints.matter.models import Complaint, Reference
from portal.db import new_id
from portal.enquiries import office_guards, offices, receive
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import Enquiry, EnquiryLink
from portal.letters.outgoing.leaving import Outgoing
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import OneTimeCode
from portal.reports import figures
from tests.casework.cases import ANSWER, REPLY, Casework, at
from tests.casework.cases import sign_in as browse
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

ADDRESS = "robin.sample.mp@parliament.example"
COUNCILLOR = "cllr.ola.example@exampleborough.example"


def digits_sent(casework: Casework) -> str | None:
    """The digits the worker would send now, None when it sends nothing."""
    with casework.database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id).order_by(OneTimeCode.asked_at.desc())).first() or ""
        return one_time_codes.make_digits(db, code_id=code_id, now=clock.now(), settings=casework.settings)


def sign_in(casework: Casework, app: Flask, address: str = ADDRESS) -> InspectingClient:
    """A browser in which an office is signed in."""
    browser = InspectingClient(app)
    browser.get("/members")
    browser.post_form(email=address)
    browser.post_form(digits=digits_sent(casework) or "")
    assert browser.page.path == "/members/enquiries"
    return browser


def received(casework: Casework, **more: str) -> str:
    """An enquiry of the MP's office."""
    given: dict[str, Any] = {"constituent": "Ama Mensah", "quoted": "", "words": "Why was the bin not emptied?", **more}
    with casework.database.changes() as db:
        return receive.receive(
            db,
            by_person(None, **casework.basics),
            Sent(office="mp-example-central", sent_from=ADDRESS, send_key=new_id(), **given),
        )


def linked(casework: Casework, desk: InspectingClient, made: Registered) -> str:
    """An enquiry that an officer linked with this complaint."""
    enquiry_id = received(casework)
    desk.get(f"/desk/enquiries/{enquiry_id}")
    desk.post_form(form='form[action$="/link"]', reference=made.number)
    assert "is linked" in desk.page.text
    return enquiry_id


@pytest.mark.database
def test_office_signs_in_asks_and_reads_the_answer(casework: Casework, app: Flask, browser: InspectingClient) -> None:
    office = sign_in(casework, app)
    office.get("/members/enquiries/new")
    office.post_form(constituent="Ama Mensah", words="Why was the bin not emptied?\nشكرا")
    assert "Your enquiry" in office.page.h1
    mine = office.page.path
    assert "We answer by" in office.page.text
    browser.get("/desk/enquiries")
    assert "Office of Robin Sample MP" in browser.page.text
    browser.get(f"/desk/enquiries/{mine.rpartition('/')[2]}")
    assert "the corporate complaints and casework team" in browser.page.text
    browser.post_form(
        form='form:has([name="signed_by"])', body="The crew missed it.", signed_by="Grace Adeyemi, head of casework"
    )
    assert "on its way to the office" in browser.page.text
    office.get(mine)
    assert "The crew missed it." in office.page.text
    assert "Grace Adeyemi, head of casework" in office.page.text
    assert "can complain to us" in office.page.text
    with casework.database.session() as db:
        kinds = {one.kind: one for one in db.scalars(select(Letter).where(Letter.kind.startswith("enquiry")))}
    assert set(kinds) == {"enquiry_received", "enquiry_new", "enquiry_answered"}
    assert kinds["enquiry_answered"].address == ADDRESS
    assert not any("bin" in one.body or "crew" in one.body or "Mensah" in one.body for one in kinds.values())


@pytest.mark.database
def test_address_that_is_not_listed_gets_the_same_page_and_no_code(casework: Casework, app: Flask) -> None:
    pages = []
    for address in (ADDRESS, "somebody@example.com", "cllr.jo.former@exampleborough.example"):
        browser = InspectingClient(app)
        browser.get("/members")
        browser.post_form(email=address)
        pages.append((browser.page.path, browser.page.text))
        assert (digits_sent(casework) is not None) == (address == ADDRESS)
        browser.post_form(digits="000000")
        assert "That code is not right" in browser.page.text
        browser.get("/members/enquiries")
        assert browser.page.path == "/members"
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.database
@pytest.mark.parametrize("networks", [1, 40])
def test_a_code_reaches_an_office_whatever_strangers_ask_for(networks: int, casework: Casework, app: Flask) -> None:
    for number in range(40):
        stranger = InspectingClient(app)
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number % networks + 1}"
        stranger.get("/members")
        stranger.post_form(email=ADDRESS)
    left: list[Outgoing] = []
    first_day = [deliver_all(casework.database, casework.settings, clock.now(), send=lambda *_what: None)]
    office = InspectingClient(app)
    office.client.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    office.get("/members")
    office.post_form(email=ADDRESS)
    later = clock.now() + timedelta(minutes=casework.settings.limits.gathering_minutes + 1)
    first_day.append(
        deliver_all(casework.database, casework.settings, later, send=lambda letter, _settings: left.append(letter))
    )
    assert sum(first_day) <= casework.settings.limits.messages_per_address_per_day + 1
    office.get("/track/code/several")
    codes = re.findall(r"^([A-Z]{4}): (\d{6})$", left[-1].body, re.MULTILINE)
    digits = next(digits for label, digits in codes if label in office.text)
    office.get("/members/code")
    office.post_form(digits=digits)
    assert office.page.path == "/members/enquiries"
    # From now on this browser waits for nobody, also when its visit is over.
    office.client.delete_cookie("resident")
    office.get("/members")
    office.post_form(email=ADDRESS)
    assert deliver_all(casework.database, casework.settings, clock.now(), send=lambda *_what: None) == 1


def test_office_that_is_not_listed_any_more_is_out_at_the_next_click(
    casework: Casework, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = sign_in(casework, app)
    without = dataclasses.replace(
        casework.rulebook,
        council=dataclasses.replace(casework.rulebook.council, offices=casework.rulebook.council.offices[:1]),
    )
    monkeypatch.setattr(office_guards, "rules", lambda: without)
    office.get("/members/enquiries")
    assert office.page.path == "/members"


def test_clock_is_the_procedures(casework: Casework) -> None:
    enquiry_id = received(casework)
    with casework.database.session() as db:
        found = db.get_one(Enquiry, enquiry_id)
        assert found.procedure_from == date(2022, 2, 1)
        today = clock.london_date(casework.now)
        assert found.due == casework.rulebook.calendar.add_working_days(today, 10)


def test_reference_has_check_digits_and_is_no_complaints(casework: Casework) -> None:
    numbers = [reference.draw_for_enquiry() for _one in range(300)]
    assert all(reference.is_valid(one) for one in numbers)
    assert {one[0] for one in numbers} == {"9"}
    assert not any(reference.draw().startswith("9") for _one in range(300))


def test_reference_of_an_old_complaint_is_drawn_again(casework: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    made = casework.matter()
    old, free = reference.draw_for_enquiry(), reference.draw_for_enquiry()
    with casework.database.changes() as db:
        db.execute(update(Reference).where(Reference.complaint_id == made.complaint_id).values(number=old))
    drawn = iter([old, free])
    monkeypatch.setattr(reference, "draw_for_enquiry", lambda: next(drawn))
    enquiry_id = received(casework)
    with casework.database.session() as db:
        assert db.get_one(Enquiry, enquiry_id).number == free


@pytest.mark.database
def test_clicked_twice_is_one_enquiry(casework: Casework) -> None:
    key = new_id()
    with casework.database.changes() as db:
        made = [
            receive.receive(
                db,
                by_person(None, **casework.basics),
                Sent(office="mayor", sent_from="mayor@exampleborough.example", words="Why?", send_key=key),
            )
            for _click in range(2)
        ]
    assert made[0] == made[1]
    with casework.database.session() as db:
        assert db.scalar(select(func.count()).select_from(Enquiry)) == 1


def test_one_office_sees_nothing_of_another(casework: Casework, app: Flask) -> None:
    enquiry_id = received(casework)
    councillor = sign_in(casework, app, COUNCILLOR)
    assert "Ama Mensah" not in councillor.page.text
    pages = [
        councillor.get(f"/members/enquiries/{one}", status=404).html for one in (enquiry_id, "0" * 32)
    ]  # fmt: skip
    assert pages[0] == pages[1]


@pytest.mark.parametrize("service", ["social-work", "missed-collection"])
def test_office_sees_stage_and_date_until_the_constituent_agrees(
    casework: Casework, app: Flask, browser: InspectingClient, grace: Activation, service: str
) -> None:
    from portal.casework.answering.reply import reply

    made = casework.matter(service=service, words="MARKER words", wanted="MARKER wanted")
    casework.do(reply, made, grace, stage=1, answer=ANSWER)
    enquiry_id = linked(casework, browser, made)
    office = sign_in(casework, app)
    page = office.get(f"/members/enquiries/{enquiry_id}")
    assert "Stage" in page.text
    assert "Next date" in page.text
    name = str(next(one.name for one in casework.rulebook.council.services if one.key == service))
    for hidden in ("MARKER", REPLY["reasons"], name, reference.grouped(made.number), made.complaint_id):
        assert hidden not in page.text
    browser.get(f"/desk/enquiries/{enquiry_id}")
    browser.post_form(form='form[action$="/agreed"]', how="Signed form of today, checked by me.")
    page = office.get(f"/members/enquiries/{enquiry_id}")
    assert name in page.text
    assert REPLY["reasons"] in page.text
    assert "MARKER" not in page.text
    browser.get(f"/desk/enquiries/{enquiry_id}")
    browser.post_form(form='form[action$="/taken-back"]')
    assert REPLY["reasons"] not in office.get(f"/members/enquiries/{enquiry_id}").text


def test_constituent_is_told_and_the_link_can_end(casework: Casework, app: Flask, browser: InspectingClient) -> None:
    made = casework.matter()
    enquiry_id = linked(casework, browser, made)
    assert len(casework.letters(made, "enquiry_linked")) == 1
    assert events.Kind.ENQUIRY_LINKED in casework.kinds(made)
    assert "A member’s enquiry was linked" in browser.get(at(made)).text
    browser.get(f"/desk/enquiries/{enquiry_id}")
    browser.post_form(form='form[action$="/unlink"]')
    office = sign_in(casework, app)
    assert "Next date" not in office.get(f"/members/enquiries/{enquiry_id}").text


def test_complaint_that_the_officer_may_not_open_cannot_be_linked(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    from portal.casework.restricted import restrict

    made, enquiry_id = casework.matter(), received(casework)
    other = casework.officer("Cora Central")
    casework.do(restrict.name, made, other, named_id=grace.officer_id)
    browser.get(f"/desk/enquiries/{enquiry_id}")
    for number in (made.number, reference.with_check_digits("1234567890")):
        browser.post_form(form='form[action$="/link"]', reference=number)
        assert "You have no complaint with this reference." in browser.page.text
    with casework.database.session() as db:
        assert db.scalars(select(EnquiryLink)).all() == []


def test_enquiry_about_a_complaint_is_not_there_for_whom_the_complaint_names(
    casework: Casework, app: Flask, browser: InspectingClient, grace: Activation
) -> None:
    from portal.casework.restricted import restrict

    made = casework.matter(words="Grace was rude.")
    enquiry_id = linked(casework, browser, made)
    quoting = received(casework, constituent="Efua Mensah", quoted=f"ref {reference.grouped(made.number)}")
    other = casework.officer("Ola Other", role="central")
    casework.do(restrict.name, made, other, named_id=grace.officer_id)
    asked = f"/desk/enquiries/{enquiry_id}"
    browser.get("/desk/enquiries")
    assert "Mensah" not in browser.page.text
    browser.get(asked, status=404)
    browser.get(f"/desk/enquiries/{quoting}", status=404)
    for act in ("", "/later", "/link", "/unlink", "/agreed", "/taken-back"):
        browser.post(f"{asked}{act}", {"how": "On the phone.", "body": "No.", "signed_by": "Grace"}, status=404)
    browser.get("/desk/enquiries/new")
    browser.post_form(office="mp-example-central", constituent="Ama Mensah", words="Again.")
    assert "has asked about this before" not in browser.page.text
    with casework.database.session() as db:
        link = db.scalars(select(EnquiryLink)).one()
        assert (link.ended_at, link.consented_at) == (None, None)
    colleague = browse(casework, app, other)
    colleague.get(asked)
    assert "Open the complaint" in colleague.page.text
    colleague.get("/desk/enquiries/new")
    colleague.post_form(office="mp-example-central", constituent="Ama Mensah", words="Again.")
    assert "has asked about this before" in colleague.page.text


def test_enquiry_is_never_counted_as_a_complaint(casework: Casework, grace: Activation) -> None:
    received(casework)
    today = clock.london_date(casework.now)
    with casework.database.session() as db:
        counted = figures.figures(
            db, first=today - timedelta(days=1), last=today, today=today, calendar=casework.rulebook.calendar
        )
        assert db.scalar(select(func.count()).select_from(Complaint)) == 0
        page = queue.page(
            db, officer=casework.officer_row(grace), chosen=Chosen(state="all"), council=casework.rulebook.council,
            today=today,
        )  # fmt: skip
        assert page.total == 0
    assert all(not value for value in dataclasses.asdict(counted).values() if isinstance(value, int))


def test_enquirys_number_opens_nothing_of_complaints(casework: Casework, browser: InspectingClient) -> None:
    enquiry_id = received(casework)
    with casework.database.session() as db:
        number = db.get_one(Enquiry, enquiry_id).number
    browser.get("/desk")
    browser.post_form(reference=number)
    assert "You have no complaint with this reference." in browser.page.text


def test_addresses_are_read_in_any_case_and_only_on_the_offices_days(casework: Casework) -> None:
    council = casework.rulebook.council
    found = offices.find_by_address(council, "Robin.Sample.MP@Parliament.example", date(2026, 11, 20))
    assert found is not None
    assert found.kind == "mp"
    former = "cllr.jo.former@exampleborough.example"
    assert offices.find_by_address(council, former, date(2022, 5, 4)) is not None
    assert offices.find_by_address(council, former, date(2022, 5, 5)) is None
