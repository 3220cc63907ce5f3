"""The pages an officer begins at: the queue, the urgent matters, and the box that opens a matter by reference."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.permissions import teams_seen
from portal.casework.desk import declared_views, guards, wording
from portal.casework.queue import queue
from portal.casework.queue.forms import JumpForm
from portal.casework.queue.queue import STATES, Chosen
from portal.i18n import gettext as _
from portal.web.access import desk
from portal.web.unit_of_work import reading

_MOST_PAGES = 5


@desk("see_queue")
def show() -> str:
    """The matters this officer may open, as chosen in the address."""
    return _page(JumpForm(formdata=None))


@desk("see_queue")
def jump() -> str | AnyResponse:
    """Open a matter by its reference; one that is not theirs and one that does not exist get the same answer."""
    form = JumpForm()
    if form.validate_on_submit():
        complaint_id = guards.find_typed(form.reference, "see_complaint")
        if complaint_id is not None:
            return redirect(url_for("casework.complaint", complaint_id=complaint_id), 303)
    return _page(form)


@desk("see_urgent")
def urgent() -> str:
    """The open urgent matters, those nobody has opened first."""
    officer, rules = current_officer(), guards.rules()
    rows = queue.urgent_rows(reading(), officer=officer, council=rules.council, today=clock.today())
    return render_template("casework/queue/urgent.html", rows=rows, words=wording)


def _page(form: JumpForm) -> str:
    officer, council, today = current_officer(), guards.rules().council, clock.today()
    chosen = _chosen()
    page = queue.page(reading(), officer=officer, chosen=chosen, council=council, today=today)
    seen = teams_seen(officer)
    teams = [(team.key, _(team.name)) for team in council.teams if team.ends is None] if seen is None else []
    return render_template(
        "casework/queue/queue.html",
        form=form,
        page=page,
        chosen=chosen,
        teams=sorted(teams, key=lambda team: team[1]),
        words=wording,
        address=_address,
        said=declared_views.said(),
    )


def _chosen() -> Chosen:
    state, who, number = (request.args.get(name, "") for name in ("state", "who", "page"))
    return Chosen(
        state=state if state in STATES else "to_do",
        team=request.args.get("team", "")[:64],
        who=who if who in {"me", "nobody"} else "",
        page=int(number) if number.isdecimal() and len(number) <= _MOST_PAGES else 1,
    )


def _address(chosen: Chosen, page: int) -> str:
    return url_for("casework.queue", state=chosen.state, team=chosen.team or None, who=chosen.who or None, page=page)
