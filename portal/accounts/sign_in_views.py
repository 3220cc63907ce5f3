"""The pages of signing in and out."""

from __future__ import annotations

import logging

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts import demo, device_guards, guards, sign_in
from portal.accounts.forms import ConfirmForm, SignInForm
from portal.accounts.models import Officer
from portal.errors import Refusal
from portal.web import asking, attempts, session_rows, sessions
from portal.web.access import desk, public
from portal.web.unit_of_work import changes, reading, settings

log = logging.getLogger(__name__)


@public
def sign_in_page() -> str | AnyResponse:
    """Ask for e-mail, password and code together; say the same whichever of them is wrong."""
    form = SignInForm()
    if request.method == "GET":
        officer = guards.find_current_officer()
        if officer is not None:
            return redirect(guards.safe_next(request.args.get("next")) or _landing(officer), 303)
        form.next.data = guards.safe_next(request.args.get("next")) or ""
    if form.validate_on_submit():
        try:
            session_id, proof = _open_session(form)
        except Refusal as refusal:
            log.warning("a sign-in to the desk was refused: %s", refusal.code)
            if refusal.status == 503:
                raise
            form.email.errors = [refusal.message]
        else:
            sessions.put_in_cookie(session_id)
            # Without an address to go on to, this page leads on: by then it knows the officer.
            answer = redirect(guards.safe_next(form.next.data) or url_for("desk_account.sign_in"), 303)
            device_guards.remember(answer, officer_id=proof.officer_id, password_hash=proof.password_hash)
            return answer
    return render_template("accounts/sign_in.html", form=form)


@desk("own_account")
def sign_out() -> str | AnyResponse:
    """End this session on the server and in the browser; a form that came without its token is asked for again."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_out.html", form=form)
    now, id_hash = clock.now(), sessions.cookie_hash()
    with changes() as db:
        if id_hash:
            session_rows.end(db, id_hash=id_hash, now=now)
    session.clear()
    response = redirect(url_for("desk_account.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@public
def demo_sign_in(token: str) -> str | AnyResponse:
    """Show a button that signs a demo officer in once: opening the page uses nothing up."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with changes() as db:
            session_id = demo.use_link(db, settings(), token=token, now=clock.now(), replaces=sessions.cookie_hash())
        sessions.put_in_cookie(session_id)
        return redirect(url_for("desk_account.sign_in"), 303)
    return render_template("accounts/demo.html", form=form)


def _open_session(form: SignInForm) -> tuple[str, sign_in.Proof]:
    """Count the try, compare, and return a new session's id with what was proven. Raises Refusal."""
    chosen, now = settings(), clock.now()
    email, password, code = form.email.data or "", form.password.data or "", form.code.data or ""
    counted = sign_in.counted_under(
        reading(), chosen, email=email, network=asking.network(), cookie=device_guards.cookie()
    )
    known = sign_in.is_known(counted)
    with changes() as db:
        tries = attempts.take(db, chosen, counted, now=now)
    may = known or sign_in.may_guess_codes(reading(), chosen, email=email, now=now)
    proof = sign_in.find_proof(reading(), chosen, email=email, password=password, code=code, now=now)
    if proof is None or proof.step is None or not may:
        if not known:
            with changes() as db:
                sign_in.note_wrong(db, chosen, email=email, proof=proof, now=now)
        raise sign_in.refused()
    with changes() as db:
        session_id = sign_in.open_session(db, proof=proof, tries=tries, now=now, replaces=sessions.cookie_hash())
    log.info("officer %s signed in", proof.officer_id)
    return session_id, proof


def _landing(officer: Officer) -> str:
    """Return the first page of the bar that the officer may open, else their account."""
    if officer.first_password_until is not None:
        return url_for("desk_account.password")
    pages = guards.menu(officer)
    return pages[0][0] if pages else url_for("desk_account.account")
