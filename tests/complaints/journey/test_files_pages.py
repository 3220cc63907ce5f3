"""Photos and documents before sending: optional, several at once, and nothing typed is lost over one of them."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.complaints.drafts import drafts
from portal.complaints.matter.models import DraftFile, Event, Evidence
from portal.config import Settings
from portal.db import Database
from portal.files import store
from portal.files.models import StoredFile
from tests.complaints.walking import begin, reference_shown, to_check, to_when
from tests.files import samples
from tests.inspecting_client import InspectingClient

PHOTO = ("photo.jpg", samples.gps())
LETTER = ("letter.txt", b"Words.")


def page(draft_id: str) -> str:
    return f"/complain/{draft_id}/photos-and-documents"


def labels(client: InspectingClient) -> list[str]:
    return [one.get_text() for one in client.select(".portal-files p bdi")]


def choose(client: InspectingClient, *files: tuple[str, bytes], status: int = 200) -> None:
    client.post_form(form='form[enctype="multipart/form-data"]', files=files, status=status)


def count(database: Database, table: type) -> int:
    with database.session() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_nobody_needs_any(client: InspectingClient) -> None:
    draft_id = begin(client)
    client.get(page(draft_id))
    assert "You do not need any" in client.text
    assert "JPEG, PNG, WebP" in client.text
    assert "up to 10 MB" in client.text
    chooser = client.page.one("input[type=file]")
    assert chooser.has_attr("multiple")
    assert "image/jpeg" in str(chooser["accept"])
    choose(client)
    assert client.page.path.endswith("/name")


def test_several_at_once_stay_with_the_draft_and_go_with_the_complaint(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    draft_id = to_check(client)
    client.click("Change Photos and documents")
    choose(client, PHOTO, LETTER)
    assert labels(client) == ["letter.txt", "photo.jpg"]
    client.click("Continue")
    assert client.page.h1 == "Check your answers"
    assert client.page.answer("Photos and documents") == "letter.txt photo.jpg"
    client.post_form()
    assert reference_shown(client)
    with database.session() as db:
        kept = db.execute(select(StoredFile.label, StoredFile.state, Evidence.person_id).join(Evidence)).all()
        kinds = list(db.scalars(select(Event.kind).order_by(Event.seq)))
    assert sorted((label, state) for label, state, _person in kept) == [("letter.txt", "held"), ("photo.jpg", "held")]
    assert all(person for *_rest, person in kept)
    assert kinds == ["received", "evidence_added"]
    assert count(database, DraftFile) == 0
    assert store.sweep(database, settings, now=clock.now() + timedelta(days=1)) == 0
    client.get(f"/complain/{draft_id}/sent")


def test_a_refused_file_says_why_and_leaves_words_and_other_files(client: InspectingClient) -> None:
    draft_id = to_when(client, words="Every word of mine.")
    client.get(page(draft_id))
    choose(client, ("virus.html", samples.HTML), PHOTO, ("page.jpg", samples.HTML), ("empty.txt", b""))
    assert len(client.errors) == 3
    assert "virus.html" in client.errors[0]
    assert "cannot take this type" in client.errors[0]
    assert "not the type that its name says" in client.errors[1]
    assert "nothing in this file" in client.errors[2]
    assert labels(client) == ["photo.jpg"]
    client.get(f"/complain/{draft_id}/what-happened")
    assert client.page.values()["words"] == "Every word of mine."


def test_one_can_be_taken_away_again(client: InspectingClient, database: Database, settings: Settings) -> None:
    client.get(page(begin(client)))
    choose(client, PHOTO, LETTER)
    remove = client.select('form[action$="/remove"]')[0]
    remove["id"] = "gone"
    client.post_form(form="#gone")
    assert labels(client) == ["photo.jpg"]
    assert count(database, StoredFile) == 1
    assert store.sweep(database, settings, now=clock.now() + timedelta(hours=2)) == 1


def test_the_eleventh_is_refused_and_ten_are_kept(client: InspectingClient) -> None:
    client.get(page(begin(client)))
    choose(client, *[(f"{number:02}.txt", f"Words {number}.".encode()) for number in range(11)])
    assert client.errors == ["There was no room for 1 more file. It was not sent"]
    assert len(labels(client)) == 10
    choose(client, LETTER)
    assert client.errors == ["There was no room for 1 more file. It was not sent"]


def test_chosen_twice_it_is_kept_once(client: InspectingClient) -> None:
    client.get(page(begin(client)))
    choose(client, LETTER)
    choose(client, LETTER)
    assert labels(client) == ["letter.txt"]


def test_a_stranger_with_many_files_leaves_room_for_complaints(
    client: InspectingClient, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may send files with as many drafts as they like; the disk is never filled with them."""
    draft_id = to_check(client)
    client.get(page(draft_id))
    little = shutil.disk_usage(settings.var.parent)._replace(free=settings.limits.room_kept_bytes)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: little)
    choose(client, LETTER)
    assert client.errors == ["\u2068letter.txt\u2069: There was no room for this file"]
    assert count(database, StoredFile) == 0
    client.get(f"/complain/{draft_id}/check")
    client.post_form()
    assert len(reference_shown(client)) == 12
    enough = little._replace(free=settings.limits.room_kept_bytes + len(LETTER[1]))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: enough)
    other = InspectingClient(client.app)
    other.get(page(to_check(other)))
    choose(other, LETTER)
    assert labels(other) == ["letter.txt"]


