"""Every route says who may open it; what a stranger may not open looks as if it were not there."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import event, text
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from portal.web.access import access_of
from tests.inspecting_client import InspectingClient

INVENTED = "0" * 32
FORM = {"any": "thing"}
# What a GET may write: "last seen" in the session, and the log of who read a restricted matter.
MAY_BE_WRITTEN_BY_A_GET = {"web_sessions", "reading_log"}
WRITES = re.compile(r"^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)


def address(app: Flask, rule: Rule) -> str:
    """Return the route's address with an invented value in each place."""
    values = {name: _value(rule._converters[name]) for name in rule.arguments}
    with app.test_request_context(base_url="http://localhost"):
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _value(converter: BaseConverter) -> str | int:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else INVENTED


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_every_route_is_marked(app: Flask) -> None:
    unmarked = [rule.rule for rule in rules(app) if access_of(app, rule.endpoint) is None]
    assert unmarked == []


def test_desk_routes_and_only_they_are_under_desk(app: Flask) -> None:
    wrong = []
    for rule in rules(app):
        access = access_of(app, rule.endpoint)
        signing_in = rule.rule.startswith(("/desk/sign-in", "/desk/demo/"))
        if access is not None and (access.kind == "desk") != rule.rule.startswith("/desk") and not signing_in:
            wrong.append(rule.rule)
    assert wrong == []


def test_a_stranger_gets_nothing_from_the_desk(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        access = access_of(app, rule.endpoint)
        if access is None or access.kind != "desk":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(address(app, rule), method=method, data=FORM if method == "POST" else None)
            assert answer.status_code == 303, f"{method} {rule.rule} answered {answer.status_code}"
            assert answer.headers["Location"].startswith("/desk/sign-in"), rule.rule


def test_a_stranger_opens_nobodys_draft_or_complaint(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        access = access_of(app, rule.endpoint)
        if access is None or access.kind != "resident":
            continue
        answer = client.get(address(app, rule)) if "GET" in (rule.methods or set()) else None
        assert answer is None or answer.status_code in {303, 404}, f"{rule.rule} answered {answer.status_code}"


@pytest.mark.database
def test_a_get_writes_nothing(app: Flask, client: InspectingClient) -> None:
    written: list[str] = []

    @event.listens_for(app.extensions["portal.database"].engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found = WRITES.match(statement)
        if found and found[2] not in MAY_BE_WRITTEN_BY_A_GET:
            written.append(f"{request_at[0]}: {statement[:80]}")

    request_at = [""]
    for rule in rules(app):
        if "GET" in (rule.methods or set()):
            request_at[0] = address(app, rule)
            client.client.get(request_at[0], base_url=client.base_url)
            client.client.head(request_at[0], base_url=client.base_url)
    assert written == []


def test_unknown_methods_are_refused(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUOKKA"):
            answer = client.open(address(app, rule), method=method, data=b"")
            assert answer.status_code in {404, 405, 411}, f"{method} {rule.rule} answered {answer.status_code}"


def test_every_answer_says_what_it_is(app: Flask) -> None:
    client = app.test_client()
    for rule in rules(app):
        if "GET" in (rule.methods or set()):
            kind = client.get(address(app, rule)).headers["Content-Type"]
            assert kind == "text/html; charset=utf-8", f"{rule.rule} is {kind}"


def test_another_host_is_refused(app: Flask) -> None:
    assert app.test_client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_another_sites_form_is_refused(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/complain", data=FORM, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/complain", data=FORM, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_form_without_its_token_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    changes: list[str] = []

    @event.listens_for(app.extensions["portal.database"].engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found = WRITES.match(statement)
        if found:
            changes.append(statement[:80])

    for rule in rules(app):
        access = access_of(app, rule.endpoint)
        if "POST" in (rule.methods or set()) and access is not None and access.kind != "desk":
            answer = client.post(address(app, rule), data=FORM)
            assert answer.status_code < 500, f"{rule.rule} answered {answer.status_code}"
    assert changes == []


@pytest.mark.database
def test_the_database_is_the_one_asked_for(app: Flask) -> None:
    database = app.extensions["portal.database"]
    with database.session() as db:
        assert db.execute(text("SELECT count(*) FROM complaints")).scalar_one() == 0
