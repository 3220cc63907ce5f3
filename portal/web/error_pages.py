"""What a person sees when something cannot be done, is not there or broke."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import NotFound, Refusal

# A refusal of the same kind shows the same page, under its own status.
_PAGES = {400: 400, 403: 403, 404: 404, 405: 404, 410: 404, 413: 413, 429: 429, 500: 500, 502: 503, 503: 503}
AT_THE_PROXY = (400, 413, 429, 503)
"""What the proxy answers by itself, with a page that was written for it (deploy/nginx.conf)."""


def wire(app: Flask) -> None:
    """Answer every error with a page in the person's language.

    Nothing here asks the database: an error page must come when the database does not.
    """
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(NotFound, _not_found)


def error_page(status: int, **context: object) -> Response:
    """Return the error page for this HTTP status: its own where there is one, else that of 400 or 500."""
    name = _PAGES.get(status, 400 if status < 500 else 500)
    return make_response(render_template(f"errors/{name}.html", **context), status)


def write_for_proxy(app: Flask, folder: Path, *, base_url: str) -> None:
    """Write the pages for what never reaches the portal to ``errors/STATUS.html`` in a folder everybody may read."""
    place = folder / "errors"
    place.mkdir(parents=True, exist_ok=True)
    for status in AT_THE_PROXY:
        with app.test_request_context(base_url=base_url):
            page = error_page(status).get_data()
        passing = place / f".{status}.part"
        passing.write_bytes(page)
        passing.chmod(0o644)
        passing.replace(place / f"{status}.html")
    for one in (folder, place):
        one.chmod(0o755)


def _http(error: HTTPException) -> Response | AnyResponse | HTTPException:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    page = error_page(error.code)
    for name, value in error.get_headers():
        # Allow, Retry-After and the like belong to the answer whatever it looks like.
        if name.lower() not in {"content-type", "content-length"}:
            page.headers[name] = value
    return page


def _refused(error: Refusal) -> Response:
    return make_response(render_template("errors/refused.html", message=error.message), error.status)


def _not_found(_error: NotFound) -> Response:
    return error_page(404)
