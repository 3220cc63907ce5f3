"""Strangers who type what is wrong, so that somebody else waits; and what visitors say of themselves in headers."""

from __future__ import annotations

from bench.attacks.tally import Tally
from bench.attacks.target import Target, form_to, is_open
from bench.browser import Browser
from bench.page import Page
from bench.refused import wrong_code, wrong_reference
from bench.resident import Resident, Sent, open_with_code

_STRANGERS = 40
_FLOOD = 300
_TRIES = 60
_EVIL = "//evil.example"


def everybody(target: Target, tally: Tally) -> None:
    """Wrong tries and floods from other networks keep nobody out; a forged address is not believed."""
    sent = target.complaint(_somebody())
    for _stranger in range(_STRANGERS):
        open_with_code(target.browser(), Sent(wrong_reference(), wrong_code()))
    tally.held("the right code, after 40 strangers' wrong ones", is_open(open_with_code(target.browser(), sent)))
    for _stranger in range(_STRANGERS):
        _desk(target.browser(), "nobody@council.example")
    tally.held("an officer signs in, after 40 strangers' wrong names", _queue(target.officer("central").browser))
    tally.held("a forged left-most address is not another network", _forged(target) == 429)
    flood = target.source()
    answers = [target.post("/track/end", source=flood).status for _post in range(_FLOOD)]
    tally.held("a flood from one address is held off", 429 in answers)
    tally.held("a flood is never answered with a fault", not {500, 502, 504} & set(answers))
    tally.held("another address is served meanwhile", target.post("/track/end").status != 429)


def owner(target: Target, tally: Tally) -> None:
    """Who knows a reference, or an officer's e-mail, keeps nobody out of what is theirs."""
    sent = target.complaint(_somebody())
    stranger = target.browser()
    for number in range(_STRANGERS):
        open_with_code(stranger if number % 2 else target.browser(), Sent(sent.reference, wrong_code()))
        if number % 8 == 7:
            opened = open_with_code(target.browser(), sent)
            tally.held(f"the owner comes in after {number + 1} wrong codes", is_open(opened))
    desk = target.officer("team_manager").browser
    desk.send(form_to(desk.get("/desk"), "/sign-out"))
    email = target.own.officer("team_manager")["email"]
    for _stranger in range(_STRANGERS):
        _desk(target.browser(), email)
    again = target.officer_again(desk, "team_manager").browser
    tally.held("an officer signs in where they did before, after 40 wrong passwords", _queue(again))


def headers(target: Target, tally: Tally) -> None:
    """What a visitor says of themselves in headers changes nothing."""
    for forged in (
        {"SCRIPT_NAME": _EVIL},
        {"Script-Name": _EVIL},
        {"X-Script-Name": _EVIL},
        {"X-Forwarded-Prefix": _EVIL},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "http", "X-Forwarded-Port": "1"},
        {"Forwarded": "for=203.0.113.9;host=evil.example;proto=http"},
        {"X-Original-URL": "/desk", "X-Rewrite-URL": "/desk"},
    ):
        for path in ("/track", "/desk", "//evil.example/desk", "/complaint/", "/desk/"):
            answer = target.get(path, headers=forged)
            leads = answer.headers.get("Location") or ""
            led_away = "evil.example" in leads or b"evil.example" in answer.body or leads.startswith("http://")
            tally.held(f"{', '.join(forged)} at {path}", answer.status < 500 and not led_away)
    many = ", ".join(f"203.0.113.{number}" for number in range(200))
    for said in (many, "[2001:db8::1]:443", "203.0.113.9:80", ", ,unknown,-", "x" * 4000):
        status = target.get("/track", headers={"X-Forwarded-For": said}).status
        tally.held(f"a forwarded header of {len(said)} characters", status in {200, 400})
    status = target.get("/track", headers={"Host": "evil.example"}).status
    tally.held("another host is refused", status in {400, 404, 421})


def _forged(target: Target) -> int:
    """Type wrong codes from one address that says it is another each time; return the last answer's status."""
    place, status = target.source(), 0
    browser = target.browser(place)
    form = browser.get("/track").form_with("reference", "code")
    for number in range(_TRIES):
        fields = form.filled({"reference": wrong_reference(), "code": wrong_code()})
        # nginx adds the address it sees to what the visitor said; without it we are the ones who must.
        said = f"203.0.113.{number}" if target.own.nginx else f"203.0.113.{number}, {place}"
        cookie = browser.cookies_for("/track")
        answer = target.post("/track", fields, source=place, cookie=cookie, headers={"X-Forwarded-For": said})
        status = answer.status
    return status


def _desk(browser: Browser, email: str) -> Page:
    form = browser.get("/desk").form_with("email", "password", "code")
    return browser.send(form, {"email": email, "password": "no such password", "code": "123456"})


def _queue(browser: Browser) -> bool:
    page = browser.get("/desk")
    return page.status == 200 and page.path == "/desk"


def _somebody() -> Resident:
    return Resident("Amara Johnson", "Nobody answered my letter about our street.", "Please answer.", "none")
