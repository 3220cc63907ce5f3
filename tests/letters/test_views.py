"""Demo mode's mail page."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.db import Database
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient
from tests.letters.outgoing.sample_letters import post, recipient

pytestmark = pytest.mark.database


def test_an_empty_folder_has_a_page(client: InspectingClient) -> None:
    client.get("/demo/mail")
    assert "No letter has been sent yet" in client.text


def test_every_letter_is_listed_and_readable(
    client: InspectingClient, database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now)
        letter_id = post(db, settings, now, to=recipient("07700 900123", channel="sms"))
    deliver_all(database, settings, now)
    client.get("/demo/mail")
    assert client.text.index("07700 900123") < client.text.index("ann@home.example")
    client.get(f"/demo/mail/{letter_id}")
    assert "You have a message from" in client.text


@pytest.mark.parametrize("name", ["0" * 32, "..%2f..%2fdemo.json", "%00", "A" * 32])
def test_nothing_but_letters_is_read(client: InspectingClient, name: str) -> None:
    client.get(f"/demo/mail/{name}", status=404)


def test_it_is_not_there_outside_demo_mode(app: Flask, settings: Settings) -> None:
    real = create_app(dataclasses.replace(settings, demo=False, base_url="https://complaints.council.example"))
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo/mail")] != []
    assert [rule.rule for rule in real.url_map.iter_rules() if rule.rule.startswith("/demo/mail")] == []