def test_a_file_that_is_too_big_says_so(client: InspectingClient) -> None:
    client.get(page(begin(client)))
    choose(client, ("film.jpg", samples.picture() + b"\0" * 10_000_001))
    assert "up to 10 MB" in client.errors[0]


def test_only_pages_with_files_take_a_large_body(client: InspectingClient) -> None:
    draft_id = begin(client)
    large = b"x" * 3_000_000
    client.post(
        f"/complain/{draft_id}/what-happened", large, status=413, content_type="multipart/form-data; boundary=x"
    )
    client.get(page(draft_id))
    choose(client, ("a.txt", large))
    assert labels(client) == ["a.txt"]
    choose(client, *[(f"{number}.txt", b"y" * 8_500_000) for number in range(5)], status=413)
    assert "Nothing was sent" in client.text
    client.get(page(draft_id))
    assert labels(client) == ["a.txt"]


@pytest.mark.parametrize(
    "name", ['<img src=x onerror="alert(1)">.txt', "../../etc/passwd.txt", "a" * 310 + ".txt", "شكرا.txt"]
)
def test_a_hostile_name_is_shown_as_words(client: InspectingClient, name: str) -> None:
    client.get(page(begin(client)))
    choose(client, (name, b"Words."))
    assert len(labels(client)) == 1
    assert len(labels(client)[0]) <= 300
    assert not client.select("main img")


def test_another_browser_neither_sees_nor_changes_a_drafts_files(
    app: Flask, client: InspectingClient, database: Database
) -> None:
    """T37: an id of a draft or of a file, however it was learnt, is no key."""
    draft_id = begin(client)
    client.get(page(draft_id))
    choose(client, LETTER)
    with database.session() as db:
        file_id = db.scalars(select(StoredFile.id)).one()
    stranger = InspectingClient(app)
    theirs = begin(stranger)
    stranger.get(page(draft_id), status=404)
    assert "letter.txt" not in stranger.text
    stranger.get(page(theirs))
    token = stranger.page.values()["csrf_token"]
    answers = [
        stranger.client.post(address, data={"csrf_token": token}, base_url=stranger.base_url)
        for address in (f"{page(draft_id)}/{file_id}/remove", f"{page(theirs)}/{file_id}/remove", page(draft_id))
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert count(database, DraftFile) == 1


def test_a_forgotten_draft_takes_its_files_along(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    client.get(page(begin(client)))
    choose(client, LETTER)
    later = clock.now() + timedelta(days=settings.limits.draft_days + 1)
    with database.changes() as db:
        assert drafts.forget_expired(db, now=later) == 1
    assert count(database, StoredFile) == 0
    assert store.sweep(database, settings, now=later) == 1


def test_without_its_token_nothing_is_taken(client: InspectingClient, database: Database) -> None:
    client.get(page(begin(client)))
    client.post_form(form='form[enctype="multipart/form-data"]', files=[LETTER], forged={"csrf_token": "x"})
    assert client.errors
    assert count(database, StoredFile) == 0
