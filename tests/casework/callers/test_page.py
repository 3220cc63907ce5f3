"""Callers who follow up: words are always taken, nothing is told before somebody knows who is calling."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.casework.desk.models import CallerCheck
from portal.complaints.codes import letter_secrets, phone_word
from portal.complaints.drafts.register import Registered
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Event, Grant, Message
from portal.letters.outgoing.models import Letter
from portal.people import addresses, one_time_codes
from portal.people.models import ContactPoint, OneTimeCode, Person
from tests.accounts.conftest import Desk, desk
from tests.casework.cases import ANSWER, REPLY, Casework
from tests.inspecting_client import InspectingClient
from tests.page import Page

__all__ = ["desk"]

WARNING = "Do not tell anything yet"
TELL = "You may tell"


@pytest.fixture
def here(casework: Casework) -> Casework:
    """The desk at this moment: pages ask the real clock."""
    return casework.at(clock.now())


@pytest.fixture
def matter(here: Casework) -> Registered:
    return here.matter()


@pytest.fixture
def agent(desk: Desk) -> InspectingClient:
    """Somebody in the contact centre: may take from and tell every caller, and open no complaint."""
    return desk.signed_in(desk.officer("Cat Cole", role="contact_centre", team="contact-centre"))


def at(made: Registered, more: str = "") -> str:
    return f"/desk/complaint/{made.complaint_id}/caller{more}"


def press(browser: InspectingClient, action: str, **fields: str) -> Page:
    return browser.post_form(fields, form=f'form[action$="{action}"]')


def add_contact(here: Casework, made: Registered, kind: str, address: str, *, proven: bool) -> None:
    with here.database.changes() as db:
        db.add(
            ContactPoint(
                person_id=made.person_id,
                kind=kind,
                address=address,
                normal=addresses.normal(kind, address) or "",
                added_at=here.now,
                proven_at=here.now if proven else None,
            )
        )


def digits(here: Casework) -> str:
    """The code asked for last, made as the worker would while sending."""
    with here.database.changes() as db:
        newest = db.scalars(select(OneTimeCode).order_by(OneTimeCode.asked_at.desc()).limit(1)).one()
        made = one_time_codes.make_digits(db, code_id=newest.id, now=clock.now(), settings=here.settings)
        assert made is not None
        return made


def set_word(here: Casework, made: Registered, word: str = "blue kettle") -> None:
    officer = here.officer("Dee Hall")
    with here.database.changes() as db:
        phone_word.set_word(
            db, by_officer(officer.officer_id, now=here.now, settings=here.settings), grant_id=made.grant_id, typed=word
        )


def test_found_by_the_reference_alone(agent: InspectingClient, matter: Registered) -> None:
    agent.get("/desk/callers")
    agent.post_form(reference="123")
    assert agent.errors == ["Check your reference. It has 12 digits, such as 1234 5678 9012"]
    agent.post_form(reference="0000 0000 0097"[:14])
    assert agent.errors
    number = f"{matter.number[:4]}-{matter.number[4:]}"
    assert agent.post_form(reference=number).path == at(matter)
    assert WARNING in agent.text
    assert TELL not in agent.text
    assert "bin" not in agent.text


def test_words_of_a_caller_nobody_checked(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    agent.get(at(matter))
    data = agent.page.values(agent.page.one('form[action$="/words"]')) | {"body": "It still smells.\n شكرا"}
    agent.post(at(matter, "/words"), data)
    assert "The words are on the complaint" in agent.text
    agent.post(at(matter, "/words"), data)
    with here.database.session() as db:
        message = db.scalars(select(Message)).one()
    assert (message.body, message.channel, message.person_id) == ("It still smells.\n شكرا", "phone", None)
    assert message.officer_id is not None
    press(agent, "/words", body=" ")
    assert agent.errors == ["Write down what the caller says"]


def test_a_wish_for_news_and_a_wish_to_go_further(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    agent.get(at(matter))
    press(agent, "/update")
    press(agent, "/further", reason="Not good enough")
    assert agent.errors == ["It cannot go further today. Add the wish as the caller’s words. Do not say why it cannot."]
    assert "Not good enough" in agent.page.values().values()
    assert here.kinds(matter)[-1] == "update_asked"
    answer(here, matter)
    agent.get(at(matter))
    press(agent, "/further", reason="Not good enough")
    assert "The wish to go further is recorded" in agent.text
    assert here.kinds(matter)[-1] == "further_asked"
    assert here.letters(matter, "further_received")


def answer(here: Casework, made: Registered) -> None:
    from portal.casework.answering.acknowledge import acknowledge
    from portal.casework.answering.reply import reply
    from tests.casework.cases import UNDERSTOOD

    by = here.officer("Eve Ito")
    here.do(acknowledge, made, by, stage=1, words=UNDERSTOOD)
    here.do(reply, made, by, stage=1, answer=replace(ANSWER, root_cause="service_failure"))


def test_a_call_back_to_a_proven_number(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    answer(here, matter)
    assert "There is no phone number" in agent.get(at(matter)).text
    add_contact(here, matter, "phone", "020 7946 0001", proven=True)
    assert "020 7946 0001" in agent.get(at(matter)).text
    press(agent, "/called-back")
    assert TELL in agent.text
    assert REPLY["reasons"] in agent.text
    assert "We got this wrong" in agent.text
    assert WARNING not in agent.text
    assert "I rang five times" not in agent.text
    assert here.kinds(matter)[-1] == "caller_checked"


def test_an_unproven_number_proves_nothing_today(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    add_contact(here, matter, "phone", "020 7946 0001", proven=False)
    agent.get(at(matter))
    data = agent.page.values(agent.page.one('form[action$="/number-answers"]'))
    agent.post(at(matter, "/called-back"), data)
    assert agent.errors == ["This number is not proven yet, so reaching it proves nothing today."]
    press(agent, "/number-answers")
    assert WARNING in agent.text
    press(agent, "/called-back")
    assert TELL in agent.text


def test_a_contact_of_somebody_else_is_no_way_in(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    other = here.matter(address="bo@example.com")
    with here.database.session() as db:
        theirs = db.scalars(select(ContactPoint.id).where(ContactPoint.person_id == other.person_id)).one()
    token = agent.get(at(matter)).values()["csrf_token"]
    for act in ("/called-back", "/code", "/number-answers"):
        agent.post(at(matter, act), {"csrf_token": token, "contact_id": theirs}, status=404)


def test_a_one_time_code_read_out(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    agent.get(at(matter))
    press(agent, "/caller/code")
    with here.database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.kind == "caller_code")).one()
    assert letter.address == "ama@example.com"
    right = digits(here)
    press(agent, "/code/read-out", digits="".join(str(9 - int(one)) for one in right))
    assert agent.errors == ["This code is not right, or it is too old. Let the caller read it out again"]
    assert WARNING in agent.text
    press(agent, "/code/read-out", digits=f"{right[:3]} {right[3:]}")
    assert TELL in agent.text


def test_a_phone_word_that_strangers_closed_opens_again_with_a_code(
    agent: InspectingClient, matter: Registered, here: Casework
) -> None:
    set_word(here, matter)
    agent.get(at(matter))
    for _stranger in range(phone_word.TRIES):
        press(agent, "/phone-word", phone_word="red teapot")
    assert not agent.page.select('form[action$="/phone-word"]')
    press(agent, "/caller/code")
    press(agent, "/code/read-out", digits=digits(here))
    assert TELL in agent.text
    with here.database.session() as db:
        assert phone_word.tries_left(db.get_one(Grant, matter.grant_id)) == phone_word.TRIES


def test_a_code_is_good_for_one_matter_and_one_officers_session(
    agent: InspectingClient, matter: Registered, here: Casework, desk: Desk
) -> None:
    other = here.matter()
    agent.get(at(matter))
    press(agent, "/caller/code")
    right = digits(here)
    agent.get(at(other))
    press(agent, "/code/read-out", digits=right)
    assert agent.errors
    second = desk.signed_in(desk.officer("Fay Green", role="contact_centre"))
    second.get(at(matter))
    press(second, "/code/read-out", digits=right)
    assert second.errors
    agent.get(at(matter))
    press(agent, "/code/read-out", digits=right)
    assert TELL in agent.text
    assert WARNING in second.get(at(matter)).text


def test_a_check_holds_for_half_an_hour(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    set_word(here, matter)
    agent.get(at(matter))
    press(agent, "/phone-word", phone_word="Blue  KÉTTLE")
    assert TELL in agent.text
    press(agent, "/words", body="More")
    with here.database.session() as db:
        assert db.scalars(select(Message.person_id)).one() == matter.person_id
    with here.database.changes() as db:
        past = clock.now() - timedelta(minutes=31)
        db.execute(update(CallerCheck).values(at=past, until=past + timedelta(minutes=30)))
    assert WARNING in agent.get(at(matter)).text


def test_three_wrong_phone_words_mean_a_call_back(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    set_word(here, matter)
    add_contact(here, matter, "phone", "020 7946 0001", proven=True)
    agent.get(at(matter))
    data = agent.page.values(agent.page.one('form[action$="/phone-word"]'))
    for _try in range(3):
        agent.post(at(matter, "/phone-word"), data | {"phone_word": "red kettle"})
        assert agent.errors == ["These are not the words. After three wrong tries only a call back helps"]
    agent.post(at(matter, "/phone-word"), data | {"phone_word": "blue kettle"})
    assert agent.errors == ["The phone word cannot be used now. Call the person back."]
    assert "There were three wrong tries" in agent.text
    press(agent, "/called-back")
    assert TELL in agent.text
    with here.database.changes() as db:
        db.execute(update(CallerCheck).values(until=clock.now()))
    agent.get(at(matter))
    press(agent, "/phone-word", phone_word="blue kettle")
    assert TELL in agent.text


def test_a_new_phone_word_needs_the_check(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    set_word(here, matter)
    token = agent.get(at(matter)).values()["csrf_token"]
    agent.post(at(matter, "/new-phone-word"), {"csrf_token": token, "phone_word": "green lamp"})
    assert agent.errors == ["First make sure who is calling. The last check is over."]
    press(agent, "/phone-word", phone_word="blue kettle")
    press(agent, "/new-phone-word", phone_word="one")
    assert agent.errors == ["Enter two different words, with a space between them"]
    press(agent, "/new-phone-word", phone_word="green lamp")
    assert "The phone word is set" in agent.text
    with here.database.session() as db:
        kept = db.get_one(Grant, matter.grant_id).phone_word_hmac
        everything = " ".join(str(row.data) for row in db.scalars(select(Event)))
    assert kept is not None
    assert "green" not in kept + everything


def test_the_access_letter_ends_the_old_code(agent: InspectingClient, matter: Registered, here: Casework) -> None:
    assert "There is no postal address" in agent.get(at(matter)).text
    agent.post(at(matter, "/access-letter"), {"csrf_token": agent.page.values()["csrf_token"]})
    assert agent.errors == ["There is no postal address on this complaint. Ask for one first."]
    add_contact(here, matter, "post", "1 Example Road\nExample Town", proven=False)
    with here.database.changes() as db:
        db.execute(update(Grant).values(code_hmac="0" * 64))
    agent.get(at(matter))
    press(agent, "/access-letter")
    assert "The letter is on its way" in agent.text
    assert here.kinds(matter)[-1] == "access_letter_asked"
    with here.database.changes() as db:
        letter = db.scalars(select(Letter).where(Letter.kind == "access_letter")).one()
        assert letter.secret == {"tracking_code": matter.grant_id}
        assert letter.address == "1 Example Road\nExample Town"
        code = letter_secrets.new_code(db, matter.grant_id, here.settings, here.now)
    assert code is not None
    with here.database.session() as db:
        assert db.get_one(Grant, matter.grant_id).code_hmac != "0" * 64
    assert code not in agent.get(at(matter)).html


def test_another_team_may_take_and_not_tell(desk: Desk, matter: Registered, here: Casework) -> None:
    set_word(here, matter)
    outsider = desk.signed_in(desk.officer("Gus Ford", role="officer", team="planning"))
    page = outsider.get(at(matter))
    assert "belongs to another team" in page.text
    with here.database.session() as db:
        assert db.get_one(Person, matter.person_id).name not in page.text
    token = page.values()["csrf_token"]
    for act in ("/called-back", "/code", "/code/read-out", "/phone-word", "/new-phone-word", "/access-letter"):
        outsider.post(at(matter, act), {"csrf_token": token, "phone_word": "blue kettle"}, status=404)
    outsider.get(at(matter, "/contact"), status=404)
    outsider.get(at(matter))
    press(outsider, "/words", body="Said on the phone")
    assert "The words are on the complaint" in outsider.text


def test_who_may_not_take_calls(desk: Desk, matter: Registered) -> None:
    admin = desk.signed_in(desk.officer("Al Root", role="admin"))
    assert admin.get(at(matter), status=404).text == admin.get("/desk/complaint/none/caller", status=404).text
