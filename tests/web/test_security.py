"""What every answer carries: cookies, headers, hosts and limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings

LIVE = "https://complaints.council.example"
DESK = "desk.council.example"


@pytest.fixture
def live_app(settings: Settings) -> Iterator[Flask]:
    """The application as a council serves it: https, and the desk on a host of its own."""
    app = create_app(replace(settings, demo=False, base_url=LIVE, desk_host=DESK))
    yield app
    app.extensions["portal.database"].dispose()


def cookies(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_cookies_are_bound_to_the_host_and_to_https(live_app: Flask) -> None:
    resident = cookies(live_app.test_client().get("/track", base_url=LIVE))
    desk = cookies(live_app.test_client().get("/desk/sign-in", base_url=f"https://{DESK}"))
    assert [cookie.partition("=")[0] for cookie in resident + desk] == ["__Host-resident", "__Host-desk"]
    for cookie in resident + desk:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not any(part.startswith("domain=") for part in parts)


@pytest.mark.database
def test_a_drafts_code_and_the_language_are_kept_in_such_cookies_too(live_app: Flask) -> None:
    client = live_app.test_client()
    page = client.get("/complain", base_url=LIVE).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    begun = client.post("/complain", base_url=LIVE, data={"about": "me", "csrf_token": token[1]})
    chosen = client.get("/language/en-XA", base_url=LIVE)
    assert 'lang="en-XA"' in client.get("/", base_url=LIVE).get_data(as_text=True)
    made = cookies(begun) + cookies(chosen)
    assert [re.sub(r"=.*|-[0-9a-f]{8}", "", cookie, flags=re.DOTALL) for cookie in made] == [
        "__Host-draft",
        "__Host-language",
    ]
    for cookie in made:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts


def test_demo_mode_over_http_has_plain_cookies(app: Flask) -> None:
    (cookie,) = cookies(app.test_client().get("/track"))
    assert cookie.startswith("resident=")
    assert "secure" not in cookie.lower()
    assert "httponly" in cookie.lower()


def test_the_desk_has_its_own_host_where_one_is_set(live_app: Flask) -> None:
    client = live_app.test_client()
    assert client.get("/desk/sign-in", base_url=LIVE).status_code == 404
    assert client.get("/desk/sign-in", base_url=f"https://{DESK}").status_code == 200
    assert client.get("/track", base_url=f"https://{DESK}").status_code == 404
    assert client.get("/track", base_url=LIVE).status_code == 200


@pytest.mark.parametrize("path", ["/", "/track", "/complain", "/nothing-here"])
def test_every_page_carries_the_headers(live_app: Flask, path: str) -> None:
    headers = live_app.test_client().get(path, base_url=LIVE).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    for rule in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"].startswith("no-store")
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_too_many_fields_are_refused_before_they_are_parsed(app: Flask) -> None:
    answer = app.test_client().post(
        "/complain",
        data="&".join(f"f{number}=1" for number in range(1_001)),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413


def test_a_form_of_unknown_length_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/complain", headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
