"""What is somebody else's, at every address, answers as what does not exist."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bench.attacks.addresses import Address, invented
from bench.attacks.rows import changed
from bench.attacks.tally import Tally
from bench.attacks.target import Remembering, Target
from bench.officer import Officer
from bench.page import NotOnPage
from bench.real_portal import Answer
from bench.resident import Resident, Sent, open_with_code

Ids = Mapping[str, str]
"""Ids of one matter, by what addresses call them."""

_MARK = "quillwort"
_TABLES = {
    "authority_id": "authorities",
    "change_id": "contact_changes",
    "enquiry_id": "enquiries",
    "file_id": "stored_files",
    "letter_id": "letters",
    "mail_id": "inbound_mail",
    "message_id": "messages",
    "person_id": "persons",
}
_TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"|[0-9a-f]{32}|[\w-]{80,}')


def residents(target: Target, tally: Tally) -> None:
    """Another resident's ids and invented ones get one answer, from anybody."""
    sent = target.complaint(_somebody())
    ids = ids_of(target, sent)
    stranger = target.browser()
    open_with_code(stranger, target.complaint(_somebody("Other Person", "sedge")))
    addresses = [one for one in target.addresses if not one.is_desk and one.names & ids.keys()]
    for browser in (stranger, target.browser()):
        _compare(target, tally, browser, addresses, ids)


def desk(target: Target, tally: Tally) -> None:
    """A restricted matter, or another team's, is not there for an officer who may not see it; nor for a resident."""
    sent, other = target.complaint(_somebody()), target.complaint(_somebody())
    central = target.officer("central")
    for one in (sent, other):
        central.act(central.open(one.reference), "/restricted", {"reason": "Their neighbour works in the team."})
    ids = {**ids_of(target, sent), "other_id": target.id_of(other)}
    addresses = [one for one in target.addresses if one.is_desk and one.names & {"complaint_id", "other_id"}]
    for browser in (target.officer("officer").browser, target.officer("admin").browser, target.browser()):
        assert isinstance(browser, Remembering)
        _compare(target, tally, browser, addresses, ids)
    _search(tally, target.officer("officer"), sent)


def _compare(target: Target, tally: Tally, browser: Remembering, addresses: list[Address], ids: Ids) -> None:
    token = token_of(browser, "/desk/account" if browser.cookies_for("/desk") else "/track")
    with target.by_itself():
        for address in addresses:
            for method in sorted(address.methods & {"GET", "POST"}):
                _both(target, tally, browser, address, method, ids, token)


def _both(
    target: Target, tally: Tally, browser: Remembering, address: Address, method: str, ids: Ids, token: str
) -> None:
    what, nothing = f"{method} {address.rule}", {name: invented() for name in ids}
    before = target.rows.state()
    theirs = _ask(target, browser, method, address.path(ids), token)
    between = target.rows.state()
    no_ones = _ask(target, browser, method, address.path(nothing), token)
    tables = changed(before, between)
    tally.held(f"{what}: the same answer", _seen(theirs, ids) == _seen(no_ones, nothing))
    tally.held(f"{what}: no words", _MARK.encode() not in theirs.body)
    tally.held(f"{what}: the same is written", tables == changed(between, target.rows.state()))


def _ask(target: Target, browser: Remembering, method: str, path: str, token: str) -> Answer:
    cookie = browser.cookies_for(path)
    if method == "GET":
        return target.get(path, headers={"Cookie": cookie} if cookie else None)
    return target.post(path, [("csrf_token", token), ("body", "words"), ("reason", "words")], cookie=cookie)


def _seen(answer: Answer, ids: Ids) -> tuple[int, str, int, frozenset[str]]:
    """Return what a stranger can compare: status, where it leads, how long it is, and the names of its headers."""
    body, leads = answer.body, answer.headers.get("Location") or ""
    for name, one in ids.items():
        body, leads = body.replace(one.encode(), name.encode()), leads.replace(one, name)
    return answer.status, leads, len(_TOKEN.sub(b"", body)), frozenset(name.casefold() for name in answer.headers)


def _search(tally: Tally, officer: Officer, sent: Sent) -> None:
    page = officer.browser.get("/desk")
    found = officer.browser.send(page.form_with("reference"), {"reference": sent.reference})
    tally.held("the search does not find a restricted matter", _MARK not in found.html and bool(found.errors))
    tally.held(
        "the queue does not list it", _MARK not in page.html and sent.reference not in page.text.replace(" ", "")
    )


def ids_of(target: Target, sent: Sent) -> dict[str, str]:
    """Return the ids of a complaint, and of whatever else there is, by what addresses call them."""
    complaint_id = target.id_of(sent)
    # What there is none of gets an id as well, the same each time: an address may be repeated in the answer.
    ids = {name: invented() for one in target.addresses for name in one.names if name.endswith("_id")}
    ids |= {
        "complaint_id": complaint_id,
        "grant_id": target.grant_of(sent),
        "draft_id": target.rows.one("SELECT id FROM drafts WHERE complaint_id = ?", complaint_id),
    }
    for name, table in _TABLES.items():
        found = target.rows.first_id(table)
        if found:
            ids[name] = found
    return ids


def token_of(browser: Remembering, path: str) -> str:
    """Return the token of the first form on a page, which this browser may send anywhere on its side."""
    for form in browser.get(path).forms:
        for name, value in form.filled({}):
            if name == "csrf_token":
                return value
    raise NotOnPage(f"no token at {path}")


def _somebody(name: str = "Quinn Quill", mark: str = _MARK) -> Resident:
    return Resident(name, f"The {mark} beds in our street were never watered.", "Water them.", "none")
