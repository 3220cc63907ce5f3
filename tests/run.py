"""Runs the suite: `python -m tests.run sqlite|states|postgres [what pytest takes]`.

Leaves out, with one line each, what needs a browser or ClamAV where there is none.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests import browser_binary
from tests.files import clamd_server

ROOT = Path(__file__).resolve().parent.parent
SELECTED = {
    "sqlite": "not postgres and not matrix",
    "states": "not postgres and matrix",
    "postgres": "(database or postgres)",
}


def main(part: str, *arguments: str) -> int:
    """Run a part of the suite, several processes at once, and return pytest's exit code."""
    selected = SELECTED[part]
    if browser_binary.chromium_path() is None:
        print(browser_binary.NONE_FOUND, flush=True)
        selected += " and not browser"
    if clamd_server.clamd_path() is None:
        print(clamd_server.NONE_FOUND, flush=True)
        selected += " and not clamd"
    # One pytest process per core; more than eight would only wait for the same disk.
    workers = min(os.cpu_count() or 1, 8)
    pytest = [sys.executable, "-m", "pytest", "--quiet", "-n", str(workers), "--dist", "worksteal"]
    environment = {**os.environ, "PORTAL_TEST_DATABASE": "postgres" if part == "postgres" else "sqlite"}
    return subprocess.run([*pytest, "-m", selected, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
