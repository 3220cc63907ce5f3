"""The equality questions on the resident's side: one on a page, after the complaint was sent, and never in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.equality import addresses, people
from portal.complaints.equality.people import Whose
from portal.complaints.grants import companions, open_matter
from portal.complaints.grants.guards import address_of, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import reference
from portal.complaints.matter.act_guards import persons_act
from portal.db import GrantId
from portal.equalities import doors
from portal.equalities.asking import OWN_WORDS, may_ask, next_question
from portal.equalities.forms import QuestionForm, ThereForm, form_for
from portal.equalities.question_set import PREFER_NOT, QuestionSet
from portal.equalities.year import financial_year
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings


class NobodyAsked(Exception):
    """There is nobody on this matter about whom the questions are asked."""


blueprint = Blueprint("equality", __name__, url_prefix="/complaint/<grant_id>/fairness")


@blueprint.errorhandler(NobodyAsked)
def nobody_asked(_error: Exception) -> str:
    """Say so, and lead back."""
    return render_template(
        "complaints/equality/nobody.html", back=address_of(GrantId((request.view_args or {})["grant_id"]))
    )


@dataclass(frozen=True, slots=True)
class _Here:
    """What every page needs: the complaint's reference, whose answers, the questions, and what was answered."""

    grant_id: GrantId
    number: str
    whose: Whose
    asked: QuestionSet
    answers: dict[str, str]

    def address(self, endpoint: str, **more: Any) -> str:
        there = "yes" if self.whose.about.for_them and self.whose.about.there else None
        return url_for(f"equality.{endpoint}", grant_id=self.grant_id, there=there, **more)

    def after(self, key: str) -> str:
        """Return the address of what comes after a question ("" for the start)."""
        question = next_question(self.asked, self.whose.about, self.answers, after=key)
        return self.asking(question.key) if question else self.address("done")

    def asking(self, key: str) -> str:
        """Return the address of a question."""
        sign = addresses.sign_of(key, grant_id=self.grant_id, settings=settings())
        return self.address("question", sign=sign)


@blueprint.route("", methods=["GET", "POST"])
@resident
def begin(grant_id: GrantId) -> ResponseReturnValue:
    """Say what the questions are for; show what was answered, to change it."""
    here = _open(grant_id)
    form = ThereForm() if here.whose.about.for_them else PortalForm()
    if form.validate_on_submit() and not here.whose.closed:
        there = isinstance(form, ThereForm) and form.there.data == "yes"
        about = replace(here.whose.about, there=there or not here.whose.about.for_them)
        return redirect(replace(here, whose=replace(here.whose, about=about)).after(""), 303)
    return render_template(
        "complaints/equality/begin.html", form=form, here=here, answered=_answered(here), back=address_of(grant_id)
    )


@blueprint.route("/<sign>", methods=["GET", "POST"])
@resident
def question(grant_id: GrantId, sign: str) -> ResponseReturnValue:
    """Ask one question, keep the answer, and go on; nothing chosen goes on too."""
    here = _open(grant_id)
    asked = addresses.find(here.asked, sign, grant_id=grant_id, settings=settings())
    if asked is None or here.whose.closed:
        raise NotFound("question")
    if not may_ask(asked, here.whose.about, here.answers):
        return redirect(here.address("begin"), 303)
    made = form_for(here.asked, asked, here.answers.get(asked.part_of), here.whose.about.for_them)
    form = made(data=QuestionForm.held(here.answers))
    if form.validate_on_submit():
        _keep(here, form.given())
        return redirect(_open(grant_id).after(asked.key), 303)
    return render_template("complaints/equality/question.html", form=form, here=here, back=here.address("begin"))


@blueprint.get("/thank-you")
@resident
def done(grant_id: GrantId) -> str:
    """Say thank you, and how to change or delete it."""
    return render_template("complaints/equality/done.html", here=_open(grant_id), back=None)


@blueprint.post("/delete")
@resident
def delete(grant_id: GrantId) -> ResponseReturnValue:
    """Delete everything that was answered about this person, as far as the person who deletes it may see it."""
    here = _open(grant_id)
    if PortalForm().validate_on_submit() and not here.whose.closed:
        with changes() as db:
            for one in (here.whose.person_id, *here.whose.also):
                doors.forget(db, person_id=one, settings=settings(), about=here.whose.about)
    return redirect(url_for("equality.begin", grant_id=grant_id), 303)


def _open(grant_id: GrantId) -> _Here:
    """Return what this page is about, for the person who has the complaint open. Raises NobodyAsked."""
    matter = get_open(grant_id)
    own = _own(matter)
    if own is None:
        raise NobodyAsked
    act = persons_act(own.person_id)
    whose = people.find_whose(reading(), act, complaint_id=own.complaint_id, person_id=own.person_id)
    if whose is None:
        raise NobodyAsked
    there = not whose.about.for_them or request.args.get("there") == "yes"
    whose = replace(whose, about=replace(whose.about, there=there))
    answers: dict[str, str] = {}
    if whose.answered and not whose.closed:
        kept = doors.export(reading(), person_id=whose.person_id, settings=act.settings)
        answers = dict(kept[financial_year(act.today)].answers)
    asked = doors.questions(act.today, act.rulebook.council.ethnic_categories)
    return _Here(grant_id, reference.grouped(matter.number), whose, asked, answers)


def _own(matter: OpenMatter) -> OpenMatter | None:
    """Return the matter as the person sees it whose own code opened it here, where theirs was joined into another."""
    session_hash = sessions.cookie_hash() or ""
    grant_id = companions.opened_by_themselves(reading(), grant_id=matter.grant_id, session_hash=session_hash)
    if grant_id is None or grant_id == matter.grant_id:
        return matter if grant_id else None
    return open_matter.find_open(reading(), grant_id=grant_id, session_hash=session_hash, now=clock.now())


def _keep(here: _Here, given: dict[str, str]) -> None:
    if not given:
        return
    try:
        with changes() as db:
            doors.answer(db, here.whose, given=given, asked=here.asked, today=clock.today(), settings=settings())
    except Refusal as refusal:
        # Somebody else answered a moment ago: their answers stay.
        if refusal.code != "not_theirs":
            raise


def _answered(here: _Here) -> list[tuple[str, str, str]]:
    """Return what was answered, for its person: question, answer, and where to change it."""
    rows = []
    for asked in here.asked.questions:
        value = here.answers.get(asked.key)
        if value:
            answer = asked.find(value)
            words = _("Prefer not to say") if value == PREFER_NOT or answer is None else _(answer.words)
            own = here.answers.get(OWN_WORDS + asked.key)
            rows.append((_(asked.name), f"{words}: {own}" if own else words, here.asking(asked.key)))
    return rows
