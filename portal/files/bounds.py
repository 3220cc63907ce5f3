"""How much a file may ask of the machine that looks into it."""

from __future__ import annotations

import resource
from dataclasses import dataclass


class Unfit(Exception):
    """A file that is not taken; ``code`` says why and holds nothing of the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sizes are in bytes, ``pixels`` of a decoded picture, ``entries`` of an archive or a PDF's objects.

    ``unpacked`` is all of an archive's entries together, ``ratio`` how often that may be its packed size.
    """

    pixels: int
    unpacked: int
    ratio: int
    entries: int
    memory: int
    cpu_seconds: int


def confine(bounds: Bounds) -> None:
    """Let this process use no more memory and processor time than the bounds say, for good, and leave no core file."""
    resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
