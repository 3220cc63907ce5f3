"""A caller about a complaint: found by the reference, taken from, checked, told."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.casework.callers import check as callers_check
from portal.casework.callers.forms import (
    ContactIdForm,
    FindForm,
    FurtherForm,
    HeldWordsForm,
    PhoneWordForm,
    ReadOutForm,
    SaidWordForm,
    WordsForm,
)
from portal.casework.callers.telling import telling
from portal.casework.desk import guards, people_on
from portal.casework.desk.guards import Desk
from portal.complaints.codes import phone_word
from portal.complaints.incoming import letterbox
from portal.complaints.matter import reference
from portal.complaints.matter.models import Grant
from portal.complaints.matter.surviving import own_side_of_reference
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.people import contacts
from portal.people.models import Person
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

DONE = {
    "held": lazy("The words are kept. Whoever has this complaint reads them and decides."),
    "contact": lazy("The call or meeting is recorded."),
    "words": lazy("The words are on the complaint."),
    "update": lazy("The team sees that the caller wants to know how it goes."),
    "further": lazy("The wish to go further is recorded. The person gets a letter."),
    "proven": lazy("The number is proven now. From the next call on you can call it back."),
    "letter": lazy("The letter is on its way. The old code ends when it leaves."),
    "word": lazy("The phone word is set."),
    "changed": lazy("The contact is changed. The old one was told that something changed, not to what."),
    "code": lazy("The code is on its way. Ask the caller to read it out."),
}


@desk("caller_take")
def find() -> ResponseReturnValue:
    """Find a complaint by the reference that the caller reads out."""
    form = FindForm()
    if form.validate_on_submit():
        complaint_id = guards.find_by_reference(form.number)
        if complaint_id is not None:
            # Who rings about a matter that only officers' word joined into another is asked about their own.
            own_id = own_side_of_reference(reading(), number=form.number) or complaint_id
            return redirect(url_for("callers.caller", complaint_id=own_id), 303)
        form.reference.errors = [_("You have no complaint with this reference. Let the caller read it out again")]
        return _find_page(form, HeldWordsForm(formdata=None, data={"known_reference": form.number}))
    return _find_page(form)


@desk("caller_take")
def hold_words() -> ResponseReturnValue:
    """Keep what a caller says for the complaint of a reference, whether there is one or not: nobody is sent away."""
    words = HeldWordsForm()
    send_key, number = words.key(), words.known_reference.data or ""
    if words.validate_on_submit() and reference.is_valid(number):
        with changes() as db:
            letterbox.post_words(
                db,
                typed_reference=number,
                words=words.body.data or "",
                contact="",
                send_key=send_key,
                now=clock.now(),
            )
        return redirect(url_for("callers.find", done="held"), 303)
    return _find_page(FindForm(formdata=None), words)


def _find_page(form: FindForm, words: HeldWordsForm | None = None) -> str:
    if words is not None:
        words.key()
    done = DONE["held"] if request.args.get("done") == "held" else ""
    forms = [form] if words is None else [form, words]
    return render_template("casework/callers/find.html", form=form, words=words, forms=forms, said=done)


@desk("caller_take")
def caller(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Show what can be taken and, for a checked caller, what may be told."""
    return page(guards.at_desk(complaint_id, "caller_take"))


def page(at: Desk, sent: PortalForm | None = None) -> str:
    """Return the caller's page; ``sent`` is a form that was sent and came back with errors."""
    db, now = reading(), clock.now()
    writer = callers_check.get_writer(db, complaint_id=at.complaint_id)
    check = callers_check.find_check(db, complaint_id=at.complaint_id, officer_id=at.officer.id, now=now)
    person, grant = db.get(Person, writer.person_id), db.get(Grant, writer.grant_id)
    if person is None or grant is None:
        raise NotFound("person")
    kinds = (WordsForm, FurtherForm, ReadOutForm, SaidWordForm, PhoneWordForm)
    forms = {kind.__name__: sent if type(sent) is kind else kind(formdata=None) for kind in kinds}
    # A button by itself draws its token from a fresh form; what it was refused for stands above the page.
    button = [sent] if sent is not None and type(sent) in {PortalForm, ContactIdForm} else []
    words_form = forms["WordsForm"]
    if isinstance(words_form, WordsForm):
        words_form.key()
    may_tell = at.may("caller_tell")
    in_use = contacts.written_to(db, person_id=writer.person_id)
    told = None
    held = "see" not in grant.may.split()
    if check is not None and may_tell and not held:
        told = telling(
            db,
            complaint_id=at.complaint_id,
            person_id=writer.person_id,
            rulebook=guards.rules(),
            today=clock.today(),
        )
    word_tries = phone_word.tries_left(grant)
    code_to = [one for one in in_use if callers_check.can_send_code(one, settings())]
    drawn = {"WordsForm": True, "FurtherForm": True, "PhoneWordForm": told is not None}
    drawn |= {"ReadOutForm": told is None and bool(code_to), "SaidWordForm": told is None and word_tries > 0}
    for name, form in forms.items():
        if not drawn[name]:
            _say_above(form)
    return render_template(
        "casework/callers/caller.html",
        at=at,
        number=reference.grouped(writer.number),
        name=person.name if may_tell else "",
        check=check,
        held=held,
        told=told,
        people=people_on.of(db, complaint_id=at.complaint_id, settings=settings()) if may_tell else [],
        forms=[*forms.values(), *button],
        plain=PortalForm(formdata=None),
        numbers=[one for one in in_use if one.kind == "phone"],
        code_to=code_to,
        has_post=any(one.kind == "post" for one in in_use),
        word_tries=word_tries,
        has_word=grant.phone_word_hmac is not None,
        done=DONE.get(request.args.get("done", "")),
        **forms,
    )


def _say_above(form: PortalForm) -> None:
    """Say above the page what was wrong with a form that is not on it any more, such as after the last try."""
    for field in form:
        form.form_errors += [str(error) for error in field.errors]
        field.errors = []
