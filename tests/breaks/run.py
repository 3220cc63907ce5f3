"""Breaks the portal on purpose, one patch at a time, and shows the test that notices.

A patch in this folder begins with lines `# breaks: <what>` and `# turns red: <test>`; the rest is a unified diff
against the top of the tree. The tests must pass in a copy of the tree; then each patch is applied to a copy of its
own, where its test must fail. The last line is JSON. ONLY=name runs the patches with that in their name.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tree import export

HERE = Path(__file__).resolve().parent
AT_ONCE = 2
RED = 1  # pytest's exit code when a test failed; 2 to 5 mean that it could not be run


@dataclass(frozen=True)
class Patch:
    """One way to break the portal: what it breaks, and the pytest node that must notice."""

    path: Path
    breaks: str
    test: str


def read_patch(path: Path) -> Patch:
    """Read a patch's first lines. Raises ValueError when one is missing."""
    said = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        said[key] = value.strip()
    if not said.get("breaks") or not said.get("turns red"):
        raise ValueError(f"{path.name} must begin with “# breaks: …” and “# turns red: …”")
    return Patch(path, said["breaks"], said["turns red"])


def green_before(patches: list[Patch]) -> str:
    """Run the tests of all patches without any of them; return what is wrong, or nothing."""
    with _copy() as copy:
        before = _test(copy, sorted({patch.test for patch in patches}))
    return _said("The tests are not green without any patch", before) if before.returncode else ""


def outcome(patch: Patch) -> str:
    """Try the patch in a copy of the tree; return "red", or what is wrong with it."""
    with _copy() as copy:
        applied = _apply(copy, patch.path)
        if applied.returncode != 0:
            return _said("DOES NOT APPLY", applied)
        after = _test(copy, [patch.test])
    if after.returncode == 0:
        return "STAYED GREEN: a test is missing"
    return "red" if after.returncode == RED else _said("CANNOT BE RUN", after)


@contextmanager
def _copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-break-") as folder:
        copy = Path(folder) / "tree"
        copy.mkdir()
        export(copy)
        yield copy


def _apply(copy: Path, patch: Path) -> "subprocess.CompletedProcess[str]":
    command = ["patch", "--strip=1", "--forward", "--batch", "--fuzz=0", "--input", str(patch)]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def _test(copy: Path, tests: list[str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def _said(what: str, process: "subprocess.CompletedProcess[str]") -> str:
    lines = (process.stdout + process.stderr).strip().splitlines()
    return f"{what}: {lines[-1] if lines else process.returncode}"


def main() -> int:
    """Run all patches, print a table and a line of JSON; return 1 unless every one turned its test red."""
    only = os.environ.get("ONLY", "")
    patches = [read_patch(path) for path in sorted(HERE.glob("*.patch")) if only in path.name]
    if shutil.which("patch") is None:
        print("`patch` is missing. Install it: apt-get install patch", file=sys.stderr)
        return 1
    wrong = green_before(patches) if patches else "There is no such patch."
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    results = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for patch, result in zip(patches, pool.map(outcome, patches), strict=True):
            results.append(result)
            print(f"{patch.path.stem:<32} {result}\n    {patch.breaks}\n    {patch.test}", flush=True)
    red = results.count("red")
    print(json.dumps({"patches": len(patches), "red": red, "wrong": len(patches) - red}), flush=True)
    return 0 if red == len(patches) else 1


if __name__ == "__main__":
    sys.exit(main())
