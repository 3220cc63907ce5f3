"""How gunicorn is told to read requests: it believes nobody about path, scheme or address."""

from __future__ import annotations

import runpy

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]

from tests.tree import ROOT


def served() -> Config:
    config = Config()
    for name, value in runpy.run_path(str(ROOT / "gunicorn.conf.py")).items():
        if name in config.settings:
            config.set(name, value)
    return config


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "192.0.2.1"])
@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR", "X_FORWARDED_FOR", "HTTP_HOST"])
def test_a_header_that_would_pass_for_a_setting_is_dropped(peer: str, header: str) -> None:
    sent = f"GET /desk HTTP/1.1\r\nHost: a\r\n{header}: //evil.example\r\nX-Forwarded-Proto: http\r\n\r\n"
    (request,) = RequestParser(served(), [sent.encode()], (peer, 4711))
    assert {name for name, _value in request.headers} == {"HOST", "X-FORWARDED-PROTO"}


def test_nobody_is_believed_about_the_scheme() -> None:
    sent = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Ssl: on\r\n\r\n"
    (request,) = RequestParser(served(), [sent.encode()], ("127.0.0.1", 4711))
    assert request.scheme == "http"


def test_what_it_makes_is_its_own_users() -> None:
    assert served().umask == 0o077
