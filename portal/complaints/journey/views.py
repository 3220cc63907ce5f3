"""The resident's pages before sending: one question on each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.drafts import drafts, held
from portal.complaints.drafts.guards import holds_code, of_this_browser, put_cookie, sent_before
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.journey.proving import can_prove
from portal.complaints.matter import rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.questions import forms, order, page_forms
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.order import Page, Situation
from portal.complaints.questions.who_forms import AboutForm
from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.organisation import routing, suggestion
from portal.organisation.model import Council
from portal.web.access import public, resident
from portal.web.forms import choice
from portal.web.unit_of_work import changes, settings

blueprint = Blueprint("journey", __name__, url_prefix="/complain")

_QUESTION = ", ".join(f"'{page}'" for page in page_forms.FORMS)
_TELLING = ", ".join(f"'{page}'" for page in order.TOLD)


def council() -> Council:
    """Return the council this portal works for."""
    return rulebook.read(settings().council_file).council


def situation(answers: Answers, draft: OpenDraft, now: datetime) -> Situation:
    """Return what the way depends on besides the answers."""
    service = routing.find_service(council(), answers.service, clock.london_date(now))
    return Situation(
        sensitive=service is not None and service.sensitive,
        provable=can_prove(answers, proven=draft.proven, settings=settings()),
    )


def on_way_back() -> dict[str, Any]:
    """Return the query that says "back to check your answers", {} when this is not a change made from there."""
    return {"back": "check"} if request.args.get("back") == "check" else {}


def address(page: Page, draft: OpenDraft) -> str:
    """Return a page's address; a change made from "check your answers" stays on its way back there."""
    endpoint = {
        Page.SERVICE: "journey.service",
        Page.FILES: "draft_files.choose",
        Page.PROVE: "proving.prove",
        Page.CHECK: "sending.check",
    }.get(page)
    back = {} if page is Page.CHECK else on_way_back()
    if page in order.TOLD:
        return url_for("journey.told", draft_id=draft.id, page=page.value, **back)
    if endpoint:
        return url_for(endpoint, draft_id=draft.id, **back)
    return url_for("journey.question", draft_id=draft.id, page=page.value, **back)


def back_from(page: Page, draft: OpenDraft) -> str | None:
    """Return where "Back" leads, None from the first page."""
    if on_way_back():
        return url_for("sending.check", draft_id=draft.id)
    previous = order.before(page, draft.answers, situation(draft.answers, draft, clock.now()))
    return None if previous is None else address(previous, draft)


def keep(page: Page, draft: OpenDraft, answers: Answers) -> ResponseReturnValue:
    """Keep the answers and lead to the next page; a draft sent in the meantime offers to add the words."""
    now = clock.now()
    with changes() as db:
        saved = drafts.save(db, draft_id=draft.id, answers=answers, language=current_language().code, now=now)
    if not saved:
        return sent_before(draft)
    here = situation(answers, draft, now)
    if on_way_back():
        earlier = situation(draft.answers, draft, now)
        following = order.after_change(page, draft.answers, answers, before=earlier, after=here)
    else:
        following = order.after(page, answers, here)
    return redirect(address(following, draft), 303)


@blueprint.get("")
@public
def begin() -> ResponseReturnValue:
    """Ask the first question; nothing is kept before it is answered."""
    return render_template("complaints/journey/begin.html", form=AboutForm(), back=url_for("information.home"))


@blueprint.post("")
@public
def start() -> ResponseReturnValue:
    """Make a draft and its private code, which this browser keeps."""
    form = AboutForm()
    if not form.validate_on_submit():
        return render_template("complaints/journey/begin.html", form=form, back=url_for("information.home"))
    answers = form.into(Answers())
    with changes() as db:
        draft_id, code = drafts.start(db, persons_act(), answers=answers, language=current_language().code)
        cookie = held.begin(db, persons_act(), code=code)
    page = order.after(Page.ABOUT, answers, Situation())
    endpoint = "journey.told" if page in order.TOLD else "journey.question"
    answer = make_response(redirect(url_for(endpoint, draft_id=draft_id, page=page.value), 303))
    put_cookie(answer, draft_id, cookie)
    return answer


