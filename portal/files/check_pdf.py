"""PDF files: every object is read, and looked at for what acts by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from portal.files.bounds import Bounds, Unfit

_KEYS = frozenset(
    {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent", "/XFA", "/Rendition"}
)
_ACTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/GoToR", "/EmbeddedFile"}
)


def check(path: Path, bounds: Bounds) -> bool:
    """Return whether the file holds scripts, programs to start, embedded files or an action on opening.

    Raises Unfit when it is not a whole PDF or has a password. One with more objects than are looked at counts as
    active.
    """
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise Unfit("password")
        if len(reader.pages) < 1:
            raise Unfit("unreadable")
        known = _known(reader)
        if len(known) > bounds.entries:
            return True
        return _opens_with_an_act(reader) or any(_acts(reader.get_object(one)) for one in known)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unfit("unreadable") from error


def _known(reader: PdfReader) -> list[IndirectObject]:
    packed = [IndirectObject(number, 0, reader) for number in reader.xref_objStm]
    plain = [
        IndirectObject(number, generation, reader)
        for generation, numbers in reader.xref.items()
        for number in numbers
        if number
    ]
    return packed + plain


def _opens_with_an_act(reader: PdfReader) -> bool:
    """Whether opening does more than turn to a place in the document."""
    opening = reader.root_object.get("/OpenAction")
    opening = opening.get_object() if opening is not None else None
    return isinstance(opening, DictionaryObject) and opening.get("/S") != "/GoTo"


def _acts(found: Any) -> bool:
    return any(_KEYS & one.keys() or {one.get("/S"), one.get("/Type")} & _ACTS for one in _dictionaries(found))


def _dictionaries(found: Any) -> Iterator[dict[Any, Any]]:
    """Yield every dictionary of one object, without following it to others."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            raw: dict[Any, Any] = dict(one.items())
            yield {name: value for name, value in raw.items() if not isinstance(value, IndirectObject)} | {
                name: None for name, value in raw.items() if isinstance(value, IndirectObject)
            }
            waiting += raw.values()
        elif isinstance(one, ArrayObject):
            waiting += list(one)
