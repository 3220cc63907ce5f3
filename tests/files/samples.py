"""Files as people send them, and as nobody should: made here, byte by byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# A safe house, and a name in every tag that may hold one.
SECRET = b"Ama Mensah"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A picture whose upper left corner is red and whose rest is blue."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return _saved(made, kind, **more)


def gps(kind: str = "JPEG", *, orientation: int = 1) -> bytes:
    """A picture with a place, a name, a comment and an orientation in its tags."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET.decode()
    exif[0x8825] = {1: "N", 2: (51.0, 27.0, 43.2), 3: "W", 4: (0.0, 1.0, 12.0)}
    more: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", SECRET.decode())  # type: ignore[attr-defined]
    else:
        more["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        more["comment"] = SECRET
    return picture(kind, size=(64, 32), **more)


def pixel_flood(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has 3,600 million pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + _chunk(b"IEND", b"")
    )


def zipped(entries: dict[str, bytes | str], *, comment: bytes = b"") -> bytes:
    """An archive with these entries, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(
    extra: dict[str, bytes | str] | None = None, *, main: str = WORD_MAIN, relations: str = "", body: str = ""
) -> bytes:
    """A Word file; `relations` stand in its document's relationships, `body` is XML before its root."""
    types = f'<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"/>',
        "word/document.xml": f'{body}<w:document xmlns:w="w"><w:body>Words</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
    }
    return zipped({**parts, **(extra or {})})


def relation(kind: str) -> str:
    """A relationship that leads out of the document."""
    return f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="http://evil.example/x" TargetMode="External"/>'


def odt(extra: dict[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument text."""
    content = '<office:document-content xmlns:office="o">Words</office:document-content>'
    return zipped({"mimetype": ODT, "content.xml": content, **(extra or {})})


def zip_bomb() -> bytes:
    """A Word file of 200 kB that unpacks to 200 MB."""
    return docx({"word/media/image1.bmp": b"\0" * 200_000_000})


def xxe() -> bytes:
    """A Word file whose document asks for a file of the machine that reads it."""
    return docx(body='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def laughs() -> bytes:
    """A Word file whose entities multiply."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return docx(body=f"<!DOCTYPE w [{entities}]>")


def pdf(act: str = "") -> bytes:
    """A PDF of one page; `act` is what it would do: js, launch, embedded, open, goto or password."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    name = NameObject
    if act == "js":
        script = DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): TextStringObject("app.alert(1)")})
        writer.root_object[name("/Names")] = DictionaryObject({name("/JavaScript"): writer._add_object(script)})
    elif act == "launch":
        link = DictionaryObject({name("/Subtype"): name("/Link")})
        link[name("/A")] = DictionaryObject({name("/S"): name("/Launch"), name("/F"): TextStringObject("cmd.exe")})
        page[name("/Annots")] = ArrayObject([writer._add_object(link)])
    elif act == "embedded":
        stream = DecodedStreamObject()
        stream.set_data(b"MZ")
        stream[name("/Type")] = name("/EmbeddedFile")
        writer.root_object[name("/Hidden")] = writer._add_object(stream)
    elif act == "open":
        writer.root_object[name("/OpenAction")] = DictionaryObject({name("/S"): name("/URI")})
    elif act == "goto":
        writer.root_object[name("/OpenAction")] = ArrayObject([page.indirect_reference, name("/Fit")])
    elif act == "password":
        writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _saved(made: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "C:\\fakepath\\photo.txt": "photo.txt",
    "two\r\nSet-Cookie: x=1.txt": "two Set-Cookie: x=1.txt",
    "evil\u202etxt.exe.txt": "eviltxt.exe.txt",
    "nul\0byte.txt": "nulbyte.txt",
    '<img src=x onerror="alert(1)">.txt': '<img src=x onerror="alert(1)">.txt',
    "\u2066hidden\u2069 \u200b.txt": "hidden .txt",
    "...txt": "txt",
    "bell\x07\x1b[31m.txt": "bell[31m.txt",
    "شكرا.txt": "شكرا.txt",
}
"""Hostile names, and what is left of each."""
