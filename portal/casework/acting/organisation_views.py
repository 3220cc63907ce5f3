"""The desk's pages of organisations and their advocates."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.casework.acting.organisation_forms import MemberForm, OrganisationForm
from portal.casework.desk import declared_views, guards
from portal.casework.desk.form_views import done
from portal.casework.desk.forms import ConfirmForm
from portal.complaints.acting import organisations
from portal.web.access import desk
from portal.web.unit_of_work import reading


@desk("keep_organisations")
def show() -> str | AnyResponse:
    """List organisations with their advocates, and take in another."""
    form, officer = OrganisationForm(), current_officer()
    name = form.name.data or ""
    if done(form, lambda db: organisations.add(db, name=name, officer_id=officer.id, now=clock.now())):
        return _back("organisation_added")
    return render_template(
        "casework/acting/organisations_list.html",
        form=form,
        known=organisations.known(reading()),
        said=declared_views.said(),
    )


@desk("keep_organisations")
def add_member(organisation_id: str) -> str | AnyResponse:
    """Add an advocate to an organisation."""
    organisation = organisations.get(reading(), organisation_id=organisation_id)
    form, officer = MemberForm(), current_officer()
    given = {"name": form.name.data or "", "address": form.address.data or ""}
    if done(
        form,
        lambda db: organisations.add_member(
            db, organisation_id=organisation_id, officer_id=officer.id, now=clock.now(), **given
        ),
    ):
        return _back("member_added")
    back = url_for("casework.organisations")
    return render_template("casework/acting/organisations_member.html", form=form, organisation=organisation, back=back)


@desk("keep_organisations")
def leave(organisation_id: str, membership_id: str) -> str | AnyResponse:
    """Ask once more, and end all that an advocate may do for the organisation."""
    organisation = organisations.get(reading(), organisation_id=organisation_id)
    form, whom = ConfirmForm(), {"organisation_id": organisation_id, "membership_id": membership_id}
    member = organisations.get_member(reading(), **whom)
    if done(form, lambda db: organisations.leave(db, guards.own_act(), **whom)):
        return _back("member_left")
    back = url_for("casework.organisations")
    return render_template(
        "casework/acting/organisations_leave.html", form=form, organisation=organisation, member=member, back=back
    )


def _back(said: str) -> AnyResponse:
    return redirect(url_for("casework.organisations", said=said), 303)
