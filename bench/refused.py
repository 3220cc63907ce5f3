"""What is refused in several ways that must look alike: for `make timing`, the requests of each way."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench import scripts
from bench.browser import Browser
from bench.mail_folder import MailFolder
from bench.officer import Officer
from bench.page import Form
from bench.portal_clock import PortalClock
from bench.portal_process import Portal
from bench.resident import Resident, Sent, complain, open_with_code

_COMPLAINTS = 24
_LETTERS = "BCDFGHJKMNPQRSTVWXZ"
_TOMS = "Missed bin or recycling collection"
_NOT_TOMS = "Street lights"
# Official addresses of the fictional council, in portal/organisation/council/example-borough/members.toml.
_LISTED = (
    "mayor@exampleborough.example",
    "cllr.ola.example@exampleborough.example",
    "robin.sample.mp@parliament.example",
    "casework.sample@parliament.example",
)
_NEXT_CODE_SECONDS = 31
_PROVEN = 4

Kinds = Mapping[str, Callable[[int], bytes]]
"""By the name of a kind of refusal, what is asked at the n-th try: a whole request."""


@dataclass(frozen=True)
class Refused:
    """Kinds that are all answered with one status. ``rounds_per_hour``: so many tries of each count in an hour.

    0 where nothing is counted. ``pause`` in seconds comes before each try, where the worker has something to do after.
    """

    status: str
    kinds: Kinds
    rounds_per_hour: int = 0
    pause: float = 0.0


def everything(own: Portal, clock: PortalClock) -> Iterator[tuple[str, Refused]]:
    """Give what is refused, by name: a browser signs in just before its turn, because the clock goes on."""
    sent = list(_complaints(own))
    yield "track", _at_track(own, sent)
    yield "sign_in", _at_sign_in(own)
    yield "members", _at_members(own)
    proven = list(_proven(own))
    yield "letterbox", _at_letterbox(own, sent)
    yield "code", _at_code(own, proven)
    yield "lost", _at_lost(own)
    yield "own_complaint", _at_complaint(own, sent)
    yield from _at_desk(own, clock)


def wrong_reference() -> str:
    """Return a reference with right check digits that nobody was given (one in ten thousand millions was)."""
    ten = f"{secrets.randbelow(10**10):010d}"
    return f"{ten}{98 - int(ten) * 100 % 97:02d}"


def wrong_code() -> str:
    """Return a private code that nobody was given."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(16))


def _complaints(own: Portal) -> Iterator[Sent]:
    for number in range(_COMPLAINTS):
        words = f"Nobody answered my letter about the lamp in our street. This is letter {number}."
        yield complain(Browser(own.url), Resident("Amara Johnson", words, "Please answer it.", "none"))


def _proven(own: Portal) -> Iterator[Sent]:
    """Give a complaint each of people who have proven their address, as `_address` has it."""
    mail = MailFolder(own.mail)
    for number in range(_PROVEN):
        words = f"The lift in our house has stood still for days. This is letter {number}."
        yield complain(
            Browser(own.url),
            Resident("Wanda Lis", words, "Please mend it.", "email", address=_address(number), proves=True),
            mail,
        )


def _address(number: int) -> str:
    return f"wanda{number % _PROVEN}@resident.example"


def _nobodys(number: int) -> str:
    return f"nobody{number % _PROVEN}@resident.example"


