"""Built files: hashed names kept for ever, no font or picture of GOV.UK's, and a clear word without a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.config import ROOT
from portal.web import assets
from portal.web.assets import DIST, NotBuilt, read_manifest, serve_static


@pytest.fixture
def app() -> Flask:
    app = Flask("assets", static_folder=None)
    serve_static(app)
    return app


def test_without_a_build_the_portal_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="make build"):
        serve_static(Flask("assets", static_folder=None), dist=tmp_path)


@pytest.mark.parametrize("name", ["portal.css", "portal.rtl.css", "portal.js", "desk.css", "desk.rtl.css", "desk.js"])
def test_each_file_is_served_compressed_and_kept_for_ever(app: Flask, name: str) -> None:
    address = app.jinja_env.from_string("{{ asset(name) }}").render(name=name)
    for encoding in ("br", "gzip"):
        answer = app.test_client().get(address, headers={"Accept-Encoding": encoding})
        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == encoding
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_nothing_but_the_built_files_is_served(app: Flask) -> None:
    for path in ("manifest.json", ".inputs", "../src/package.json", "portal.css"):
        assert app.test_client().get(f"{assets.PREFIX}{path}").status_code == 404


def test_no_font_and_no_picture_is_fetched() -> None:
    for plain, hashed in read_manifest().items():
        text = (DIST / hashed).read_text("utf-8")
        if plain.endswith(".css"):
            assert "@font-face" not in text
            assert "url(" not in text
        assert "GDS Transport" not in text


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "static" / "src" / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
