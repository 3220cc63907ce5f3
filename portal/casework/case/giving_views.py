"""Giving a matter to a team or one of its officers."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.models import Officer
from portal.casework.case import assign as assigning
from portal.casework.case.forms import AssignForm
from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, back_to, drawn, file_of
from portal.complaints.matter import restriction
from portal.complaints.matter.rulebook import Rulebook
from portal.db import ComplaintId, OfficerId
from portal.i18n import gettext as _
from portal.web.access import desk
from portal.web.forms import choice
from portal.web.unit_of_work import reading


@desk("assign")
def assign(complaint_id: ComplaintId) -> str | AnyResponse:
    """Give a matter to a team or one of its officers."""
    at, form = guards.at_desk(complaint_id, "assign"), AssignForm()
    form.to.choices = _choices(reading(), guards.rules(), complaint_id)
    team, _colon, to_id = (form.to.data or "").partition(":")
    if acted(at, form, assigning.assign, team=team, to_officer_id=OfficerId(to_id) or None, complaint_id=complaint_id):
        after = guards.find_desk(reading(), officer=at.officer, complaint_id=complaint_id, rulebook=guards.rules())
        if after is not None and after.may("see_complaint"):
            return back_to(complaint_id, "assigned")
        return redirect(url_for("casework.queue", said="assigned"), 303)
    file = file_of(at)
    if not form.is_submitted():
        form.to.data = file.complaint.team
    return drawn("casework/case/assign.html", at, form, file=file)


def _choices(db: Session, rulebook: Rulebook, complaint_id: ComplaintId) -> list[Any]:
    """Every team of today, each followed by its officers, but those it is about: ``team`` or ``team:officer id``."""
    today, about = clock.today(), {one.id for one in restriction.named_in(db, complaint_id=complaint_id)}
    officers: dict[str, list[tuple[str, str]]] = {}
    rows = db.execute(
        select(Officer.id, Officer.name, Officer.team).where(Officer.disabled_at.is_(None)).order_by(Officer.name)
    )
    for row in rows:
        if row.id not in about:
            officers.setdefault(row.team, []).append((row.id, row.name))
    teams = [
        team for team in rulebook.council.teams if team.starts <= today and (team.ends is None or today <= team.ends)
    ]
    found: list[Any] = []
    for team in sorted(teams, key=lambda team: team.name):
        found.append(choice(team.key, _(team.name)))
        found += [
            choice(f"{team.key}:{officer_id}", _("%(team)s: %(officer)s", team=_(team.name), officer=name))
            for officer_id, name in officers.get(team.key, [])
        ]
    return found
