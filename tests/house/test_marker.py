"""What people type reaches no log, address, header, title or subject, and no address that nobody has proven (T31)."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

import pytest
from flask import Blueprint, Flask, request
from sqlalchemy import select, text, update
from werkzeug.exceptions import InternalServerError

from portal import clock
from portal.casework.queue import sweeps
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import by_portal
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.leaving import Outgoing
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint, Person
from portal.web.access import public
from portal.web.unit_of_work import changes
from tests.complaints.walking import begin, to_check
from tests.delivered import deliver_all
from tests.house.whole_walk import Walk
from tests.inspecting_client import InspectingClient

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MARK = "zebrafinch"
EMAIL = f"{MARK}@example.com"


def planted(box: str) -> str:
    return f"{MARK} in {box}"


@dataclass
class Recorder:
    """Everything that leaves the application, as a proxy in front of it would see it."""

    inner: WSGIApplication
    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = unquote_plus(f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}")
        headers: list[tuple[str, str]] = []

        def started(status: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:
            headers.extend(given)
            return start_response(status, given, exc_info)

        body = b"".join(self.inner(environ, started))
        title = re.search(r"<title>(.*?)</title>", body.decode("utf-8", "replace"), re.DOTALL)
        self.seen.append((address, unquote_plus(str(headers)), title[1] if title else ""))
        return [body]


@dataclass
class Logs:
    """What was written to the log, and what each record says before it is written."""

    written: io.StringIO
    caught: pytest.LogCaptureFixture

    def text(self) -> str:
        return self.written.getvalue() + "\n".join(record.getMessage() for record in self.caught.records)


broken = Blueprint("broken_on_purpose", __name__)


@broken.post("/broken/500")
@public
def fault() -> str:
    raise InternalServerError(original_exception=RuntimeError(str(request.form)))


@broken.post("/broken/raised")
@public
def raised() -> str:
    raise ValueError(str(request.form))


@broken.post("/broken/integrity")
@public
def integrity() -> str:
    row = {"id": "1" * 32, "name": request.form["words"], "created_at": clock.now()}
    with changes() as db:
        db.add_all([Person(**row), Person(**row)])
    return ""


@pytest.fixture
def recorder(app: Flask) -> Recorder:
    app.register_blueprint(broken)
    made = Recorder(app.wsgi_app)
    app.wsgi_app = made  # type: ignore[method-assign]
    return made


@pytest.fixture
def logs(app: Flask, caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:
    """The portal's own log handler, writing into memory."""
    found = Logs(io.StringIO(), caplog)
    (ours,) = (one for one in logging.getLogger().handlers if getattr(one, "portal", False))
    assert isinstance(ours, logging.StreamHandler)
    stream = ours.setStream(found.written)
    with caplog.at_level(logging.DEBUG):
        yield found
    ours.setStream(stream)


@pytest.fixture
def walk(app: Flask, database: Database, settings: Settings) -> Walk:
    return Walk(app, database, settings, planted, email=EMAIL)


def hits(given: str) -> list[str]:
    return [line for line in given.splitlines() if MARK in line.casefold()]


@pytest.mark.slow
def test_a_whole_life_leaves_no_word_where_none_belongs(
    walk: Walk, recorder: Recorder, logs: Logs, database: Database
) -> None:
    walk.whole()
    assert len(recorder.seen) > 100
    for address, headers, title in recorder.seen:
        assert hits(f"{address}\n{headers}\n{title}") == []
    assert hits(logs.text()) == []
    with database.session() as db:
        letters = list(db.scalars(select(Letter)))
    kinds = {letter.kind for letter in letters}
    assert {"receipt", "acknowledgement", "reply", "message", "extended", "further_accepted"} <= kinds
    for letter in letters:
        assert hits(f"{letter.subject}\n{letter.message_id}\n{letter.secret}\n{letter.queue}") == []
    # Nobody has proven the address.
    unproven = [letter for letter in letters if letter.channel == "email" and letter.kind != "letterbox_accepted"]
    assert [letter.kind for letter in unproven if hits(letter.body)] == []


