"""Mail that waits for a person: what the desk shows of it, and each thing an officer can make of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.calls import drafts
from portal.casework.incoming import mail_tray
from portal.complaints.drafts.models import Draft
from portal.complaints.incoming import mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Complaint, Message
from portal.letters.incoming.mailbox import Came
from portal.letters.outgoing.models import Letter
from tests.casework.cases import Casework, at, sign_in
from tests.casework.mailed import WORDS, came, row
from tests.inspecting_client import InspectingClient


@pytest.fixture
def casework(casework: Casework) -> Casework:
    return casework.at(clock.now())


def test_the_tray_shows_what_waits_and_the_page_all_of_it(casework: Casework, browser: InspectingClient) -> None:
    mail_id = came(
        casework, f"{WORDS}\n\n> Dear Ama,\n> it was emptied.", subject="<img src=x> bins", files={"bin.jpg": b"x"}
    )
    browser.get("/desk/tray")
    assert "<img src=x> bins" in browser.text
    assert "It is not a reply to a letter of ours" in browser.text
    page = browser.get(f"/desk/tray/mail/{mail_id}")
    assert WORDS in page.words
    assert "it was emptied" in browser.page.one("details").get_text()
    assert "bin.jpg (1 kB)" in browser.text


def test_a_reference_in_the_subject_is_a_hint_and_one_click_adds_the_words(
    casework: Casework, browser: InspectingClient
) -> None:
    made = casework.matter()
    mail_id = came(casework, subject=f"AW: ref {made.number}", sender="eve@other.example")
    browser.get(f"/desk/tray/mail/{mail_id}")
    assert "The subject names its reference. Anybody can write that." in browser.text
    add = f'form[action="/desk/tray/mail/{mail_id}/add/{made.complaint_id}"]'
    token = browser.page.values(browser.page.one(add))
    browser.post_form(form=add)
    assert browser.page.path == at(made)
    assert "An email was added. The sender is not proven" in browser.text
    with casework.database.session() as db:
        message = db.scalars(select(Message).where(Message.complaint_id == made.complaint_id)).one()
    assert (message.person_id, message.body) == (None, WORDS)
    assert len(casework.letters(made, "mail_accepted")) == 1
    browser.post(f"/desk/tray/mail/{mail_id}/add/{made.complaint_id}", token, status=404)
    assert casework.count(Message, made) == 1
    assert "There is nothing here." in browser.get("/desk/tray").text


def test_the_senders_complaints_stand_beside_the_mail(casework: Casework, browser: InspectingClient) -> None:
    made, unproven, other = (
        casework.matter(),
        casework.matter(proven=False),
        casework.matter(address="bob@example.com"),
    )
    mail_id = came(casework)
    browser.get(f"/desk/tray/mail/{mail_id}")
    assert "The sender’s address is proven on this complaint." in browser.text
    assert "The sender’s address is on this complaint, but not proven." in browser.text
    shown = {str(form["action"]).rpartition("/")[2] for form in browser.select('form[action*="/add/"]')}
    assert shown == {made.complaint_id, unproven.complaint_id}
    assert other.complaint_id not in shown
    browser.post_form(form=f'form[action$="/add/{made.complaint_id}"]')
    with casework.database.session() as db:
        message = db.scalars(select(Message).where(Message.complaint_id == made.complaint_id)).one()
    assert (message.person_id, message.channel) == (made.person_id, "email")
    assert casework.letters(made, "mail_accepted") == []


def test_a_forged_sender_is_never_taken_for_the_person(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework)
    with casework.database.changes() as db:
        db.execute(update(InboundMail).values(dmarc="fail"))
    assert "Our mail server says the sender is forged" in browser.get(f"/desk/tray/mail/{mail_id}").text
    browser.post_form(form=f'form[action$="/add/{made.complaint_id}"]')
    with casework.database.session() as db:
        assert db.scalars(select(Message.person_id)).all() == [None]


def test_it_is_placed_by_a_reference_typed(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework, sender="carer@other.example")
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form="form:has([name=reference])", reference="0000 0000 0197")
    assert browser.errors == ["There is no complaint with this reference. Check the number."]
    browser.post_form(form="form:has([name=reference])", reference=made.number)
    assert browser.page.path == at(made)
    assert row(casework, mail_id).complaint_id == made.complaint_id


def test_a_mail_without_words_adds_nothing(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework, "")
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form="form:has([name=reference])", reference=made.number)
    assert browser.errors == ["There are no words in this email to add."]
    assert row(casework, mail_id).decision is None


def test_a_mail_that_cannot_be_read_is_shown_as_it_came(casework: Casework, browser: InspectingClient) -> None:
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    content = head + b"--x\r\n\r\n<b>Nobody came.</b>\r\n" * 2_500
    mail_id = mail_reading.take(
        casework.database,
        by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings),
        came=Came(content, len(content)),
    )
    browser.get(f"/desk/tray/mail/{mail_id}")
    assert "not safe to read here. Nothing of it is lost" in browser.text
    assert "<b>Nobody came.</b>" in browser.text


def test_a_new_mail_becomes_a_draft_with_its_words_and_the_time_it_came(
    casework: Casework, browser: InspectingClient
) -> None:
    mail_id = came(casework, subject="Missed bin", arrived=timedelta(days=1))
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/draft"]')
    draft_id = browser.page.path.rpartition("/")[2]
    values = browser.page.values(browser.page.one("main form"))
    assert values["words"] == f"Missed bin\n\n{WORDS}"
    assert (values["name"], values["email"], values["channel"]) == ("Ama Mensah", "ama@example.com", "email")
    with casework.database.session() as db:
        assert db.scalars(select(Complaint)).all() == []
    browser.post_form(button="Read back", urgent="no")
    browser.post_form(button="Register")
    with casework.database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
        assert db.get_one(Draft, draft_id).complaint_id == complaint.id
    arrived = (casework.now - timedelta(days=1)).replace(second=0, microsecond=0)
    assert complaint.received_at == arrived
    assert complaint.channel == "email"
    assert row(casework, mail_id).complaint_id == complaint.id


def test_a_draft_that_was_thrown_away_brings_the_mail_back(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    mail_id = came(casework)
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/draft"]')
    browser.get(f"/desk/tray/mail/{mail_id}", status=404)
    with casework.database.changes() as db:
        assert drafts.forget_expired_calls(db, now=casework.now + timedelta(days=40)) == 1
    with casework.database.session() as db:
        assert [one.id for one in mail_tray.waiting(db, officer_id=grace.officer_id)] == [mail_id]
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/aside"]')
    assert row(casework, mail_id).decision == "kept_apart"


def test_a_mail_kept_apart_leaves_the_tray_and_stays(casework: Casework, browser: InspectingClient) -> None:
    mail_id = came(casework, "Buy our tablets")
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form='form[action$="/aside"]')
    assert browser.page.path == "/desk/tray"
    assert "There is nothing here." in browser.text
    assert (row(casework, mail_id).decision, row(casework, mail_id).words) == ("kept_apart", "Buy our tablets")


def test_an_automatic_reply_is_set_aside_and_can_still_be_added(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    mail_id = came(casework, headers={"Auto-Submitted": "auto-replied"})
    assert "There is nothing here." in browser.get("/desk/tray").text
    browser.get("/desk/tray/automatic-replies")
    assert "ama@example.com" in browser.text
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form=f'form[action$="/add/{made.complaint_id}"]')
    assert casework.count(Message, made) == 1


def test_files_of_a_mail_are_named_on_the_matter_for_officers_only(
    casework: Casework, browser: InspectingClient
) -> None:
    made = casework.matter()
    mail_id = came(casework, files={"bin.jpg": b"x"})
    browser.get(f"/desk/tray/mail/{mail_id}")
    browser.post_form(form=f'form[action$="/add/{made.complaint_id}"]')
    assert "bin.jpg" in browser.text
    with casework.database.session() as db:
        assert not any("bin.jpg" in letter.body for letter in db.scalars(select(Letter)))


def test_only_the_central_team_reads_mail(casework: Casework, app: Flask, browser: InspectingClient) -> None:
    made, mail_id = casework.matter(), came(casework)
    browser.get(f"/desk/tray/mail/{mail_id}")
    for role, team in (("officer", "waste"), ("contact_centre", "contact-centre")):
        other = sign_in(casework, app, casework.officer(f"Tom {role}", role=role, team=team))
        other.get("/desk/tray/automatic-replies", status=404)
        other.get(f"/desk/tray/mail/{mail_id}", status=404)
        for act in (f"add/{made.complaint_id}", "draft", "aside"):
            other.post(f"/desk/tray/mail/{mail_id}/{act}", {"any": "thing"}, status=404)
