"""What the load's clients ask, as ready bytes: building and reading HTML would cost more than some of the answers."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from bench.browser import Browser
from bench.burst import Script
from bench.page import Page

_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
_COOKIE = re.compile(rb"\r\nSet-Cookie: ([^=\r\n]+)=([^;\r\n]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nLocation: ([^\r\n]+)", re.IGNORECASE)
_DRAFT = re.compile(r"/complain/([0-9a-f]{32})")


class WrongAnswer(Exception):
    """The server did not answer as it should; the message is the beginning of the answer's head."""


@dataclass
class Acknowledged:
    """Which submissions were answered with a confirmation's address."""

    drafts: set[str] = field(default_factory=set)


def get(host: str, path: str, cookie: str = "") -> bytes:
    """Return a GET request."""
    return _head("GET", host, path, cookie) + b"\r\n"


def post(host: str, path: str, fields: Sequence[tuple[str, str]], cookie: str = "") -> bytes:
    """Return a POST request of a form."""
    body = urlencode(fields).encode("ascii")
    more = (
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nOrigin: http://{host}\r\n"
    )
    return _head("POST", host, path, cookie) + more.encode("ascii") + b"\r\n" + body


def bare(host: str) -> Script:
    """Ask for the bare page, again and again."""
    request = get(host, "/")
    while True:
        _expect(b"200", (yield request))


def track(host: str, matters: Sequence[dict[str, str]], seed: int) -> Script:
    """Open the page of one of these matters, picked at random, again and again."""
    chosen = random.Random(seed)  # noqa: S311 -- which page is measured is no secret
    while True:
        matter = matters[chosen.randrange(len(matters))]
        answer = yield get(host, f"/complaint/{matter['grant_id']}", matter["cookie"])
        _expect(b"200", answer)


def submit(
    host: str, drafts: Iterator[dict[str, str]], *, session: str, token: str, acknowledged: Acknowledged
) -> Script:
    """Send one ready draft after the other: the last POST of a journey."""
    for draft in drafts:
        path = f"/complain/{draft['draft_id']}/send"
        answer = yield post(host, path, [("csrf_token", token)], f"{session}; {draft['cookie']}")
        _expect(b"303", answer)
        if not _location(answer).endswith(f"/{draft['draft_id']}/sent"):
            raise WrongAnswer(_location(answer))
        acknowledged.drafts.add(draft["draft_id"])


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a journey: a GET, or a POST of these fields, to a path with {draft} in place of its id."""

    path: str
    fields: tuple[tuple[str, str], ...] | None


class Recorder(Browser):
    """A browser that remembers what it asked."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.steps: list[Step] = []

    def _ask(self, method: str, address: str, body: bytes | None, words: str | None) -> tuple[Page, str | None]:
        path = _DRAFT.sub("/complain/{draft}", urlsplit(address).path)
        fields = None if body is None else tuple(_fields(body))
        self.steps.append(Step(path, fields))
        return super()._ask(method, address, body, words)


def journey(host: str, steps: Sequence[Step], acknowledged: Acknowledged, number: Iterator[int]) -> Script:
    """Walk a recorded journey as new residents, each with an address of their own, one after the other."""
    while True:
        cookies: dict[str, str] = {}
        draft, token, address = "", "", f"journey{next(number)}@resident.example"
        for step in steps:
            path = step.path.replace("{draft}", draft)
            cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
            if step.fields is None:
                answer = yield get(host, path, cookie)
                _expect(b"200", answer)
                found = _TOKEN.search(answer)
                token = html.unescape(found[1].decode("ascii")) if found else ""
            else:
                mine = {"csrf_token": token, "email": address}
                fields = [(name, mine.get(name, value)) for name, value in step.fields]
                answer = yield post(host, path, fields, cookie)
                _expect(b"303", answer)
                draft = _draft(answer) or draft
                if path.endswith("/send"):
                    acknowledged.drafts.add(draft)
            cookies |= {name.decode(): value.decode() for name, value in _COOKIE.findall(_head_of(answer))}


def _fields(body: bytes) -> Iterator[tuple[str, str]]:
    yield from parse_qsl(body.decode("ascii"), keep_blank_values=True)


def _head(method: str, host: str, path: str, cookie: str) -> bytes:
    line = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n{line}".encode(
        "ascii"
    )


def _expect(status: bytes, answer: bytes) -> None:
    if answer[9:12] != status:
        raise WrongAnswer(_head_of(answer)[:400].decode("latin-1") or "no answer")


def _head_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[0]


def _location(answer: bytes) -> str:
    found = _LOCATION.search(_head_of(answer))
    return found[1].decode("latin-1") if found else ""


def _draft(answer: bytes) -> str | None:
    found = _DRAFT.search(_location(answer))
    return found[1] if found else None
