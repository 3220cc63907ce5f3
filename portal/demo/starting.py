"""`flask run-demo`: a fictional council, on this machine only, with web and worker as shipped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

import click

from portal import clock, migrations
from portal.accounts import demo as demo_accounts
from portal.complaints.matter import rulebook as rulebooks
from portal.complaints.matter.act import by_officer
from portal.config import ROOT, Settings, UnsafeSettings
from portal.db import Database
from portal.demo import complaints

_HOST = "127.0.0.1"
_PORTS_TRIED = 50
# As many as gunicorn lets wait at a port that it opens itself.
_MAY_WAIT = 2048


def listen(first: int) -> socket.socket:
    """Take the first free port from this one on, and keep it. Raises UnsafeSettings when fifty are taken.

    Somebody who comes before the portal is ready waits. A port that was only looked at could be another's by then.
    """
    for port in range(first, first + _PORTS_TRIED):
        with suppress(OSError):
            return socket.create_server((_HOST, port), backlog=_MAY_WAIT)
    raise UnsafeSettings(f"no free port between {first} and {first + _PORTS_TRIED}")


def prepare(settings: Settings) -> list[str]:
    """Make the database, the officers and the complaints where they are missing; return sign-in links with names.

    Raises UnsafeSettings outside demo mode.
    """
    if not settings.demo:
        raise UnsafeSettings("run-demo is for demo mode only: set PORTAL_DEMO=1")
    migrations.upgrade(settings.database_url)
    rulebook = rulebooks.read(settings.council_file)
    database = Database(settings.database_url, synchronous=settings.sqlite_synchronous)
    now = clock.now()
    with database.changes() as db:
        officers = demo_accounts.make_demo_officers(db, settings, rulebook.council, now)
    complaints.load(database, by_officer(officers[0].id, now=now, rulebook=rulebook, settings=settings))
    with database.changes() as db:
        links = [
            f"{officer.name}: {demo_accounts.make_link(db, settings, officer_id=officer.id, now=now)}"
            for officer in officers
        ]
    database.dispose()
    return links


def run(settings: Settings) -> None:
    """Serve until interrupted: two web processes and the worker."""
    with listen(urlsplit(settings.base_url).port or 8000) as listener:
        _serve(listener, replace(settings, base_url=f"http://{_HOST}:{listener.getsockname()[1]}"))


def _serve(listener: socket.socket, settings: Settings) -> None:
    links = prepare(settings)
    environment = {
        **os.environ,
        "PORTAL_DEMO": "1",
        "PORTAL_BASE_URL": settings.base_url,
        "PORTAL_BIND": f"fd://{listener.fileno()}",
        "PORTAL_VAR": str(settings.var),
        "PYTHONUNBUFFERED": "1",
    }
    click.echo(f"\nThe Complaints Portal of a fictional council: {settings.base_url}")
    click.echo(f"Mail it sends: {settings.base_url}/demo/mail")
    click.echo("Sign in at the desk, once each:")
    for link in links:
        click.echo(f"  {link}")
    click.echo("Stop with Ctrl+C.\n")
    web = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with _running(web, environment, listener.fileno()) as server, _running(worker, environment):
        server.wait()


@contextmanager
def _running(command: list[str], environment: dict[str, str], *given: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command beside us; it is given these open files."""
    process = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, pass_fds=given, start_new_session=True
    )
    try:
        yield process
    finally:
        # Its own process group, so that Ctrl+C reaches it once, through us, and it can finish what it does.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
