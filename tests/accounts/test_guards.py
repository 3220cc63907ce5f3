"""The desk's door: nobody in without signing in, no way out to another site, the table for everything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import guards
from portal.accounts.models import Officer
from portal.accounts.officers import NewOfficer, get_officer, make_officer
from portal.accounts.permissions import PERMISSIONS, ROLES, allowed_somewhere
from portal.config import Settings
from portal.web import access
from tests.accounts.conftest import Desk
from tests.inspecting_client import InspectingClient

EVIL = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/desk\\..\\..\\evil",
    "https:evil.example",
    "https://evil.example",
    "https:/evil.example",
    "http://evil.example/desk",
    "HTTPS://evil.example",
    "//evil.example/desk/account",
    "/desk//evil.example",
    "/desk/@evil.example",
    "/desk@evil.example",
    "/desk.evil.example",
    "desk/account",
    "evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/desk/../track",
    "/desk/./account",
    "/desk/account/..",
    "/track",
    "/",
    "",
    " /desk/account",
    "/desk/account\n",
    "/desk/\taccount",
    "/desk/account\r\nLocation: https://evil.example",
    "/desk/\u2215evil",
    "/desk/%2e%2e/track",
    "/desk/account#@evil.example",
    "/desk/sign-out",
    "/desk/sign-in?next=/desk/sign-in",
    "/desk/demo/token",
    "/desk/" + "a" * 600,
]


@pytest.mark.parametrize("given", EVIL)
def test_after_signing_in_nobody_is_sent_away(given: str) -> None:
    assert guards.safe_next(given) is None


@pytest.mark.parametrize(
    "given", ["/desk", "/desk/", "/desk/account", "/desk/complaints?team=waste&page=2", "/desk/a/b"]
)
def test_an_own_path_is_where_signing_in_leads(given: str) -> None:
    assert guards.safe_next(given) == given


@pytest.mark.database
def test_signing_in_leads_back_to_the_page_that_was_asked_for(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    assert browser.get("/desk/account/password").path == "/desk/sign-in"
    grace = desk.officer()
    browser.post_form(email=grace.email, password=grace.password, code=desk.fresh_code(grace))
    assert browser.page.path == "/desk/account/password"


@pytest.mark.database
def test_a_forged_way_back_leads_to_the_desk(desk: Desk) -> None:
    grace = desk.officer()
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in?next=//evil.example")
    sent = {"email": grace.email, "password": grace.password, "code": desk.fresh_code(grace)}
    browser.post_form(sent, forged={"next": "//evil.example"})
    assert browser.page.path == "/desk"
    assert browser.get("/desk/sign-in?next=https://evil.example").path == "/desk"


@pytest.mark.database
def test_a_form_sent_too_late_leads_back_to_its_own_page(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    sent = browser.post("/desk/account/password", {"old": "x", "new": "y"}, follow=False)
    assert sent.headers["Location"] == "/desk/sign-in?next=/desk/account/password"
    sent = browser.post("/desk/account/sessions/end", {"x": "y"}, follow=False)
    assert sent.headers["Location"] == "/desk/sign-in"


def value_for(converter: object) -> object:
    """Return something that fits a place in an address."""
    offered = getattr(converter, "items", None)
    if offered:
        return min(offered)
    return 1 if "int" in str(type(converter)).lower() else "x"


def desk_routes(app: Flask) -> list[tuple[str, str, access.Access]]:
    found = []
    for rule in app.url_map.iter_rules():
        mark = access.access_of(app, rule.endpoint)
        if mark is None or mark.kind != "desk":
            continue
        with app.test_request_context():
            values = {name: value_for(rule._converters[name]) for name in rule.arguments}
            path = rule.build(values, append_unknown=False)
        method = "GET" if "GET" in (rule.methods or set()) else "POST"
        if path:
            found.append((method, path[1], mark))
    return found


def ask(browser: InspectingClient, method: str, path: str) -> TestResponse:
    return browser.client.open(
        path, method=method, base_url=browser.base_url, data={"x": "y"} if method == "POST" else None
    )


@pytest.mark.database
def test_every_route_of_the_desk_asks_who_it_is(desk: Desk) -> None:
    browser, routes = InspectingClient(desk.app), desk_routes(desk.app)
    assert len(routes) > 3
    for method, path, _mark in routes:
        answer = ask(browser, method, path)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/desk/sign-in"), path


@pytest.mark.database
@pytest.mark.parametrize("role", ROLES)
def test_every_route_is_closed_to_the_roles_that_the_table_does_not_name(desk: Desk, role: str) -> None:
    made = desk.officer(role=role, team="waste")
    browser = desk.signed_in(made)
    with desk.database.session() as db:
        officer = get_officer(db, made.officer_id)
    unknown = ask(browser, "GET", "/desk/there/is/no/such/page")
    for method, path, mark in desk_routes(desk.app):
        assert mark.permission in PERMISSIONS, path
        if allowed_somewhere(officer, mark.permission):
            continue
        answer = ask(browser, method, path)
        assert answer.status_code == 404, path
        assert answer.get_data() == unknown.get_data(), path


@pytest.fixture
def with_pages(app: Flask) -> Callable[[str], None]:
    """Adds a page that a permission opens, and the thing of one team that it shows."""

    def add(permission: str) -> None:
        @access.desk(permission)
        def thing(team: str) -> str:
            return guards.require(permission, team).name

        app.add_url_rule(f"/desk/{permission}/<team>", permission, thing)

    return add


@pytest.mark.database
def test_another_teams_thing_looks_like_one_that_does_not_exist(desk: Desk, with_pages: Callable[[str], None]) -> None:
    with_pages("see_complaint")
    tom = desk.signed_in(desk.officer("Tom Whitfield", role="officer", team="waste"))
    assert ask(tom, "GET", "/desk/see_complaint/waste").get_data(as_text=True) == "Tom Whitfield"
    other = ask(tom, "GET", "/desk/see_complaint/housing")
    missing = ask(tom, "GET", "/desk/see_complaints/housing")
    assert (other.status_code, other.get_data()) == (404, missing.get_data())


@pytest.mark.database
def test_a_first_password_opens_no_page_of_the_desk(
    desk: Desk, settings: Settings, with_pages: Callable[[str], None]
) -> None:
    with_pages("see_complaint")
    with desk.database.changes() as db:
        new = make_officer(
            db,
            settings,
            NewOfficer(name="New", email="new@council.example", team="waste", role="central"),
            issuer="X",
            now=clock.now(),
        )
    browser = desk.signed_in(new)
    assert browser.get("/desk/see_complaint/waste").path == "/desk/account/password"


@pytest.mark.database
def test_a_removed_right_works_from_the_next_request(desk: Desk, with_pages: Callable[[str], None]) -> None:
    with_pages("see_complaint")
    made = desk.officer("Tom Whitfield", role="officer", team="waste")
    tom = desk.signed_in(made)
    assert ask(tom, "GET", "/desk/see_complaint/waste").status_code == 200
    with desk.database.changes() as db:
        db.get_one(Officer, made.officer_id).team = "housing"
    assert ask(tom, "GET", "/desk/see_complaint/waste").status_code == 404
    with desk.database.changes() as db:
        db.get_one(Officer, made.officer_id).role = "admin"
    assert ask(tom, "GET", "/desk/see_complaint/housing").status_code == 404


def test_the_desk_without_its_guard_is_no_open_door(app: Flask, with_pages: Callable[[str], None]) -> None:
    with_pages("see_complaint")
    del app.extensions["portal.desk_guard"]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/desk/see_complaint/waste", base_url="http://localhost")
    assert answer.status_code == 500
