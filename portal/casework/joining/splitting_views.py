"""Splitting a complaint into two: a passage of its words, or a new message that would delay the answer."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.desk import belongs, guards
from portal.casework.desk.form_views import acted, back_to, drawn, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.joining.forms import SetApartForm, SplitForm
from portal.complaints.joining import split as splitting
from portal.complaints.matter.models import Message
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.web.access import desk
from portal.web.forms import choice
from portal.web.unit_of_work import reading


@desk("split")
def split(complaint_id: ComplaintId) -> str | AnyResponse:
    """Make a passage of the person's words a complaint of its own."""
    at, form = guards.at_desk(complaint_id, "split"), SplitForm()
    form.service.choices = _services()
    given = {"excerpt": form.excerpt.data or "", "service": form.service.data or "", "send_key": form.key()}
    if acted(at, form, splitting.split, complaint_id=complaint_id, **given):
        return back_to(complaint_id, "split")
    points = splitting.new_points(
        reading(), complaint_id=complaint_id, today=clock.today(), calendar=guards.rules().calendar
    )
    return drawn("casework/joining/split.html", at, form, points=points)


@desk("split")
def set_apart(complaint_id: ComplaintId, message_id: str) -> str | AnyResponse:
    """Make a new message that would delay the answer a complaint of its own."""
    at, form = guards.at_desk(complaint_id, "split"), SetApartForm()
    form.service.choices = _services()
    given = {"message_id": message_id, "service": form.service.data or "", "send_key": form.key()}
    if acted(at, form, splitting.split, complaint_id=complaint_id, **given):
        return back_to(complaint_id, "split")
    message = reading().get(Message, message_id)
    if message is None or message.complaint_id != complaint_id or message.author != "person":
        raise NotFound("message")
    return render_template(
        "casework/joining/set_apart.html",
        file=file_of(at),
        form=form,
        message=message,
        back=url_for("casework.split", complaint_id=complaint_id),
    )


@desk("split")
def unsplit(complaint_id: ComplaintId, split_id: str) -> str | AnyResponse:
    """Ask once more, and put the second complaint back into the first."""
    at, form = guards.at_desk(complaint_id, "split"), ConfirmForm()
    made = splitting.find_split(reading(), split_id=split_id)
    if made is None or complaint_id != made.first_id or (made.undone_at is not None and request.method == "GET"):
        raise NotFound("split")
    if not guards.may_know_of(made.second_id):
        raise NotFound("split")
    if acted(at, form, splitting.undo, split_id=split_id):
        return back_to(complaint_id, "unsplit")
    other = belongs.read_beside(reading(), complaint_id=made.second_id, rulebook=guards.rules(), today=clock.today())
    return drawn("casework/joining/unsplit.html", at, form, other=other)


def _services() -> list[Any]:
    """Every service of today under its heading, for a list."""
    council = guards.rules().council
    return [
        choice("", _("Choose one")),
        *(
            choice(service.key, _("%(group)s: %(service)s", group=_(group.name), service=_(service.name)))
            for group, services in routing.services_by_group(council, clock.today())
            for service in services
        ),
    ]
