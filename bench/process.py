"""Programs started for a measurement: a free port, waiting until they answer, their CPU time, stopping them all."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
_STOP_SECONDS = 30


class NotReady(Exception):
    """A program ended, or did not answer in time; the message ends with what it last said."""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a session of its own, what it says going to a file; it and all it started end with the block."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield process
    finally:
        _stop(process)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path, *, seconds: float = 120) -> None:
    """Wait until an address answers any request. Raises NotReady."""
    parts = urlsplit(url)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise NotReady(f"the program ended with {process.returncode}:\n{_tail(log)}")
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(parts.hostname or HOST, parts.port, timeout=10)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.1)
    raise NotReady(f"{url} did not answer within {seconds:.0f} seconds:\n{_tail(log)}")


def family(pid: int) -> list[int]:
    """Return a process and all its descendants, as /proc has them; only the process where there is no /proc."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            children.setdefault(int(_stat(int(folder.name))[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def words_of(pid: int) -> list[str]:
    """Return the command line of a process, [] when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").split("\0")
    return []


def cpu_seconds(pids: Sequence[int]) -> float | None:
    """Return the CPU time these processes and their ended children have used; None where there is no /proc."""
    if not Path("/proc/self/stat").exists():
        return None
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            # utime, stime, cutime and cstime: proc(5), fields 14 to 17.
            ticks += sum(int(field) for field in _stat(pid)[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """Return /proc/PID/stat from its third field on: the second, a name in brackets, may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()


def _stop(process: subprocess.Popen[bytes]) -> None:
    everybody = [(pid, _begun(pid)) for pid in family(process.pid)]
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_SECONDS)
    for pid, begun in everybody:
        # A number is given again in time: only what is still the same process is ended.
        if begun and _begun(pid) == begun:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    process.wait()


def _begun(pid: int) -> str:
    """Return when a process was started, in clock ticks; "" when it is gone."""
    with suppress(OSError, IndexError):
        return _stat(pid)[19]
    return ""


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
