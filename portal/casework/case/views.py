"""A matter's own page: what to mind, what to do, and everything that happened."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.acting import shown
from portal.casework.case import history
from portal.casework.desk import declared_views, guards, urgent, wording
from portal.casework.desk.case_file import CaseFile
from portal.casework.desk.form_views import act_view, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.joining import possible
from portal.casework.restricted import restrict
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId
from portal.files.forms import size_in_words
from portal.i18n import gettext as _
from portal.web.access import desk
from portal.web.unit_of_work import reading, settings


@desk("see_complaint")
def show(complaint_id: ComplaintId) -> str | AnyResponse:
    """Show a matter; opening the page writes nothing and counts for nothing. One that was joined leads on."""
    at = guards.at_desk(complaint_id, "see_complaint")
    living = surviving(reading(), complaint_id)
    if living != complaint_id:
        return redirect(url_for("casework.complaint", complaint_id=living), 303)
    return page(at, ConfirmForm(formdata=None))


def page(at: Desk, form: ConfirmForm) -> str:
    """Return the matter's page as it stands now; ``form`` is any of its buttons, with its errors."""
    rules = guards.rules()
    file = file_of(at)
    return render_template(
        "casework/case/complaint.html",
        file=file,
        form=form,
        at=at,
        acts=acts_for(at, file),
        entries=history.entries(
            reading(),
            complaint_id=at.complaint_id,
            words=declared_views.history_words(),
            links=not file.links_hidden,
        ),
        kept=restrict.find(reading(), complaint_id=at.complaint_id, council=rules.council),
        mind=[*_may_not_be_told(at), *_mind(file)],
        may_open=_may_open(at, file),
        possible=possible.read(reading(), complaint_id=at.complaint_id, may_open=guards.may_open),
        said=declared_views.said(),
        today=clock.today(),
        day_of=clock.london_date,
        words=wording,
        size=size_in_words,
        may_release=settings().demo and at.may("release_evidence"),
        back=url_for("casework.queue"),
    )


def acts_for(at: Desk, file: CaseFile) -> list[tuple[str, str]]:
    """Return address and words of everything this officer may do now: by the rules and by the permission table."""
    return [
        (url_for(act.page.endpoint, complaint_id=at.complaint_id), act.words)
        for act in declared_views.acts()
        if at.may(act.page.permission) and (act.step is None or act.step in file.position.allowed)
    ]


def _may_open(at: Desk, file: CaseFile) -> frozenset[str]:
    """Return which of the matters that belong to this one the officer may open."""
    belongs = file.belongs
    first = [belongs.first] if belongs.first else []
    found = (
        guards.find_desk(reading(), officer=at.officer, complaint_id=one.complaint_id, rulebook=guards.rules())
        for one in (*belongs.parts, *first, *belongs.linked)
    )
    return frozenset(one.complaint_id for one in found if one is not None and one.may("see_complaint"))


def _may_not_be_told(at: Desk) -> list[tuple[str, str, bool]]:
    """Return a warning for everybody whose right to act for another person does not hold, or is doubted."""
    found = shown.to_mind(reading(), complaint_id=at.complaint_id)
    return [(_("Who may act"), sentence, False) for sentence in found]


def _mind(file: CaseFile) -> list[tuple[str, str, bool]]:
    """Return what to mind before getting in touch: label, words, and whether they are the person's own."""
    found = [
        (_("Do not tell"), file.complaint.not_to_tell, True),
        (_("A call"), _("They would like a call.") if file.writer.wants_call else "", False),
    ]
    return [entry for entry in found if entry[1]]


# Note that the officer looks at an urgent matter now, which stops its alarm.
look = act_view("see_complaint", ConfirmForm, urgent.mark_opened, said="opened", page=page)
