"""Whoever sits down at a browser after somebody has left, with every cookie and address that was ever in it."""

from __future__ import annotations

from bench.attacks.tally import Tally
from bench.attacks.target import Remembering, Target, form_to, is_open
from bench.refused import wrong_code
from bench.resident import Resident, Sent, open_with_code

_MARK = "zephyrine"


def left_behind(target: Target, tally: Tally) -> None:
    """After each way out no cookie opens anything, at any address."""
    for way in ("/track/end", "/leave"):
        browser = target.browser()
        sent = target.complaint(_somebody(), browser)
        page = open_with_code(browser, sent)
        tally.held("the complaint is open before", is_open(page) and _MARK in page.html)
        if way == "/leave":
            leave = browser.get("/leave")
            browser.send(form_to(leave, way))
        else:
            browser.send(form_to(page, way))
        _replay(target, tally, browser, sent, way)
    desk = target.officer_again(target.browser(), "contact_centre").browser
    assert isinstance(desk, Remembering)
    desk.send(form_to(desk.get("/desk/account"), "/sign-out"))
    _replay(target, tally, desk, None, "/desk/sign-out")


def second_person(target: Target, tally: Tally) -> None:
    """Who opens their own matter in a browser where another's was open does not get that one along."""
    first, second = target.complaint(_somebody()), target.complaint(_somebody("Bea Brown", "othermark"))
    browser = target.browser()
    path = open_with_code(browser, first).path
    open_with_code(browser, Sent(second.reference, wrong_code()))
    tally.held("a wrong code closes nothing", _MARK in browser.get(path).html)
    asked = open_with_code(browser, second)
    tally.held("it asks first if this is still the same person", not is_open(asked))
    opened = browser.send(asked.form_with("reference", "code"), _typed(second), button="still_you=no")
    tally.held("another person's own matter opens", is_open(opened))
    tally.held("the first person's matter is closed", _MARK not in browser.get(path).html)


def _typed(sent: Sent) -> dict[str, str]:
    return {"reference": sent.reference, "code": sent.code}


def _replay(target: Target, tally: Tally, browser: Remembering, sent: Sent | None, way: str) -> None:
    ids = {} if sent is None else {"grant_id": target.grant_of(sent), "draft_id": _draft_of(target, sent)}
    jars = ["; ".join(f"{name}={value}" for name, value in dict(browser.given).items())]
    jars += [f"{name}={value}" for name, value in sorted(browser.given)]
    for address in target.addresses:
        if "GET" not in address.methods or address.is_desk != (sent is None):
            continue
        for jar in jars:
            answer = target.get(address.path(ids), headers={"Cookie": jar})
            shown = answer.body.decode("utf-8", "replace")
            told = _tells_of(shown, sent) if sent else "/desk/sign-out" in shown
            tally.held(f"{address.rule} after {way}", not told)


def _tells_of(shown: str, sent: Sent) -> bool:
    plain = "".join(shown.split()).replace("&nbsp;", "")
    return _MARK in shown or sent.reference in plain or sent.code in plain


def _draft_of(target: Target, sent: Sent) -> str:
    return target.rows.one("SELECT id FROM drafts WHERE complaint_id = ?", target.id_of(sent))


def _somebody(name: str = "Zoe Zimmer", mark: str = _MARK) -> Resident:
    return Resident(name, f"My {mark} lamp has been dark for weeks.", "Mend it.", "none")
