"""Programs of the portal's own that call native code: each in a process that may not use much.

Whatever such code does wrong (a panic, no end, all the memory) ends that process and nothing else (T20).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from portal.config import ROOT

_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "RAYON_NUM_THREADS": "1"}


class Overrun(Exception):
    """The process did not end well; the message says how, and holds nothing of what it was given."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much one process may use: ``memory`` in bytes, processor time, and time on the clock."""

    memory: int
    cpu_seconds: int
    seconds: int


def run(module: str, asked: Mapping[str, object], share: Share) -> bytes:
    """Run ``python -m module`` with one line of JSON to read, and return what it wrote. Raises Overrun.

    The program calls `confine` before anything else, with the share that it is told.
    """
    told = json.dumps({**asked, "memory": share.memory, "cpu_seconds": share.cpu_seconds}) + "\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=told.encode("ascii"),
            cwd=ROOT,
            env=_ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=share.seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Overrun(f"no end after {share.seconds} seconds") from None
    except subprocess.CalledProcessError as error:
        raise Overrun(f"ended with {error.returncode}") from None
    return done.stdout


def confine(*, memory: int, cpu_seconds: int) -> None:
    """Let this process use no more memory and processor time than that, for good, and leave no core file."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
