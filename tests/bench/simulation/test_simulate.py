"""The whole simulation, on a few invented matters, against a portal of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.simulation import scenario
from tests.tree import ROOT

MATTERS = 12


@pytest.mark.slow
def test_every_matter_has_one_living_reference_and_the_last_line_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.simulate", "--matters", str(MATTERS), "--seed", "5"],
        cwd=ROOT,
        env={**os.environ, "TRANSCRIPT": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    result = json.loads(done.stdout.splitlines()[-1])
    must_be = {
        "matters": MATTERS,
        "living_references_per_matter": 1.0,
        "living_references_per_matter_proven": 1.0,
        "wrongly_joined": 0,
        "unreached_follow_ups": 0,
        "offered_to_wrong_person": 0,
        "shown_before_consent": 0,
        "letters_after_withdrawal": 0,
        "stuck": 0,
    }
    assert {name: result[name] for name in must_be} == must_be, done.stdout
    assert result["references_given"] >= MATTERS
    assert done.returncode == 0
    told = scenario.read(tmp_path / "simulation-scenario.jsonl")
    assert len(told.matters) == MATTERS
    transcript = (tmp_path / "simulation.jsonl").read_text("utf-8")
    assert not any(act.words in transcript for act in told.acts)
