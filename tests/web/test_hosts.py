"""Addresses are built from the configured one, whatever a request says about itself; nobody is sent away (T28, T39)."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.accounts.test_guards import EVIL
from tests.complaints.walking import to_check
from tests.inspecting_client import InspectingClient

POISONED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Host": "evil.example",
    "X-Original-URL": "//evil.example",
    "X-Rewrite-URL": "//evil.example",
    "Forwarded": "host=evil.example;proto=https",
}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:81", "evil.example:80", ""]
)
@pytest.mark.parametrize("address", ["/", "/complain", "/track/code", "/track/lost", "/desk/sign-in"])
def test_another_host_gets_no_page(app: Flask, host: str, address: str) -> None:
    for method in ("GET", "POST"):
        answer = app.test_client().open(address, method=method, headers={"Host": host}, data={"email": "a@b.example"})
        assert answer.status_code == 400
        assert "evil" not in f"{answer.headers}{answer.get_data(as_text=True)}"


@pytest.mark.database
def test_what_a_proxy_is_said_to_have_seen_changes_no_address(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    to_check(client)
    sent = client.page.values(client.page.one("main form"))
    address = client.page.path.replace("/check", "/send")
    answer = client.post(address, sent, headers=POISONED, follow=False)
    assert answer.headers["Location"].startswith("/complain/")
    client.get("/track/lost", headers=POISONED)
    assert "evil" not in client.page.html
    asked = client.page.values(client.page.one("main form")) | {"email": "ama@example.com"}
    client.post("/track/lost", asked, headers=POISONED)
    with database.session() as db:
        letters = list(db.scalars(select(Letter)))
    assert {letter.kind for letter in letters} == {"receipt", "lost_reference"}
    assert all("evil" not in f"{letter.body}{letter.message_id}" for letter in letters)
    assert all(f"{settings.base_url}/track" in letter.body for letter in letters)


@pytest.mark.parametrize("before", [*EVIL, "http://localhost//evil.example", "http://localhost/\\evil.example"])
def test_choosing_a_language_leads_to_a_page_of_ours(client: InspectingClient, before: str) -> None:
    referrer = before.encode("latin-1", "ignore").decode("latin-1").replace("\r", "").replace("\n", "")
    answer = client.client.get("/language/en-XA", base_url=client.base_url, headers={"Referer": referrer})
    location = answer.headers["Location"]
    assert answer.status_code == 303
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_the_desk_has_a_host_of_its_own(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, desk_host="desk.localhost"))
    browser = app.test_client()
    assert browser.get("/desk/sign-in", headers={"Host": "desk.localhost"}).status_code == 200
    for host, address in (("localhost", "/desk/sign-in"), ("localhost", "/desk"), ("desk.localhost", "/track")):
        assert browser.get(address, headers={"Host": host}).status_code == 404
    app.extensions["portal.database"].dispose()