def _at_track(own: Portal, sent: Sequence[Sent]) -> Refused:
    browser = Browser(own.url)
    form = browser.get("/track").form_with("reference", "code")

    def typed(reference: str, code: str) -> bytes:
        return _post(own, browser, form, {"reference": reference, "code": code})

    def theirs(number: int) -> Sent:
        return sent[number % len(sent)]

    kinds: Kinds = {
        "wrong_code": lambda number: typed(theirs(number).reference, wrong_code()),
        "unknown_reference": lambda _number: typed(wrong_reference(), wrong_code()),
        "other_reference": lambda number: typed(theirs(number + len(sent) // 2).reference, theirs(number).code),
    }
    return Refused("200", kinds, rounds_per_hour=8)


def _at_sign_in(own: Portal) -> Refused:
    browser, officers = Browser(own.url), [officer["email"] for officer in own.officers()]
    form = browser.get("/desk/sign-in").form_with("email", "password", "code")
    domain = officers[0].partition("@")[2]

    def typed(email: str) -> bytes:
        code = f"{secrets.randbelow(10**6):06d}"
        return _post(own, browser, form, {"email": email, "password": secrets.token_urlsafe(12), "code": code})

    kinds: Kinds = {
        "wrong_name": lambda _number: typed(f"{secrets.token_hex(6)}@{domain}"),
        "wrong_password": lambda number: typed(officers[number % len(officers)]),
    }
    return Refused("200", kinds, rounds_per_hour=4)


def _at_members(own: Portal) -> Refused:
    browser = Browser(own.url)
    form = browser.get("/members").form_with("email")
    kinds: Kinds = {
        "listed": lambda number: _post(own, browser, form, {"email": _LISTED[number % len(_LISTED)]}),
        "unlisted": lambda number: _post(own, browser, form, {"email": f"no.{_LISTED[number % len(_LISTED)]}"}),
    }
    # One an hour: of what one network asks for, six letters a day leave for an address at once. The worker sends a
    # code after one kind, which must not slow the other down.
    return Refused("303", kinds, rounds_per_hour=1, pause=0.2)


def _at_letterbox(own: Portal, sent: Sequence[Sent]) -> Refused:
    browser = Browser(own.url)
    form = browser.get("/add").form_with("reference", "body", "send_key")

    def typed(reference: str) -> bytes:
        answers = {"reference": reference, "body": "It is still dark at night.", "send_key": secrets.token_hex(16)}
        return _post(own, browser, form, answers)

    kinds: Kinds = {
        "real": lambda number: typed(sent[number % len(sent)].reference),
        "invented": lambda _number: typed(wrong_reference()),
    }
    # Sent once each: what comes again is found, and not written.
    return Refused("303", kinds, rounds_per_hour=_COMPLAINTS)


def _at_code(own: Portal, proven: Sequence[Sent]) -> Refused:
    browser = Browser(own.url)
    form = browser.get("/track/code").form_with("reference", "address")

    def typed(reference: str, address: str) -> bytes:
        return _post(own, browser, form, {"reference": reference, "address": address})

    kinds: Kinds = {
        "proven": lambda number: typed(proven[number % _PROVEN].reference, _address(number)),
        "other_address": lambda number: typed(proven[number % _PROVEN].reference, _nobodys(number)),
        "invented": lambda number: typed(wrong_reference(), _nobodys(number)),
    }
    # As at the members' door.
    return Refused("303", kinds, rounds_per_hour=2, pause=0.2)


def _at_lost(own: Portal) -> Refused:
    browser = Browser(own.url)
    form = browser.get("/track/lost").form_with("email")
    kinds: Kinds = {
        "proven": lambda number: _post(own, browser, form, {"email": _address(number)}),
        "unknown": lambda number: _post(own, browser, form, {"email": _nobodys(number)}),
    }
    return Refused("303", kinds, rounds_per_hour=2, pause=0.2)


def _at_complaint(own: Portal, sent: Sequence[Sent]) -> Refused:
    browser = Browser(own.url)
    open_with_code(browser, sent[0])
    others = [open_with_code(Browser(own.url), one).path for one in sent[1:]]
    kinds: Kinds = {
        "somebody_elses": lambda number: _get(own, browser, others[number % len(others)]),
        "invented": lambda _number: _get(own, browser, f"/complaint/{secrets.token_hex(16)}"),
    }
    return Refused("303", kinds)


def _at_desk(own: Portal, clock: PortalClock) -> Iterator[tuple[str, Refused]]:
    """Let an officer look for matters of another team, and for one of their own that another officer restricted."""
    grace, tom = own.officers()[:2]
    central = Officer(Browser(own.url), grace, clock.now)
    references, addresses = dict[str, str](), dict[str, str]()
    for kind, service in (("other_team", _NOT_TOMS), ("restricted", _TOMS)):
        words = "My green bin was left on the kerb, and the lamp above it is dark."
        sent = complain(Browser(own.url), Resident("Piotr Nowak", words, "Please look.", "none", service=service))
        page = central.open(sent.reference)
        references[kind], addresses[kind] = sent.reference, page.path
        if kind == "restricted":
            central.act(page, "/restricted", {"reason": "Their neighbour works in the team."})
    clock.go_on(_NEXT_CODE_SECONDS)
    browser = Officer(Browser(own.url), tom, clock.now).browser
    opened = {kind: _always(_get(own, browser, path)) for kind, path in addresses.items()}
    invented: Kinds = {"invented": lambda _number: _get(own, browser, f"/desk/complaint/{secrets.token_hex(16)}")}
    yield "desk_complaint", Refused("404", {**opened, **invented})
    form = browser.get("/desk").form_with("reference")

    searched = {kind: _always(_post(own, browser, form, {"reference": one})) for kind, one in references.items()}
    unknown: Kinds = {"invented": lambda _number: _post(own, browser, form, {"reference": wrong_reference()})}
    yield "desk_search", Refused("200", {**searched, **unknown})


def _always(request: bytes) -> Callable[[int], bytes]:
    return lambda _number: request


def _get(own: Portal, browser: Browser, path: str) -> bytes:
    return scripts.get(urlsplit(own.url).netloc, path, browser.cookies_for(path))


def _post(own: Portal, browser: Browser, form: Form, answers: Mapping[str, str]) -> bytes:
    path = urlsplit(form.action).path
    return scripts.post(urlsplit(own.url).netloc, path, form.filled(answers), browser.cookies_for(path))
