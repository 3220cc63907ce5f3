"""What anybody may read before they complain, and that each page leads on to complaining."""

from __future__ import annotations

import re

import pytest

from portal.organisation.council import load
from portal.procedures import catalogue
from portal.procedures.describe import describe
from tests.inspecting_client import InspectingClient

COUNCIL = load()
SLUGS = [place.slug for place in COUNCIL.elsewhere]
PAGES = [
    "/",
    "/how-we-deal-with-complaints",
    "/accessibility",
    "/privacy",
    "/contact",
    "/elsewhere",
    *(f"/elsewhere/{slug}" for slug in SLUGS),
]
LONGEST_SENTENCE = 20
TWO_SENTENCES = re.compile(r"(?<=[.!?:])\s+")


def links(client: InspectingClient) -> set[str]:
    return {str(link["href"]) for link in client.select("main a[href]")}


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_signing_in_and_sets_no_cookie(client: InspectingClient, path: str) -> None:
    page = client.get(path)
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize("path", PAGES)
def test_sentences_are_short(client: InspectingClient, path: str) -> None:
    client.get(path)
    for block in client.select("main p, main li, main dd"):
        for sentence in TWO_SENTENCES.split(block.get_text(" ", strip=True)):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_start_page_says_what_matters_first(client: InspectingClient) -> None:
    client.get("/")
    assert "Complaining will not affect the services you get." in client.text
    assert "will read what you write" in client.text
    assert "Have you already complained about this?" in client.text
    assert COUNCIL.contact.phone in client.text
    assert {"/complain", "/track", "/add", *(f"/elsewhere/{slug}" for slug in SLUGS)} <= links(client)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_better_place_still_takes_the_complaint(client: InspectingClient, slug: str) -> None:
    client.get(f"/elsewhere/{slug}")
    button = client.page.one("main a.govuk-button")
    assert button.get_text(strip=True) == "Send it as a complaint anyway"
    assert button["href"] == "/complain"
    assert "What we can still look at" in client.text


def test_unknown_place_is_not_found(client: InspectingClient) -> None:
    client.get("/elsewhere/not-there", status=404)


def test_procedures_page_says_what_the_rules_in_force_say(client: InspectingClient) -> None:
    page = client.get("/how-we-deal-with-complaints")
    words = " ".join(page.text.split())
    for key in {service.procedure for service in COUNCIL.services}:
        described = describe(catalogue.load().procedures[key][-1])
        assert described.name in words
        for stage in described.stages:
            assert stage.reply in words
    assert "Local Government and Social Care Ombudsman" in words
    assert "PO Box 4771" in words
    assert "PO Box 1484" in words


def test_contact_page_gives_every_emergency_number(client: InspectingClient) -> None:
    client.get("/contact")
    for number in COUNCIL.emergency_numbers:
        assert number.phone in client.text
    assert "999" in client.text


@pytest.mark.parametrize("path", PAGES)
def test_page_is_light(client: InspectingClient, path: str) -> None:
    assert len(client.get(path).html) < 18_000
