"""Pages leave compressed, but for those that show a private code."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask, Response

from portal.web import compression

PAGE = "<!DOCTYPE html><title>Long</title>" + "<p>The same words again.</p>" * 200


@pytest.fixture
def small_app() -> Flask:
    app = Flask("small")
    compression.wire(app)

    @app.get("/page")
    def page() -> str:
        return PAGE

    @app.get("/code")
    def code() -> Response:
        return Response(PAGE, headers={"Cache-Control": "no-store, no-transform"}, mimetype="text/html")

    return app


def test_a_page_is_compressed_as_the_browser_allows(small_app: Flask) -> None:
    client = small_app.test_client()
    best = client.get("/page", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert best.headers["Content-Encoding"] == "br"
    assert brotli.decompress(best.data).decode() == PAGE
    older = client.get("/page", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(older.data).decode() == PAGE
    assert "Accept-Encoding" in older.headers["Vary"]
    assert client.get("/page").get_data(as_text=True) == PAGE


def test_a_page_that_shows_a_code_is_not_compressed(small_app: Flask) -> None:
    answer = small_app.test_client().get("/code", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data(as_text=True) == PAGE
