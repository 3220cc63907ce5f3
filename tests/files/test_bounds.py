"""What a hostile file may cost: less than two seconds and 200 MB, measured in a process of its own (T20)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from portal.config import Limits
from portal.files.bounds import Bounds
from portal.files.kinds import Kind
from tests.files import samples
from tests.tree import ROOT

# Runs the program and says what it used; the children's peak is this process's alone.
MEASURE = """
import json, resource, subprocess, sys
program = [sys.executable, "-m", "portal.files.examine"]
done = subprocess.run(program, input=sys.stdin.read(), capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = json.loads(done.stdout) if done.stdout else {}
print(json.dumps({**said, "seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}))
"""
HOSTILE: dict[str, tuple[Kind, Callable[[], bytes], str]] = {
    "pixel flood": (Kind.PNG, samples.pixel_flood, "too_many_pixels"),
    "zip bomb": (Kind.DOCX, samples.zip_bomb, "too_much_inside"),
    "a billion laughs": (Kind.DOCX, samples.laughs, "unreadable"),
    "entities from outside": (Kind.DOCX, samples.xxe, "unreadable"),
    "jpeg and zip": (Kind.JPEG, lambda: samples.picture() + samples.zipped({"a": b"\0" * 9_000_000}), "two_in_one"),
    "macros": (Kind.DOCX, lambda: samples.docx(main=samples.MACROS), "macros"),
    "text of a million lines": (Kind.TXT, lambda: b"<svg>" + b"a\n" * 4_000_000, "not_what_it_says"),
}


def measured(tmp_path: Path, kind: Kind, content: bytes) -> dict[str, Any]:
    limits = Limits()
    bounds = Bounds(
        pixels=limits.picture_pixels,
        unpacked=limits.unpacked_bytes,
        ratio=limits.unpacked_ratio,
        entries=limits.unpacked_files,
    )
    source = tmp_path / "given"
    source.write_bytes(content)
    asked = {
        "source": str(source),
        "target": str(tmp_path / "made"),
        "kind": kind.value,
        "bounds": asdict(bounds),
        "memory": limits.examine_bytes,
        "cpu_seconds": limits.examine_seconds,
    }
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=json.dumps(asked) + "\n", cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_at_once(tmp_path: Path, what: str) -> None:
    kind, make, why = HOSTILE[what]
    found = measured(tmp_path, kind, make())
    assert found["unfit"] == why
    assert found["seconds"] < 2
    assert found["kilobytes"] < 200_000


@pytest.mark.slow
def test_a_large_photo_stays_within_the_bounds(tmp_path: Path) -> None:
    found = measured(tmp_path, Kind.JPEG, samples.picture(size=(4_600, 3_450)))
    assert found["active"] is False
    assert found["kilobytes"] < 250_000


def test_what_takes_more_memory_than_it_may_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "given"
    source.write_bytes(samples.picture(size=(3_000, 3_000)))
    bounds = Bounds(pixels=16_000_000, unpacked=1, ratio=1, entries=1)
    asked = {
        "source": str(source),
        "target": str(tmp_path / "made"),
        "kind": "jpeg",
        "bounds": asdict(bounds),
        "memory": 40_000_000,
        "cpu_seconds": 6,
    }
    done = subprocess.run(
        [sys.executable, "-m", "portal.files.examine"], input=json.dumps(asked) + "\n", cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0 or "unfit" in json.loads(done.stdout)
