"""The desk's side of members' enquiries: the list, one with its answers, a later day, and one that came by phone."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import add_to_menu, current_officer
from portal.casework.desk import guards, wording
from portal.casework.desk.form_views import done
from portal.complaints.matter import reference
from portal.complaints.matter.act_guards import officers_act
from portal.enquiries import answer as answering
from portal.enquiries import asking_views, desk_link_views, lateness, offices, shown
from portal.enquiries.desk_guards import get_enquiry, open_to_officer
from portal.enquiries.desk_page_views import back_to, page
from portal.enquiries.forms import AnswerForm, LoggedForm, PutOffForm
from portal.i18n import lazy
from portal.web.access import desk
from portal.web.unit_of_work import reading


def wire(app: Flask) -> None:
    """Open the pages, put the list into the desk's bar, and tell the worker what to look for."""
    pages = Blueprint("enquiries", __name__, url_prefix="/desk/enquiries")
    one, both = "/<enquiry_id>", ["GET", "POST"]
    pages.add_url_rule("", "at_desk", show_all)
    pages.add_url_rule("/new", "log", log, methods=both)
    pages.add_url_rule(one, "enquiry", show, methods=both)
    pages.add_url_rule(f"{one}/later", "later", later, methods=both)
    desk_link_views.add_to(pages, one)
    app.register_blueprint(pages)
    lateness.register()
    add_to_menu(app, endpoint="enquiries.at_desk", words=lazy("Members’ enquiries"), permission="handle_enquiries")


@desk("handle_enquiries")
def show_all() -> str:
    """List every enquiry, those that wait for an answer first."""
    lines = shown.at_desk(reading(), open_to=open_to_officer(), today=clock.today())
    council = guards.rules().council
    return render_template(
        "enquiries/desk_list.html", rows=[(line, offices.called(council, line.office)) for line in lines], words=wording
    )


@desk("handle_enquiries")
def show(enquiry_id: str) -> str | AnyResponse:
    """Show an enquiry, and answer it."""
    get_enquiry(enquiry_id)
    form, officer_id = AnswerForm(), current_officer().id
    send_key = form.key()

    def act(db: Session) -> None:
        answering.answer(
            db,
            officers_act(officer_id),
            answering.Answer(form.body.data or "", form.signed_by.data or "", form.read_up_to()),
            enquiry_id=enquiry_id,
            send_key=send_key,
        )

    return back_to(enquiry_id, "answered") if done(form, act) else page(enquiry_id, form)


@desk("handle_enquiries")
def later(enquiry_id: str) -> str | AnyResponse:
    """Promise the answer for a later day."""
    found = get_enquiry(enquiry_id)
    form, officer_id = PutOffForm(), current_officer().id
    send_key = form.key()

    def act(db: Session) -> None:
        answering.put_off(
            db,
            officers_act(officer_id),
            enquiry_id=enquiry_id,
            new_date=form.chosen_day(),
            reason=form.reason.data or "",
            send_key=send_key,
        )

    if done(form, act):
        return back_to(enquiry_id, "later")
    return render_template(
        "enquiries/desk_later.html",
        form=form,
        enquiry=found,
        number=reference.grouped(found.number),
        back=url_for("enquiries.enquiry", enquiry_id=enquiry_id),
    )


@desk("handle_enquiries")
def log() -> str | AnyResponse:
    """Write down what came by phone or post from an office of the council's file."""
    form = LoggedForm()
    form.choose_from(offices.listed(guards.rules().council, clock.today()))
    enquiry_id = asking_views.send(
        form,
        office=form.office.data or "",
        sent_from="",
        officer_id=current_officer().id,
        open_to=open_to_officer(),
    )
    if enquiry_id is not None:
        return back_to(enquiry_id, "logged")
    return render_template("enquiries/desk_new.html", form=form, back=url_for("enquiries.at_desk"))
