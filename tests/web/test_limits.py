"""Bodies that are too large or too many are refused early, with a page that says the words are not lost (T30)."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from ipaddress import ip_network

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from tests.inspecting_client import InspectingClient

FORM = "application/x-www-form-urlencoded"


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def parts(number: int) -> bytes:
    one = b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n'
    return b"".join(one % part for part in range(number)) + b"--x--\r\n"


class Endless(io.RawIOBase):
    """A body that says it is huge; only what is really read counts."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.taken += max(size, 0)
        return b"x" * max(size, 0)


@pytest.mark.parametrize("address", ["/complain", "/track", "/add", "/desk/sign-in", "/nothing-here"])
def test_a_hundred_megabytes_are_not_even_read(app: Flask, address: str) -> None:
    body = Endless()
    began = time.monotonic()
    huge = {"wsgi.input": body, "CONTENT_LENGTH": "100000000", "CONTENT_TYPE": FORM}
    answer = app.test_client().post(address, environ_overrides=huge)
    assert answer.status_code == 413
    assert body.taken <= 2_000_000
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("address", "size"), [("/complain", 2_100_000), ("/track", 300_000), ("/nothing-here", 300_000)]
)
def test_a_body_that_is_refused_is_taken_from_our_proxy(settings: Settings, address: str, size: int) -> None:
    """Cut off while it sends, the proxy would show its own page of a fault in place of the answer."""
    app = create_app(replace(settings, trusted_proxies=(ip_network("127.0.0.1/32"),)))
    body = io.BytesIO(b"a" * size)
    sent = {"wsgi.input": body, "CONTENT_LENGTH": str(size), "CONTENT_TYPE": FORM}
    answer = app.test_client().post(address, environ_overrides=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code in {403, 404, 413}
    assert body.tell() == size
    app.extensions["portal.database"].dispose()


def test_the_page_says_what_to_do(client: InspectingClient, settings: Settings) -> None:
    client.post("/complain", {"words": "x" * (settings.limits.page_bytes + 1)}, status=413)
    for words in ("Nothing was sent", "Your words are not lost", "Go back in your browser"):
        assert words in client.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=1&" * 300_000, FORM, 413),
        (b"a=1&" * 999 + b"a=1&a=1", FORM, 413),
        (parts(1_001), "multipart/form-data; boundary=x", 413),
        (nested(100_000), "application/json", 200),
        (b"a=" + b"word" * 100_000, FORM, 200),
        (b"%" * 100_000, FORM, 200),
        (b"--x", "multipart/form-data; boundary=x", 200),
        (b"", "multipart/form-data", 200),
    ],
)
def test_odd_bodies_get_a_page_at_once(client: InspectingClient, body: bytes, kind: str, status: int) -> None:
    began = time.monotonic()
    client.post("/complain", body, content_type=kind, status=status)
    assert time.monotonic() - began < 3
    assert client.page.h1


def test_a_body_of_unknown_length_is_refused(app: Flask) -> None:
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = app.test_client().post("/complain", environ_overrides=environ, input_stream=io.BytesIO(b"about=me"))
    assert answer.status_code in {400, 411}


def test_a_megabyte_of_header_does_no_harm(client: InspectingClient) -> None:
    client.get("/complain", headers={"User-Agent": "x" * 1_000_000, "Accept-Language": "en," * 100_000})
    assert client.page.h1


def test_every_limit_is_there(app: Flask, settings: Settings) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == app.config["MAX_FORM_MEMORY_SIZE"] == settings.limits.page_bytes
    assert app.config["MAX_FORM_PARTS"] == settings.limits.page_fields
