"""A form that our own page did not give this visitor changes nothing (T27)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts.models import Officer
from portal.complaints.equality import addresses
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Base, Database
from tests.accounts.conftest import Desk, desk
from tests.complaints import matters
from tests.complaints.walking import to_contact
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

pytestmark = [pytest.mark.database, pytest.mark.slow]

Data = dict[str, Any]
Forge = Callable[[InspectingClient, str, Data, str], TestResponse]
WORDS = "Words of somebody else"


def _send(client: InspectingClient, action: str, data: Any, **more: Any) -> TestResponse:
    return client.client.post(action, data=data, base_url=client.base_url, **more)


def _without(data: Data) -> Data:
    return {name: value for name, value in data.items() if name != "csrf_token"}


FORGERIES: dict[str, Forge] = {
    "no token": lambda client, action, data, _other: _send(client, action, _without(data)),
    "an empty token": lambda client, action, data, _other: _send(client, action, data | {"csrf_token": ""}),
    "another visitor's token": lambda client, action, data, other: _send(client, action, data | {"csrf_token": other}),
    "another site": lambda client, action, data, _other: _send(
        client, action, data, headers={"Origin": "https://evil.example"}
    ),
    "another site of the same scheme": lambda client, action, data, _other: _send(
        client, action, data, headers={"Origin": "http://localhost.evil.example"}
    ),
    "a page that hides itself": lambda client, action, data, _other: _send(
        client, action, _without(data), headers={"Origin": "null"}
    ),
    "another site's frame": lambda client, action, data, _other: _send(
        client, action, data, headers={"Sec-Fetch-Site": "cross-site"}
    ),
    "plain text": lambda client, action, data, _other: _send(
        client, action, "&".join(f"{name}={value}" for name, value in data.items()), content_type="text/plain"
    ),
    "JSON": lambda client, action, data, _other: client.client.post(action, json=data, base_url=client.base_url),
    "JSON in plain text": lambda client, action, data, _other: _send(
        client, action, str(data).replace("'", '"'), content_type="text/plain"
    ),
    "an address": lambda client, action, data, _other: client.client.get(
        action, query_string=data, base_url=client.base_url
    ),
}


def everything(database: Database) -> list[str]:
    """Every row there is, but for when a session was last seen."""
    with database.session() as db:
        return [
            f"{table.name} {tuple(row)}"
            for table in Base.metadata.sorted_tables
            for row in db.execute(select(*(column for column in table.columns if column.name != "seen_at")))
        ]


def forms(client: InspectingClient) -> Iterator[tuple[str, Data]]:
    """Yield where each form of the page leads and what it sends, its boxes full."""
    for form in client.select("form[method=post]"):
        data = client.page.values(form)
        data |= {str(box["name"]): WORDS for box in form.select("textarea[name]")}
        for radio in form.select("input[type=radio]"):
            data.setdefault(str(radio["name"]), str(radio["value"]))
        yield str(form.get("action") or client.page.path), data


def refuse_all(client: InspectingClient, database: Database, action: str, data: Data, other: str) -> None:
    """Send a form in every forged way; nothing may change."""
    assert data["csrf_token"] != other
    before = everything(database)
    for name, forge in FORGERIES.items():
        answer = forge(client, action, data, other)
        assert answer.status_code < 500, f"{action} by {name}: {answer.status_code}"
        assert everything(database) == before, f"{action} took a form by {name}"


@pytest.fixture
def other(app: Flask) -> str:
    """A good token, of another visitor."""
    visitor = InspectingClient(app)
    visitor.get("/complain")
    return str(visitor.page.one("main input[name=csrf_token]")["value"])


def test_of_a_complaint_that_is_being_written(client: InspectingClient, database: Database, other: str) -> None:
    client.get("/complain")
    for action, data in forms(client):
        refuse_all(client, database, action, data | {"about": "me"}, other)
    draft = to_contact(client)
    for page in ("what-happened", "urgent", "service", "where", "put-right", "name", "check"):
        client.get(f"/complain/{draft}/{page}")
        for action, data in forms(client):
            refuse_all(client, database, action, data, other)
    before = everything(database)
    client.get(f"/complain/{draft}/check")
    client.post_form()
    assert everything(database) != before


def test_of_a_complaint_that_is_open(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings, other: str
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now())
    right = {"reference": matter.number, "code": matter.code}
    client.get("/track")
    ((action, data),) = forms(client)
    refuse_all(client, database, action, data | right, other)
    for address, given in (
        ("/track/code", {"reference": matter.number, "address": "ama@example.com"}),
        ("/track/lost", {"email": "ama@example.com"}),
        ("/add", {"reference": matter.number}),
    ):
        client.get(address)
        ((action, data),) = forms(client)
        refuse_all(client, database, action, data | given, other)
    client.get("/track")
    client.post_form(right)
    home = client.page.path
    found = []
    asked = f"/fairness/{addresses.sign_of('religion', grant_id=matter.grant_id, settings=settings)}"
    for page in ("", "/withdraw", "/contact", "/contact/details", "/fairness", asked):
        client.get(f"{home}{page}")
        for action, data in forms(client):
            refuse_all(client, database, action, data, other)
            found.append(action)
    assert {f"{home}/message", "/track/end", f"{home}/contact/details", f"{home}{asked}"} <= set(found)
    client.get(f"{home}/withdraw")
    client.post_form()
    ((undo, data),) = [pair for pair in forms(client) if pair[0].endswith("/undo")]
    refuse_all(client, database, undo, data, other)


def test_of_going_further(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings, other: str
) -> None:
    now = clock.now()
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    by = matters.officer(database, at=now)
    matters.answer(database, matter, at=now, by=by, rulebook=rulebook, settings=settings)
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    client.get(f"{client.page.path}/further")
    ((action, data),) = [one for one in forms(client) if one[0] != "/track/end"]
    refuse_all(client, database, action, data, other)
    client.post_form()
    assert "You have asked us to take it further." in client.text


def test_of_the_desk(
    desk: Desk, database: Database, rulebook: Rulebook, settings: Settings, client: InspectingClient
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now(), post="1 Mill Lane", email="")
    grace = desk.officer()
    signing_in = InspectingClient(desk.app)
    signing_in.get("/desk/sign-in")
    other = str(signing_in.page.one("main input[name=csrf_token]")["value"])
    client.get("/desk/sign-in")
    given = {"email": grace.email, "password": grace.password, "code": desk.fresh_code(grace)}
    ((action, data),) = forms(client)
    refuse_all(client, database, action, data | given, other)
    client.post_form(given)
    here = f"/desk/complaint/{matter.complaint_id}"
    fields = {"finding": "upheld", "handler": "Grace", "phone": "020 7946 0140", "kind": "call", "to": "waste"}
    pages = ("/acknowledge", "/reply", "/message", "/note", "/contact", "/assign", "/caller")
    found = []
    for page in ("/desk", "/desk/calls", "/desk/account", *(f"{here}{act}" for act in pages)):
        client.get(page)
        for action, data in forms(client):
            refuse_all(client, database, action, data | fields, other)
            found.append(action)
    assert {f"{here}/reply", f"{here}/caller/words", f"{here}/caller/access-letter"} <= set(found)
    with database.session() as db:
        assert db.scalars(select(Officer.disabled_at)).one() is None
    client.get(f"{here}/note")
    client.post_form(body=WORDS)
    assert WORDS in client.text
