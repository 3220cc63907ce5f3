"""Sending twice by every way there is: one reference, whatever was clicked, reloaded or retried."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import create_app
from portal.complaints.matter import reference
from portal.complaints.matter.models import Complaint, Reference
from portal.config import Settings
from portal.db import Database
from tests.complaints.at_once import all_at_once
from tests.complaints.walking import code_shown, reference_shown, sent, to_check
from tests.demo_settings import demo_settings
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
AT_ONCE = 50


def counted(database: Database) -> list[int]:
    with database.session() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in (Complaint, Reference)]


def test_double_click_reload_and_back(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    form = client.page.values(client.page.one("main form"))
    for _click in range(2):
        answer = client.client.post(f"/complain/{draft_id}/send", data=form, base_url=client.base_url)
        assert answer.location.endswith(f"/complain/{draft_id}/sent")
    client.get(f"/complain/{draft_id}/sent")
    first = reference_shown(client)
    client.get(f"/complain/{draft_id}/sent")
    assert reference_shown(client) == first
    # Back to the page before and sent from there.
    client.get(f"/complain/{draft_id}/check")
    assert client.page.path.endswith("/sent")
    assert reference_shown(client) == first
    assert counted(database) == [1, 1]


def test_an_answer_that_got_lost_and_a_retry(client: InspectingClient, app: Flask, database: Database) -> None:
    draft_id = to_check(client)
    form = client.page.values(client.page.one("main form"))
    cookie = client.client.get_cookie(f"draft-{draft_id[:8]}")
    # The server registers; the browser never sees the answer, nor the session cookie that comes with it.
    lost = app.test_client()
    assert cookie is not None
    lost.set_cookie(cookie.key, cookie.value)
    resident = client.client.get_cookie("resident")
    if resident is not None:
        lost.set_cookie(resident.key, resident.value)
    lost.post(f"/complain/{draft_id}/send", data=form, base_url=client.base_url)
    assert counted(database) == [1, 1]
    client.get(f"/complain/{draft_id}/check")
    assert client.page.path.endswith("/sent")
    assert counted(database) == [1, 1]


def test_two_devices_with_the_same_draft(client: InspectingClient, app: Flask, database: Database) -> None:
    draft_id = to_check(client)
    client.get(f"/complain/{draft_id}/later")
    code = code_shown(client)
    phone = InspectingClient(app)
    phone.get("/complain/return")
    phone.post_form(code=code)
    phone.get(f"/complain/{draft_id}/check")
    phone.post_form(form='form[action$="/send"]')
    client.get(f"/complain/{draft_id}/check")
    assert reference_shown(client) == reference_shown(phone)
    assert counted(database) == [1, 1]


def test_two_tabs_are_two_drafts_and_two_references(client: InspectingClient, database: Database) -> None:
    sent(client)
    first = reference_shown(client)
    sent(client, words="The library closed early.")
    assert reference_shown(client) != first
    assert counted(database) == [2, 2]


def test_fifty_at_once_get_the_same_answer(client: InspectingClient, app: Flask, database: Database) -> None:
    draft_id = to_check(client)
    form = client.page.values(client.page.one("main form"))
    cookies = [client.client.get_cookie(name) for name in ("resident", f"draft-{draft_id[:8]}")]

    def send(_number: int) -> tuple[int, str]:
        browser = app.test_client()
        for cookie in cookies:
            if cookie is not None:
                browser.set_cookie(cookie.key, cookie.value)
        answer = browser.post(f"/complain/{draft_id}/send", data=form, base_url=client.base_url)
        return answer.status_code, answer.location

    answers = all_at_once(send, AT_ONCE)
    assert set(answers) == {(303, f"/complain/{draft_id}/sent")}
    assert counted(database) == [1, 1]


def send_in_a_process(
    url: str, folder: str, path: str, form: dict[str, object], cookies: dict[str, str], times: int
) -> list[tuple[int, str]]:
    """A web worker of its own: its own application, connections and memory, and so many requests at once."""
    app = create_app(demo_settings(url, Path(folder)))

    def send(_number: int) -> tuple[int, str]:
        browser = app.test_client()
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        answer = browser.post(path, data=form)
        shown = browser.get(answer.location).get_data(as_text=True)
        return answer.status_code, shown.split('portal-reference">')[1].split("<")[0]

    answers = all_at_once(send, times)
    app.extensions["portal.database"].dispose()
    return answers


def test_fifty_at_once_through_two_workers_show_one_reference(
    client: InspectingClient, settings: Settings, database: Database
) -> None:
    draft_id = to_check(client)
    form = client.page.values(client.page.one("main form"))
    held = [client.client.get_cookie(name) for name in ("resident", f"draft-{draft_id[:8]}")]
    cookies = {cookie.key: cookie.value for cookie in held if cookie is not None}
    given = (settings.database_url, str(settings.var), f"/complain/{draft_id}/send", form, cookies, AT_ONCE // 2)
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        answers = [one for some in workers.starmap(send_in_a_process, [given, given]) for one in some]
    client.get(f"/complain/{draft_id}/sent")
    assert answers == [(303, reference.grouped(reference_shown(client)))] * AT_ONCE
    assert counted(database) == [1, 1]
