"""Who is kept from a matter, and who read it; and opening one in an emergency."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.models import Officer
from portal.casework.desk import guards, reading_log
from portal.casework.desk.form_views import act_view, acted, back_to, file_of, result
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.restricted import emergency
from portal.casework.restricted import restrict as restricted
from portal.casework.restricted.forms import EmergencyForm, NameForm, RestrictForm
from portal.db import ComplaintId, OfficerId
from portal.web.access import desk
from portal.web.forms import PortalForm, choice
from portal.web.unit_of_work import reading


@desk("restrict")
def name(complaint_id: ComplaintId) -> str | AnyResponse:
    """Note that a matter is about a member of staff."""
    at, form = guards.at_desk(complaint_id, "restrict"), NameForm()
    form.officer.choices = _staff(reading())
    named = acted(at, form, restricted.name, named_id=OfficerId(form.officer.data or ""), complaint_id=complaint_id)
    return _after(complaint_id, "named") if named else _page(at, form)


@desk("open_in_emergency")
def open_in_emergency() -> str | AnyResponse:
    """Open a matter that is not the officer's own, with a reason that a second person reads."""
    form = EmergencyForm()
    given = {"typed_reference": form.reference.data or "", "reason": form.reason.data or ""}
    opened = result(form, lambda db: emergency.open_matter(db, guards.own_act(), **given))
    if opened is not None:
        return back_to(opened, "emergency")
    return render_template("casework/restricted/emergency.html", form=form)


@desk("see_readings")
def readings() -> str:
    """Show who read restricted matters and those of social care in the week before."""
    return render_template(
        "casework/restricted/readings.html",
        lines=reading_log.lately(reading(), officer=current_officer(), council=guards.rules().council, now=clock.now()),
    )


def _after(complaint_id: ComplaintId, said: str) -> AnyResponse:
    """Lead back to the matter, or to the queue where the officer does not see it any more."""
    if guards.may_open(complaint_id):
        return back_to(complaint_id, said)
    return redirect(url_for("casework.queue", said=said), 303)


def _page(at: Desk, sent: PortalForm) -> str:
    naming = sent if isinstance(sent, NameForm) else NameForm(formdata=None)
    naming.officer.choices = _staff(reading())
    restricting = sent if isinstance(sent, RestrictForm) else RestrictForm(formdata=None)
    sees_more = at.may("lift_restriction")
    return render_template(
        "casework/restricted/restricted.html",
        at=at,
        file=file_of(at),
        kept=restricted.find(reading(), complaint_id=at.complaint_id, council=guards.rules().council),
        restricting=restricting,
        naming=naming,
        plain=ConfirmForm(formdata=None),
        forms=[restricting, naming],
        openings=restricted.openings(reading(), complaint_id=at.complaint_id) if sees_more else [],
        readings=reading_log.of_matter(reading(), complaint_id=at.complaint_id) if sees_more else [],
        back=url_for("casework.complaint", complaint_id=at.complaint_id),
    )


def _staff(db: Session) -> list[Any]:
    rows = db.execute(select(Officer.id, Officer.name).where(Officer.disabled_at.is_(None)).order_by(Officer.name))
    return [choice("", ""), *(choice(row.id, row.name) for row in rows)]


# Show who is kept from a matter, and restrict it.
restrict = act_view("restrict", RestrictForm, restricted.restrict, said="restricted", page=_page, after=_after)
# End an officer's restriction.
lift = act_view("lift_restriction", ConfirmForm, restricted.lift, said="lifted", page=_page, after=_after)
# Note that a matter is not about a member of staff after all.
unname = act_view("lift_restriction", ConfirmForm, restricted.unname, said="not_named", page=_page)
