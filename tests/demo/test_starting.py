"""A demo takes a port and keeps it, so that several can be started at once."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from urllib.request import urlopen

import pytest

from portal.config import ROOT
from portal.demo import starting

SECONDS = 120
ADDRESS = re.compile(r"fictional council: (http://127\.0\.0\.1:\d+)$")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as there:
        return int(there.getsockname()[1])


def test_a_port_that_was_chosen_is_kept() -> None:
    first = free_port()
    with starting.listen(first) as one, starting.listen(first) as other:
        assert one.getsockname()[1] != other.getsockname()[1]


@contextmanager
def demo(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start a demo that asks for this port, and stop it at the end."""
    ours = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(var), "PORTAL_BASE_URL": f"http://127.0.0.1:{port}"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    with subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "run-demo"],
        cwd=ROOT,
        env={**inherited, **ours},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        # However it hangs, the test ends.
        too_long = Timer(SECONDS, process.kill)
        too_long.start()
        try:
            yield process
        finally:
            too_long.cancel()
            process.send_signal(signal.SIGTERM)


@pytest.mark.slow
def test_two_demos_started_at_once_both_serve(tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as stack:
        started = [stack.enter_context(demo(tmp_path / name, port)) for name in ("one", "other")]
        said = [next(found for line in one.stdout or () if (found := ADDRESS.search(line))) for one in started]
        addresses = {found[1] for found in said}
        for address in addresses:
            with urlopen(address, timeout=SECONDS) as page:  # noqa: S310
                assert page.status == 200
    assert len(addresses) == 2
