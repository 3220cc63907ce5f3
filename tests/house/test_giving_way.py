"""When the database or the disk gives way, every page that takes words says so and gives the words back (P3)."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.complaints.grants import private_code
from portal.complaints.matter import reference
from portal.db import Database
from portal.errors import NotNow
from tests.inspecting_client import InspectingClient
from tests.page import Page

pytestmark = pytest.mark.database

WORDS = "Nobody came, and nobody rang.\r\nThe bins are full."
LINE = "Ama Planted"
PHONE = "020 7946 0100"
SECRETS = {name: f"{name}-zzz-secret" for name in ("password", "old", "new", "digits")} | {"code": private_code.draw()}


class Full(Exception):
    """What SQLite says when there is no room on the disk, as far as anybody looks."""

    sqlite_errorcode = 13


class Broken(Database):
    """A database that cannot be asked."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error

    def session(self) -> Session:
        if self.error:
            raise self.error
        return Session()

    @contextmanager
    def changes(self, *, at_once: bool = False) -> Iterator[Session]:
        if self.error:
            raise self.error
        yield Session()

    def dispose(self) -> None:
        """Nothing is open."""


@pytest.fixture
def visitor(app: Flask, client: InspectingClient) -> Iterator[dict[str, str]]:
    """The tokens of a browser with a visit at both sides: residents' and members', and the desk's."""
    tokens = {}
    for path, page in (("/", "/complain"), ("/desk", "/desk/sign-in")):
        client.get(page)
        tokens[path] = str(client.page.one("main input[name=csrf_token]")["value"])
        with client.client.session_transaction(path, base_url=client.base_url) as held:
            held["sid"] = "ab" * 16
    whole = app.extensions["portal.database"]
    yield tokens
    app.extensions["portal.database"] = whole


ERRORS = (
    pytest.param(OperationalError("INSERT", {"words": WORDS}, Full()), id="full"),
    pytest.param(NotNow("the writers' turn"), id="turn", marks=pytest.mark.slow),
    pytest.param(OSError(errno.EROFS, "read-only"), id="read-only", marks=pytest.mark.slow),
)


@pytest.mark.parametrize("error", ERRORS)
def test_at_every_address_the_words_come_back_and_no_secret_does(
    app: Flask, client: InspectingClient, visitor: dict[str, str], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["portal.database"] = Broken(error)
    boxes = dict.fromkeys(("words", "body", "reason"), WORDS) | {"name": LINE, "unknown": "carried along"}
    typed = boxes | {"reference": reference.draw(), "address": "ama@example.com", "about": "me"}
    rules = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) > 100
    # It takes the cookies away, so it comes last.
    rules.sort(key="/leave".__eq__)
    for rule in rules:
        path = address(rule)
        token = visitor["/desk" if path.startswith("/desk") else "/"]
        email = "" if rule == "/track/yours" else "ama@example.com"
        data = typed | SECRETS | {"csrf_token": token, "email": email}
        answer = client.client.post(f"{path}?x=1", data=data, base_url=client.base_url)
        if rule == "/leave":
            # Who exits, exits: it leads away whatever cannot be written.
            assert (answer.status_code, answer.headers["Location"]) == (303, "/left")
            continue
        assert (rule, answer.status_code, answer.headers.get("Retry-After")) == (rule, 503, "30")
        page = Page(answer)
        assert PHONE in page.text, rule
        assert not [name for name, value in SECRETS.items() if value in page.html], rule
        if rule == "/complain/<draft_id>/send":
            assert page.h1 == "Sorry, your complaint is not sent"
            continue
        assert page.h1 == "Sorry, this is not saved yet", rule
        assert page.one("main form")["action"] == f"{path}?x=1"
        again = page.values(page.one("main form"))
        kept = data.keys() - SECRETS.keys() - {"csrf_token"}
        sent = {name: data[name].replace("\r\n", "\n") for name in kept}
        assert {name: str(again[name]).replace("\r\n", "\n").lstrip("\n") for name in sent} == sent, rule
        shown = {str(box["name"]) for box in page.select("main textarea, main input:not([type=hidden])")}
        assert {"words", "body", "reason", "name"} <= shown, rule
    assert WORDS[:20] not in caplog.text
    assert LINE not in caplog.text


def test_a_page_to_read_says_that_it_is_not_there_at_the_moment(
    app: Flask, client: InspectingClient, visitor: dict[str, str]
) -> None:
    app.extensions["portal.database"] = Broken(NotNow("the database"))
    client.get("/complaint/abc", status=503)
    assert client.page.h1 == "Sorry, the service is not available at the moment"
    assert PHONE in client.text
    client.get("/desk", status=503)
    assert client.page.h1 == "Sorry, the service is not available at the moment"


def test_a_mistake_of_ours_stays_a_mistake(app: Flask, client: InspectingClient, visitor: dict[str, str]) -> None:
    class NoSuchTable(Exception):
        sqlite_errorcode = 1

    for error in (OperationalError("SELECT", {}, NoSuchTable()), FileNotFoundError(errno.ENOENT, "gone")):
        app.extensions["portal.database"] = Broken(error)
        client.get("/complaint/abc", status=500)


def address(rule: str) -> str:
    """Return an address that fits the rule: ids are invented, the first of several words is taken."""

    def filled(part: re.Match[str]) -> str:
        return part["any"].split(",")[0].strip("' ") if part["any"] else "ab" * 16

    return re.sub(r"<(?:any\((?P<any>[^)]*)\):)?(?:\w+:)?\w+>", filled, rule)
