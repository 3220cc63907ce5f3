"""Photos and documents after sending: their person adds and sees them, nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.complaints.matter import evidence
from portal.complaints.matter.act import by_person
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import ComplaintId, Database
from portal.errors import NotFound
from portal.files.kinds import Kind
from portal.files.models import StoredFile
from portal.files.store import Accepted
from tests.complaints.matters import Matter, made
from tests.files import samples
from tests.inspecting_client import InspectingClient

LETTER = ("letter.txt", b"Words.")


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings) -> Matter:
    return made(database, rulebook=rulebook, settings=settings, at=clock.now())


def evidence_of(label: str) -> Accepted:
    """A file as if it had been taken in."""
    return Accepted(sha256(label.encode()).hexdigest(), Kind.TXT, 6, label, False)


def opened(app: Flask, matter: Matter) -> InspectingClient:
    client = InspectingClient(app)
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    return client


def held(database: Database, matter: Matter) -> list[str]:
    with database.session() as db:
        return [one.file.label for one in evidence.of_complaint(db, complaint_id=matter.complaint_id)]


def test_more_can_be_added_at_any_time(app: Flask, database: Database, matter: Matter) -> None:
    client = opened(app, matter)
    client.click("Add photos or documents")
    assert "You have not sent any yet" in client.text
    client.post_form(files=[LETTER, ("photo.png", samples.gps("PNG"))])
    assert client.page.path == f"/complaint/{matter.grant_id}"
    assert "We have your files." in client.text
    assert "You sent a photo or document" in client.text
    assert "letter.txt" in client.page.words
    client.click("Add photos or documents")
    assert "letter.txt" in client.text
    assert "We have it" in client.text
    assert not client.select('main a[href*="/evidence/"]')


def test_nobody_tries_out_here_what_the_scanner_finds(app: Flask, database: Database, matter: Matter) -> None:
    """Waiting, clean, found or not scanned: one page (T22)."""
    client = opened(app, matter)
    client.click("Add photos or documents")
    client.post_form(files=[LETTER])
    pages = set()
    for values in ({"state": "held"}, {"scan_tried_at": datetime.now(UTC)}, {"state": "clean"}, {"state": "refused"}):
        with database.changes() as db:
            db.execute(update(StoredFile).values(**values))
        client.get(f"/complaint/{matter.grant_id}/evidence")
        pages.add(client.text)
    assert len(pages) == 1


def test_a_refused_file_is_named_and_the_others_are_kept(app: Flask, database: Database, matter: Matter) -> None:
    client = opened(app, matter)
    client.click("Add photos or documents")
    client.post_form()
    assert client.errors == ["Choose a file"]
    client.post_form(files=[("drawing.svg", samples.SVG), LETTER])
    assert len(client.errors) == 1
    assert "drawing.svg" in client.errors[0]
    assert held(database, matter) == ["letter.txt"]


def test_a_second_click_adds_nothing(app: Flask, database: Database, matter: Matter) -> None:
    client = opened(app, matter)
    for _click in range(2):
        client.get(f"/complaint/{matter.grant_id}/evidence")
        client.post_form(files=[LETTER])
    assert held(database, matter) == ["letter.txt"]


def test_another_resident_gets_the_same_answer_as_for_an_invented_one(
    app: Flask, database: Database, rulebook: Rulebook, settings: Settings, matter: Matter
) -> None:
    other = made(database, rulebook=rulebook, settings=settings, at=clock.now(), email="kofi@example.com")
    client = opened(app, other)
    answers = []
    for grant_id in (matter.grant_id, "0" * 32):
        address = f"/complaint/{grant_id}/evidence"
        seen = client.client.get(address, base_url=client.base_url)
        sent = client.client.post(address, data={"files": (BytesIO(b"x"), "a.txt")}, base_url=client.base_url)
        answers.append((seen.status_code, seen.location, sent.status_code, sent.location))
    assert answers[0] == answers[1]
    assert held(database, matter) == []


@pytest.mark.database
def test_a_file_is_found_only_with_its_own_matter(
    database: Database, rulebook: Rulebook, settings: Settings, matter: Matter, now: datetime
) -> None:
    other = made(database, rulebook=rulebook, settings=settings, at=now, email="kofi@example.com")
    accepted = [evidence_of("a.txt")]
    with database.changes() as db:
        (file_id,) = evidence.add(
            db,
            by_person(matter.person_id, now=now, settings=settings),
            complaint_id=matter.complaint_id,
            accepted=accepted,
            person_id=matter.person_id,
        )
    with database.session() as db:
        assert evidence.get(db, complaint_id=matter.complaint_id, file_id=file_id).label == "a.txt"
        for complaint_id, wanted in ((other.complaint_id, file_id), (matter.complaint_id, "0" * 32)):
            with pytest.raises(NotFound):
                evidence.get(db, complaint_id=complaint_id, file_id=wanted)


@pytest.mark.database
def test_a_matter_takes_fifty_and_no_more(
    database: Database, settings: Settings, matter: Matter, now: datetime
) -> None:
    for turn in range(6):
        accepted = [evidence_of(f"{turn}-{number}.txt") for number in range(10)]
        with database.changes() as db:
            evidence.add(
                db,
                by_person(None, now=now, settings=settings),
                complaint_id=matter.complaint_id,
                accepted=accepted,
                person_id=None,
            )
    assert len(held(database, matter)) == 50


@pytest.mark.database
def test_nothing_is_added_to_a_matter_that_is_not_there(database: Database, settings: Settings, now: datetime) -> None:
    with pytest.raises(NotFound), database.changes() as db:
        evidence.add(
            db,
            by_person(None, now=now, settings=settings),
            complaint_id=ComplaintId("0" * 32),
            accepted=[evidence_of("a.txt")],
            person_id=None,
        )
