"""What a person sees when something cannot be done, is not there or broke."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from portal.errors import NotFound, Refusal

# A refusal of the same kind shows the same page, under its own status.
_PAGES = {400: 400, 403: 403, 404: 404, 405: 404, 410: 404, 413: 413, 429: 429, 500: 500, 502: 503, 503: 503}


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
