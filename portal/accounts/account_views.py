"""An officer's own account: open sessions and the password."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts import device_guards, passwords, sign_in
from portal.accounts.forms import ConfirmForm, PasswordForm
from portal.accounts.guards import current_officer
from portal.accounts.models import Officer
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.organisation import council as councils
from portal.organisation.routing import find_team
from portal.web import attempts, session_rows, sessions
from portal.web.access import desk
from portal.web.models import WebSession
from portal.web.unit_of_work import changes, reading, settings

_SHORT = 16


@desk("own_account")
def account() -> str:
    """Show who is signed in and where."""
    return _shown(current_officer(), ConfirmForm())


@desk("own_account")
def end_session(short: str) -> str | AnyResponse:
    """End one of the officer's own sessions. Somebody else's is not found."""
    officer, form = current_officer(), ConfirmForm()
    if not form.validate_on_submit():
        return _shown(officer, form)
    found = [row.id_hash for row in _live(officer) if row.id_hash[:_SHORT] == short]
    if not found:
        raise NotFound("session")
    with changes() as db:
        session_rows.end(db, id_hash=found[0], now=clock.now())
    return redirect(url_for("desk_account.account"), 303)


@desk("own_account")
def end_others() -> str | AnyResponse:
    """End all of the officer's sessions but this one."""
    officer, form = current_officer(), ConfirmForm()
    if not form.validate_on_submit():
        return _shown(officer, form)
    with changes() as db:
        session_rows.end_officers(db, officer_id=officer.id, now=clock.now(), but=sessions.cookie_hash())
    return redirect(url_for("desk_account.account"), 303)


@desk("own_account")
def password() -> str | AnyResponse:
    """Change the password: the old one is asked for, every other session ends, this one gets a new id."""
    officer = current_officer()
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            session_id, new_hash = _change(officer, form)
        except Refusal as refusal:
            if refusal.status == 503:
                raise
            field = form.new if refusal.code == "weak_password" else form.old
            field.errors = [refusal.message]
        else:
            sessions.put_in_cookie(session_id)
            answer = redirect(url_for("desk_account.account"), 303)
            device_guards.remember(answer, officer_id=officer.id, password_hash=new_hash)
            return answer
    return render_template("accounts/password.html", form=form, first=officer.first_password_until is not None)


def _shown(officer: Officer, form: ConfirmForm) -> str:
    council = councils.load(settings().council_file)
    team = find_team(council, officer.team, clock.today())
    here = sessions.cookie_hash()
    rows = [(row.id_hash[:_SHORT], row, row.id_hash == here) for row in _live(officer)]
    return render_template(
        "accounts/account.html", officer=officer, team=team.name if team else officer.team, rows=rows, form=form
    )


def _change(officer: Officer, form: PasswordForm) -> tuple[str, str]:
    """Change the password and return the new session's id and the new hash.

    Tries are counted under the session at hand: nobody who is not signed in here can make its officer wait.
    """
    chosen, now = settings(), clock.now()
    old, new = form.old.data or "", form.new.data or ""
    council = councils.load(chosen.council_file)
    passwords.check_new(new, own_words=(council.name, officer.name, officer.email))
    counted = attempts.by_target(chosen.limits, "desk-own", sessions.cookie_hash() or "")
    with changes() as db:
        tries = attempts.take(db, chosen, [counted], now=now)
    if not passwords.verified(chosen, officer.password_hash, old):
        raise Refusal("wrong_password", _("This is not your password. Try again."))
    new_hash = passwords.hashed(chosen, new)
    with changes() as db:
        session_id = sign_in.change_password(
            db, officer_id=officer.id, compared_hash=officer.password_hash, new_hash=new_hash, tries=tries, now=now
        )
    return session_id, new_hash


def _live(officer: Officer) -> list[WebSession]:
    now, limits = clock.now(), settings().limits
    idle, absolute = session_rows.limits_of("desk", limits)
    rows = session_rows.of_officer(reading(), officer_id=officer.id)
    return [row for row in rows if now - row.seen_at <= idle and now - row.begun_at <= absolute]
