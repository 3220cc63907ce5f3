"""Flask commands: what a person types to run, upgrade and look after a portal."""

from __future__ import annotations

import json
import os
import signal
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal import clock, jobs, migrations
from portal.accounts import demo as demo_accounts
from portal.accounts import officers, permissions, second_factor
from portal.complaints.equality import people
from portal.complaints.incoming import mail_reading
from portal.complaints.journey.actions import ACTIONS
from portal.complaints.matter import events
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.rulebook import read
from portal.config import ROOT, UnsafeSettings, require_mail_authority
from portal.demo import bench_data, starting
from portal.equalities import doors, printed
from portal.errors import NotFound, Refusal
from portal.letters.incoming import mailbox
from portal.migrations import check
from portal.people import safe_contact
from portal.people.models import Person
from portal.reports import figures
from portal.sealed import CannotUnseal
from portal.web import access, error_pages, session_rows, unit_of_work
from portal.web.unit_of_work import changes, database, settings


class _Patient(click.Command):
    """A command that may take its time: the bounds of what a page waits for do not hold for it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it on a database of its own waits."""
        unit_of_work.wait_patiently()
        return super().invoke(ctx)


def wire(app: Flask) -> None:
    """Give the application its commands."""
    commands = (
        upgrade, worker, sweep, read_mail, run_demo, demo_code, make_officer, renew_officer, disable_officer,
        end_sessions, check_events, figures_of, equality_totals,
        rekey_equalities, rekey_data, load_for_bench, write_permissions, write_error_pages, version,
    )  # fmt: skip
    for command in commands:
        app.cli.add_command(command)


