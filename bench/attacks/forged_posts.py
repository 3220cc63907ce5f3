"""Forms on another site that press our buttons: every address that changes something, by who may press it."""

from __future__ import annotations

from collections.abc import Mapping

from bench.attacks.others import ids_of, token_of
from bench.attacks.rows import changed
from bench.attacks.tally import Tally
from bench.attacks.target import Remembering, Target
from bench.resident import Resident, open_with_code

_EVIL = "https://evil.example"


def everywhere(target: Target, tally: Tally) -> None:
    """Without our own page's token, or from another site, nothing is done."""
    resident = target.browser()
    sent = target.complaint(Resident("Tess Token", "The bin was left.", "Take it.", "none"), resident)
    open_with_code(resident, sent)
    central = target.officer("central").browser
    assert isinstance(central, Remembering)
    ids = ids_of(target, sent)
    foreign = token_of(target.browser(), "/track")
    target.wait_until_quiet()
    before = target.rows.state()
    for browser, desk in ((resident, False), (central, True)):
        own = token_of(browser, "/desk" if desk else f"/complaint/{ids['grant_id']}")
        for address in target.addresses:
            if "POST" not in address.methods or address.is_desk != desk:
                continue
            path = address.path(ids)
            for how, token, headers in _forgeries(own, foreign):
                fields = [("csrf_token", token)] if token else []
                answer = target.post(path, fields, cookie=browser.cookies_for(path), headers=headers)
                tally.held(f"{address.rule}, {how}: {answer.status}", 400 <= answer.status < 500 or answer.status in {302, 303})
    tables = changed(before, target.rows.state())
    tally.held(f"nothing is changed: {', '.join(tables)}", not tables)


def _forgeries(own: str, foreign: str) -> list[tuple[str, str, Mapping[str, str]]]:
    return [
        ("no token", "", {}),
        ("another browser's token", foreign, {}),
        ("no real token", "x" * 60, {}),
        ("from another site", own, {"Origin": _EVIL}),
        ("across sites", own, {"Sec-Fetch-Site": "cross-site"}),
    ]
