"""A portal of our own: a fresh demo database in a folder that goes away, web and worker as shipped, a free port."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.process import HOST, ROOT, NotReady, cpu_seconds, family, free_port, running, wait_until_it_answers, words_of

# Ours to set: what stands in the caller's environment would make another portal than the one that is shipped.
_SETTINGS = "PORTAL_"
# What a worker that only looks for work uses in a second.
_QUIET_SECONDS = 0.03


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, its folder of files, and its process (None when somebody else runs it)."""

    url: str
    var: Path
    pid: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def mail(self) -> Path:
        """Where its letters lie."""
        return self.var / "mail"

    def officers(self) -> list[dict[str, str]]:
        """Return the demo officers with their e-mail, password and TOTP secret."""
        found: list[dict[str, str]] = json.loads((self.var / "demo.json").read_text("utf-8"))["officers"]
        return found

    def flask(self, *words: str) -> None:
        """Run one of the portal's commands. Raises NotReady when it fails."""
        run_flask(self.environment, *words)

    def web_processes(self) -> list[int]:
        """Return the processes that serve pages: gunicorn's master and its workers."""
        return [one for one in family(self.pid) if "gunicorn" in words_of(one)] if self.pid else []

    def worker_processes(self) -> list[int]:
        """Return the processes that send letters."""
        return [one for one in family(self.pid) if "worker" in words_of(one)] if self.pid else []

    def wait_until_quiet(self, *, seconds: float = 60) -> None:
        """Wait until the worker has nothing more to do; a new portal has the demo's letters to send first."""
        until, before = time.monotonic() + seconds, -1.0
        while time.monotonic() < until:
            used = cpu_seconds(self.worker_processes())
            if used is None or used - before < _QUIET_SECONDS:
                return
            before = used
            time.sleep(1)

    def count(self, table: str) -> int:
        """Return how many rows a table of its SQLite file has, read from outside."""
        with closing(sqlite3.connect(f"file:{self.var / 'portal.sqlite3'}?mode=ro", uri=True)) as reader:
            reader.execute("BEGIN")
            return int(reader.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 -- our own names


@contextmanager
def portal(
    *, environment: Mapping[str, str] | None = None, load: tuple[str, ...] = (), keep_log: Path | None = None
) -> Iterator[Portal]:
    """Start a portal and stop it at the end of the block.

    ``environment`` stands over what a demo portal has; ``load`` is a flask command that fills it before it serves.
    Raises NotReady.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        var = Path(folder)
        url = f"http://{HOST}:{free_port()}"
        served = {"PORTAL_LIMITS": "0"}
        settings = {"PORTAL_DEMO": "1", "PORTAL_VAR": folder, "PORTAL_BASE_URL": url}
        whole = {**surroundings(), **settings, **served, **(environment or {})}
        log = keep_log or var / "said.log"
        if load:
            run_flask(whole, *load)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "run-demo"]
        with running(command, environment=whole, log=log) as process:
            wait_until_it_answers(url, process, log)
            yield Portal(url, var, process.pid, whole)


@contextmanager
def given_or_own(*, environment: Mapping[str, str] | None = None, keep_log: Path | None = None) -> Iterator[Portal]:
    """Use the demo portal at ``URL`` (its folder is ``VAR``, or var/ here) when that is set, else start one."""
    url = os.environ.get("URL", "").rstrip("/")
    if url:
        var = Path(os.environ.get("VAR") or ROOT / "var")
        settings = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(var), "PORTAL_BASE_URL": url}
        yield Portal(url, var, environment={**os.environ, **settings})
        return
    with portal(environment=environment, keep_log=keep_log) as own:
        yield own


def surroundings() -> dict[str, str]:
    """Return this process's environment without settings of a portal."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}


def run_flask(environment: Mapping[str, str], *words: str) -> str:
    """Run one of the portal's commands and return what it printed. Raises NotReady when it fails."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReady(f"flask {words[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout
