"""`make deploy-check`: whether the set-up in deploy/ holds: nginx before gunicorn, attacked as from the internet.

Every page must come within two seconds while visitors dawdle, send too much, too often or lies about who they are.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from bench import refused, slow_clients
from bench.last_line import last_line
from bench.nginx import SAYING, find_nginx
from bench.page import Page
from bench.process import HOST
from bench.real_portal import Answer, RealPortal, real_portal
from bench.watch import Watch, watching

_WITHIN_SECONDS = 2.0
_HOLD_SECONDS = 2.5
_HELD = 60
_PAGES = ("/", "/complain", "/track", "/desk/sign-in", "/track/code", "/members", "/accessibility", "/privacy")
_VISITORS = ("127.0.0.2", "127.0.0.3")
_MARK = "zqmarkerqz"
_FORM = "application/x-www-form-urlencoded"

Finding = tuple[str, bool]


def main(arguments: Sequence[str]) -> int:
    """Check, and print the counts as JSON in the last line. Returns 1 when something did not hold.

    Without nginx it says so; that is a failure where CI asks for it.
    """
    argparse.ArgumentParser(prog="deploy-check", description="Attack the shipped set-up.").parse_args(arguments)
    if find_nginx() is None:
        print("nginx is not installed here, so the shipped set-up was not checked: install nginx (Debian's is enough)")
        last_line({"checked": 0, "failed": 0, "nginx": False})
        return 1 if os.environ.get("CI") else 0
    began = time.monotonic()
    with real_portal(with_nginx=True, officers=()) as own:
        pages = [page for page in _PAGES if own.ask("GET", page).status == 200]
        with watching(own, sources=_VISITORS, pages=[*pages, _style_sheet(own)], seconds=_WITHIN_SECONDS) as watch:
            found = [finding for check in _WHILE_WATCHED for finding in check(own)]
        found += [finding for check in _AFTERWARDS for finding in check(own)]
    found += list(_watched(watch))
    wrong = [what for what, right in found if not right]
    for what in wrong:
        print(f"WRONG: {what}")
    seconds, page = watch.slowest
    last_line(
        {
            "checked": len(found),
            "failed": len(wrong),
            "nginx": True,
            "pages": len(watch.took),
            "slowest_ms": round(seconds * 1000),
            "slowest_page": page,
            "seconds": round(time.monotonic() - began),
        }
    )
    return 1 if wrong else 0


def _watched(watch: Watch) -> Iterator[Finding]:
    yield f"every page meanwhile was there (not {watch.failed[:5]})", not watch.failed
    yield f"every page meanwhile came within {_WITHIN_SECONDS} s", watch.slowest[0] <= _WITHIN_SECONDS


def _half_open(own: RealPortal) -> Iterator[Finding]:
    """Headers and bodies that never end, and connections that never begin."""
    begun = f"GET /complain HTTP/1.1\r\nHost: {own.host}\r\nAccept: text/html\r\nX-".encode()
    body = (
        f"POST /complain HTTP/1.1\r\nHost: {own.host}\r\nContent-Type: {_FORM}\r\nContent-Length: 90000\r\n\r\nabout="
    )
    with slow_clients.half_open(own, _HELD, source="127.0.0.10", sent=begun):
        time.sleep(_HOLD_SECONDS)
    with slow_clients.half_open(own, _HELD, source="127.0.0.11", sent=body.encode()):
        time.sleep(_HOLD_SECONDS)
        yield "an unfinished body is not the portal's yet", own.ask("GET", "/track", source="127.0.0.12").status == 200
    with slow_clients.silent(own, _HELD, source="127.0.0.13"):
        time.sleep(_HOLD_SECONDS / 2)


def _slow_readers(own: RealPortal) -> Iterator[Finding]:
    with slow_clients.slow_readers(own, _HELD // 3, source="127.0.0.14", path="/accessibility"):
        time.sleep(_HOLD_SECONDS)
        yield "slow readers hold nobody up", own.ask("GET", "/track", source="127.0.0.15").status == 200


def _too_much(own: RealPortal) -> Iterator[Finding]:
    """A body of 100 MB, one of no announced length, one for a page that takes no files, and a header of 1 MB."""
    said = {"Content-Type": _FORM, "Content-Length": "100000000"}
    for path in ("/complain", "/track", "/desk/sign-in", "/nothing-here"):
        began = time.monotonic()
        answer = own.ask("POST", path, source="127.0.0.16", headers=said, body=b"about=me")
        yield (
            f"100 MB to {path} are refused at once, in the portal's words",
            (_says(answer, 413, "Your words are not lost") and time.monotonic() - began < _WITHIN_SECONDS),
        )
    yield "a body without an end is refused", _endless(own) == 413
    answer = own.ask("POST", "/complain", source="127.0.0.16", headers={"Content-Type": _FORM}, body=b"a" * 2_100_000)
    yield "2 MB to a page without files are refused by the portal", _says(answer, 413, "Your words are not lost")
    answer = own.ask("GET", "/track", source="127.0.0.16", headers={"X-Much": "x" * 60_000})
    yield "a huge header is refused in the portal's words", _says(answer, 400, "could not read")


def _endless(own: RealPortal) -> int:
    connection = own.connection("127.0.0.17")
    try:
        connection.putrequest("POST", "/complain", skip_host=True)
        for name, value in {**own.headers("127.0.0.17"), "Content-Type": _FORM}.items():
            connection.putheader(name, value)
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
        try:
            for _number in range(100):
                connection.send(chunk)
        except OSError:
            # It hung up on us, after it said why.
            pass
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 413
    finally:
        connection.close()


def _lies(own: RealPortal) -> Iterator[Finding]:
    """What a visitor says about host, scheme and path changes no address and leads nowhere else."""
    lies = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "//evil.example",
        "X-Forwarded-Port": "81",
        "Forwarded": "for=192.0.2.1;host=evil.example",
        "SCRIPT_NAME": "//evil.example",
        "X-Script-Name": "//evil.example",
        "X-Original-URL": "//evil.example/desk",
    }
    for path in ("//evil.example/desk", "/desk", "/track/", "/complain", "/\\evil.example"):
        answer = own.ask("GET", path, source="127.0.0.18", headers=lies)
        location = answer.headers.get("Location", "/")
        ours = location.startswith(f"{own.url}/") or (location.startswith("/") and location[1:2] not in {"/", "\\"})
        yield f"{path} with lies leads nowhere else", ours and answer.status < 500
        yield f"{path} with lies is the same page", answer.status == own.ask("GET", path, source="127.0.0.18").status
    answer = own.ask("GET", "/track", source="127.0.0.18", headers=lies)
    yield "no lie stands on a page", b"evil" not in answer.body and b"http://" not in answer.body
    answer = own.ask("GET", "/track", source="127.0.0.18", headers={"Host": "evil.example"})
    yield "another host gets no page", answer.status == 400
    yield "cookies are for https", "Secure" in (own.ask("GET", "/track").headers["Set-Cookie"] or "Secure")


def _who_asks(own: RealPortal) -> Iterator[Finding]:
    """Wrong tries from one address slow that address down, whatever it says in front; another one is not touched."""
    statuses = [_wrong_try(own, "127.0.0.20", f"198.51.100.{number}") for number in range(34)]
    yield "a guesser who lies about the address is slowed down", (statuses[0], statuses[-1]) == (200, 429)
    yield "another address is another network", _wrong_try(own, "127.0.0.21", "198.51.100.33") == 200


def _wrong_try(own: RealPortal, source: str, forged: str) -> int:
    browser = own.browser(source, {"X-Forwarded-For": forged, "Forwarded": f"for={forged}"})
    form = browser.get("/track").form_with("reference", "code")
    return browser.send(form, {"reference": refused.wrong_reference(), "code": refused.wrong_code()}).status


def _floods(own: RealPortal) -> Iterator[Finding]:
    """Requests without end are answered by nginx, in the portal's words, and stop nobody else."""
    answers = _many(own, 400, "GET", "127.0.0.30")
    refusals = [one for one in answers if one.status == 429]
    yield "a flood of requests is held off", 0 < len(refusals) < 400
    yield "in the portal's words", all(_says(one, 429, "Wait one minute") for one in refusals[:3])
    yield "nobody else is stopped", own.ask("GET", "/track", source="127.0.0.31").status == 200
    yield "a flood of posts is held off", _many(own, 140, "POST", "127.0.0.32")[-1].status == 429
    yield "who floods by posts may read on", own.ask("GET", "/track", source="127.0.0.32").status == 200
    household = [f"2001:db8:1:2:{number:x}::1" for number in range(140)]
    yield "an IPv6 household is one network", _many(own, 140, "POST", SAYING, as_of=household)[-1].status == 429
    for other in ("2001:db8:1:3::1", "2001:db8:1:2a::", "2001:db8::1"):
        yield f"{other} is another", _many(own, 1, "POST", SAYING, as_of=[other])[-1].status != 429


