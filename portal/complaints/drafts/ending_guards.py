"""Ending a visit: first the private codes of what is not sent, which opens with them alone afterwards."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.complaints.drafts.guards import showing_code, unsent_here
from portal.complaints.grants import private_code
from portal.web import leaving
from portal.web.forms import PortalForm
from portal.web.unit_of_work import settings


def end_visit(leads_to: str) -> Response:
    """End everything that this browser's cookies open, and lead there; or go on with a draft instead.

    A page is shown first where a complaint is not sent, so that nobody loses their words, and where no button was
    pressed or its page was too old to be believed.
    """
    form, unsent = PortalForm(), unsent_here()
    going_on = request.form.get("go_on")
    if going_on in {draft_id for draft_id, _code in unsent}:
        return redirect(url_for("journey.go_on", draft_id=going_on), 303)
    pressed = request.method == "POST" and leaving.pressed_here(form)
    if not pressed or (unsent and "sure" not in request.form):
        page = render_template(
            "complaints/drafts/ending.html",
            form=form,
            unsent=[(draft_id, private_code.grouped(code)) for draft_id, code in unsent],
            days=settings().limits.draft_days,
        )
        return showing_code(page) if unsent else make_response(page)
    leaving.end_visit()
    return redirect(leads_to, 303)
