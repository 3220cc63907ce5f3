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

    A GET shows the page that asks. It comes first where a complaint is not sent, so that nobody loses their words, and
    where the button was on a page too old to be believed.
    """
    unsent = unsent_here()
    if request.method == "GET":
        return _page(unsent)
    going_on = request.form.get("go_on")
    if going_on in {draft_id for draft_id, _code in unsent}:
        return redirect(url_for("journey.go_on", draft_id=going_on), 303)
    if not leaving.pressed_here(PortalForm()) or (unsent and "sure" not in request.form):
        return redirect(request.path, 303)
    leaving.end_visit()
    return redirect(leads_to, 303)


def _page(unsent: list[tuple[str, str]]) -> Response:
    page = render_template(
        "complaints/drafts/ending.html",
        form=PortalForm(formdata=None),
        unsent=[(draft_id, private_code.grouped(code)) for draft_id, code in unsent],
        days=settings().limits.draft_days,
    )
    return showing_code(page) if unsent else make_response(page)
