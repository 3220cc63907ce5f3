"""A server that is measured, and the bare one beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import burst
from bench.burst import Script
from bench.figures import Round, percentile
from bench.process import HOST, cpu_seconds, family, free_port, running, wait_until_it_answers

_GUNICORN = ("-m", "gunicorn", "-k", "sync", "-w", "2", "--log-level", "warning")
_BOTH_WORKERS = 40


@dataclass(frozen=True)
class Server:
    """Where a server listens, and the processes that answer there: gunicorn's master and its workers."""

    address: tuple[str, int]
    processes: Sequence[int]

    @property
    def host(self) -> str:
        """Return what stands in the Host header."""
        return f"{self.address[0]}:{self.address[1]}"

    def measured(self, clients: Sequence[Script], *, seconds: float) -> Round:
        """Send one burst and return its figures."""
        before = cpu_seconds(self.processes)
        sent = burst.send(self.address, clients, seconds=seconds)
        after = cpu_seconds(self.processes)
        number = max(1, len(sent.took))
        cpu_ms = None if before is None or after is None else (after - before) / number * 1000
        return Round(sent.rps, cpu_ms, percentile(sent.took, 0.95) * 1000)


@contextmanager
def bare_server(folder: Path) -> Iterator[Server]:
    """Serve the bare page by the same gunicorn as the portal, and stop it at the end of the block."""
    port = free_port()
    url, log = f"http://{HOST}:{port}", folder / "bare.log"
    command = [sys.executable, *_GUNICORN, "-b", f"{HOST}:{port}", "bench.bare:app"]
    with running(command, environment=os.environ, log=log) as process:
        for _time in range(_BOTH_WORKERS):
            wait_until_it_answers(url, process, log)
        yield Server((HOST, port), family(process.pid))
