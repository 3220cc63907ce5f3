"""How somebody is reached safely, what helps them, and the letters that wait for that."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.desk import guards, wording
from portal.casework.desk.form_views import back_to, done, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.reaching import death, safe
from portal.casework.reaching.forms import NeedsForm, SafeForm
from portal.errors import NotFound
from portal.people import needs
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading


def add_pages(pages: Blueprint) -> None:
    """Open these pages."""
    one, sent = "/complaint/<complaint_id>/reach", ["POST"]
    pages.add_url_rule(one, "reach", show)
    pages.add_url_rule(f"{one}/<person_id>", "reach_person", show)
    pages.add_url_rule(f"{one}/<person_id>/needs", "keep_needs", keep_needs, methods=sent)
    pages.add_url_rule(f"{one}/<person_id>/safe", "begin_safe", begin, methods=sent)
    pages.add_url_rule(f"{one}/<person_id>/safe/end", "end_safe", end, methods=sent)
    pages.add_url_rule(f"{one}/<person_id>/reached", "reached_safely", reached, methods=sent)
    pages.add_url_rule(f"{one}/<person_id>/died", "note_died", died, methods=sent)
    pages.add_url_rule(f"{one}/<person_id>/not-died", "note_not_died", not_died, methods=sent)
    pages.add_url_rule("/complaint/<complaint_id>/advocate-found", "advocate_found", advocate_found, methods=sent)
    pages.add_url_rule(f"{one}/letter/<letter_id>/send", "send_held", send, methods=sent)
    pages.add_url_rule(f"{one}/letter/<letter_id>/told", "told_safely", told, methods=sent)


@desk("reach_safely")
def show(complaint_id: str, person_id: str = "") -> str:
    """Show how somebody on a matter is reached, the writer first."""
    return _page(guards.at_desk(complaint_id, "reach_safely"), person_id=person_id)


@desk("reach_safely")
def keep_needs(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Keep what helps somebody; pressed without a change, it is checked."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), NeedsForm()
    given = needs.given(form.data)
    kept = done(
        form, lambda db: safe.change_needs(db, at.act(), person_id=person_id, given=given, complaint_id=at.complaint_id)
    )
    return back_to(complaint_id, "needs") if kept else _page(at, form, person_id)


@desk("reach_safely")
def begin(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Hold every letter to somebody, and keep how to reach them instead."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), SafeForm()
    words = form.instructions.data or ""
    begun = done(
        form, lambda db: safe.begin(db, at.act(), person_id=person_id, instructions=words, complaint_id=at.complaint_id)
    )
    return back_to(complaint_id, "safe") if begun else _page(at, form, person_id)


@desk("reach_safely")
def end(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Let letters go to somebody again."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    ended = done(form, lambda db: safe.end(db, at.act(), person_id=person_id, complaint_id=at.complaint_id))
    return back_to(complaint_id, "safe_ended") if ended else _page(at, form, person_id)


@desk("reach_safely")
def reached(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Note that the person was told everything in a safe way."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = done(form, lambda db: safe.reached(db, at.act(), person_id=person_id, complaint_id=at.complaint_id))
    return back_to(complaint_id, "reached_safely") if noted else _page(at, form, person_id)


@desk("reach_safely")
def died(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Note that somebody the matter is about has died."""
    return _note_death(complaint_id, person_id, died=True)


@desk("reach_safely")
def not_died(complaint_id: str, person_id: str) -> str | AnyResponse:
    """Put right that somebody was thought to have died."""
    return _note_death(complaint_id, person_id, died=False)


def _note_death(complaint_id: str, person_id: str, *, died: bool) -> str | AnyResponse:
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = done(
        form, lambda db: death.note(db, at.act(), person_id=person_id, died=died, complaint_id=at.complaint_id)
    )
    return back_to(complaint_id, "died" if died else "not_died") if noted else _page(at, form, person_id)


@desk("reach_safely")
def advocate_found(complaint_id: str) -> str | AnyResponse:
    """Note that a child has the advocate they wanted."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = done(form, lambda db: safe.advocate_found(db, at.act(), complaint_id=at.complaint_id))
    return back_to(complaint_id, "advocate") if noted else _page(at, form)


@desk("reach_safely")
def send(complaint_id: str, letter_id: str) -> str | AnyResponse:
    """Let one held letter go."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    sent = done(form, lambda db: safe.send(db, at.act(), letter_id=letter_id, complaint_id=at.complaint_id))
    return back_to(complaint_id, "held_sent") if sent else _page(at, form)


@desk("reach_safely")
def told(complaint_id: str, letter_id: str) -> str | AnyResponse:
    """Note that the person was told in a safe way what a held letter says."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = done(form, lambda db: safe.told(db, at.act(), letter_id=letter_id, complaint_id=at.complaint_id))
    return back_to(complaint_id, "told_safely") if noted else _page(at, form)


def _page(at: Desk, sent: PortalForm | None = None, person_id: str = "") -> str:
    """Return the page of one person, the writer when none is named; ``sent`` is a form that came back with errors."""
    file = file_of(at)
    one = next((one for one in file.people if one.person.id == person_id), None if person_id else file.people[0])
    if one is None:
        raise NotFound("person")
    said = {"instructions": one.safe.instructions if one.safe else ""}
    return render_template(
        "casework/reaching/reach.html",
        file=file,
        at=at,
        one=one,
        others=[other for other in file.people if other is not one],
        needs_form=sent if isinstance(sent, NeedsForm) else NeedsForm(formdata=None, data=asdict(one.needs)),
        safe_form=sent if isinstance(sent, SafeForm) else SafeForm(formdata=None, data=said),
        form=sent or ConfirmForm(formdata=None),
        plain=ConfirmForm(formdata=None),
        waiting=safe.held(reading(), complaint_id=at.complaint_id, person_id=one.person.id),
        words=wording,
        back=url_for("casework.complaint", complaint_id=at.complaint_id),
    )