@pytest.mark.slow
def test_letters_to_the_proven_say_as_little_on_the_envelope(
    walk: Walk, recorder: Recorder, database: Database
) -> None:
    reference = walk.complain()
    walk.follow(reference)
    with database.changes() as db:
        db.execute(update(ContactPoint).values(proven_at=clock.now()))
    walk.officer()
    walk.work(reference)
    with database.session() as db:
        letters = list(db.scalars(select(Letter)))
    assert any(hits(letter.body) for letter in letters)
    assert [letter.kind for letter in letters if hits(letter.subject)] == []
    # The first lines are what a locked screen shows.
    assert [letter.kind for letter in letters if hits("\n".join(letter.body.splitlines()[:2]))] == []


@pytest.mark.database
def test_what_breaks_says_nothing_of_the_words(
    app: Flask, recorder: Recorder, logs: Logs, database: Database, settings: Settings
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = InspectingClient(app)
    draft = to_check(client, words=planted("words"))
    for address in ("/broken/500", "/broken/raised", "/broken/integrity"):
        client.post(address, {"words": planted("words")}, status=500)
        assert hits(client.page.html) == []
    begin(client)
    client.post("/complain", {"words": planted("words") * 300_000}, status=413)
    client.post("/complain", f"{MARK}=1&" * 2_000, status=413, content_type="application/x-www-form-urlencoded")
    client.get(f"/nothing/{MARK}", status=404)
    client.get(f"/complain/{draft}/check")
    with database.changes() as db:
        db.execute(text("ALTER TABLE events RENAME TO events_gone"))
    client.post_form(status=503)
    with database.changes() as db:
        db.execute(text("ALTER TABLE events_gone RENAME TO events"))
    client.post_form()
    assert logs.text().count("broken_on_purpose.") >= 2
    assert "IntegrityError" in logs.text()
    assert hits(logs.text()) == []
    ours = [one for one in recorder.seen if MARK not in one[0]]
    assert [one for one in ours if hits(" ".join(one))] == []


def test_mail_that_cannot_leave_says_nothing_of_the_words(
    app: Flask, logs: Logs, database: Database, settings: Settings
) -> None:
    walk = Walk(app, database, settings, planted, email=EMAIL)
    walk.complain()

    def refused(letter: Outgoing, _settings: Settings) -> None:
        raise ConnectionError(f"{letter.address}: {letter.body} {planted('mail')}")

    deliver_all(database, settings, clock.now(), send=refused)
    nobody_listens = replace(settings, demo=False, smtp_url="smtp://127.0.0.1:1")
    with database.changes() as db:
        db.execute(update(Letter).values(not_before=None, tries=0, tried_at=None))
    deliver_all(database, nobody_listens, clock.now())
    with database.changes() as db:
        db.execute(text("ALTER TABLE letters RENAME TO letters_gone"))
    late = clock.now().replace(year=clock.now().year + 1)
    sweeps.tell_the_late(database, by_portal(now=late, rulebook=rulebook.read(), settings=settings))
    assert logs.text().count("did not leave") >= 4
    assert "ALARM sweep" in logs.text()
    assert hits(logs.text()) == []


@pytest.mark.slow
def test_the_private_code_is_in_no_address_and_no_title(walk: Walk, recorder: Recorder) -> None:
    walk.follow(walk.complain())
    walk.resident.get("/track")
    code = walk.code.replace(" ", "")
    for address, headers, title in recorder.seen:
        leads_to = re.search(r"'Location', '([^']*)'", headers)
        squeezed = re.sub(r"[ -]", "", f"{address}{leads_to[1] if leads_to else ''}{title}").upper()
        assert code not in squeezed


@pytest.mark.slow
def test_the_signed_cookies_hold_a_session_and_a_token_only(walk: Walk, app: Flask) -> None:
    walk.complain()
    walk.officer()
    interface: Any = app.session_interface
    serializer = interface.get_signing_serializer(app)
    for browser, name in ((walk.resident, "resident"), (walk.desk, "desk")):
        cookie = browser.client.get_cookie(name)
        assert cookie is not None
        assert set(serializer.loads(cookie.value)) <= {"sid", "csrf_token"}