@blueprint.get("/<draft_id>")
@resident
@of_this_browser
def go_on(draft: OpenDraft) -> ResponseReturnValue:
    """Lead to the first page that still needs an answer."""
    return redirect(address(order.resume(draft.answers), draft), 303)


@blueprint.route(f"/<draft_id>/<any({_QUESTION}):page>", methods=["GET", "POST"])
@resident
@of_this_browser
def question(draft: OpenDraft, page: str) -> ResponseReturnValue:
    """Ask one question, and keep its answer."""
    here = Page(page)
    form = page_forms.FORMS[here].showing(draft.answers)
    if form.validate_on_submit() and not holds_code(form, draft.code):
        return keep(here, draft, form.into(draft.answers))
    # A page without a template of its own is the question alone.
    return draw([f"complaints/journey/{here}.html", "complaints/journey/question.html"], here, draft, form=form)


@blueprint.route("/<draft_id>/service", methods=["GET", "POST"])
@resident
@of_this_browser
def service(draft: OpenDraft) -> ResponseReturnValue:
    """Offer the services that the person's words may be about."""
    today = clock.today()
    likely = list(suggestion.suggest(council(), draft.answers.words, today))
    chosen = routing.find_service(council(), draft.answers.service, today)
    if chosen is not None and chosen not in likely:
        likely.append(chosen)
    form = _service_form(draft)
    form.service.choices = [choice(one.key, _(one.name), hint=_(one.hint) if one.hint else None) for one in likely]
    form.service.choices += [
        choice(forms.UNSURE, forms.NOT_SURE, divider=forms.OR if likely else None),
        choice(forms.BROWSE, forms.SHOW_ALL),
    ]
    if form.validate_on_submit():
        if form.service.data == forms.BROWSE:
            return redirect(url_for("journey.services", draft_id=draft.id, **on_way_back()), 303)
        return keep(Page.SERVICE, draft, form.into(draft.answers))
    return draw("complaints/journey/service.html", Page.SERVICE, draft, form=form, likely=likely)


@blueprint.route("/<draft_id>/service/all", methods=["GET", "POST"])
@resident
@of_this_browser
def services(draft: OpenDraft) -> ResponseReturnValue:
    """Show every service under its heading."""
    form = _service_form(draft)
    if form.validate_on_submit():
        return keep(Page.SERVICE, draft, form.into(draft.answers))
    groups = [
        (group, [one for one in members if one.key != council().unsure_service])
        for group, members in routing.services_by_group(council(), clock.today())
    ]
    back = url_for("journey.service", draft_id=draft.id, **on_way_back())
    return draw("complaints/journey/services.html", Page.SERVICE, draft, form=form, groups=groups, back=back)


@blueprint.get(f"/<draft_id>/<any({_TELLING}):page>")
@resident
@of_this_browser
def told(draft: OpenDraft, page: str) -> ResponseReturnValue:
    """Tell something before going on: whom to ring now, the door for members, what it means to give no name."""
    here, around = Page(page), situation(draft.answers, draft, clock.now())
    follow = order.next_open if on_way_back() else order.after
    following = follow(here, draft.answers, around)
    previous = order.before(here, draft.answers, around) or Page.ABOUT
    return draw(
        f"complaints/journey/{here}.html",
        here,
        draft,
        following=address(following, draft),
        back=address(previous, draft),
    )


def draw(template: str | list[Any], page: Page, draft: OpenDraft, **values: Any) -> str:
    """Draw a page before sending: with "Not sent yet", the way back and the way to stop for now."""
    values.setdefault("back", back_from(page, draft))
    later = url_for("returning.later", draft_id=draft.id)
    return render_template(template, draft=draft, not_sent=True, later=later, **values)


def _service_form(draft: OpenDraft) -> forms.ServiceForm:
    form = forms.ServiceForm.showing(draft.answers)
    form.known = frozenset(one.key for one in routing.services_in_force(council(), clock.today()))
    return form
