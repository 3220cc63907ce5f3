"""Strangers who ask for letters, so that ours do not arrive, or so that somebody's mailbox fills up."""

from __future__ import annotations

from functools import partial

from bench.attacks.tally import Tally
from bench.attacks.target import Target, is_open
from bench.browser import Browser
from bench.mail_folder import Letter
from bench.page import Page
from bench.refused import wrong_reference
from bench.resident import Resident, Sent, Stuck, codes_sent, digits_sent

_ASKED = 20
_COMPLAINTS = 14
_MOST_A_DAY = 24
_SPAM = "Cheap watches at once"
_OFFICE = "mayor@exampleborough.example"
_WAITING = "SELECT count(*) FROM letters WHERE address = ? AND sent_at IS NULL AND cancelled_at IS NULL"


def letters(target: Target, tally: Tally) -> None:
    """What a stranger asks for cancels nothing that is owed, and no code of the owner's."""
    unproven, proven = "coarse@resident.example", "fine@resident.example"
    first = target.complaint(Resident("Cora Coarse", "The lift stands still.", "Mend it.", "email", address=unproven))
    second = target.complaint(
        Resident("Fay Fine", "The lamp is dark.", "Mend it.", "email", address=proven, proves=True)
    )
    for address in (unproven, "c.o.a.r.s.e+1@resident.example", proven, "f.ine+x@resident.example"):
        stranger = target.browser()
        for number in range(_ASKED):
            _ask_code(stranger if number % 2 else target.browser(), wrong_reference(), address)
            _ask_lost(stranger if number % 2 else target.browser(), address)
    central = target.officer("central")
    for sent, address in ((first, unproven), (second, proven)):
        before = _letters_to(target, address)
        answers = {"understood": "We understood.", "outcome": "You want it mended.", "phone": "01632 960123"}
        central.act(central.open(sent.reference), "/acknowledge", answers)
        arrived = target.wait_for(partial(_has_more_than, target, address, before))
        tally.held(f"the acknowledgement arrives ({'proven' if sent is second else 'not proven'})", arrived)
    cancelled = target.rows.one("SELECT count(*) FROM letters WHERE cancelled_at IS NOT NULL AND person_id IS NOT NULL")
    tally.held("no letter to a person was cancelled", cancelled == "0")
    owner = target.browser()
    tally.held("the owner's own code still arrives", is_open(_by_code(target, owner, second, proven)))
    office = target.browser()
    tally.held("a councillor's office comes in", _office_comes_in(target, office))
    stranger = target.browser()
    for number in range(_ASKED):
        _ask_office(stranger if number % 2 else target.browser(), _OFFICE)
    office.forget("resident")
    tally.held("in a browser that knows it the office gets its code at once", _office_comes_in(target, office))
    waiting = target.rows.one(_WAITING, _OFFICE)
    _ask_office(target.browser(), _OFFICE)
    tally.held("elsewhere its code waits and is not refused", int(target.rows.one(_WAITING, _OFFICE)) > int(waiting))


def mailbox(target: Target, tally: Tally) -> None:
    """Nobody's mailbox is filled through us, and no words of a stranger reach it."""
    victim = "victim@gmail.com"
    spelled = (victim, "v.i.ctim@gmail.com", "victim+{n}@gmail.com", "VICTIM@GMAIL.COM")
    sent = [
        target.complaint(
            Resident(_SPAM, f"{_SPAM}, number {number}.", _SPAM, "email", address=spelled[number % 4].format(n=number))
        )
        for number in range(_COMPLAINTS)
    ]
    target.wait_for_letters()

    def to_victim(one: Letter) -> bool:
        name, _at, domain = one.address.casefold().partition("@")
        return domain == "gmail.com" and name.partition("+")[0].replace(".", "") == "victim"

    got = [one for one in target.own.letters.letters() if to_victim(one)]
    tally.held(f"{len(got)} letters after {len(sent)} complaints", len(got) <= _MOST_A_DAY)
    for one in got:
        tally.held("no words of a stranger in a letter", _SPAM not in one.text + one.subject)
    cancelled = target.rows.one("SELECT count(*) FROM letters WHERE cancelled_at IS NOT NULL AND person_id IS NOT NULL")
    tally.held("each receipt is sent or waits", cancelled == "0")


def _letters_to(target: Target, address: str) -> int:
    return target.own.letters.count(lambda one: one.address == address)


def _has_more_than(target: Target, address: str, before: int) -> bool:
    return _letters_to(target, address) > before


def _ask_code(browser: Browser, reference: str, address: str) -> None:
    form = browser.get("/track/code").form_with("reference", "address")
    browser.send(form, {"reference": reference, "address": address})


def _ask_lost(browser: Browser, address: str) -> None:
    browser.send(browser.get("/track/lost").form_with("email"), {"email": address})


def _ask_office(browser: Browser, address: str) -> None:
    browser.send(browser.get("/members").form_with("email"), {"email": address})


def _by_code(target: Target, browser: Browser, sent: Sent, address: str) -> Page:
    before = codes_sent(address, target.own.letters)
    _ask_code(browser, sent.reference, address)
    digits = digits_sent(address, target.own.letters, after=before)
    return browser.send(browser.get("/track/code/enter").form_with("digits"), {"digits": digits})


def _office_comes_in(target: Target, browser: Browser) -> bool:
    before = codes_sent(_OFFICE, target.own.letters)
    _ask_office(browser, _OFFICE)
    try:
        digits = digits_sent(_OFFICE, target.own.letters, after=before)
    except Stuck:
        return False
    page = browser.send(browser.get("/members/code").form_with("digits"), {"digits": digits})
    return page.status == 200 and page.path == "/members/enquiries"
