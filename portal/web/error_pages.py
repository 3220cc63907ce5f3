"""What a person sees when something cannot be done, is not there or broke."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from portal.config import ROOT
from portal.errors import NotFound, Refusal
from portal.outage import ERRORS, gave_way
from portal.web import posted_again
from portal.web.unit_of_work import ask_no_more

# A refusal of the same kind shows the same page, under its own status.
_PAGES = {400: 400, 403: 403, 404: 404, 405: 404, 410: 404, 413: 413, 429: 429, 500: 500, 502: 503, 503: 503}
AT_THE_PROXY = (400, 413, 429, 503)
"""What the proxy answers by itself, with a page that was written for it (deploy/nginx.conf)."""

_AGAIN_AFTER_SECONDS = "30"
log = logging.getLogger(__name__)


def wire(app: Flask) -> None:
    """Answer every error with a page in the person's language.

    Nothing here asks the database: an error page must come when the database does not.
    """
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(NotFound, _not_found)
    for kind in ERRORS:
        app.register_error_handler(kind, _gave_way)


def error_page(status: int, **context: object) -> Response:
    """Return the error page for this HTTP status: its own where there is one, else that of 400 or 500."""
    name = _PAGES.get(status, 400 if status < 500 else 500)
    return make_response(render_template(f"errors/{name}.html", **context), status)


def not_now(error: BaseException, page: str) -> Response:
    """Return this page with status 503, and log what gave way and where, without its message."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(str(ROOT / "portal"))]
    place = [f"{one.filename.removeprefix(f'{ROOT}/')}:{one.lineno}" for one in ours[-1:]]
    kinds = [type(one).__name__ for one in (error, error.__cause__) if one is not None]
    log.error("%s gave way: %s", request.endpoint, " ".join([*kinds, *place]))
    answer = make_response(page, 503)
    answer.headers["Retry-After"] = _AGAIN_AFTER_SECONDS
    return answer


def _gave_way(error: Exception) -> Response:
    """Say that something below gave way; what was posted stands on the page, to be posted again (promise P3)."""
    if not gave_way(error):
        raise error
    ask_no_more()
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return not_now(error, render_template("errors/503.html"))
    return not_now(error, render_template("errors/not_saved.html", again=posted_again.read()))


def write_for_proxy(app: Flask, folder: Path, *, base_url: str) -> None:
    """Write the pages for what never reaches the portal to ``errors/STATUS.html`` in a folder everybody may read.

    One page stands for all requests, so that of 503 says what holds for words that were sent as well (promise P3).
    """
    place = folder / "errors"
    place.mkdir(parents=True, exist_ok=True)
    for status in AT_THE_PROXY:
        with app.test_request_context(base_url=base_url):
            page = error_page(status, at_the_proxy=True).get_data()
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
