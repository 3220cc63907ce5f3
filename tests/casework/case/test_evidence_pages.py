"""Photos and documents at the desk: held until scanned, saved and never shown, and what acts by itself is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.officers import Activation
from portal.casework.case.release import release
from portal.casework.desk.models import FileRelease
from portal.complaints.drafts.register import Registered
from portal.complaints.matter import evidence
from portal.complaints.matter.act import by_person
from portal.db import Database
from portal.errors import NotFound
from portal.files.kinds import Kind
from portal.files.models import StoredFile
from portal.files.store import Accepted
from tests.casework.cases import Casework, at, sign_in
from tests.files import samples
from tests.inspecting_client import InspectingClient


@pytest.fixture
def made(casework: Casework) -> Registered:
    return casework.matter()


def added(browser: InspectingClient, made: Registered, name: str = "letter.txt", content: bytes = b"Words.") -> str:
    """Add a file at the desk and return its id."""
    browser.get(at(made, "evidence"))
    browser.post_form(files=[(name, content)])
    assert "They wait for a scan" in browser.text
    database: Database = browser.app.extensions["portal.database"]
    with database.session() as db:
        return db.scalars(select(StoredFile.id).order_by(StoredFile.received_at.desc())).first() or ""


def let_out(browser: InspectingClient, made: Registered, file_id: str) -> None:
    browser.get(at(made, f"evidence/{file_id}/release"))
    browser.post_form(reason="Seen on paper.")


def test_a_file_waits_for_its_scan(browser: InspectingClient, made: Registered, casework: Casework) -> None:
    file_id = added(browser, made)
    assert "letter.txt" in browser.text
    assert "Waits for a scan" in browser.text
    assert "added by an officer" in browser.text
    assert not browser.select(f'main a[href$="/evidence/{file_id}"]')
    browser.get(at(made, f"evidence/{file_id}"), status=404)
    assert casework.kinds(made)[-1] == "evidence_added"


def test_an_officer_lets_one_out_with_a_reason(
    browser: InspectingClient, made: Registered, casework: Casework, database: Database
) -> None:
    file_id = added(browser, made)
    browser.get(at(made, f"evidence/{file_id}/release"))
    browser.post_form(reason=" ")
    assert browser.errors
    browser.post_form(reason="Seen on paper.")
    assert "It has not been scanned." in browser.text
    assert "Not scanned. An officer let it out" in browser.text
    with database.session() as db:
        assert db.scalars(select(FileRelease.reason)).all() == ["Seen on paper."]
    assert casework.kinds(made)[-1] == "evidence_released"
    browser.get(at(made, f"evidence/{file_id}/release"), status=404)


def test_a_file_is_saved_and_never_shown(browser: InspectingClient, made: Registered) -> None:
    name = 'a "b"; شكرا <script>.txt'
    let_out(browser, made, added(browser, made, name))
    link = browser.select('main a[href*="/evidence/"]:not([href$="/release"])')[0]
    answer = browser.client.get(str(link["href"]), base_url=browser.base_url, buffered=True)
    assert answer.status_code == 200
    assert answer.data == b"Words."
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment;")
    assert "filename*=UTF-8''" in said
    assert "<script>" not in said.split("filename*=")[1]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Length"] == "6"
    assert "no-store" in answer.headers["Cache-Control"]


def test_active_content_is_marked(browser: InspectingClient, made: Registered) -> None:
    added(browser, made, "form.pdf", samples.pdf("js"))
    assert "Active content" in browser.text


def test_a_photo_comes_without_its_place(browser: InspectingClient, made: Registered) -> None:
    file_id = added(browser, made, "home.jpg", samples.gps())
    let_out(browser, made, file_id)
    answer = browser.client.get(at(made, f"evidence/{file_id}"), base_url=browser.base_url, buffered=True)
    assert answer.mimetype == "image/jpeg"
    assert samples.SECRET not in answer.data


def test_what_the_scanner_refused_stays_closed(browser: InspectingClient, made: Registered, database: Database) -> None:
    file_id = added(browser, made)
    with database.changes() as db:
        db.execute(update(StoredFile).values(state="refused"))
    for page in (f"evidence/{file_id}", f"evidence/{file_id}/release"):
        browser.get(at(made, page), status=404)
    browser.get(at(made))
    assert "Not safe. It stays closed" in browser.text


def test_outside_demo_mode_nothing_is_let_out(
    browser: InspectingClient, made: Registered, casework: Casework, grace: Activation
) -> None:
    file_id = added(browser, made)
    earnest = replace(casework, settings=replace(casework.settings, demo=False))
    with pytest.raises(NotFound):
        earnest.do(release, made, grace, file_id=file_id, reason="Because.")


def test_an_officer_of_another_team_gets_the_answer_for_an_invented_file(
    app: Flask, browser: InspectingClient, made: Registered, casework: Casework
) -> None:
    file_id = added(browser, made)
    let_out(browser, made, file_id)
    other = sign_in(casework, app, casework.officer("Olu Officer", role="officer", team="housing-repairs"))
    pages = [at(made, f"evidence/{one}{end}") for one in (file_id, "0" * 32) for end in ("", "/release")]
    for page in (*pages, at(made, "evidence")):
        other.get(page, status=404)
    browser.get(at(casework.matter(address="kofi@example.com"), f"evidence/{file_id}"), status=404)


def test_only_the_persons_own_files_are_news(casework: Casework, browser: InspectingClient, made: Registered) -> None:
    added(browser, made)
    browser.get("/desk")
    assert "New words" not in browser.text
    later = casework.at(casework.now.replace(hour=12))
    accepted = [Accepted("0" * 64, Kind.TXT, 1, "a.txt", False)]
    with casework.database.changes() as db:
        evidence.add(
            db,
            by_person(made.person_id, now=later.now, settings=casework.settings),
            complaint_id=made.complaint_id,
            accepted=accepted,
            person_id=made.person_id,
        )
    browser.get("/desk")
    assert "New words" in browser.text
