"""The frame round every page, in both directions, and the pages for what goes wrong."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.inspecting_client import InspectingClient
from tests.web.tiny_app import Sent, tiny_app


@pytest.fixture
def tiny() -> InspectingClient:
    return InspectingClient(tiny_app(Sent()))


@pytest.mark.parametrize(
    ("lang", "direction", "sheet"),
    [("en", "ltr", "portal"), ("en-XA", "ltr", "portal"), ("ar-XB", "rtl", "portal.rtl")],
)
def test_each_language_has_its_direction_and_style_sheet(
    tiny: InspectingClient, lang: str, direction: str, sheet: str
) -> None:
    for path in ("/question", "/everything", "/nowhere"):
        page = tiny.get(f"{path}?lang={lang}", status=404 if path == "/nowhere" else 200)
        html = page.one("html")
        assert (html["lang"], html["dir"]) == (lang, direction)
        assert re.fullmatch(rf"/static/{sheet}\.[0-9a-f]{{12}}\.css", str(page.one("link[rel=stylesheet]")["href"]))


def test_a_question_is_the_heading_of_its_page(tiny: InspectingClient) -> None:
    page = tiny.get("/question")
    assert page.h1 == "What happened?"
    assert page.one("h1 label")["for"] == "words"
    assert "Not sent yet." in page.text
    assert page.one(".govuk-back-link")["href"] == "/done"
    assert page.select(".govuk-skip-link")[0]["href"] == "#main-content"


def test_the_council_is_named_and_can_be_called_from_every_page(tiny: InspectingClient) -> None:
    page = tiny.get("/done")
    assert "Example Borough" in page.title
    assert "01632 960000" in page.one("footer").get_text()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "Page not found"),
        ("/hidden", 404, "Page not found"),
        ("/refused", 409, "The time for this is over. Call us instead."),
    ],
)
def test_an_error_page_says_what_to_do_and_whom_to_call(
    tiny: InspectingClient, path: str, status: int, words: str
) -> None:
    page = tiny.get(path, status=status)
    assert words in page.text
    assert "01632 960000" in page.text
    assert "Monday to Friday" in page.text


def test_a_fault_shows_no_internals(tiny: InspectingClient) -> None:
    tiny.app.config["PROPAGATE_EXCEPTIONS"] = False
    page = tiny.get("/breaks", status=500)
    assert page.h1 == "Sorry, there is a problem with the service"
    assert "ZeroDivision" not in page.html


def test_a_method_that_is_not_allowed_keeps_its_header(tiny: InspectingClient) -> None:
    page = tiny.post("/done", {}, status=405)
    assert "GET" in page.headers["Allow"]


def test_a_page_stays_within_the_budget(tiny: InspectingClient) -> None:
    page = tiny.get("/everything")
    addresses = [str(link["href"]) for link in page.select("link[rel=stylesheet]")]
    scripts = [str(script["src"]) for script in page.select("script")]

    def wire(address: str) -> int:
        with tiny.client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            return len(answer.data)

    without = len(gzip.compress(page.html.encode())) + sum(map(wire, addresses))
    assert without <= 18_000
    assert without + sum(map(wire, scripts)) <= 30_000
