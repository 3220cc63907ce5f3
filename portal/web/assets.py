"""Style sheets and scripts: their hashed names in pages, and serving them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from portal.config import ROOT

DIST = ROOT / "static" / "dist"
PREFIX = "/static/"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class NotBuilt(RuntimeError):
    """The front end has not been built, so no page could be drawn."""


def read_manifest(dist: Path = DIST) -> dict[str, str]:
    """Return the plain names of the built files with their hashed names. Raises NotBuilt without a build."""
    try:
        names: dict[str, str] = json.loads((dist / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotBuilt("The front end is not built. Run: make build") from error
    return names


def serve_static(app: Flask, *, dist: Path = DIST) -> None:
    """Give templates `asset(name)` and serve the built files under /static/, before Flask sees the request.

    A hashed name never changes its content, so browsers keep it for ever. Raises NotBuilt without a build.
    """
    names = {plain: PREFIX + hashed for plain, hashed in read_manifest(dist).items()}

    def asset(name: str) -> str:
        """Return the address of a built file. Raises KeyError for a name the build does not make."""
        return names[name]

    app.jinja_env.globals["asset"] = asset
    served = WhiteNoise(
        app.wsgi_app,
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=_headers,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
    for plain in names.values():
        file = dist / plain.removeprefix(PREFIX)
        served.add_file_to_dictionary(plain, str(file))
    app.wsgi_app = served  # type: ignore[method-assign]


def _headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
