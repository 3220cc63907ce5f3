"""Files of a mail that an officer puts onto a matter, and repeats by mail in the figures."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.complaints.incoming import mail_files
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Complaint, Evidence, Message
from portal.letters.outgoing.models import Letter
from portal.reports import figures
from tests.casework.cases import Casework, at
from tests.casework.mailed import WORDS, came, row
from tests.files.samples import SVG, picture
from tests.inspecting_client import InspectingClient

ADD = 'form[action*="/add/"]'


@pytest.fixture
def casework(casework: Casework) -> Casework:
    return casework.at(clock.now())


def take_files(casework: Casework) -> int:
    return mail_files.take_all(casework.database, by_portal(now=casework.now, settings=casework.settings))


def given(casework: Casework) -> Evidence:
    with casework.database.session() as db:
        return db.scalars(select(Evidence)).one()


def repeats(casework: Casework) -> tuple[int, dict[str, int]]:
    today = clock.london_date(casework.now)
    with casework.database.session() as db:
        found = figures.figures(db, first=today, last=today, today=today, calendar=casework.rulebook.calendar)
    return found.submissions, found.repeats


def test_from_the_tray_they_become_the_proven_senders_and_the_refused_are_said(
    casework: Casework, browser: InspectingClient
) -> None:
    made = casework.matter()
    mail_id = came(casework, files={"bin.jpg": picture(), "logo.svg": SVG})
    browser.get(f"/desk/tray/mail/{mail_id}")
    assert "Those that pass stand with it" in browser.text
    browser.post_form(form=ADD)
    assert "We are checking these. This takes a minute or two." in browser.text
    assert take_files(casework) == 1
    page = browser.get(at(made)).text
    assert "With the complaint now" in page
    assert "Not taken, and kept in the email: We cannot take this type of file." in page
    assert "Waits for a scan" in page
    assert (given(casework).person_id, given(casework).officer_id) == (made.person_id, None)
    assert [message.body for message in messages(casework)] == [WORDS]


def messages(casework: Casework) -> list[Message]:
    with casework.database.session() as db:
        return list(db.scalars(select(Message)))


def test_of_a_sender_nobody_proved_the_officer_answers_for_them(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework, files={"bin.jpg": picture()}, sender="eve@other.example")
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form="form:has([name=reference])", reference=made.number)
    take_files(casework)
    found = given(casework)
    assert (found.person_id, found.officer_id) == (None, row(casework, mail_id).decided_by)


def test_a_photo_without_a_word_can_be_added_too(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework, "", files={"bin.jpg": picture()})
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form=ADD)
    assert browser.page.path == at(made)
    take_files(casework)
    assert (given(casework).person_id, messages(casework)) == (made.person_id, [])


def test_of_a_new_complaint_they_go_with_it(casework: Casework, browser: InspectingClient) -> None:
    mail_id = came(casework, files={"bin.jpg": picture()})
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/draft"]')
    assert take_files(casework) == 0
    browser.post_form(button="Read back", urgent="no")
    browser.post_form(button="Register")
    assert take_files(casework) == 1
    with casework.database.session() as db:
        assert given(casework).complaint_id == db.scalars(select(Complaint.id)).one()
    assert repeats(casework) == (1, {})


def test_a_mails_draft_that_is_put_on_a_complaint_takes_its_files_along_and_never_comes_back(
    casework: Casework, browser: InspectingClient
) -> None:
    made = casework.matter()
    mail_id = came(casework, files={"bin.jpg": picture()})
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/draft"]')
    browser.post_form(form="form[data-autosave]", button="Save")
    number = reference.grouped(made.number)
    browser.post_form(form="form[data-autosave]", button=f"Add the call to this one: {number}")
    assert row(casework, mail_id).complaint_id == made.complaint_id
    take_files(casework)
    assert (given(casework).complaint_id, given(casework).person_id) == (made.complaint_id, None)
    assert repeats(casework) == (2, {"email": 1})


def test_a_new_mail_put_on_an_earlier_complaint_is_a_repeat_by_email(
    casework: Casework, browser: InspectingClient
) -> None:
    made = casework.matter()
    mail_id = came(casework)
    browser.get(f"/desk/tray/mail/{mail_id}")
    token = browser.page.values(browser.page.one(ADD))
    browser.post_form(form=ADD)
    browser.post(f"/desk/tray/mail/{mail_id}/add/{made.complaint_id}", token, status=404)
    assert repeats(casework) == (2, {"email": 1})
    assert casework.kinds(made).count("repeat_turned") == 1


def test_a_reply_that_waited_is_no_repeat(casework: Casework, browser: InspectingClient) -> None:
    casework.matter()
    mail_id = came(casework)
    with casework.database.changes() as db:
        letter = db.scalars(select(Letter.id)).first()
        db.execute(update(InboundMail).values(letter_id=letter))
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form=ADD)
    assert repeats(casework) == (1, {})
