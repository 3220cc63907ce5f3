"""One person's browser without scripts: fetches pages, keeps cookies, sends forms as they stand in the page."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from bench.page import Answer, Form, Page, as_shown
from bench.transcript import Transcript

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 10
_SECONDS = 60


class TooManyRedirects(Exception):
    """The portal sent the browser round in a circle."""


@dataclass(frozen=True)
class Line:
    """How a browser reaches a portal that is not at the address it is called by: a connection, and headers beside it.

    ``connect`` is given the seconds an answer may take.
    """

    connect: Callable[[float], http.client.HTTPConnection]
    headers: Mapping[str, str] = field(default_factory=dict)


class Browser:
    """Cookies of its own, and the page it shows."""

    def __init__(self, base_url: str, transcript: Transcript | None = None, line: Line | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._parts = urlsplit(self.base_url)
        self._line = line or Line(
            lambda seconds: http.client.HTTPConnection(self._parts.hostname or "", self._parts.port, timeout=seconds)
        )
        self._transcript = transcript
        self._cookies: dict[tuple[str, str], str] = {}

    def get(self, address: str) -> Page:
        """Open an address (a path, or one of this portal's links) and return the page it leads to."""
        return self._follow("GET", urljoin(f"{self.base_url}/", address), None, None)

    def send(self, form: Form, answers: Mapping[str, Answer] | None = None, *, button: str | None = None) -> Page:
        """Fill a form in, press its button and return the page that comes back."""
        filled = form.filled(answers or {}, button)
        if form.method == "GET":
            return self.get(f"{form.action.partition('?')[0]}?{urlencode(filled)}")
        # A lone surrogate is sent as the browser would: as a question mark's place in the text.
        body = urlencode(filled, errors="replace").encode("ascii")
        boxes = form.boxes
        typed = next((as_shown(value) for name, value in filled if name in boxes and value), None)
        return self._follow("POST", form.action, body, typed)

    def cookies_for(self, path: str) -> str:
        """Return the Cookie header for a path, "" when there is none."""
        fitting = [(name, value) for (name, of), value in self._cookies.items() if _covers(of, path)]
        return "; ".join(f"{name}={value}" for name, value in fitting)

    def _follow(self, method: str, address: str, body: bytes | None, words: str | None) -> Page:
        for _time in range(_MOST_REDIRECTS):
            page, location = self._ask(method, address, body, words)
            if location is None:
                return page
            method, body, words = "GET", None, None
            address = urljoin(address, location)
        raise TooManyRedirects(urlsplit(address).path)

    def _ask(self, method: str, address: str, body: bytes | None, words: str | None) -> tuple[Page, str | None]:
        parts = urlsplit(address)
        if parts.netloc != self._parts.netloc:
            raise ValueError(f"{parts.netloc} is not this portal")
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        headers = {"Accept": "text/html", "Connection": "close", "Host": self._parts.netloc, **self._line.headers}
        if cookies := self.cookies_for(path):
            headers["Cookie"] = cookies
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.base_url,
                "Sec-Fetch-Site": "same-origin",
            }
        connection = self._line.connect(_SECONDS)
        try:
            connection.request(method, target, body=body, headers=headers)
            answer = connection.getresponse()
            html = answer.read().decode("utf-8")
        finally:
            connection.close()
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        page = Page(address, answer.status, html)
        if self._transcript is not None:
            self._transcript.note(method, path, answer.status, words=words)
        return page, answer.headers["Location"] if answer.status in _REDIRECTS else None

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                key = (name, morsel["path"] or "/")
                if _is_over(morsel):
                    self._cookies.pop(key, None)
                else:
                    self._cookies[key] = morsel.coded_value


def _covers(cookie_path: str, path: str) -> bool:
    return path == cookie_path or path.startswith(cookie_path.rstrip("/") + "/")


def _is_over(morsel: Morsel[str]) -> bool:
    if morsel["max-age"] != "":
        return int(morsel["max-age"]) <= 0
    return bool(morsel["expires"]) and parsedate_to_datetime(morsel["expires"]).timestamp() <= 0
