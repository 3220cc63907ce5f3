"""The desk's pages of joining, splitting and linking: what will happen, what is refused, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.casework.answering.reply import reply
from portal.casework.restricted import restrict
from portal.complaints.drafts.register import Registered
from portal.complaints.follow_up import messages
from portal.complaints.matter import reference
from portal.complaints.matter.act import by_person
from portal.complaints.matter.joining_models import Split
from portal.db import new_id
from tests.casework.cases import ANSWER, REPLY, WORDS, Casework, at, sign_in
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

TWO = "My bin was left. And my council tax bill is wrong."


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def pair(casework: Casework, **given: Any) -> tuple[Registered, Registered]:
    """Two matters of one person, the first received a day earlier."""
    first = casework.at(casework.now - timedelta(days=1)).matter(**given)
    return first, casework.matter(**given)


def joined(browser: InspectingClient, one: Registered, other: Registered) -> None:
    browser.get(at(one, "join"))
    browser.post_form(reference=reference.grouped(other.number))
    browser.post_form()


def test_join_shows_first_and_joins_into_the_earlier(casework: Casework, browser: InspectingClient) -> None:
    first, second = pair(casework)
    browser.get(at(second))
    browser.click("Join with another complaint")
    browser.post_form(reference=f"ref: {reference.grouped(first.number)}")
    assert browser.page.h1 == "Join these two complaints?"
    assert f"{reference.grouped(first.number)} stays, with its dates" in browser.text
    browser.post_form()
    assert browser.page.path == at(first)
    assert "The complaints are one now" in browser.text
    assert casework.complaint(second).state == "merged"
    assert len(casework.letters(second, "merged")) == 1
    assert browser.get(at(second)).path == at(first)
    assert "Their words in" in browser.text


def test_joined_it_leaves_the_queue_and_the_box_leads_on(casework: Casework, browser: InspectingClient) -> None:
    first, second = pair(casework)
    joined(browser, first, second)
    page = browser.get("/desk?state=all")
    assert reference.grouped(first.number) in page.text
    assert reference.grouped(second.number) not in page.text
    browser.post_form(reference=second.number, form="form:has([name=reference])")
    assert browser.page.path == at(first)
    browser.get("/desk/callers")
    browser.post_form(reference=second.number)
    assert browser.page.path == at(first, "caller")


def test_undo_brings_both_back(casework: Casework, browser: InspectingClient) -> None:
    first, second = pair(casework)
    joined(browser, first, second)
    browser.click(f"Part them {reference.grouped(second.number)}")
    browser.post_form()
    assert "Both complaints stand by themselves again" in browser.text
    assert browser.get(at(second)).path == at(second)
    assert casework.complaint(second).state == "open"
    assert len(casework.letters(second, "merge_undone")) == 1
    assert reference.grouped(second.number) in browser.get("/desk").text


def test_different_people_are_offered_linking(casework: Casework, browser: InspectingClient) -> None:
    first, second = casework.matter(), casework.matter(address="other@example.com")
    browser.get(at(first, f"join/{second.complaint_id}"))
    assert "Nothing proves that one person sent both" in browser.text
    browser.click("Link them instead")
    browser.post_form(reference=second.number)
    assert "Nobody who complained is told" in browser.text
    assert reference.grouped(second.number) in browser.text
    browser.post_form(form='form[action$="/link/leave"]')
    assert "out of the group" in browser.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12", "Check the number. A reference has 12 digits."), ("000000000002", "Check the number"), ("", "Enter a")],
)
def test_a_wrong_reference_is_said_at_once(
    casework: Casework, browser: InspectingClient, typed: str, said: str
) -> None:
    made = casework.matter()
    for act in ("join", "link"):
        browser.get(at(made, act))
        browser.post_form(reference=typed)
        assert said in browser.errors[0]


def test_with_itself_it_says_why_not(casework: Casework, browser: InspectingClient) -> None:
    first = casework.matter()
    assert "This is the complaint itself" in browser.get(at(first, f"join/{first.complaint_id}")).text
    assert not browser.select("main form button")


def test_into_an_answered_one_the_officer_says_what_the_person_wants(
    casework: Casework, browser: InspectingClient, grace: Any
) -> None:
    first, second = pair(casework)
    casework.do(reply, first, grace, answer=ANSWER)
    browser.get(at(second, f"join/{first.complaint_id}"))
    browser.post_form()
    assert browser.errors == ["Choose what the person wants now."]
    browser.post_form(meaning="disagree")
    assert browser.page.path == at(first)
    assert casework.complaint(first).state == "open"
    assert len(casework.letters(first, "further_received")) == 1
    (told,) = casework.letters(second, "merged")
    assert "you do not agree with our answer" in " ".join(told.body.split())


def test_two_officers_at_once_one_wins_and_the_other_is_told(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    first, second = pair(casework)
    tom = sign_in(casework, app, casework.officer("Tom Whitfield"))
    browser.get(at(first, f"join/{second.complaint_id}"))
    tom.get(at(second, f"join/{first.complaint_id}"))
    browser.post_form()
    tom.post_form()
    assert tom.errors == ["These two are one complaint already."]
    assert len(casework.letters(second, "merged")) == 1


def test_a_reply_for_a_complaint_that_was_joined_meanwhile_is_kept_and_refused(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    first, second = pair(casework)
    tom = sign_in(casework, app, casework.officer("Tom Whitfield"))
    tom.get(at(second, "reply"))
    joined(browser, first, second)
    tom.post_form(REPLY)
    assert "has been joined with another one" in tom.errors[0]
    assert tom.page.values()["reasons"] == REPLY["reasons"]
    assert casework.complaint(first).state == "open"


def test_only_who_may_see_both_joins_or_links(casework: Casework, app: Flask) -> None:
    mine, others = casework.matter(), casework.matter(service="council-tax")
    tom = sign_in(casework, app, casework.officer("Tom Whitfield", role="officer", team="waste"))
    for act in ("join", "link"):
        tom.get(at(mine, act))
        tom.post_form(reference=others.number)
        assert tom.errors == ["You have no complaint with this reference."]
    tom.get(at(mine, f"join/{others.complaint_id}"), status=404)


def test_split_and_put_together(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(words=TWO)
    browser.get(at(made))
    browser.click("Split into two complaints")
    browser.post_form(excerpt="My tax bill is wrong.", service="council-tax")
    assert "not the person’s own words" in browser.errors[0]
    browser.post_form(excerpt="And my council tax bill is wrong.", service="council-tax")
    assert "its own reference and dates" in browser.text
    assert "Split from this:" in browser.text
    (link,) = browser.select('a[href$="/undo"]')
    second = browser.select("ul a[href^='/desk/complaint/'] .portal-reference")
    assert second
    browser.get(str(link["href"]))
    browser.post_form()
    assert "The complaints are one again" in browser.text
    assert len(casework.letters(made, "split")) == 1


def test_a_part_that_names_an_officer_is_not_put_back_by_them(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    made = casework.matter(words=TWO)
    browser.get(at(made, "split"))
    browser.post_form(excerpt="And my council tax bill is wrong.", service="council-tax")
    with casework.database.session() as db:
        split = db.scalars(select(Split)).one()
    tom, grace = casework.officer("Tom Whitfield", role="officer", team="waste"), casework.officer("Grace Again")
    undo = f"{at(made)}/parts/{split.id}/undo"
    waste = sign_in(casework, app, tom)
    assert "council tax" in waste.get(undo).text
    part = replace(made, complaint_id=split.second_id)
    casework.do(restrict.name, part, grace, named_id=tom.officer_id)
    waste.get(undo, status=404)
    waste.post(undo, {"any": "thing"}, status=404)


def test_a_new_point_is_set_apart_in_time(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    with casework.database.changes() as db:
        messages.add_message(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            body="And my road is broken.",
            channel="web",
            send_key=new_id(),
        )
    browser.get(at(made, "split"))
    assert "And my road is broken." in browser.page.words
    (link,) = browser.select(f'main a[href^="{at(made, "split")}/"]')
    browser.get(str(link["href"]))
    browser.post_form(service="highways")
    assert "its own reference and dates" in browser.text


def test_an_urgent_complaint_stays_urgent_when_it_is_joined(casework: Casework, browser: InspectingClient) -> None:
    first = casework.at(casework.now - timedelta(days=1)).matter()
    second = casework.matter(urgent=True)
    joined(browser, first, second)
    assert casework.complaint(first).urgent_words
    assert "Urgent" in browser.get(at(first)).text
    assert WORDS in browser.page.words
