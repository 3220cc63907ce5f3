"""Forms on pages: words come back whole, errors say what to do, nothing of one person is kept for another."""

from __future__ import annotations

from datetime import date

import pytest

from portal.web.drawing import drawing
from portal.web.forms import choice
from tests.inspecting_client import InspectingClient
from tests.web.tiny_app import Everything, Sent, tiny_app

STALE = "This page was open for a long time. Your words are still here. Press the button again."


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def tiny(sent: Sent) -> InspectingClient:
    return InspectingClient(tiny_app(sent))


@pytest.mark.parametrize(
    "words",
    ["one\ntwo\n", "\n first line empty", "  spaces  ", "<b>&amp;</b>", "a\N{WAVING HAND SIGN}\u200d b", "مرحبا (123)"],
)
def test_words_come_back_as_typed_and_go_on_as_typed(tiny: InspectingClient, sent: Sent, words: str) -> None:
    tiny.get("/question")
    tiny.post_form(words=words, forged={"csrf_token": "old"})
    assert tiny.errors == [STALE]
    assert tiny.page.values()["words"] == words
    tiny.post_form()
    assert sent.answers[0]["words"] == words


def test_100_000_characters_come_back_whole(tiny: InspectingClient, sent: Sent) -> None:
    words = "x y\n" * 25_000
    tiny.get("/question")
    tiny.post_form(words=words)
    assert tiny.errors == ["Use 20,000 characters or fewer. You used 100,000."]
    assert tiny.page.values()["words"] == words
    assert not sent.answers


def test_signs_that_stand_for_many_letters_count_as_those(tiny: InspectingClient, sent: Sent) -> None:
    """Whatever compares texts spells them out: twenty thousand would become more than a third of a million."""
    words = "\ufdfa" * 20_000
    tiny.get("/question")
    tiny.post_form(words=words)
    assert tiny.errors == ["Use 20,000 characters or fewer. You used 360,000."]
    assert tiny.page.values()["words"] == words
    assert not sent.answers


def test_a_line_takes_500_characters(tiny: InspectingClient) -> None:
    tiny.get("/everything")
    tiny.post_form(name="n" * 501, who="me")
    assert tiny.errors == ["Use 500 characters or fewer. You used 501."]


def test_nul_and_bidi_controls_are_dropped_from_every_field(tiny: InspectingClient, sent: Sent) -> None:
    tiny.get("/everything")
    tiny.post_form(name="A\0nn\u202e", who="me")
    assert sent.answers[0]["name"] == "Ann"


def test_broken_bytes_arrive_as_text(tiny: InspectingClient, sent: Sent) -> None:
    tiny.get("/question")
    token = tiny.page.values()["csrf_token"].encode()
    body = b"words=a%ED%A0%80b%FF&csrf_token=" + token
    tiny.post("/question", body, content_type="application/x-www-form-urlencoded")
    # Werkzeug writes bytes that are no UTF-8 as their percent codes, so what is around them is not lost.
    assert sent.answers[0]["words"] == "a%ED%A0%80b%FF"


def test_an_empty_form_says_what_is_missing(tiny: InspectingClient) -> None:
    tiny.get("/question")
    assert not tiny.errors
    tiny.post_form()
    assert tiny.errors == ["Tell us what happened"]
    assert tiny.page.title.startswith("Error: What happened?")
    assert tiny.select('.govuk-error-summary a[href="#words"]')
    assert tiny.page.one("#words")["aria-describedby"] == "words-hint words-error"


def test_every_kind_of_field_keeps_its_answer(tiny: InspectingClient, sent: Sent) -> None:
    tiny.get("/everything")
    answers: dict[str, str | list[str] | None] = {
        "name": "Zoë O’Neill",
        "email": "zoe@example.org",
        "when-day": "3",
        "when-month": "May",
        "when-year": "2026",
        "who": "unsure",
        "ways": ["phone"],
        "service": "roads",
        "agreed": "y",
    }
    tiny.post_form(answers, forged={"csrf_token": None}, secret="pass word")
    held = tiny.page.values()
    assert {name: held[name] for name in answers} == {**answers, "agreed": ["y"]}
    assert held["secret"] == ""
    tiny.post_form()
    assert sent.answers[0]["when"] == date(2026, 5, 3)
    assert sent.answers[0]["ways"] == ["phone"]


def test_a_half_typed_date_stays_and_the_summary_leads_to_what_is_missing(tiny: InspectingClient) -> None:
    tiny.get("/everything")
    tiny.post_form({"when-day": "3", "when-month": "May"}, who="me")
    assert tiny.errors == ["The date must include a year"]
    assert tiny.select('.govuk-error-summary a[href="#when-year"]')
    assert tiny.page.values()["when-month"] == "May"
    assert "govuk-input--error" in (tiny.page.one("#when-year")["class"] or "")
    assert "govuk-input--error" not in (tiny.page.one("#when-day")["class"] or "")


def test_a_choice_that_is_not_offered_is_an_error(tiny: InspectingClient) -> None:
    tiny.get("/everything")
    tiny.post_form(forged={"who": "mayor", "service": "gone", "ways": ["pigeon"]})
    assert tiny.errors[0] == "Choose one of the answers"
    assert len(tiny.errors) == 3


def test_optional_questions_say_so(tiny: InspectingClient) -> None:
    page = tiny.get("/everything")
    assert "Full name (optional)" in page.text
    assert "Service (optional)" not in page.text


def test_a_json_body_is_no_form(tiny: InspectingClient) -> None:
    tiny.post("/question", '["x"]', content_type="application/json")
    assert STALE in tiny.errors


def test_nothing_one_person_typed_is_drawn_for_another(tiny: InspectingClient) -> None:
    other = InspectingClient(tiny.app)
    before = other.get("/everything").values()
    tiny.get("/everything")
    tiny.post_form(name="Ann", email="ann", forged={"csrf_token": "old"})
    after = other.get("/everything").values()
    before.pop("csrf_token")
    after.pop("csrf_token")
    assert before == after
    assert not other.errors
    assert "Ann" not in other.page.html


def test_a_field_filled_in_by_a_view_is_drawn_anew(tiny: InspectingClient) -> None:
    with tiny.app.test_request_context():
        for own in ("Green Lane", "Blue Lane"):
            form = Everything()
            form.service.choices = [choice("own", own)]
            form.name.label.text = own
            assert own in drawing().field(form.service)
            assert own in drawing().field(form.name)
            form = Everything(name=own)
            assert own in drawing().field(form.name)
        assert "Lane" not in drawing().field(Everything().name)


def test_each_language_has_its_own_drawing(tiny: InspectingClient) -> None:
    english = tiny.get("/everything").text
    accented = tiny.get("/everything?lang=en-XA").text
    assert english != accented
    assert tiny.get("/everything").text == english
