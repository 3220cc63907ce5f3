"""The questions as their person meets them: after the complaint was sent, changed, and deleted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.complaints.joining import merge
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.rulebook import Rulebook
from portal.equalities import doors
from portal.equalities.asking import About
from portal.equalities.doors import Facts, Subject
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.tracking.test_pages import sign_in
from tests.complaints.walking import to_check
from tests.equalities.conftest import Asked
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
START = "form#questions"


def born(years: int) -> dict[str, str]:
    day = clock.today() - timedelta(days=round(years * 365.25) + 5)
    return {"age-day": str(day.day), "age-month": str(day.month), "age-year": str(day.year)}


def test_the_confirmation_is_whole_and_the_questions_come_below_it(client: InspectingClient) -> None:
    to_check(client)
    client.post_form()
    text = client.text
    order = ["Your reference", "Your private code", "When you hear from us", "What happens next", "Optional, 2 minutes"]
    assert sorted(order, key=text.index) == order
    client.click("Answer a few questions")
    assert "has been sent. You can stop at any time." in client.text
    assert "Nobody who deals with it can see your answers." in client.text


def test_every_page_begins_with_what_matters(asked: Asked) -> None:
    asked.client.get(asked.home)
    seen = [asked.client.page]
    asked.client.post_form(form=START)
    while not asked.client.page.path.endswith("/thank-you"):
        seen.append(asked.client.page)
        asked.client.post_form()
    seen.append(asked.client.page)
    assert len(seen) > 9
    for page in seen:
        first = " ".join(page.one("main").get_text(" ").split())
        assert first.startswith("Your complaint "), page.path
        assert "has been sent. You can stop at any time." in first[:80], page.path


def test_answers_are_kept_one_by_one_changed_and_deleted(asked: Asked) -> None:
    client = asked.client
    client.click("Help us check that we treat everyone fairly")
    client.post_form(form=START)
    client.post_form({**born(40)})
    client.post_form(disability="yes")
    client.post_form(disability_impact="a_little")
    client.post_form(ethnic_group="black")
    assert "Somali" in client.text
    assert "Irish" not in client.text
    client.post_form(ethnic_background="somali")
    client.post_form(marriage="prefer_not")
    client.post_form(religion="other_religion", religion_words="My own")
    # Stopping here loses nothing.
    assert asked.kept() == {
        "age": "25-54",
        "under_16": "no",
        "disability": "yes",
        "disability_impact": "a_little",
        "ethnic_group": "black",
        "ethnic_background": "somali",
        "marriage": "prefer_not",
        "religion": "other_religion",
        "own_words:religion": "My own",
    }
    client.get(asked.home)
    assert "Another religion: My own" in client.text
    client.get(asked.question("religion"))
    assert client.page.values()["religion"] == "other_religion"
    client.post_form(religion="none", religion_words="")
    assert (asked.kept()["religion"], "own_words:religion" in asked.kept()) == ("none", False)
    client.get(asked.home)
    client.post_form(form='form[action$="/delete"]')
    assert asked.kept() == {}
    assert "Your answers so far" not in client.text


def test_no_address_tells_which_question_was_asked(asked: Asked) -> None:
    """Only who said yes comes to some questions, and whoever keeps a log of addresses would read it there."""
    client = asked.client
    client.get(asked.home)
    client.post_form(form=START)
    client.post_form({**born(40)})
    client.post_form(disability="yes")
    assert client.page.path == asked.question("disability_impact")
    assert "disability" not in client.page.path
    assert not set(asked.question("disability_impact")) - set(asked.home + "/0123456789abcdef")
    client.get(f"{asked.home}/disability_impact", status=404)


def test_nothing_has_to_be_answered(asked: Asked) -> None:
    asked.client.get(asked.home)
    asked.client.post_form(form=START)
    assert asked.questions() == [
        "age",
        "disability",
        "ethnic_group",
        "marriage",
        "religion",
        "sex",
        "gender",
        "orientation",
        "pregnancy",
    ]
    assert asked.kept() == {}


def test_a_birth_that_cannot_be_is_refused_clearly(asked: Asked) -> None:
    asked.client.get(asked.question("age"))
    asked.client.post_form(born(-1))
    assert asked.client.errors == ["The date of birth must be in the past"]
    asked.client.post_form({"age-day": "31", "age-month": "2", "age-year": "1980"})
    assert asked.client.errors == ["Enter a real date, such as 27 3 2026"]
    asked.client.post_form({"age-day": "1", "age-month": "1", "age-year": "1801"})
    assert asked.client.errors == ["Check the year of birth"]
    assert asked.kept() == {}


def test_a_child_is_asked_for_age_and_disability_only(asked: Asked) -> None:
    asked.client.get(asked.home)
    asked.client.post_form(form=START)
    asked.client.post_form(born(12))
    assert asked.questions() == ["disability"]
    for key in ("orientation", "gender", "religion", "sex"):
        asked.client.get(asked.question(key))
        assert asked.client.page.path == asked.home
        asked.client.post(asked.question(key), {key: "prefer_not"})
    assert asked.kept() == {"age": "0-14", "under_16": "yes"}


def test_whoever_answers_for_somebody_says_if_they_are_there(for_them: Callable[..., Asked]) -> None:
    them = for_them()
    them.client.get(them.home)
    assert "about the person who was affected, not about you" in them.client.text
    them.client.post_form(form=START)
    assert them.client.errors == ["Choose if the person is with you"]
    them.client.post_form(form=START, there="no")
    assert "What is their date of birth?" in them.client.text
    assert not {"gender", "orientation"} & set(them.questions())
    them.client.get(them.question("orientation"))
    assert them.client.page.path == them.home
    them.client.post_form(form=START, there="yes")
    assert {"gender", "orientation"} <= set(them.questions())
    them.client.get(them.question("sex"))
    them.client.post_form(sex="female")
    assert them.kept() == {"sex": "female"}


def test_for_a_child_nobody_is_asked_more(for_them: Callable[..., Asked]) -> None:
    them = for_them("parent", born_on=clock.today() - timedelta(days=4_000), under_18=True)
    them.client.get(them.home)
    them.client.post_form(form=START, there="yes")
    assert them.questions() == ["age", "disability"]


def test_what_a_person_answered_by_themselves_is_theirs(for_them: Callable[..., Asked]) -> None:
    them = for_them()
    them.client.get(them.question("religion") + "?there=no")
    them.client.post_form(religion="sikh")
    them.client.get(them.home)
    assert "Sikh" in them.client.text
    token = str(them.client.page.one("form#questions input[name=csrf_token]")["value"])
    with them.database.changes() as db:
        doors.answer(
            db,
            Subject(them.affected_id, About(), Facts("", 1, "web")),
            given={"religion": "jewish"},
            asked=doors.questions(clock.today(), ()),
            today=clock.today(),
            settings=them.settings,
        )
    them.client.get(them.home)
    assert "Somebody has answered these questions already." in them.client.text
    assert "Jewish" not in them.client.page.html
    them.client.get(them.question("religion"), status=404)
    them.client.post(them.question("religion"), {"religion": "none"}, status=404)
    them.client.post(f"{them.home}/delete", {"csrf_token": token})
    assert them.kept() == {"religion": "jewish"}


@pytest.mark.parametrize(("acting_as", "died"), [("councillor", False), ("mp", False), ("relative", True)])
def test_nobody_is_asked_about_the_dead_or_by_a_member(
    for_them: Callable[..., Asked], acting_as: str, died: bool
) -> None:
    them = for_them(acting_as, died=died)
    them.client.get(them.home)
    assert "We do not ask these questions for this complaint." in them.client.text
    them.client.get(them.question("sex"))
    assert "We do not ask these questions for this complaint." in them.client.text


def test_a_stranger_and_an_ended_visit_see_nothing(client: InspectingClient, matter: object, asked: Asked) -> None:
    asked.client.get(asked.question("religion"))
    asked.client.post_form(religion="sikh")
    stranger = InspectingClient(client.app)
    for address in (asked.home, asked.question("religion"), f"{asked.home}/thank-you"):
        stranger.get(address)
        assert stranger.page.path == "/track"
        assert "Sikh" not in stranger.page.html
    stranger.post(f"{asked.home}/delete", {"csrf_token": "any"})
    assert stranger.page.path == "/track"
    assert asked.kept() == {"religion": "sikh"}


def test_a_childs_known_birth_is_not_undone_by_a_parents_own(for_them: Callable[..., Asked]) -> None:
    them = for_them("parent", born_on=clock.today() - timedelta(days=3000), under_18=True)
    them.client.get(them.home)
    them.client.post_form(form=START, there="yes")
    them.client.post_form(born(40))
    assert them.questions() == ["disability"]


def test_whom_a_parent_writes_for_is_a_child_until_a_date_of_birth_is_answered(for_them: Callable[..., Asked]) -> None:
    them = for_them("parent")
    them.client.get(them.home)
    them.client.post_form(form=START, there="yes")
    them.client.post_form(age_unsaid="y")
    assert them.questions() == ["disability"]
    them.client.get(them.question("age") + "?there=yes")
    them.client.post_form({**born(30), "age_unsaid": None})
    assert "orientation" in them.questions()


def test_who_comes_to_a_joined_complaint_answers_as_themselves(
    asked: Asked, app: Flask, rulebook: Rulebook, matter: Matter
) -> None:
    """That both are one person is an officer's word: neither reads what the other answered."""
    settings, now = asked.settings, clock.now()
    asked.client.get(asked.question("religion"))
    asked.client.post_form(religion="jewish")
    later = matters.made(asked.database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    by, asker = (matters.officer(asked.database, at=now) for _one in range(2))
    with asked.database.changes() as db:
        merge.merge(
            db,
            by_officer(by, now=now, rulebook=rulebook, settings=settings),
            one_id=matter.complaint_id,
            other_id=later.complaint_id,
            agreed=merge.Agreed(asker, "The same voice.", "in_person"),
        )
    other = InspectingClient(app)
    sign_in(other, later)
    for grant_id in (later.grant_id, matter.grant_id):
        other.get(f"/complaint/{grant_id}/fairness")
        assert "Your answers so far" not in other.text
        other.get(asked.question("religion", grant_id))
        assert other.page.values().get("religion") is None
    other.post_form(religion="sikh")
    other.get(f"/complaint/{matter.grant_id}/fairness")
    assert "Sikh" in other.text
    other.post_form(form='form[action$="/delete"]')
    assert asked.kept() == {"religion": "jewish"}