def _many(own: RealPortal, number: int, method: str, source: str, as_of: Sequence[str] = ()) -> list[Answer]:
    """Ask so often by one connection, each time as somebody else where that is said.

    For what nginx answers itself, so that it comes fast enough to be a flood however busy this machine is.
    """
    connection, answers, path = own.connection(source), list[Answer](), _style_sheet(own)
    for one in range(number):
        headers = own.headers(source) | ({"X-Speaks-As": as_of[one]} if as_of else {})
        if method == "POST":
            connection.request(method, path, body=b"any=thing", headers={**headers, "Content-Type": _FORM})
        else:
            connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answers.append(Answer(answer.status, answer.headers, answer.read()))
    connection.close()
    return answers


def _front(own: RealPortal) -> Iterator[Finding]:
    """The way from http to https, what TLS is spoken, static files, and what the answers tell about the server."""
    plain = http.client.HTTPConnection(HOST, own.plain_port, timeout=10)
    plain.request("GET", f"/track?{_MARK}", headers={"Host": "evil.example"})
    answer = plain.getresponse()
    yield "http leads to our https", (answer.status, answer.headers["Location"]) == (301, f"{own.url}/track?{_MARK}")
    plain.close()
    inclear = http.client.HTTPConnection(HOST, own.port, timeout=10)
    inclear.request("GET", "/track", headers={"Host": own.host})
    answer = inclear.getresponse()
    yield "so does http at the port of https", (answer.status, answer.headers["Location"]) == (301, f"{own.url}/track")
    inclear.close()
    yield "TLS 1.1 is refused", not _speaks(own, "-tls1_1")
    yield "TLS 1.2 and 1.3 are spoken", _speaks(own, "-tls1_2") and _speaks(own, "-tls1_3")
    page = own.ask("GET", f"/track?{_MARK}")
    yield "the server does not tell its version", page.headers["Server"] == "nginx"
    yield "HSTS is sent", "max-age=31536000" in (page.headers["Strict-Transport-Security"] or "")
    style = own.ask("GET", _style_sheet(own), headers={"Accept-Encoding": "gzip"})
    yield "a style sheet is there", (style.status, style.headers["Content-Type"]) == (200, "text/css")
    yield (
        "it is kept for ever and packed",
        ("immutable" in (style.headers["Cache-Control"] or "") and style.headers["Content-Encoding"] == "gzip"),
    )
    yield "nothing above the static files is served", own.ask("GET", "/static/../../pyproject.toml").status >= 400
    yield "the pages for the proxy are not addresses", own.ask("GET", "/errors/429.html").status == 404


