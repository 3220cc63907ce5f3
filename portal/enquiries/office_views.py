"""The door for elected members' offices: signing in, the list, one enquiry, a new one."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
from portal.casework.desk.form_views import done
from portal.complaints.codes import digits_views
from portal.complaints.drafts import ending_guards
from portal.complaints.matter import reference
from portal.complaints.matter.act_guards import persons_act
from portal.enquiries import asking_views, evidence, follow_up, office_guards, shown, wording
from portal.enquiries.exchanges import Sent
from portal.enquiries.forms import AddForm, AddressForm, EnquiryForm
from portal.enquiries.office_guards import NotSignedIn, get_office, rules
from portal.files.forms import size_in_words
from portal.files.views import attachment
from portal.i18n import lazy
from portal.web.access import public, resident
from portal.web.unit_of_work import reading

_SENT = {"yes": lazy("We have what you sent.")}

blueprint = Blueprint("members", __name__, url_prefix="/members")
# The frame draws the way out where there is a visit; here it leads to this door's own end.
blueprint.context_processor(lambda: {"way_out": url_for("members.end")})


def wire(app: Flask) -> None:
    """Open the door."""
    app.register_blueprint(blueprint)
    app.register_error_handler(NotSignedIn, lambda _error: redirect(url_for("members.ask"), 303))


@blueprint.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a code; the answer is the same whether the address is listed or not."""
    form = AddressForm()
    if form.validate_on_submit():
        office_guards.ask_code(form.email.data or "")
        return redirect(url_for("members.enter"), 303)
    return render_template("enquiries/ask.html", form=form)


@blueprint.route("/code", methods=["GET", "POST"])
@public
def enter() -> ResponseReturnValue:
    """Take the six digits in the browser that asked for them."""
    return digits_views.enter(
        "enquiries/code.html",
        office_guards.by_code,
        lambda _signed_in: redirect(url_for("members.enquiries"), 303),
        back=url_for("members.ask"),
    )


@blueprint.get("/enquiries")
@resident
def enquiries() -> ResponseReturnValue:
    """List the office's enquiries."""
    at = get_office()
    return render_template(
        "enquiries/list.html",
        office=at.office,
        lines=shown.of_office(reading(), office=at.office.key, today=clock.today()),
    )


@blueprint.route("/enquiries/new", methods=["GET", "POST"])
@resident
def new() -> ResponseReturnValue:
    """Take a new enquiry, or add it to the one that it belongs to."""
    at, form = get_office(), EnquiryForm()
    enquiry_id = asking_views.send(form, office=at.office.key, sent_from=at.address)
    if enquiry_id is not None:
        return redirect(url_for("members.enquiry", enquiry_id=enquiry_id, sent="yes"), 303)
    page = "enquiries/same.html" if "which" in form else "enquiries/new.html"
    return render_template(page, form=form, back=url_for("members.enquiries"))


@blueprint.route("/enquiries/<enquiry_id>", methods=["GET", "POST"])
@resident
def enquiry(enquiry_id: str) -> ResponseReturnValue:
    """Show one of the office's enquiries and how far the complaint is that it concerns; take in what they add."""
    at, form, today = get_office(), AddForm(), clock.today()
    key = form.key()

    def act(db: Session) -> None:
        sent = Sent(office=at.office.key, words=form.words.data or "", send_key=key)
        follow_up.add(db, persons_act(), sent, enquiry_id=enquiry_id)

    if done(form, act):
        return redirect(url_for("members.enquiry", enquiry_id=enquiry_id, sent="yes"), 303)
    found = shown.get(reading(), enquiry_id=enquiry_id, office=at.office.key)
    return render_template(
        "enquiries/enquiry.html",
        enquiry=found,
        number=reference.grouped(found.number),
        said=shown.said(reading(), enquiry_id=enquiry_id),
        titles=wording.TO_OFFICE,
        concerned=shown.concerned(reading(), enquiry_id=enquiry_id, rulebook=rules(), today=today),
        files=evidence.of_enquiry(reading(), enquiry_id=enquiry_id, council=rules().council, now=clock.now()),
        size=size_in_words,
        signatory=shown.signatory(found, rules()),
        form=form,
        sent=_SENT.get(request.args.get("sent", "")),
        back=url_for("members.enquiries"),
    )


@blueprint.get("/enquiries/<enquiry_id>/files/<file_id>")
@resident
def download(enquiry_id: str, file_id: str) -> ResponseReturnValue:
    """Serve a file of the complaint to be saved, while the constituent agrees to that."""
    at, db = get_office(), reading()
    shown.get(db, enquiry_id=enquiry_id, office=at.office.key)
    council, now = rules().council, clock.now()
    return attachment(evidence.get(db, enquiry_id=enquiry_id, file_id=file_id, council=council, now=now))


@blueprint.route("/end", methods=["GET", "POST"])
@public
def end() -> ResponseReturnValue:
    """End the office's visit on the server, and what else this browser opens."""
    return ending_guards.end_visit(url_for("members.ask"))
