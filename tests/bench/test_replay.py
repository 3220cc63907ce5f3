"""The whole replay, on three invented complaints: from complaint to ombudsman, against a portal of its own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.transcript import sha256
from tests.tree import ROOT

ROWS = (
    "They took the bench from the park and the old people stand now.\n  I asked twice: “when?” & nobody <b>said</b>.",
    "The lamp outside our door is dark since spring 🕯.",
    "رسالتي لم يجب عليها أحد.",
)


@pytest.mark.slow
def test_every_word_comes_back_and_the_last_line_says_so(tmp_path: Path) -> None:
    file = tmp_path / "three.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerows([["category", "complaint_text"], *(["Parks", words] for words in ROWS)])

    done = subprocess.run(
        [sys.executable, "-m", "bench.replay", str(file)],
        cwd=ROOT,
        env={**os.environ, "TRANSCRIPT": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    result = json.loads(done.stdout.splitlines()[-1])
    assert result.pop("letters") > 0
    assert result == {
        "sent": 3,
        "references": 3,
        "tracked": 3,
        "answered": 2,
        "escalated": 1,
        "ombudsman": 1,
        "lost": 0,
    }, done.stdout
    assert done.returncode == 0
    said = (tmp_path / "replay.jsonl").read_text("utf-8")
    assert all(sha256(words) in said for words in ROWS)
    assert not any(words.splitlines()[0] in said for words in ROWS)


def test_without_a_file_it_says_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.replay", ""], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "FILE=" in done.stderr
