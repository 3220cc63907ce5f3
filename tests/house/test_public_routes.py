"""What anybody may open is written down here; everything else asks who it is (T42)."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.web.access import access_of

PUBLIC = {
    "/", "/accessibility", "/contact", "/elsewhere", "/elsewhere/<slug>", "/how-we-deal-with-complaints", "/privacy",
    "/language/<code>", "/complain", "/complain/return",
    "/track", "/track/code", "/track/code/enter", "/track/code/several", "/track/lost",
    "/track/lost/sent", "/track/end", "/track/ended",
    "/track/yours", "/track/yours/code", "/consent/<authority_id>", "/consent/<authority_id>/code",
    "/add", "/add/thanks", "/desk/sign-in", "/leave", "/left",
    "/members", "/members/code", "/members/end",
}  # fmt: skip
ONLY_IN_DEMO_MODE = {"/demo/mail", "/demo/mail/<letter_id>", "/desk/demo/<token>"}


def open_to_anybody(app: Flask) -> set[str]:
    kinds = {rule.rule: access_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    return {address for address, access in kinds.items() if access is None or access.kind == "public"}


@pytest.fixture
def real(settings: Settings) -> Settings:
    """Settings as a council runs with."""
    return dataclasses.replace(
        settings, demo=False, testing=False, flood_limits=False, base_url="https://complaints.council.example",
        smtp_url="smtp://mail.council.example",
    )  # fmt: skip


def test_in_demo_mode(app: Flask) -> None:
    assert open_to_anybody(app) == PUBLIC | ONLY_IN_DEMO_MODE


def test_as_a_council_runs_it(real: Settings) -> None:
    app = create_app(real)
    assert open_to_anybody(app) == PUBLIC
    browser = app.test_client()
    for address in ("/demo/mail", "/desk/demo/token", "/desk/demo", "/console", "/static/", "/.git/config", "/wsgi.py"):
        assert browser.get(address, base_url=real.base_url).status_code in {303, 404}
    page = browser.get("/", base_url=real.base_url).get_data(as_text=True)
    assert "en-XA" not in page
    assert "/demo" not in page
    app.extensions["portal.database"].dispose()
