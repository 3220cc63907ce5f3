"""The desk's pages of who may act for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.acting import acts, shown
from portal.casework.acting import decide as authority_decide
from portal.casework.acting.acts import Checked
from portal.casework.acting.forms import AskForm, CheckForm, DecisionForm, EndForm, LookForm, NewcomerForm
from portal.casework.desk import guards, wording
from portal.casework.desk.form_views import done, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.complaints.acting import authority, consent, objecting, representatives
from portal.complaints.acting.representatives import Newcomer
from portal.complaints.matter import evidence
from portal.web.access import desk
from portal.web.forms import PortalForm, choice
from portal.web.unit_of_work import reading


def add_pages(pages: Blueprint) -> None:
    """Open the pages."""
    one, both, sent = "/complaint/<complaint_id>/authority", ["GET", "POST"], ["POST"]
    claim = f"{one}/<authority_id>"
    pages.add_url_rule(one, "authority", show)
    pages.add_url_rule(f"{one}/add", "authority_add", add, methods=both)
    pages.add_url_rule(f"{claim}/ask", "authority_ask", ask, methods=both)
    pages.add_url_rule(f"{claim}/confirm", "authority_confirm", confirm, methods=both)
    pages.add_url_rule(f"{claim}/end", "authority_end", end, methods=both)
    pages.add_url_rule(f"{claim}/look", "authority_look", look, methods=both)
    pages.add_url_rule(f"{claim}/decide", "authority_decide", decide, methods=both)
    pages.add_url_rule(f"{claim}/again", "authority_again", again, methods=sent)
    pages.add_url_rule(f"{claim}/access", "authority_access", access, methods=sent)


@desk("check_authority")
def show(complaint_id: str) -> str:
    """Show every claim on the matter, and what can be done with it."""
    return _page(guards.at_desk(complaint_id, "check_authority"), ConfirmForm(formdata=None))


@desk("check_authority")
def ask(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Ask the affected person, at an address the representative did not give."""
    at, form = guards.at_desk(complaint_id, "check_authority"), AskForm()
    authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)

    def act(db: Session) -> None:
        consent.ask(
            db,
            at.act(),
            authority_id=authority_id,
            complaint_id=at.complaint_id,
            found=consent.FoundContact(
                "email" if form.way.data == "email" else "post", form.address.data or "", form.found.data or ""
            ),
        )

    return _done(at, form, act, "authority_asked", "ask")


@desk("check_authority")
def confirm(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Record what was checked, and let the representative act."""
    at, form = guards.at_desk(complaint_id, "check_authority"), CheckForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    files = evidence.of_complaint(reading(), complaint_id=complaint_id)
    form.file.choices = shown.file_choices([(one.file.id, one.file.label) for one in files])
    if not form.is_submitted():
        form.kind.data = claim.kind

    def act(db: Session) -> None:
        checked = Checked(
            kind=form.kind.data or "",
            how=form.how.data or "",
            scope=form.scope.data or "",
            evidence=form.evidence.data or "",
            reason=form.reason.data or "",
            consulted=form.consulted.data or "",
            file_id=form.file.data or "",
            expires_on=form.expires_on.data,
            review_on=form.review_on.data,
            sees_others=bool(form.sees_others.data),
        )
        acts.confirm(db, at.act(), authority_id=authority_id, checked=checked, complaint_id=at.complaint_id)

    return _done(at, form, act, "authority_confirmed", "confirm", rivals=len(acts.rivals(reading(), claim)))


@desk("check_authority")
def end(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Refuse a claim, or take back what was confirmed."""
    at, form = guards.at_desk(complaint_id, "check_authority"), EndForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)

    def act(db: Session) -> None:
        acts.take_back(
            db, at.act(), authority_id=authority_id, reason=form.reason.data or "", complaint_id=at.complaint_id
        )

    return _done(at, form, act, "authority_ended", "end", given=claim.state == "confirmed")


@desk("check_authority")
def look(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Note that somebody looked at it again, and that they may go on."""
    at, form = guards.at_desk(complaint_id, "check_authority"), LookForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)

    def act(db: Session) -> None:
        acts.look_again(
            db,
            at.act(),
            complaint_id=complaint_id,
            authority_id=authority_id,
            reason=form.reason.data or "",
            review_on=form.review_on.data,
        )

    return _done(at, form, act, "authority_looked", "look", objected=objecting.said_at(reading(), claim) is not None)


@desk("decide_authority")
def decide(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Decide how to go on where nobody confirmed."""
    at, form = guards.at_desk(complaint_id, "decide_authority"), DecisionForm()
    authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)

    def act(db: Session) -> None:
        authority_decide.decide(
            db,
            at.act(),
            authority_id=authority_id,
            decision=form.decision.data or "",
            words=form.words.data or "",
            complaint_id=at.complaint_id,
        )

    return _done(at, form, act, "authority_decided", "decide")


@desk("check_authority")
def again(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Begin a new claim where the last one has ended."""
    at, form = guards.at_desk(complaint_id, "check_authority"), ConfirmForm()

    def act(db: Session) -> None:
        acts.claim_again(db, at.act(), authority_id=authority_id, complaint_id=at.complaint_id)

    return _back(at, "authority_again") if done(form, act) else _page(at, form)


@desk("check_authority")
def access(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Post the affected person a reference and a private code of their own."""
    at, form = guards.at_desk(complaint_id, "check_authority"), ConfirmForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)

    def act(db: Session) -> None:
        representatives.give_access(db, at.act(), affected_id=claim.affected_id, complaint_id=at.complaint_id)

    return _back(at, "authority_access") if done(form, act) else _page(at, form)


@desk("check_authority")
def add(complaint_id: str) -> str | AnyResponse:
    """Write down one more person who says that they may act."""
    at, form = guards.at_desk(complaint_id, "check_authority"), NewcomerForm()
    people = shown.affected(reading(), complaint_id=complaint_id)
    form.whom.choices = [choice(one.id, one.name) for one in people]

    def act(db: Session) -> None:
        newcomer = Newcomer(
            name=form.name.data or "",
            organisation=form.organisation.data or "",
            way="email" if form.way.data == "email" else "post",
            address=form.address.data or "",
            kind=form.kind.data or "",
        )
        representatives.add(
            db, at.act(), affected_id=form.whom.data or "", newcomer=newcomer, complaint_id=at.complaint_id
        )

    return _done(at, form, act, "authority_added", "add")


def _done(
    at: Desk, form: PortalForm, act: Callable[[Session], object], said: str, page: str, **more: Any
) -> str | AnyResponse:
    if done(form, act):
        return _back(at, said)
    back = url_for("casework.authority", complaint_id=at.complaint_id)
    return render_template(f"casework/acting/{page}.html", file=file_of(at), form=form, back=back, **more)


def _back(at: Desk, said: str) -> AnyResponse:
    return redirect(url_for("casework.authority", complaint_id=at.complaint_id, said=said), 303)


def _page(at: Desk, form: PortalForm) -> str:
    return render_template(
        "casework/acting/show.html",
        at=at,
        file=file_of(at),
        form=form,
        lines=shown.lines(reading(), complaint_id=at.complaint_id),
        said=wording.SAID.get(request.args.get("said", "")),
        back=url_for("casework.complaint", complaint_id=at.complaint_id),
    )
