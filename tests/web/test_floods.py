"""Floods are held off by the asking network, on every machine, and cost the database nothing (T30)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Limits, Settings
from portal.web.models import Attempt
from tests.page import Page

PROXY = "10.0.4.7"
FEW = 3


@contextmanager
def served(settings: Settings, *, posts: int = FEW, storage: str = "memory://") -> Iterator[Flask]:
    """The application with its flood limit on, behind a proxy."""
    limits = replace(settings.limits, posts_per_minute=posts)
    behind = {"limits": limits, "testing": False, "trusted_proxies": (ip_network(PROXY),)}
    app = create_app(replace(settings, limiter_storage=storage, **behind))  # type: ignore[arg-type]
    yield app
    app.extensions["portal.database"].dispose()


def answer(app: Flask, visitor: str, path: str = "/track", reference: str = "") -> TestResponse:
    """Post from a browser without cookies, as who floods does."""
    sent = {"reference": reference} if reference else {"any": "thing"}
    said = {"X-Forwarded-For": visitor}
    return app.test_client().post(path, data=sent, headers=said, environ_overrides={"REMOTE_ADDR": PROXY})


def post(app: Flask, visitor: str, path: str = "/track", reference: str = "") -> int:
    return answer(app, visitor, path, reference).status_code


def test_a_network_may_post_so_often_and_then_gets_a_page(settings: Settings) -> None:
    with served(settings) as app:
        assert [post(app, "192.0.2.1") for _ in range(FEW + 2)] == [200] * FEW + [429] * 2
        assert "Wait one minute" in Page(answer(app, "192.0.2.1")).text
        assert app.test_client().get("/track").status_code == 200


def test_another_page_is_the_same_flood(settings: Settings) -> None:
    with served(settings) as app:
        assert [post(app, "192.0.2.1", path) for path in ("/track", "/track/code", "/complain")] == [200] * FEW
        assert post(app, "192.0.2.1", "/track/lost") == 429


@pytest.mark.parametrize(
    ("flooding", "other"),
    [
        ("192.0.2.1", "192.0.2.2"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        # What a flooder writes on the left makes neither them another nor the other them.
        ("192.0.2.2, 192.0.2.1", "192.0.2.1, 192.0.2.2"),
    ],
)
def test_one_network_does_not_stop_another(settings: Settings, flooding: str, other: str) -> None:
    with served(settings) as app:
        assert [post(app, flooding) for _ in range(FEW + 1)][-1] == 429
        assert post(app, other) == 200


@pytest.mark.parametrize(
    "names",
    [
        [f"198.51.100.{number}, 192.0.2.1" for number in range(FEW + 1)],
        [f"2001:db8:1:2::{number}" for number in range(FEW + 1)],
        [f"nonsense-{number}" for number in range(FEW + 1)],
        [f"[2001:db8::{number}" for number in range(FEW + 1)],
        [f"192.0.2.1:{number}" for number in range(FEW + 1)],
        [f"{'1' * number}, " for number in range(FEW + 1)],
    ],
)
def test_no_spelling_makes_a_visitor_somebody_new(settings: Settings, names: list[str]) -> None:
    with served(settings) as app:
        assert [post(app, name) for name in names] == [200] * FEW + [429]


def test_a_refused_post_writes_nothing_and_asks_nothing(settings: Settings) -> None:
    with served(settings, posts=1) as app:
        post(app, "192.0.2.1")
        said: list[str] = []
        event.listen(
            app.extensions["portal.database"].engine,
            "before_cursor_execute",
            lambda *args: said.append(args[2]),
        )
        assert post(app, "192.0.2.1", reference="1234567890") == 429
        assert said == []


def test_a_store_that_does_not_answer_is_stood_in_for(settings: Settings) -> None:
    """Port 1 of this machine: nobody listens there, and that is said at once."""
    with served(settings, storage="redis://127.0.0.1:1/0") as app:
        began = time.monotonic()
        statuses = [post(app, "192.0.2.1") for _ in range(FEW + 2)]
        assert statuses == [200] * FEW + [429] * 2
        assert post(app, "192.0.2.2") == 200
        assert time.monotonic() - began < 3


@pytest.mark.slow
def test_ten_thousand_references_from_one_network(settings: Settings) -> None:
    """The guesser is stopped after a minute's worth, has left no more behind, and everybody else goes on."""
    most = Limits().posts_per_minute
    with served(settings, posts=most) as app:
        statuses = [post(app, "192.0.2.1", reference=f"{number:010}") for number in range(10_000)]
        assert set(statuses) <= {200, 429}
        # A minute may end in the middle of it.
        assert most <= statuses.count(200) <= 3 * most
        with app.extensions["portal.database"].session() as db:
            assert db.scalar(select(func.count()).select_from(Attempt)) <= 2 * 3 * most
        assert post(app, "192.0.2.2") == 200
