"""Which files are taken: name, first bytes and a real parse must agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.config import Settings
from portal.files import store
from portal.files.kinds import Kind
from tests.files import samples
from tests.files.conftest import Take

GOOD: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "photo.jpg": (samples.picture, Kind.JPEG),
    "PHOTO.JPEG": (samples.picture, Kind.JPEG),
    "screen.png": (lambda: samples.picture("PNG"), Kind.PNG),
    "photo.webp": (lambda: samples.picture("WEBP"), Kind.WEBP),
    "letter.pdf": (samples.pdf, Kind.PDF),
    "letter.docx": (samples.docx, Kind.DOCX),
    "letter.odt": (samples.odt, Kind.ODT),
    "list.txt": (lambda: "Grüße, شكرا".encode(), Kind.TXT),
    "old.txt": (lambda: b"caf\xe9", Kind.TXT),
    "wide.txt": (lambda: "from Notepad".encode("utf-16"), Kind.TXT),
}
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "svg": ("drawing.svg", lambda: samples.SVG, "ending"),
    "html": ("page.html", lambda: samples.HTML, "ending"),
    "no ending": ("photo", samples.picture, "ending"),
    "macro file": ("letter.docm", lambda: samples.docx(main=samples.MACROS), "ending"),
    "html as a photo": ("page.jpg", lambda: samples.HTML, "not_what_it_says"),
    "html as text": ("page.txt", lambda: samples.HTML, "not_what_it_says"),
    "svg as a picture": ("drawing.png", lambda: samples.SVG, "not_what_it_says"),
    "svg as text": ("drawing.txt", lambda: samples.SVG, "not_what_it_says"),
    "png as jpeg": ("photo.jpg", lambda: samples.picture("PNG"), "not_what_it_says"),
    "zip as docx": ("letter.docx", lambda: samples.zipped({"a.txt": "a"}), "not_what_it_says"),
    "docx as odt": ("letter.odt", samples.docx, "not_what_it_says"),
    "odt as docx": ("letter.docx", samples.odt, "not_what_it_says"),
    "program as text": ("run.txt", lambda: b"MZ\x90\0\3\0\0\0", "not_what_it_says"),
    "bytes as text": ("noise.txt", lambda: b"noise \x00\x01", "unreadable"),
    "macros by type": ("letter.docx", lambda: samples.docx(main=samples.MACROS), "macros"),
    "macros by part": ("letter.docx", lambda: samples.docx({"word/vbaProject.bin": b"x"}), "macros"),
    "macros in odt": ("letter.odt", lambda: samples.odt({"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "jpeg and zip": ("photo.jpg", lambda: samples.picture() + samples.zipped({"a.js": "x"}), "two_in_one"),
    "jpeg and html": ("photo.jpg", lambda: samples.picture(comment=b"<script>alert(1)</script>"), "two_in_one"),
    "pdf and zip": ("letter.pdf", lambda: samples.pdf() + samples.zipped({"a.js": "x"}), "two_in_one"),
    "docx and pdf": ("letter.docx", lambda: samples.docx() + b"%PDF-1.7", "two_in_one"),
    "docx with a comment": ("letter.docx", lambda: samples.zipped({"a": "b"}, comment=b"%PDF-1.7"), "two_in_one"),
    "broken jpeg": ("photo.jpg", lambda: samples.picture(size=(400, 400))[:-900], "unreadable"),
    "broken png": ("screen.png", lambda: samples.picture("PNG", size=(400, 400))[:-40], "unreadable"),
    "broken pdf": ("letter.pdf", lambda: b"%PDF-1.7\nnothing", "unreadable"),
    "broken docx": ("letter.docx", lambda: samples.docx()[:-30], "unreadable"),
    "pixel flood": ("screen.png", samples.pixel_flood, "too_many_pixels"),
    "zip bomb": ("letter.docx", samples.zip_bomb, "too_much_inside"),
    "entities from outside": ("letter.docx", samples.xxe, "unreadable"),
    "a billion laughs": ("letter.docx", samples.laughs, "unreadable"),
    "slip": ("letter.docx", lambda: samples.docx({"../../evil.txt": "x"}), "unreadable"),
    "2,001 entries": ("letter.docx", lambda: samples.docx({f"x/{n}": "" for n in range(2_001)}), "too_much_inside"),
    "pdf with a password": ("letter.pdf", lambda: samples.pdf("password"), "password"),
    "empty": ("photo.jpg", lambda: b"", "empty"),
    "too big": ("photo.jpg", lambda: samples.picture() + b"\0" * 10_000_000, "too_big"),
}


@pytest.mark.parametrize("name", GOOD)
def test_these_are_taken(take: Take, settings: Settings, name: str) -> None:
    make, kind = GOOD[name]
    given = make()
    taken = take(name, given)
    assert (taken.kind, taken.label, taken.active) == (kind, name, False)
    content = (store.folder(settings) / taken.sha256).read_bytes()
    assert len(content) == taken.size
    if kind in {Kind.PDF, Kind.DOCX, Kind.ODT, Kind.TXT}:
        assert content == given


@pytest.mark.parametrize("what", BAD)
def test_these_are_refused(refused: Callable[[str, bytes], str], what: str) -> None:
    name, make, why = BAD[what]
    assert refused(name, make()) == why


@pytest.mark.parametrize("act", ["js", "launch", "embedded", "open"])
def test_a_pdf_that_acts_by_itself_is_kept_and_marked(take: Take, act: str) -> None:
    assert take("letter.pdf", samples.pdf(act)).active


def test_a_pdf_that_opens_at_a_place_does_not_act(take: Take) -> None:
    assert not take("letter.pdf", samples.pdf("goto")).active


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image"])
def test_a_word_file_that_loads_things_is_kept_and_marked(take: Take, kind: str) -> None:
    assert take("letter.docx", samples.docx(relations=samples.relation(kind))).active


def test_a_link_to_click_on_does_not_act(take: Take) -> None:
    assert not take("letter.docx", samples.docx(relations=samples.relation("hyperlink"))).active


def test_what_is_embedded_in_a_word_file_is_marked(take: Take) -> None:
    assert take("letter.docx", samples.docx({"word/embeddings/oleObject1.bin": b"x"})).active
