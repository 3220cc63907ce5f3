"""The desk's side of members' enquiries: the list, one enquiry, its answer, its complaint, and consent."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import add_to_menu, current_officer
from portal.casework import guards, queue, wording
from portal.casework.acting_views import done
from portal.casework.forms import ConfirmForm
from portal.complaints import reference
from portal.complaints.correspondence import writer_of
from portal.enquiries import answer as answering
from portal.enquiries import link as linking
from portal.enquiries import offices, shown
from portal.enquiries.forms import AgreedForm, AnswerForm, LinkForm
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading, settings

SAID = {
    "answered": lazy("The answer is on its way to the office."),
    "linked": lazy("The enquiry is linked. The person who complained gets a letter."),
    "unlinked": lazy("The link has ended. The office sees nothing of the complaint any more."),
    "agreed": lazy("Recorded. The office can see what the complaint is about, and our answers."),
    "taken-back": lazy("Recorded. The office sees the stage and the next date only."),
}


def wire(app: Flask) -> None:
    """Open the pages, and put the list into the desk's bar."""
    pages = Blueprint("enquiries", __name__, url_prefix="/desk/enquiries")
    one, sent = "/<enquiry_id>", ["POST"]
    pages.add_url_rule("", "at_desk", show_all)
    pages.add_url_rule(one, "enquiry", show, methods=["GET", "POST"])
    pages.add_url_rule(f"{one}/link", "link", link, methods=sent)
    pages.add_url_rule(f"{one}/unlink", "unlink", unlink, methods=sent)
    pages.add_url_rule(f"{one}/agreed", "agreed", agreed, methods=sent)
    pages.add_url_rule(f"{one}/taken-back", "take_back", take_back, methods=sent)
    app.register_blueprint(pages)
    add_to_menu(app, endpoint="enquiries.at_desk", words=lazy("Members’ enquiries"), permission="handle_enquiries")


@desk("handle_enquiries")
def show_all() -> str:
    """List every enquiry, those that wait for an answer first."""
    lines = shown.at_desk(reading(), today=clock.today())
    council = guards.rules().council
    return render_template(
        "enquiries/desk_list.html", rows=[(line, offices.called(council, line.office)) for line in lines], words=wording
    )


@desk("handle_enquiries")
def show(enquiry_id: str) -> str | AnyResponse:
    """Show an enquiry, and answer it."""
    form, officer = AnswerForm(), current_officer()

    def act(db: Session) -> None:
        answering.answer(
            db,
            enquiry_id=enquiry_id,
            officer_id=officer.id,
            signed_by=form.signed_by.data or "",
            body=form.body.data or "",
            now=clock.now(),
            rulebook=guards.rules(),
            settings=settings(),
        )

    return _after(enquiry_id, "answered") if done(form, act) else _page(enquiry_id, form)


@desk("handle_enquiries")
def link(enquiry_id: str) -> str | AnyResponse:
    """Link an enquiry with a complaint that this officer may open."""
    form, officer = LinkForm(), current_officer()
    complaint_id = _find(form) if form.validate_on_submit() else None

    def act(db: Session) -> None:
        linking.link(
            db,
            enquiry_id=enquiry_id,
            complaint_id=complaint_id or "",
            officer_id=officer.id,
            now=clock.now(),
            rulebook=guards.rules(),
            settings=settings(),
        )

    linked = complaint_id is not None and done(form, act)
    return _after(enquiry_id, "linked") if linked else _page(enquiry_id, form)


@desk("handle_enquiries")
def unlink(enquiry_id: str) -> str | AnyResponse:
    """End the link with a complaint."""
    form, officer_id, now = ConfirmForm(), current_officer().id, clock.now()
    ended = done(form, lambda db: linking.end(db, enquiry_id=enquiry_id, officer_id=officer_id, now=now))
    return _after(enquiry_id, "unlinked") if ended else _page(enquiry_id)


@desk("handle_enquiries")
def agreed(enquiry_id: str) -> str | AnyResponse:
    """Record the constituent's consent."""
    form, officer_id, now = AgreedForm(), current_officer().id, clock.now()
    recorded = done(
        form,
        lambda db: linking.record_consent(
            db, enquiry_id=enquiry_id, officer_id=officer_id, how=form.how.data or "", now=now
        ),
    )
    return _after(enquiry_id, "agreed") if recorded else _page(enquiry_id, form)


@desk("handle_enquiries")
def take_back(enquiry_id: str) -> str | AnyResponse:
    """Record that the constituent does not agree any more."""
    form = ConfirmForm()
    ended = done(form, lambda db: linking.take_consent_back(db, enquiry_id=enquiry_id))
    return _after(enquiry_id, "taken-back") if ended else _page(enquiry_id)


def _find(form: LinkForm) -> str | None:
    """Return the complaint of the reference that was typed, if this officer may open it; else say so at the field."""
    number = reference.read(form.reference.data or "").number
    found = None
    if number is not None:
        found = queue.find_by_reference(
            reading(), number=number, officer=current_officer(), council=guards.rules().council, now=clock.now()
        )
    if found is not None and guards.may_open(found):
        return found
    form.reference.errors = [_("You have no complaint with this reference.")]
    return None


def _after(enquiry_id: str, said: str) -> AnyResponse:
    return redirect(url_for("enquiries.enquiry", enquiry_id=enquiry_id, said=said), 303)


def _page(enquiry_id: str, sent: PortalForm | None = None) -> str:
    found = shown.get(reading(), enquiry_id=enquiry_id)
    rules = guards.rules()
    there = linking.find(reading(), enquiry_id=enquiry_id)
    opens = there is not None and guards.may_open(there.complaint_id)
    kinds = (AnswerForm, LinkForm, AgreedForm)
    forms = {kind.__name__: sent if type(sent) is kind else kind(formdata=None) for kind in kinds}
    return render_template(
        "enquiries/desk_enquiry.html",
        enquiry=found,
        number=reference.grouped(found.number),
        office=offices.called(rules.council, found.office),
        reply=shown.reply_to(reading(), enquiry_id=enquiry_id),
        signatory=shown.signatory(found, rules),
        link=there,
        complaint_id=there.complaint_id if there is not None and opens else "",
        constituent=writer_of(reading(), complaint_id=there.complaint_id).name if there is not None and opens else "",
        plain=ConfirmForm(formdata=None),
        forms=list(forms.values()),
        said=SAID.get(request.args.get("said", "")),
        back=url_for("enquiries.at_desk"),
        **forms,
    )
