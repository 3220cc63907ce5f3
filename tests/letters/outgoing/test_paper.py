"""Letters on paper: a tagged PDF, and only the address behind the envelope's window."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import typst

from portal.config import Limits, Settings
from portal.letters.outgoing import paper
from portal.letters.outgoing.compose import fill
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater
from tests.letters.outgoing.sample_letters import composed
from tests.tree import ROOT

# Sets a letter and says what that took at most, in kilobytes; the children's peak is this process's alone.
MEASURE = """
import json, resource, sys
from portal import bounded
from portal.config import Limits
limits = Limits()
try:
    share = bounded.Share(limits.typeset_bytes, limits.typeset_seconds, 30)
    bounded.run("portal.letters.outgoing.typeset", json.load(sys.stdin), share)
except bounded.Overrun:
    pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.fixture
def letter(settings: Settings) -> Outgoing:
    written = composed("access_letter", settings)
    return Outgoing(
        letter_id="a" * 32,
        kind="access_letter",
        channel="post",
        recipient="Ann Example",
        address="1 High Street\r\n  \nTown\nEX1 1EX",
        language="en",
        large_print=False,
        subject=written.subject,
        body=fill(written.body, {"tracking_code": "BCDF GHJK LMNP QRST"}),
        message_id="<abc@council.example>",
        made_at=datetime(2026, 11, 17, 10, tzinfo=UTC),
        sender_name="Example Borough Council",
    )


def behind_the_window(letter: Outgoing) -> list[str]:
    found = typst.query(str(paper._TEMPLATE), "<window>", field="value", one=True, sys_inputs=paper.data(letter))
    return list(json.loads(found))


def test_it_is_a_pdf_that_screen_readers_can_read(letter: Outgoing) -> None:
    made = paper.pdf(letter, Limits())
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert b"/Lang" in made


def test_only_the_address_stands_behind_the_window(letter: Outgoing) -> None:
    assert behind_the_window(letter) == ["Ann Example", "1 High Street", "Town", "EX1 1EX"]


def test_large_print_is_large(letter: Outgoing) -> None:
    def size(one: Outgoing) -> int:
        return int(json.loads(paper.data(one)["letter"])["size"])

    assert size(letter) == 12
    assert size(dataclasses.replace(letter, large_print=True)) == 18
    assert paper.pdf(dataclasses.replace(letter, large_print=True), Limits()) != paper.pdf(letter, Limits())


@pytest.mark.parametrize("language", ["en", "ar-XB", "tlh"])
def test_it_is_set_in_the_readers_direction(letter: Outgoing, language: str) -> None:
    content = json.loads(paper.data(dataclasses.replace(letter, language=language))["letter"])
    assert content["direction"] == ("rtl" if language == "ar-XB" else "ltr")
    assert paper.pdf(dataclasses.replace(letter, language=language), Limits()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "= Heading\n$ x $ @ref <b> \\",
        "[[[",
        '"]})',
        "بيت 家 🏠",
    ],
)
def test_peoples_words_never_become_the_typesetters_language(letter: Outgoing, words: str) -> None:
    """A word it took for its own would read a file, or fail (T29)."""
    assert paper.pdf(dataclasses.replace(letter, body=words, recipient=words, address=words), Limits()).startswith(
        b"%PDF-"
    )


def test_it_lies_in_the_folder_that_the_print_room_empties(letter: Outgoing, settings: Settings) -> None:
    paper.put_in_folder(letter, settings)
    paper.put_in_folder(letter, settings)
    assert [file.name for file in paper.folder(settings).iterdir()] == [f"{'a' * 32}.pdf"]


@pytest.mark.parametrize("sign", ["\U0001f600", "\u0301", "\ufdfa", "\U0001f468\u200d", "\n\n"])
@pytest.mark.parametrize("place", ["body", "address"])
def test_whatever_a_text_does_to_the_typesetter_stays_in_its_process(letter: Outgoing, sign: str, place: str) -> None:
    words = sign * (20_000 // len(sign))
    hostile = dataclasses.replace(letter, body=words) if place == "body" else dataclasses.replace(letter, address=words)
    begun = time.monotonic()
    with suppress(SendLater, CannotSend):
        assert paper.pdf(hostile, Limits()).startswith(b"%PDF-")
    assert time.monotonic() - begun < 20
    asked = json.dumps({"template": str(paper._TEMPLATE), **paper.data(hostile)})
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE], input=asked, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
    assert int(measured.stdout) < 450_000


def test_a_letter_that_takes_too_long_to_set_is_tried_again_and_then_no_more(
    letter: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "_LONGEST_SECONDS", 0.01)
    with pytest.raises(SendLater) as failed:
        paper.pdf(letter, Limits())
    assert failed.value.most_tries == paper.MOST_TRIES
    assert not failed.value.nobody_answers
