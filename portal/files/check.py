"""Whether a file is what its name says: first bytes and a real parse must agree. Runs in a process of its own."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import filetype

from portal.files import check_archive
from portal.files.bounds import Bounds, Unfit
from portal.files.kinds import KINDS, PICTURES, Kind

_HEADER = 1024
_SCRIPT = re.compile(rb"<script[\s>]|<html[\s>]|<!doctype html|<\?php|<svg[\s>]", re.IGNORECASE)
# What text may hold besides words: tab, line ends and form feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:[!?]|[a-z])", re.IGNORECASE)


def check(path: Path, kind: Kind, bounds: Bounds) -> bool:
    """Return whether the file holds active content.

    Raises Unfit when it is not wholly what it claims to be, or may not be taken. Pictures are parsed by cleaning
    them, which reads every pixel.
    """
    head = path.read_bytes()[:_HEADER]
    found = filetype.guess_extension(head if kind in PICTURES else path.read_bytes())
    if found not in KINDS[kind].magic:
        raise Unfit("not_what_it_says")
    if kind is Kind.TXT:
        _check_text(path.read_bytes())
        return False
    if kind in PICTURES:
        _check_one_thing(path.read_bytes())
        return False
    if kind is Kind.PDF:
        if not head.startswith(b"%PDF-") or zipfile.is_zipfile(path):
            raise Unfit("two_in_one")
        # It takes longer to load than most other files take to be looked at.
        from portal.files import check_pdf

        return check_pdf.check(path, bounds)
    if b"%PDF-" in head:
        raise Unfit("two_in_one")
    return check_archive.check(path, kind, bounds)


def _check_one_thing(content: bytes) -> None:
    """Refuse a picture that is a page, a script, a PDF or an archive as well."""
    if b"%PDF-" in content[:_HEADER] or _SCRIPT.search(content) or _holds_archive(content):
        raise Unfit("two_in_one")


def _holds_archive(content: bytes) -> bool:
    # A zip is read from its end, so whatever stands before it does not matter to whoever opens it.
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    return end >= 0 and b"PK\x01\x02" in content


def _check_text(content: bytes) -> None:
    """Refuse text that is no text, or is a page."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise Unfit("unreadable")
        if _MARKUP.match(text) or _SCRIPT.search(content):
            raise Unfit("not_what_it_says")
        return
    raise Unfit("unreadable")
