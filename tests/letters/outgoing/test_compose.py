"""What a letter says, to whom, and in which language."""

from __future__ import annotations

import re

import pytest

from portal.config import Settings
from portal.letters.outgoing.compose import compose, fill, secrets_in
from portal.letters.outgoing.kinds import KINDS, Content
from portal.organisation import council
from portal.organisation.model import Council
from tests.letters.outgoing.sample_letters import REFERENCE, composed, own_words, values_for

TO_PEOPLE = sorted(kind for kind, what in KINDS.items() if not what.staff)
CODES = sorted(kind for kind, what in KINDS.items() if what.fills_in == "one_time_code")
TO_STAFF = sorted(kind for kind, what in KINDS.items() if what.staff)


@pytest.fixture
def example() -> Council:
    return council.load()


@pytest.mark.parametrize("kind", TO_PEOPLE)
def test_a_locked_screen_shows_no_topic(kind: str, settings: Settings, example: Council) -> None:
    letter = composed(kind, settings)
    assert letter.subject == f"You have a message from {example.name}"
    for body in (letter.body, letter.guarded):
        assert body.startswith(f"You have a message from {example.name}.\n")
    assert "complain" not in letter.text
    assert len(letter.text) <= 160 or kind in CODES


@pytest.mark.parametrize("kind", TO_PEOPLE)
def test_an_unproven_address_gets_nobodys_words(kind: str, settings: Settings) -> None:
    letter = composed(kind, settings)
    assert not [word for word in own_words(kind) if word in letter.guarded + letter.text + letter.subject]
    assert [word for word in own_words(kind) if word not in letter.body] == []


TO_OFFICES = {"enquiry_received", "enquiry_answered", "enquiry_later"}


# An invitation to prove an address names no complaint: it is for who may have none. One letter for many gets its
# references as it leaves.
@pytest.mark.parametrize("kind", sorted(set(TO_PEOPLE) - set(CODES) - {"join_them", "gathered"}))
def test_every_letter_says_how_to_follow_it_up(kind: str, settings: Settings, example: Council) -> None:
    for body in (composed(kind, settings).body, composed(kind, settings).guarded):
        assert REFERENCE in body
        assert example.contact.phone in body
        assert f"{settings.base_url}/{'members' if kind in TO_OFFICES else 'track'}" in body


@pytest.mark.parametrize("kind", TO_STAFF)
def test_officers_get_the_reference_and_nothing_of_the_matter(kind: str, settings: Settings) -> None:
    letter = composed(kind, settings, values={**values_for(kind), "words": "planted-words", "name": "planted-name"})
    assert REFERENCE in letter.subject
    assert f"{settings.base_url}/desk" in letter.body
    assert "planted" not in letter.body + letter.subject


def test_a_reference_is_put_in_groups_of_four(settings: Settings) -> None:
    letter = composed("receipt", settings, values={"reference": "123456789012"})
    assert "Your reference is 1234 5678 9012." in letter.body


def test_the_next_step_stands_in_the_letter_word_for_word(settings: Settings) -> None:
    paragraphs = ["Ask   for stage 2.", "Write to: Ombudsman,\nPO Box 1."]
    body = composed("reply", settings, values={**values_for("reply"), "next_step": paragraphs}).body
    assert "\n\nAsk   for stage 2.\n\nWrite to: Ombudsman,\nPO Box 1.\n\n" in body


@pytest.mark.parametrize("nothing", [[], ()])
@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if "next_step" in KINDS[kind].needs))
def test_a_letter_that_must_say_how_to_go_further_cannot_be_written_without(
    kind: str, nothing: object, settings: Settings
) -> None:
    with pytest.raises(ValueError, match="next_step"):
        composed(kind, settings, values={**values_for(kind), "next_step": nothing})


def test_an_officers_words_keep_their_lines_and_are_never_a_template(settings: Settings) -> None:
    words = "First {{ 7 * 7 }} {% raw %}\r\n\r\n\r\n  indented & <b>\ue000tracking_code\ue001 100%s"
    letter = composed("message", settings, values={"reference": REFERENCE, "words": words})
    assert "\nFirst {{ 7 * 7 }} {% raw %}\n\n\n  indented & <b>tracking_code 100%s\n" in letter.body
    assert secrets_in(letter.body) == set()


def test_links_go_to_the_configured_address_only(settings: Settings) -> None:
    for kind in KINDS:
        letter = composed(kind, settings)
        links = re.findall(r"https?://\S+?(?=[\s,]|\.?$)", letter.body + letter.guarded + letter.text, re.MULTILINE)
        assert {link for link in links if not link.startswith(f"{settings.base_url}/")} == set()


def test_a_secret_has_a_place_and_is_not_there_yet(settings: Settings) -> None:
    letter = composed("access_letter", settings)
    assert secrets_in(letter.body) == {"tracking_code"}
    filled = fill(letter.body, {"tracking_code": "BCDF GHJK LMNP QRST"})
    assert "\n\nBCDF GHJK LMNP QRST\n\n" in filled
    assert "123456 is your code from" in fill(composed("one_time_code", settings).text, {"one_time_code": "123456"})


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_letter_is_written_in_its_readers_language(kind: str, language: str, settings: Settings) -> None:
    english, other = composed(kind, settings), composed(kind, settings, language=language)
    kept = own_words(kind) | set(str(values_for(kind)).split())
    lines = [line for line in english.body.splitlines() if line and not any(word in line for word in kept)]
    untranslated = {line for line in lines if line in other.body.splitlines()}
    # What is known comes in the reader's language already.
    slots = {f"\ue000{name}\ue001" for name in ("one_time_code", "tracking_code", "references")}
    given = {"planted-known", *slots}
    assert untranslated <= {council.load().name, *given}
    assert REFERENCE in other.body or kind in {*CODES, "join_them", "gathered"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_letters_are_plain_to_read(kind: str, settings: Settings) -> None:
    for body in (composed(kind, settings).body, composed(kind, settings).guarded):
        assert grade(body) <= 8, body
        assert not re.search(r"\n{3,}|[ \t]\n", body)


def test_a_missing_value_and_an_unknown_kind_are_the_callers_fault(settings: Settings) -> None:
    with pytest.raises(ValueError, match="words"):
        compose(Content("message", {"reference": REFERENCE}), language="en", settings=settings)
    with pytest.raises(KeyError):
        compose(Content("nonsense"), language="en", settings=settings)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a letter's sentences, without its addresses and numbers."""
    sentences = [
        words
        for sentence in re.split(r"[.!?:]\s|\n\n", re.sub(r"https?://\S+", "", text))
        if len(words := re.findall(r"[A-Za-z]+(?:['’][a-z]+)?", sentence)) > 3
    ]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
