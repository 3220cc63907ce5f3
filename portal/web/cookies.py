"""The portal's own cookies: bound to the host, for the server alone, and not sent along from another site."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from portal.config import Settings
from portal.web.unit_of_work import settings

_BOUND_TO_HOST = "__Host-"


def named(plain: str, chosen: Settings) -> str:
    """Return the whole name of one of our cookies."""
    return f"{_BOUND_TO_HOST}{plain}" if chosen.secure_cookies else plain


def plain_name(name: str) -> str:
    """Return what `named` was given for this name."""
    return name.removeprefix(_BOUND_TO_HOST)


def find(plain: str) -> str:
    """Return the value that this request brings of one of our cookies, "" when it brings none."""
    return request.cookies.get(named(plain, settings()), "")


def put(answer: Response, plain: str, value: str, *, max_age: timedelta | int | None = None) -> None:
    """Let the browser keep a cookie for so long, or until it is closed."""
    chosen = settings()
    answer.set_cookie(
        named(plain, chosen),
        value,
        max_age=max_age,
        secure=chosen.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop(answer: Response, name: str) -> None:
    """Take a cookie away from the browser; ``name`` is its whole name."""
    answer.delete_cookie(name, path="/", secure=settings().secure_cookies, httponly=True, samesite="Lax")
