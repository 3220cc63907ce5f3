"""The resident's questions, one on each page."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.complaints.drafts.models import Draft
from portal.complaints.matter.models import Complaint
from portal.db import Database
from portal.people.models import Person
from tests.complaints.walking import WORDS, begin, reference_shown, sent, to_check, to_contact, to_when
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def test_nothing_is_kept_before_the_first_answer(client: InspectingClient, database: Database) -> None:
    client.get("/complain")
    assert "Not sent yet" in client.text
    client.post_form()
    assert client.errors == ["Choose who you are complaining for"]
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_resident_complains_and_gets_one_reference(client: InspectingClient, database: Database) -> None:
    to_check(client)
    assert client.page.answer("What happened") == " ".join(WORDS.split())
    assert client.page.answer("Service") == "Missed bin or recycling collection"
    assert client.page.answer("When it happened") == "Not provided"
    assert client.page.answer("Email address") == "ama@example.com"
    client.post_form()
    assert client.page.h1 == "We have your complaint"
    with database.session() as db:
        complaint = db.scalars(select(Complaint)).one()
    assert complaint.words == WORDS
    assert complaint.postcode == "EX1 1EX"
    assert len(reference_shown(client)) == 12


def test_words_are_kept_as_they_were_typed(client: InspectingClient, database: Database) -> None:
    words = "\n  Zwei Leerzeichen  \n\n\tTab 👩🏽‍🦽 🇬🇧\nשלום, نص عربي\u200f\nÅngström "
    begin(client)
    client.post_form(words=words)
    with database.session() as db:
        assert db.scalars(select(Draft.answers)).one()["words"] == words
    client.get(client.page.path.replace("/urgent", "/what-happened"))
    assert client.page.values()["words"] == words


def test_every_page_before_sending_says_so_and_can_be_left(client: InspectingClient) -> None:
    draft_id = to_check(client)
    pages = "about what-happened urgent urgent-help service service/all when where put-right not-to-tell name contact"
    for page in f"{pages} reaching-you language-and-help prove check".split():
        client.get(f"/complain/{draft_id}/{page}")
        assert "Not sent yet" in client.text, page
        assert client.select(f'a[href="/complain/{draft_id}/later"]'), page


def test_back_leads_through_the_questions(client: InspectingClient) -> None:
    draft_id = to_contact(client)
    passed = []
    while client.select(".govuk-back-link"):
        client.click("Back")
        passed.append(client.page.path.rpartition("/")[2])
        if passed[-1] == "about":
            break
    assert passed == [
        "name",
        "photos-and-documents",
        "put-right",
        "where",
        "when",
        "service",
        "urgent",
        "what-happened",
        "about",
    ]
    assert client.page.values()["about"] == "me"
    assert draft_id in client.page.path


def test_urgent_shows_whom_to_ring_and_goes_on(client: InspectingClient) -> None:
    begin(client)
    client.post_form(words="We have had no heating since Friday")
    client.post_form(urgent="yes")
    assert client.page.h1 == "Get help today"
    assert "999" in client.text
    assert "020 7946 0199" in client.text
    client.click("Continue")
    assert client.page.path.endswith("/service")


def test_somebody_else_is_named_and_need_not_be(client: InspectingClient) -> None:
    begin(client, about="other")
    client.post_form(acting_as="advocate")
    assert "check that they agree" in client.text
    client.post_form()
    assert client.page.path.endswith("/what-happened")


def test_services_are_suggested_from_the_words(client: InspectingClient) -> None:
    begin(client)
    client.post_form(words="The bin men never emptied my wheelie bin")
    client.post_form(urgent="no")
    offered = [str(radio["value"]) for radio in client.select("input[name=service]")]
    assert offered[0] == "missed-collection"
    assert offered[-2:] == ["unsure", "browse"]
    assert len(offered) <= 7
    client.post_form(service="unsure")
    assert client.page.path.endswith("/when")


def test_words_that_fit_no_service_still_have_a_way_on(client: InspectingClient) -> None:
    begin(client)
    client.post_form(words="Xyzzy")
    client.post_form(urgent="no")
    assert [str(radio["value"]) for radio in client.select("input[name=service]")] == ["unsure", "browse"]
    client.post_form(service="browse")
    client.post_form()
    assert client.errors == ["Choose a service, or choose “I am not sure”"]
    client.post_form(service="libraries")
    assert client.page.path.endswith("/when")


def test_only_sensitive_services_ask_whom_not_to_tell(client: InspectingClient) -> None:
    to_when(client, words="The carer was rude to my mother", service="arranging-care")
    client.post_form()
    client.post_form()
    client.post_form()
    assert client.page.path.endswith("/not-to-tell")
    client.post_form(not_to_tell="My neighbour")
    assert client.page.path.endswith("/photos-and-documents")


def test_an_event_long_ago_is_no_error(client: InspectingClient) -> None:
    draft_id = to_when(client)
    client.post_form({"happened_on-day": "1", "happened_on-month": "march", "happened_on-year": "1998"})
    client.get(f"/complain/{draft_id}/check")
    assert client.page.answer("When it happened") == "1 March 1998"


def test_not_knowing_the_date_is_an_answer(client: InspectingClient) -> None:
    draft_id = to_when(client)
    client.post_form(happened_words="every week since May")
    client.get(f"/complain/{draft_id}/check")
    assert client.page.answer("When it happened") == "every week since May"


@pytest.mark.parametrize("postcode", ["se64ru", "S E 6", "EX1", "I do not know", "۱۲۳", "—"])
def test_no_postcode_is_an_error(client: InspectingClient, postcode: str) -> None:
    draft_id = to_when(client)
    client.post_form()
    client.post_form(postcode=postcode)
    client.get(f"/complain/{draft_id}/where")
    assert client.page.values()["postcode"] == postcode


@pytest.mark.parametrize(
    ("contact", "field", "typed", "error"),
    [
        ("email", "email", "ama@", "Enter an email address, such as name@example.com"),
        ("email", "email", "a@b.example,x@y.example", "Enter an email address, such as name@example.com"),
        ("phone", "phone", "ring me", "Enter a phone number, such as 020 7946 0100"),
        ("post", "post", "  ", "Enter the address we should write to"),
    ],
)
def test_the_way_chosen_must_lead_somewhere(
    client: InspectingClient, contact: str, field: str, typed: str, error: str
) -> None:
    to_contact(client)
    client.post_form({"contact": contact, field: typed})
    assert client.errors == [error]
    assert client.page.values()["contact"] == contact
    assert client.page.values()[field] == typed


def test_an_address_that_is_not_chosen_is_not_checked(client: InspectingClient) -> None:
    to_contact(client)
    client.post_form(contact="none", email="not an address")
    assert client.page.path.endswith("/language-and-help")


def test_a_way_to_be_reached_must_be_chosen(client: InspectingClient) -> None:
    to_contact(client)
    client.post_form()
    assert client.errors == ["Choose how we should reach you"]


def test_a_change_leads_back_to_the_answers(client: InspectingClient) -> None:
    to_check(client)
    client.click("Change What would put it right")
    client.post_form(wanted="Say sorry.")
    assert client.page.h1 == "Check your answers"
    assert client.page.answer("What would put it right") == "Say sorry."


def test_changing_the_service_to_care_asks_whom_not_to_tell(client: InspectingClient) -> None:
    to_check(client)
    client.click("Change Service")
    client.post_form(service="browse")
    client.post_form(service="arranging-care")
    assert client.page.path.endswith("/not-to-tell")
    client.post_form()
    assert client.page.h1 == "Check your answers"


def test_two_tabs_are_two_drafts(client: InspectingClient) -> None:
    one, two = begin(client), begin(client)
    assert one != two
    client.get(f"/complain/{one}/what-happened")
    client.post_form(words="The first")
    client.get(f"/complain/{two}/what-happened")
    client.post_form(words="The second")
    client.get(f"/complain/{one}/what-happened")
    assert client.page.values()["words"] == "The first"


def test_the_code_is_in_a_cookie_that_scripts_cannot_read(client: InspectingClient) -> None:
    client.get("/complain")
    client.post_form({"about": "me"}, follow=False)
    cookie = next(one for one in client.page.headers.getlist("Set-Cookie") if one.startswith("draft-"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie
    code = cookie.split("=")[1].split(";")[0]
    assert code not in str(client.page.headers["Location"])


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_language_of_the_pages_becomes_the_persons(
    client: InspectingClient, database: Database, language: str
) -> None:
    client.get(f"/language/{language}")
    draft_id = sent(client)
    assert client.page.one("html")["lang"] == language
    client.get(f"/complain/{draft_id}/sent")
    with database.session() as db:
        assert db.scalars(select(Person.language)).all() == [language]
        assert db.scalars(select(Complaint.words)).all() == [WORDS]
