"""Forms on another site that press our buttons: every address that changes something, by who may press it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.attacks.addresses import Address
from bench.attacks.others import ids_of, token_of
from bench.attacks.rows import changed
from bench.attacks.tally import Tally
from bench.attacks.target import Remembering, Target
from bench.resident import Resident, open_with_code

Forgery = tuple[str, str, Mapping[str, str]]
"""What is forged, the token that is sent, and the headers beside it."""

# As a browser that does not say where a form comes from: then the token alone decides.
_SILENT = {"Origin": "", "Sec-Fetch-Site": ""}
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
    with target.by_itself():
        for browser, is_desk in ((resident, False), (central, True)):
            own = token_of(browser, "/desk" if is_desk else f"/complaint/{ids['grant_id']}")
            forgeries = _forgeries(own, foreign)
            for address in target.addresses:
                if "POST" in address.methods and address.is_desk == is_desk:
                    _press(target, tally, browser, address, address.path(ids), forgeries)
        before = target.rows.state()
        path = f"/complaint/{ids['grant_id']}"
        resident.send(resident.get(path).form_with("body"), {"body": "It is still there."})
        tally.held("our own page's form is taken", "messages" in changed(before, target.rows.state()))


def _press(
    target: Target, tally: Tally, browser: Remembering, address: Address, path: str, forgeries: Sequence[Forgery]
) -> None:
    for how, token, headers in forgeries:
        before = target.rows.state()
        fields = [("csrf_token", token)] if token else []
        answer = target.post(path, fields, cookie=browser.cookies_for(path), headers=headers)
        tables = ", ".join(changed(before, target.rows.state()))
        tally.held(f"{address.rule}, {how}: {answer.status} {tables}", answer.status < 500 and not tables)


def _forgeries(own: str, foreign: str) -> Sequence[Forgery]:
    return [
        ("no token", "", _SILENT),
        ("another browser's token", foreign, _SILENT),
        ("no real token", "x" * 60, _SILENT),
        ("from another site", own, {"Origin": _EVIL}),
        ("across sites", own, {"Sec-Fetch-Site": "cross-site"}),
    ]
