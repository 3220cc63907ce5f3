"""The desk's page of one enquiry, and the way back to it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.desk import guards
from portal.casework.desk.forms import ConfirmForm
from portal.complaints.matter import reference
from portal.complaints.matter.correspondence import writer_of
from portal.enquiries import link as linking
from portal.enquiries import offices, shown, wording
from portal.enquiries.desk_guards import get_enquiry
from portal.enquiries.forms import AgreedForm, AnswerForm, LinkForm
from portal.i18n import lazy
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading

_SAID = {
    "logged": lazy("The office gets a letter that we have it."),
    "answered": lazy("The answer is on its way to the office."),
    "later": lazy("The office gets a letter with the new date."),
    "linked": lazy("The enquiry is linked. The person who complained gets a letter."),
    "unlinked": lazy("The link has ended. The office sees nothing of the complaint any more."),
    "agreed": lazy("Recorded. The office can see what the complaint is about, our answers, and photos and documents."),
    "taken-back": lazy("Recorded. The office sees the stage and the next date only."),
}


def back_to(enquiry_id: str, said: str) -> AnyResponse:
    """Lead back to the enquiry, which says what was done."""
    return redirect(url_for("enquiries.enquiry", enquiry_id=enquiry_id, said=said), 303)


def page(enquiry_id: str, sent: PortalForm | None = None) -> str:
    """Draw the enquiry; ``sent`` is the form that was refused, if one was. Raises NotFound."""
    found = get_enquiry(enquiry_id)
    rules = guards.rules()
    there = linking.find(reading(), enquiry_id=enquiry_id)
    said = shown.said(reading(), enquiry_id=enquiry_id)
    kinds = (AnswerForm, LinkForm, AgreedForm)
    forms = {kind.__name__: sent if type(sent) is kind else kind(formdata=None) for kind in kinds}
    answer = forms["AnswerForm"]
    if isinstance(answer, AnswerForm):
        answer.key()
        answer.seen.data = str(said[-1].seq)
    return render_template(
        "enquiries/desk_enquiry.html",
        enquiry=found,
        number=reference.grouped(found.number),
        office=offices.called(rules.council, found.office),
        exchanges=said,
        titles=wording.AT_DESK,
        signatory=shown.signatory(found, rules),
        link=there,
        constituent=writer_of(reading(), complaint_id=there.complaint_id).name if there is not None else "",
        plain=ConfirmForm(formdata=None),
        forms=list(forms.values()),
        said=_SAID.get(request.args.get("said", "")),
        back=url_for("enquiries.at_desk"),
        **forms,
    )