@click.command()
def version() -> None:
    """Print which portal this is, and the tables it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    click.echo(f"Complaints Portal {project['version']}, tables {', '.join(migrations.heads())}")


@click.command()
def upgrade() -> None:
    """Bring the database to the newest tables."""
    migrations.upgrade(settings().database_url)
    click.echo("The database is up to date.")


@click.command("write-permissions")
def write_permissions() -> None:
    """Write docs/permissions.md anew from the permission table and the addresses there are."""
    page = permissions.as_page(access.desk_routes(current_app), grant_routes(current_app))
    (ROOT / "docs" / "permissions.md").write_text(page, "utf-8")


@click.command("write-error-pages")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def write_error_pages(folder: Path) -> None:
    """Write the pages that the proxy shows for what never reaches the portal: too much, too often, not there."""
    error_pages.write_for_proxy(current_app, folder, base_url=settings().base_url)
    click.echo(f"The pages are in {folder / 'errors'}")


def grant_routes(app: Flask) -> list[tuple[str, str, str]]:
    """Return residents' addresses of one matter: methods, address, and what the grant must allow."""
    needs = {one.endpoint: one.needs for one in ACTIONS}
    found = [
        (", ".join(sorted((rule.methods or set()) & {"GET", "POST"})), rule.rule, needs[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint in needs
    ]
    return sorted(found, key=lambda one: (one[1], one[0]))


@click.command(cls=_Patient)
def worker() -> None:
    """Send letters and keep promises: the portal's second process."""
    if line := check.why_not(settings()):
        raise click.ClickException(line)
    jobs.run_worker(database(), settings())


@click.command(cls=_Patient)
def sweep() -> None:
    """Do now, once, all that the worker looks for by itself: letters, mail, dates, possible duplicates."""
    jobs.sweep(jobs.Work(database(), settings()))


@click.command("read-mail", cls=_Patient)
@click.option("--file", "path", type=click.Path(path_type=Path), help="One mail; - is standard input.")
def read_mail(path: Path | None) -> None:
    """Take in mail: what waits in the mailbox, one file, or what a mail server pipes in.

    Ends with 0 when the mail is kept, 65 when it is too large and was not, and 75 when it should be tried again.
    Outside demo mode no mail is taken before `PORTAL_MAIL_AUTHORITY` says who checks its senders (threat T14).
    """
    try:
        require_mail_authority(settings())
        rules = read(settings().council_file)
        if path is None:
            click.echo(f"{mail_reading.read_all(database(), settings(), rulebook=rules)} mails taken")
            return
        most = settings().limits.mail_bytes
        piped = str(path) == "-"
        came = mailbox.read_pipe(sys.stdin.buffer, most=most) if piped else mailbox.read_file(path, most=most)
        if came.size > most:
            click.echo("The mail is too large and was not kept.", err=True)
            sys.exit(os.EX_DATAERR)
        mail_reading.take(database(), by_portal(now=clock.now(), rulebook=rules, settings=settings()), came=came)
    except UnsafeSettings as refused:
        click.echo(f"The mail was not kept: {refused}", err=True)
        sys.exit(os.EX_TEMPFAIL)
    except Exception as error:
        # Whatever it is, the mail server keeps the mail and hands it over again.
        click.echo(f"The mail was not kept, try again: {jobs.place(error)}", err=True)
        sys.exit(os.EX_TEMPFAIL)


@click.command("run-demo")
def run_demo() -> None:
    """Serve a fictional council on this machine only."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        starting.run(settings())
    except UnsafeSettings as refused:
        raise click.ClickException(str(refused)) from None
    except KeyboardInterrupt:
        click.echo("\nStopped.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@click.command("demo-code")
@click.argument("name")
def demo_code(name: str) -> None:
    """Print the six digits a demo officer's app would show now."""
    try:
        click.echo(demo_accounts.demo_code(settings(), name, clock.now()))
    except (NotFound, Refusal) as refused:
        raise click.ClickException(str(refused)) from None


@click.command("make-officer", cls=_Patient)
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--team", required=True)
@click.option("--role", required=True)
def make_officer(name: str, email: str, team: str, role: str) -> None:
    """Make an officer and print their first password and second factor, once."""
    council = read(settings().council_file).council
    with changes() as db:
        made = officers.make_officer(
            db,
            settings(),
            officers.NewOfficer(name=name, email=email, team=team, role=role),
            issuer=council.name,
            now=clock.now(),
        )
    _say_activation(made)


def _say_activation(made: officers.Activation) -> None:
    click.echo(f"First password, to be changed at the first sign-in: {made.password}")
    click.echo(f"Second factor, for an authenticator app: {made.totp_secret}")


@click.command("renew-officer")
@click.option("--email", required=True)
def renew_officer(email: str) -> None:
    """Give an officer who lost their password or phone another first password and second factor, printed once."""
    council = read(settings().council_file).council
    with _officer_is_there(), changes() as db:
        made = officers.renew(db, settings(), email=email, issuer=council.name, now=clock.now())
    _say_activation(made)


@click.command("disable-officer")
@click.option("--email", required=True)
def disable_officer(email: str) -> None:
    """Close an officer's account and end all its sessions at once."""
    with _officer_is_there(), changes() as db:
        officers.disable(db, officer_id=officers.get_by_email(db, email).id, now=clock.now())
    click.echo("The account is closed, and all its sessions have ended.")


@click.command("end-sessions")
@click.option("--email", help="One officer's; without it everybody's, residents' too.")
def end_sessions(email: str | None) -> None:
    """End all sessions of one officer, or of everybody: the cookies that are out open nothing any more."""
    with _officer_is_there(), changes() as db:
        if email is None:
            ended = session_rows.end_all(db, now=clock.now())
        else:
            ended = session_rows.end_officers(db, officer_id=officers.get_by_email(db, email).id, now=clock.now())
    click.echo(f"{ended} sessions ended")


@contextmanager
def _officer_is_there() -> Iterator[None]:
    try:
        yield
    except NotFound:
        raise click.ClickException("No open account has this e-mail address.") from None


@click.command("check-events", cls=_Patient)
def check_events() -> None:
    """Check that the whole database can be read, and that nobody changed what happened: every chain of events holds."""
    faults = list(check.broken(database()))
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo("The database is broken. Stop the portal and restore a backup")
    broken = 0
    try:
        with database().session() as db:
            # With a column that no index has, so that rows are read and not an index of them.
            for complaint_id, _words in db.execute(select(Complaint.id, Complaint.words)):
                seq = events.first_broken(db, complaint_id, key=settings().event_key)
                if seq is not None:
                    broken += 1
                    click.echo(f"complaint {complaint_id}: event {seq} does not follow from the one before")
        click.echo(f"{broken} broken chains")
    except DBAPIError:
        click.echo("The chains could not all be read")
        broken += 1
    sys.exit(1 if broken or faults else 0)


@click.command("figures", cls=_Patient)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
def figures_of(first: datetime, last: datetime) -> None:
    """Print how many matters and people there were, what was joined, and how fast chases were answered."""
    if last < first:
        raise click.ClickException("The last day comes before the first.")
    calendar = read(settings().council_file).calendar
    with database().session() as db:
        found = figures.figures(db, first=first.date(), last=last.date(), today=clock.today(), calendar=calendar)
    for label, value in figures.table(found):
        click.echo(f"{label:<52}{value:>8}")
    click.echo(json.dumps(found.plain()))


@click.command("equality-totals", cls=_Patient)
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help="The year the financial year begins in.")
def equality_totals(year: int) -> None:
    """Print who answered what to the equality questions, in numbers that name nobody; the last line is JSON."""
    chosen = settings()
    council = read(chosen.council_file).council
    with changes() as db:
        found = doors.totals(
            db,
            year=year,
            people=people.affected_in(db, year=year, council=council),
            least=max(chosen.small_number, council.data_threshold),
            own=council.ethnic_categories,
            today=clock.today(),
            settings=chosen,
        )
    for line in printed.lines(found):
        click.echo(line)
    click.echo(json.dumps(found))


@click.command("rekey-equalities", cls=_Patient)
def rekey_equalities() -> None:
    """Seal all equality answers under PORTAL_EQUALITY_KEY in place of PORTAL_OLD_EQUALITY_KEY."""
    old_key = os.environ.get("PORTAL_OLD_EQUALITY_KEY", "")
    try:
        with changes() as db:
            number = doors.rekey(db, old_key=old_key, person_ids=db.scalars(select(Person.id)), settings=settings())
    except CannotUnseal:
        raise click.ClickException("PORTAL_OLD_EQUALITY_KEY does not open the answers. Nothing was changed.") from None
    click.echo(f"{number} sets of answers are under the new key")


@click.command("rekey-data", cls=_Patient)
def rekey_data() -> None:
    """Seal officers' second factors and safe contact under PORTAL_DATA_KEY in place of PORTAL_OLD_DATA_KEY."""
    old_key = os.environ.get("PORTAL_OLD_DATA_KEY", "")
    try:
        with changes() as db:
            number = second_factor.rekey(db, old_key=old_key, settings=settings())
            number += safe_contact.rekey(db, old_key=old_key, settings=settings())
    except CannotUnseal:
        raise click.ClickException("PORTAL_OLD_DATA_KEY does not open what is sealed. Nothing was changed.") from None
    click.echo(f"{number} sealed values are under the new key")


@click.command("load-for-bench", cls=_Patient)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--matters", default=10_000, show_default=True)
@click.option("--drafts", default=3_000, show_default=True)
def load_for_bench(file: Path, matters: int, drafts: int) -> None:
    """Fill a demo portal for `make bench`, and write the cookies that open what was loaded to a file."""
    try:
        loaded = bench_data.load(matters=matters, drafts=drafts, now=clock.now())
    except UnsafeSettings as refused:
        raise click.ClickException(str(refused)) from None
    file.touch(mode=0o600)
    file.write_text(json.dumps(loaded), "utf-8")
    click.echo(f"Loaded {matters} matters and {drafts} drafts.")
