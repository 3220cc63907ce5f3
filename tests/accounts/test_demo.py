"""Demo mode's officers: secrets in one private file, links that work once, and none of it elsewhere."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal import clock, create_app
from portal.accounts import demo
from portal.accounts.models import OneTimeSignIn
from portal.config import Settings, demo_keys
from portal.db import Database, OfficerId
from portal.errors import NotFound, Refusal
from portal.organisation import council as councils
from tests.accounts.conftest import Desk
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def made(database: Database, settings: Settings) -> list[demo.DemoOfficer]:
    with database.changes() as db:
        return demo.make_demo_officers(db, settings, councils.load(None), clock.now())


def test_the_officers_are_made_once_and_their_secrets_kept_privately(database: Database, settings: Settings) -> None:
    keys = demo_keys(settings.var / "demo.json")
    first = made(database, settings)
    central = ("central", "complaints")
    assert [(officer.role, officer.team) for officer in first] == [central, ("officer", "waste"), central]
    assert made(database, settings) == first == demo.demo_officers(settings)
    file = settings.var / "demo.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert demo_keys(file) == keys
    assert [officer["email"] for officer in json.loads(file.read_text("utf-8"))["officers"]] == [
        officer.email for officer in first
    ]
    assert [path.name for path in settings.var.iterdir()] == ["demo.json"]


def test_lost_secrets_are_said_and_not_replaced_in_silence(database: Database, settings: Settings) -> None:
    made(database, settings)
    (settings.var / "demo.json").unlink()
    with pytest.raises(Refusal, match="demo_secrets_lost"):
        made(database, settings)


@pytest.mark.parametrize("name", ["Grace Adeyemi", "grace", "GRACE.ADEYEMI@exampleborough.example"])
def test_the_printed_code_signs_in(desk: Desk, name: str) -> None:
    grace = made(desk.database, desk.settings)[0]
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    code = demo.demo_code(desk.settings, name, clock.now())
    browser.post_form(email=grace.email, password=grace.password, code=code)
    assert browser.page.path != "/desk/sign-in"


def test_there_is_no_code_for_nobody(settings: Settings) -> None:
    with pytest.raises(NotFound):
        demo.demo_code(settings, "Grace", clock.now())


def link(desk: Desk) -> str:
    officer = made(desk.database, desk.settings)[0]
    with desk.database.changes() as db:
        return demo.make_link(db, desk.settings, officer_id=officer.id, now=clock.now())


def test_a_link_shows_a_button_and_works_once(desk: Desk) -> None:
    address = link(desk).removeprefix("http://localhost")
    browser, late = InspectingClient(desk.app), InspectingClient(desk.app)
    for _ in range(3):
        browser.get(address)
    late.get(address)
    browser.post_form()
    assert browser.get("/desk/account").answer("Name") == "Grace Adeyemi"
    late.post_form(status=404)
    assert late.get("/desk/account").path == "/desk/sign-in"


def test_of_two_at_once_one_gets_in(desk: Desk) -> None:
    address, start = link(desk).removeprefix("http://localhost"), Barrier(2)
    browsers = [InspectingClient(desk.app) for _ in range(2)]
    for browser in browsers:
        browser.get(address)

    def press(browser: InspectingClient) -> int:
        start.wait(10)
        token = str(browser.select("main input[name=csrf_token]")[0]["value"])
        return browser.client.post(address, data={"csrf_token": token}, base_url=browser.base_url).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(press, browsers)) == [303, 404]


def test_a_new_link_ends_the_old_one_and_no_token_is_kept(desk: Desk) -> None:
    old, new = link(desk), link(desk)
    browser = InspectingClient(desk.app)
    browser.get(old.removeprefix("http://localhost"))
    browser.post_form(status=404)
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(OneTimeSignIn)) == 1
        assert db.scalars(select(OneTimeSignIn.token_hash)).one() not in new


def test_outside_demo_mode_there_are_neither_links_nor_officers(database: Database, settings: Settings) -> None:
    real = replace(settings, demo=False, base_url="https://complaints.example")
    address = "/desk/demo/anything"
    app = create_app(real)
    client = app.test_client()
    assert client.get(address, base_url=real.base_url).status_code == 404
    assert client.post(address, base_url=real.base_url, data={"csrf_token": "x"}).status_code == 404
    app.extensions["portal.database"].dispose()
    with pytest.raises(Refusal, match="not_demo"):
        made(database, real)
    with pytest.raises(Refusal, match="not_demo"), database.changes() as db:
        demo.make_link(db, real, officer_id=OfficerId("x"), now=clock.now())
    with pytest.raises(Refusal, match="not_demo"):
        demo.demo_code(real, "Grace", clock.now())
