"""Word and OpenDocument files: archives of XML, read to the end within bounds."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

from portal.files.bounds import Bounds, Unfit
from portal.files.kinds import KINDS, Kind

_END = 22
_PIECE = 65_536
_ENCRYPTED = 0x1
_PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EMBEDDED = ("word/embeddings/", "word/activex/", "customui/", "object ")
_MACROS = ("basic/", "scripts/")
_HARMLESS = "/hyperlink"


def check(path: Path, kind: Kind, bounds: Bounds) -> bool:
    """Return whether the document holds active content: embedded objects, or links that load when it is opened.

    Raises Unfit for macros, a password, another kind of archive, XML with a document type (which external entities
    need), and an archive that unpacks to too much.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            _check_whole(path, archive)
            entries = _check_sizes(archive, bounds)
            return _Document(archive, kind).read(entries)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Unfit("unreadable") from error


def _check_whole(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what stands before or behind the archive."""
    with path.open("rb") as file:
        file.seek(-_END, 2)
        ends = file.read(4) == b"PK\x05\x06"
    first = min((entry.header_offset for entry in archive.infolist()), default=-1)
    if not ends or archive.comment or first != 0:
        raise Unfit("two_in_one")


def _check_sizes(archive: zipfile.ZipFile, bounds: Bounds) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > bounds.entries:
        raise Unfit("too_much_inside")
    if len(set(names)) < len(names) or any(_strays(name) for name in names):
        raise Unfit("unreadable")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unfit("password")
    if any(entry.compress_type not in _PACKED_AS for entry in entries):
        raise Unfit("unreadable")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > bounds.unpacked or unpacked > bounds.ratio * max(packed, 1):
        raise Unfit("too_much_inside")
    return entries


def _strays(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


class _Document:
    """One document as it is read; what is found on the way makes it active or unfit."""

    def __init__(self, archive: zipfile.ZipFile, kind: Kind) -> None:
        self._archive = archive
        self._kind = kind
        self._active = False
        self._is_word = False

    def read(self, entries: list[zipfile.ZipInfo]) -> bool:
        """Read every entry to its end, the XML as XML, and return whether the document is active."""
        for entry in entries:
            name = entry.filename.lower()
            if name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(_MACROS):
                raise Unfit("macros")
            self._active |= name.startswith(_EMBEDDED)
            if name.endswith((".xml", ".rels")) and entry.file_size:
                self._read_xml(entry)
            else:
                self._read_through(entry)
        if not (self._is_word if self._kind is Kind.DOCX else self._is_odt(entries)):
            raise Unfit("not_what_it_says")
        return self._active

    def _is_odt(self, entries: list[zipfile.ZipInfo]) -> bool:
        names = {entry.filename for entry in entries}
        if not {"mimetype", "content.xml"} <= names:
            return False
        with self._archive.open("mimetype") as said:
            return said.read(100) == KINDS[Kind.ODT].mime.encode()

    def _read_through(self, entry: zipfile.ZipInfo) -> None:
        # Its checksum is compared at the end.
        with self._archive.open(entry) as content:
            while content.read(_PIECE):
                pass

    def _read_xml(self, entry: zipfile.ZipInfo) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = self._element
        try:
            with self._archive.open(entry) as content:
                while piece := content.read(_PIECE):
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unfit("unreadable") from error

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        said = attributes.get("ContentType", "")
        if "macroEnabled" in said or "vbaProject" in said:
            raise Unfit("macros")
        self._is_word |= said == _WORD
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith(_HARMLESS):
            self._active = True
        if name == "script:event-listener":
            self._active = True


def _refuse_document_type(*_given: object) -> None:
    raise Unfit("unreadable")
