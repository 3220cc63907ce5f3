"""How a form about a matter is sent: checked, done in one transaction, and drawn again with its words if refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.desk import case_file, guards
from portal.casework.desk.belongs import Belongs
from portal.casework.desk.case_file import CaseFile
from portal.casework.desk.forms import KeyForm
from portal.casework.desk.guards import Desk
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

Given = ParamSpec("Given")
Made = TypeVar("Made")
Sent = TypeVar("Sent", bound=PortalForm)


def result(form: PortalForm, act: Callable[[Session], Made]) -> Made | None:
    """Run the act of a form that was sent and is valid, and return what it returns; None when it was not done.

    A refusal becomes an error of the form, so that the page comes back with every word in it: beside the field it
    belongs to where the form has that field, else above the form.
    """
    if not form.validate_on_submit():
        return None
    try:
        with changes() as db:
            return act(db)
    except Refusal as refusal:
        if refusal.field in form:
            form[refusal.field].errors = [refusal.message]
        else:
            form.form_errors.append(refusal.message)
        return None


def done(form: PortalForm, act: Callable[[Session], object]) -> bool:
    """Run the act of a form as `result` does, where nothing but whether it was done is asked."""

    def run(db: Session) -> bool:
        act(db)
        return True

    return result(form, run) is not None


def acted(
    at: Desk,
    form: PortalForm,
    service: Callable[Concatenate[Session, OfficersAct, Given], object],
    /,
    *args: Given.args,
    **given: Given.kwargs,
) -> bool:
    """Run a service as the act of this officer, with what a form gave it; see `done`."""
    return done(form, lambda db: service(db, at.act(), *args, **given))


def back_to(complaint_id: ComplaintId, said: str) -> AnyResponse:
    """Lead back to the matter, which says what was done; ``said`` is a key that a room declares."""
    return redirect(url_for("casework.complaint", complaint_id=complaint_id, said=said), 303)


def as_typed(form: PortalForm) -> dict[str, Any]:
    """Return what was typed or chosen, by the names of the fields; "" for what is empty."""
    if isinstance(form, KeyForm):
        form.key()
    return {field.name: field.data or "" for field in form if field.name != "csrf_token"}


def act_view(
    permission: str,
    kind: type[Sent],
    service: Callable[..., object],
    said: str,
    *,
    page: Callable[[Desk, Sent], str],
    given: Callable[[Sent], dict[str, Any]] = as_typed,
    after: Callable[[ComplaintId, str], AnyResponse] = back_to,
) -> Callable[..., str | AnyResponse]:
    """Return the view of an act that needs nothing but its form: it runs the service, and leads on or draws ``page``.

    The service gets the ids of the address and what ``given`` reads from the form; ``after`` leads on, with ``said``.
    """

    @desk(permission)
    def view(complaint_id: ComplaintId, **ids: str) -> str | AnyResponse:
        at, form = guards.at_desk(complaint_id, permission), kind()
        was_done = acted(at, form, service, complaint_id=complaint_id, **ids, **given(form))
        return after(complaint_id, said) if was_done else page(at, form)

    return view


def file_of(at: Desk) -> CaseFile:
    """Return the matter's file as it stands now, also after an act was refused.

    It leaves out the person's words when this officer may not open the matter, and the matters beside it that this
    officer must not know of.
    """
    file = case_file.read(
        reading(), complaint_id=at.complaint_id, rulebook=guards.rules(), today=clock.today(), settings=settings()
    )
    belongs = _known(file.belongs)
    hidden = bool(file.belongs.linked) and not belongs.linked
    return replace(file, belongs=belongs, words_shown=at.may("see_complaint"), links_hidden=hidden)


def _known(found: Belongs) -> Belongs:
    first = found.first if found.first and guards.may_know_of(found.first.complaint_id) else None
    parts = [one for one in found.parts if guards.may_know_of(one.complaint_id)]
    linked = [one for one in found.linked if guards.may_know_of(one.complaint_id)]
    return replace(found, first=first, parts=parts, linked=linked)


def drawn(template: str, at: Desk, form: PortalForm, *, file: CaseFile | None = None, **more: Any) -> str:
    """Draw the page of an act; "Back" leads to the matter, or to the caller's page if the officer may not open it."""
    page = "casework.complaint" if at.may("see_complaint") else "callers.caller"
    back = url_for(page, complaint_id=at.complaint_id)
    return render_template(template, at=at, file=file or file_of(at), form=form, back=back, **more)
