"""Headers, cookies' rules, hosts and form limits: the same for every page."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from werkzeug.exceptions import RequestEntityTooLarge

from portal.config import ROOT, Settings
from portal.web import asking
from portal.web.access import View
from portal.web.unit_of_work import settings

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PIECE = 262_144
_YEAR = 365 * 24 * 3600
_REDIS: dict[str, int | str] = {"socket_connect_timeout": 1, "socket_timeout": 1}


def content_security_policy(base_template: Path) -> str:
    """Return the policy; the base template's one inline line is allowed by its hash, anything else inline is not."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(line.encode()).digest()).decode()}'"
        for line in _INLINE.findall(base_template.read_text("utf-8"))
    ]
    scripts = " ".join(["'self'", *hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "object-src 'none'"
    )


def wire(app: Flask, chosen: Settings) -> None:
    """Set the limits of every request and the headers of every answer."""
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=chosen.limits.page_bytes,
        MAX_FORM_MEMORY_SIZE=chosen.limits.page_bytes,
        MAX_FORM_PARTS=chosen.limits.page_fields,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    policy = content_security_policy(ROOT / "templates" / "frame" / "base.html")
    app.after_request(_read_rest)
    app.before_request(_check_host)
    app.before_request(_check_size)
    app.before_request(_check_origin)

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if chosen.secure_cookies:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
        return response

    # Counted by the asking network over all pages, and never in the database: a flood must not cost a write. A Redis
    # that does not answer is stood in for by each process's own memory.
    limiter = Limiter(
        asking.network,
        app=app,
        storage_uri=chosen.limiter_storage,
        storage_options=_REDIS if chosen.limiter_storage.startswith("redis") else {},
        in_memory_fallback_enabled=True,
        application_limits=[f"{chosen.limits.posts_per_minute} per minute"],
        application_limits_exempt_when=lambda: request.method not in {"POST", "PUT", "PATCH", "DELETE"},
        enabled=chosen.flood_limits and not chosen.testing,
    )
    app.extensions["portal.limiter"] = limiter


def _read_rest(response: Response) -> Response:
    """Read what was left of a body that our proxy holds whole: cut off while it sends, it would tell of a fault."""
    chosen, length = settings(), request.content_length or 0
    if chosen.trusted_proxies and 0 < length <= chosen.limits.upload_bytes:
        while request.environ["wsgi.input"].read(_PIECE):
            pass
    return response


def takes_files(view: View) -> View:
    """Mark a view whose pages send files: it accepts a larger body than every other."""
    view.portal_takes_files = True  # type: ignore[attr-defined]
    return view


def _check_host() -> None:
    chosen = settings()
    hosts = {chosen.host, chosen.desk_host or chosen.host}
    if request.host not in hosts:
        abort(400)
    if chosen.desk_host and (request.host == chosen.desk_host) != request.path.startswith(("/desk", "/static")):
        abort(404)


def _check_size() -> None:
    """Refuse a body too large for this page, and a form with too many fields, before it is parsed.

    Parsing 300,000 fields takes seconds.
    """
    if request.method not in {"POST", "PUT", "PATCH"}:
        return
    length = request.content_length
    if length is None:
        abort(411)
    if getattr(current_app.view_functions.get(request.endpoint or ""), "portal_takes_files", False):
        request.max_content_length = settings().limits.upload_bytes
    if length > (request.max_content_length or 0):
        raise RequestEntityTooLarge
    if request.mimetype == "application/x-www-form-urlencoded":
        body = request.get_data(cache=True, parse_form_data=False)
        if body.count(b"&") >= settings().limits.page_fields:
            raise RequestEntityTooLarge


def _check_origin() -> None:
    """Refuse a form sent from another site, whatever its token says."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if (origin and origin != "null" and urlsplit(origin).netloc != request.host) or site == "cross-site":
        abort(403)
