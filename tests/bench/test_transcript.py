"""Transcripts say what was asked, and nobody's words."""

from __future__ import annotations

import json
from pathlib import Path

from bench.transcript import Transcript, sha256


def test_words_stand_in_it_as_a_hash(tmp_path: Path) -> None:
    with Transcript(tmp_path / "var" / "some.jsonl") as transcript:
        transcript.note("POST", "/complain/1", 303, words="My words \ud800")
        transcript.reference = "123456789012"
        transcript.note("GET", "/track", 200)

    first, second = (json.loads(line) for line in transcript.path.read_text("utf-8").splitlines())

    assert first == {"method": "POST", "path": "/complain/1", "status": 303, "words_sha256": sha256("My words \ud800")}
    assert second == {"method": "GET", "path": "/track", "status": 200, "reference": "123456789012"}
