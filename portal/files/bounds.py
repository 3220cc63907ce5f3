"""How much a file may hold; what looking into it may use is bounded by `portal.bounded`."""

from __future__ import annotations

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
