"""The kinds of file that are taken, and what each is called by people, by its first bytes and on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file; the value is what the database keeps."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"


@dataclass(frozen=True, slots=True)
class Described:
    """``endings`` are the file name's, ``magic`` what the first bytes may be found to be, ``mime`` the type served.

    A Word or OpenDocument file is a zip whose entries may stand in any order, so a plain zip is accepted for it: what
    is inside decides. Plain text has no first bytes of its own.
    """

    endings: tuple[str, ...]
    magic: frozenset[str | None]
    mime: str


KINDS: dict[Kind, Described] = {
    Kind.JPEG: Described(("jpg", "jpeg", "jpe", "jfif"), frozenset({"jpg"}), "image/jpeg"),
    Kind.PNG: Described(("png",), frozenset({"png"}), "image/png"),
    Kind.WEBP: Described(("webp",), frozenset({"webp"}), "image/webp"),
    Kind.PDF: Described(("pdf",), frozenset({"pdf"}), "application/pdf"),
    Kind.DOCX: Described(
        ("docx",),
        frozenset({"docx", "zip"}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Kind.ODT: Described(("odt",), frozenset({"odt", "zip"}), "application/vnd.oasis.opendocument.text"),
    Kind.TXT: Described(("txt",), frozenset({None}), "text/plain"),
}
PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.docx,.odt,.txt"
"""What a browser's file chooser offers first; a phone offers its camera too, and makes JPEGs of its own pictures."""


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that a file name's ending claims, None for an ending that is not taken."""
    _before, dot, ending = name.rpartition(".")
    ending = ending.strip().lower()
    return next((kind for kind, one in KINDS.items() if dot and ending in one.endings), None)
