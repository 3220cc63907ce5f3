"""A portal as a council runs it: not in demo mode, with nginx in front where it is installed, mail by SMTP, officers.

with real_portal() as own:
visitor = own.browser("127.0.0.7")          # a browser at an address of its own
visitor.get("/complain")
own.letters.wait_for(lambda letter: letter.address == "ama@resident.example")
Officer(own.browser("127.0.0.8"), own.officer("central"))
"""

from __future__ import annotations

import http.client
import re
import secrets
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyotp

from bench.browser import Browser, Line
from bench.databases import settings_for
from bench.mail_folder import MailFolder
from bench.mail_server import mail_server
from bench.nginx import find_nginx, nginx
from bench.portal_process import run_flask, surroundings
from bench.process import HOST, ROOT, NotReady, free_port, running, wait_until_it_answers

OFFICERS = (
    ("Grace Adeyemi", "grace@council.example", "complaints", "central"),
    ("Hassan Malik", "hassan@council.example", "complaints", "central"),
    ("Ivy Clarke", "ivy@council.example", "waste", "officer"),
    ("Jonah Reid", "jonah@council.example", "waste", "team_manager"),
    ("Kim Tran", "kim@council.example", "complaints", "contact_centre"),
    ("Lena Fox", "lena@council.example", "complaints", "admin"),
)
"""Name, e-mail, team and role of each officer that is made."""