def _speaks(own: RealPortal, version: str) -> bool:
    """Whether it agrees with somebody who speaks only this version, however weak."""
    command = ["openssl", "s_client", "-connect", own.host, version, "-cipher", "ALL:@SECLEVEL=0"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _portal_away(own: RealPortal) -> Iterator[Finding]:
    """The portal is stopped: nginx answers for it, with the phone number."""
    os.kill(own.web_pid, signal.SIGTERM)
    until, answer = time.monotonic() + 20, own.ask("GET", f"/track?{_MARK}")
    while answer.status == 200 and time.monotonic() < until:
        time.sleep(0.2)
        answer = own.ask("GET", f"/track?{_MARK}")
    yield "without the portal there is a page that says so", _says(answer, 503, "it may not be saved")
    yield "and how to reach somebody", _says(answer, 503, "You can talk to us instead")
    yield "and it is not kept", answer.headers["Cache-Control"] == "no-store"


def _logs(own: RealPortal) -> Iterator[Finding]:
    said = own.said
    yield "no address stands in a log", not re.search(r"127\.0\.0\.(?!1\b)\d|2001:db8|198\.51\.100", said)
    yield "no query stands in a log", _MARK not in said


def _data(own: RealPortal) -> Iterator[Finding]:
    """Web, worker and commands were started with this shell's umask, and have written by now."""
    var = own.folder / "var"
    written = [one for one in var.rglob("*") if one.lstat().st_mode & 0o077]
    yield f"all data is its own user's alone (not {[one.name for one in written]})", not written
    yield "there is data", {"jobs.sqlite3", "portal.sqlite3"} <= {one.name for one in var.iterdir()}


def _says(answer: Answer, status: int, words: str) -> bool:
    return answer.status == status and words in Page("/", answer.status, answer.body.decode("utf-8", "replace")).text


def _style_sheet(own: RealPortal) -> str:
    page = own.ask("GET", "/", headers={"Accept-Encoding": "identity"}).body.decode()
    found = re.search(r'href="(/static/[^"]+\.css)"', page)
    return found[1] if found else "/static/missing.css"


Check = Callable[[RealPortal], Iterator[Finding]]
_WHILE_WATCHED: tuple[Check, ...] = (_half_open, _slow_readers, _too_much, _lies, _who_asks, _floods, _front)
_AFTERWARDS: tuple[Check, ...] = (_portal_away, _logs, _data)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
