"""Flask commands: what a person types to run, upgrade and look after a portal."""

from __future__ import annotations

import json
import os
import signal
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from sqlalchemy import select

from portal import clock, jobs, migrations
from portal.accounts import demo as demo_accounts
from portal.accounts import officers, permissions
from portal.complaints.equality import people
from portal.complaints.incoming import mail_reading
from portal.complaints.journey.actions import ACTIONS
from portal.complaints.matter import events
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.rulebook import read
from portal.config import ROOT, UnsafeSettings
from portal.demo import bench_data, starting
from portal.equalities import doors, printed
from portal.errors import NotFound, Refusal
from portal.letters.incoming import mailbox
from portal.people.models import Person
from portal.reports import figures
from portal.sealed import CannotUnseal
from portal.web import access, error_pages
from portal.web.unit_of_work import changes, database, settings


def wire(app: Flask) -> None:
    """Give the application its commands."""
    commands = (
        upgrade, worker, sweep, read_mail, run_demo, demo_code, make_officer, check_events, figures_of, equality_totals,
        rekey_equalities, load_for_bench, write_permissions, write_error_pages, version,
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


@click.command()
def worker() -> None:
    """Send letters and keep promises: the portal's second process."""
    jobs.run_worker(database(), settings())


@click.command()
def sweep() -> None:
    """Do now, once, all that the worker looks for by itself: letters, mail, dates, possible duplicates."""
    jobs.sweep(jobs.Work(database(), settings()))


@click.command("read-mail")
@click.option("--file", "path", type=click.Path(path_type=Path), help="One mail; - is standard input.")
def read_mail(path: Path | None) -> None:
    """Take in mail: what waits in the mailbox, one file, or what a mail server pipes in.

    Ends with 0 when the mail is kept, 65 when it is too large and was not, and 75 when it should be tried again.
    """
    try:
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


@click.command("make-officer")
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
    click.echo(f"First password, to be changed at the first sign-in: {made.password}")
    click.echo(f"Second factor, for an authenticator app: {made.totp_secret}")


@click.command("check-events")
def check_events() -> None:
    """Check that nobody changed what happened: every complaint's chain of events must hold."""
    broken = 0
    with database().session() as db:
        for complaint_id in db.query(Complaint.id).order_by(Complaint.id):
            seq = events.first_broken(db, complaint_id[0], key=settings().event_key)
            if seq is not None:
                broken += 1
                click.echo(f"complaint {complaint_id[0]}: event {seq} does not follow from the one before")
    click.echo(f"{broken} broken chains")
    sys.exit(1 if broken else 0)


@click.command("figures")
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


@click.command("equality-totals")
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


@click.command("rekey-equalities")
def rekey_equalities() -> None:
    """Seal all equality answers under PORTAL_EQUALITY_KEY in place of PORTAL_OLD_EQUALITY_KEY."""
    old_key = os.environ.get("PORTAL_OLD_EQUALITY_KEY", "")
    try:
        with changes() as db:
            number = doors.rekey(db, old_key=old_key, person_ids=db.scalars(select(Person.id)), settings=settings())
    except CannotUnseal:
        raise click.ClickException("PORTAL_OLD_EQUALITY_KEY does not open the answers. Nothing was changed.") from None
    click.echo(f"{number} sets of answers are under the new key")


@click.command("load-for-bench")
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
