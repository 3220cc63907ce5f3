"""What a browser has proven before: a signed cookie with keyed hashes of addresses. It opens nothing.

Of what anybody can ask for at an address, a browser that knows it has a number of its own, which no stranger uses up
(`letters.outgoing.daily`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, Response, g
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.web import cookies
from portal.web.unit_of_work import settings

_COOKIE = "known"
_MOST = 8
_DIGITS = 32
_KEPT = timedelta(days=180)


def knows(address_hash: str) -> bool:
    """Whether this browser proved the address with this keyed hash, or opened a complaint of its owner by a code."""
    return address_hash[:_DIGITS] in _known()


def remember(address_hashes: Sequence[str]) -> None:
    """Let this browser carry these on with the answer to this request; of many the latest stay."""
    if address_hashes:
        fresh = [one[:_DIGITS] for one in address_hashes]
        g.known_browser = [*fresh, *(one for one in _known() if one not in fresh)][:_MOST]


def wire(app: Flask) -> None:
    """Send the cookie along where something was proven."""
    app.after_request(_carry)


def _known() -> list[str]:
    try:
        found = _signer().loads(cookies.find(_COOKIE), max_age=int(_KEPT.total_seconds()))
    except BadData:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _carry(answer: Response) -> Response:
    kept = g.pop("known_browser", None)
    if kept:
        cookies.put(answer, _COOKIE, str(_signer().dumps(kept)), max_age=_KEPT)
    return answer


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="known-browser")