_KEYS = ("SECRET", "CODE", "EVENT", "DATA", "EQUALITY")
_TOLD = re.compile(r"(?:First password|Second factor)[^:]*: (\S+)")
_STEP_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and body, nothing followed."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class RealPortal:
    """A running portal outside demo mode.

    ``url`` is its https address, which Host must name; ``nginx`` says whether nginx stands in front. Without it
    gunicorn listens there itself, in clear, and believes this machine's X-Forwarded-For, as it would nginx's. So speak
    to it by `browser`, `ask` or `connection`, which know. ``folder`` holds all it writes: data in ``var``, letters in
    ``mail``, what web, worker and nginx said in ``*.log``.
    """

    url: str
    port: int
    plain_port: int | None
    nginx: bool
    folder: Path
    officers: Sequence[Mapping[str, str]] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    web_pid: int = 0
    worker_pid: int = 0

    @property
    def host(self) -> str:
        """What stands in the Host header."""
        return f"{HOST}:{self.port}"

    @cached_property
    def letters(self) -> MailFolder:
        """Every mail that left, as the mail server got it."""
        return MailFolder(self.folder / "mail")

    @property
    def said(self) -> str:
        """All that web, worker and nginx have said by now."""
        return "\n".join(file.read_text("utf-8", "replace") for file in sorted(self.folder.rglob("*.log")))

    def officer(self, role: str, number: int = 0) -> Mapping[str, str]:
        """Return the account of an officer with a role: email, password and totp_secret, as `Officer` wants it."""
        return [one for one in self.officers if one["role"] == role][number]

    def connection(self, source: str = "127.0.0.2", seconds: float = 30) -> http.client.HTTPConnection:
        """Return an open line from one of this machine's addresses; without nginx `headers` must say it too."""
        if not self.nginx:
            return http.client.HTTPConnection(HOST, self.port, timeout=seconds)
        # The certificate was made a moment ago, by us, for nobody else.
        unchecked = ssl._create_unverified_context()  # noqa: S323, SLF001
        return http.client.HTTPSConnection(
            HOST, self.port, timeout=seconds, source_address=(source, 0), context=unchecked
        )

    def headers(self, source: str) -> dict[str, str]:
        """Return what must stand in a request's headers for it to come from this address."""
        return {"Host": self.host} if self.nginx else {"Host": self.host, "X-Forwarded-For": source}

    def browser(self, source: str = "127.0.0.2", headers: Mapping[str, str] | None = None) -> Browser:
        """Return a new browser, without cookies, at one of this machine's addresses (127.0.0.2 and on).

        ``headers`` stand over those it sends each time.
        """
        said = {**self.headers(source), **(headers or {})}
        return Browser(self.url, line=Line(lambda seconds: self.connection(source, seconds), said))

    def ask(
        self,
        method: str,
        path: str,
        *,
        source: str = "127.0.0.2",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = 30,
    ) -> Answer:
        """Send one request and return what comes back; ``headers`` stand over those it would have."""
        connection = self.connection(source, seconds)
        try:
            connection.request(method, path, body=body, headers={**self.headers(source), **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def flask(self, *words: str) -> str:
        """Run one of the portal's commands and return what it printed. Raises NotReady when it fails."""
        return run_flask(self.environment, *words)


@contextmanager
def real_portal(
    *,
    environment: Mapping[str, str] | None = None,
    database: str = "sqlite",
    with_nginx: bool | None = None,
    officers: Sequence[tuple[str, str, str, str]] = OFFICERS,
) -> Iterator[RealPortal]:
    """Start a portal on a fresh database and stop it, and all that belongs to it, at the end of the block.

    ``environment`` stands over its settings; ``with_nginx`` is whether nginx is in front, when not given as far as it
    is installed. Officers have chosen their own passwords already. Raises NotReady.
    """
    with ExitStack() as everything:
        folder = Path(everything.enter_context(tempfile.TemporaryDirectory(prefix="portal-real-")))
        stored = everything.enter_context(settings_for(database))
        mail_url = everything.enter_context(mail_server(folder / "mail"))
        behind = find_nginx() is not None if with_nginx is None else with_nginx
        port = free_port()
        portal_port = free_port() if behind else port
        whole = _environment(folder, port=port, portal_port=portal_port, mail_url=mail_url)
        whole |= {**stored, **(environment or {})}
        run_flask(whole, "upgrade")
        made = [_make_officer(whole, *one) for one in officers]
        web_log = folder / "web.log"
        web = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "wsgi:app"]
        worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        serving = everything.enter_context(running(web, environment=whole, log=web_log))
        working = everything.enter_context(running(worker, environment=whole, log=folder / "worker.log"))
        wait_until_it_answers(f"http://{HOST}:{portal_port}", serving, web_log)
        plain_port = None
        if behind:
            pages = folder / "pages"
            run_flask(whole, "write-error-pages", str(pages))
            front = everything.enter_context(nginx(folder / "nginx", port=port, portal_port=portal_port, pages=pages))
            plain_port = front.plain_port
        own = RealPortal(
            f"https://{HOST}:{port}", port, plain_port, behind, folder, made, whole, serving.pid, working.pid
        )
        for account in made:
            _choose_password(own, account)
        yield own


def _environment(folder: Path, *, port: int, portal_port: int, mail_url: str) -> dict[str, str]:
    var = folder / "var"
    var.mkdir(mode=0o700)
    return {
        **surroundings(),
        **{f"PORTAL_{name}_KEY": secrets.token_urlsafe(32) for name in _KEYS},
        "PORTAL_BASE_URL": f"https://{HOST}:{port}",
        "PORTAL_BIND": f"{HOST}:{portal_port}",
        "PORTAL_DATABASE_URL": f"sqlite:///{var / 'portal.sqlite3'}",
        "PORTAL_MAIL_FROM": "complaints@council.example",
        "PORTAL_SMTP_URL": mail_url,
        "PORTAL_TRUSTED_PROXIES": HOST,
        "PORTAL_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
    }


def _make_officer(environment: Mapping[str, str], name: str, email: str, team: str, role: str) -> dict[str, str]:
    said = run_flask(environment, "make-officer", "--name", name, "--email", email, "--team", team, "--role", role)
    password, secret = _TOLD.findall(said)
    return {"name": name, "email": email, "team": team, "role": role, "password": password, "totp_secret": secret}


def _choose_password(own: RealPortal, account: dict[str, str]) -> None:
    """Sign in with the first password and choose another.

    With the digits of the step before, which are still taken, so that those of this step are left for what comes next.
    """
    browser = own.browser("127.0.0.3")
    form = browser.get("/desk").form_with("email", "password", "code")
    code = pyotp.TOTP(account["totp_secret"]).at(int(time.time()) - _STEP_SECONDS)
    page = browser.send(form, {"email": account["email"], "password": account["password"], "code": code})
    chosen = secrets.token_urlsafe(16)
    page = browser.send(page.form_with("old", "new"), {"old": account["password"], "new": chosen})
    if page.status != 200 or page.errors:
        raise NotReady(f"the first password was not changed: {page.described()}")
    account["password"] = chosen
