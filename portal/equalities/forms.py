"""The equality questions as forms, made from the data: one question on the resident's page, all on the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired

from portal import clock
from portal.equalities.asking import OWN_WORDS, WRITE_IN_MOST, age_answers
from portal.equalities.question_set import AGE, PREFER_NOT, Answer, Question, QuestionSet
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice

_UNSAID = lazy("Prefer not to say")


class OptionalRadioField(RadioField):
    """Radios that nobody has to choose from."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse only what was sent and is no answer."""
        if self.raw_data:
            super().pre_validate(form)


class BirthField(DayField):
    """A date of birth; a future or impossible one is said at once."""

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        """Refuse a day on which nobody alive was born."""
        if self.data is None or self.errors:
            return
        try:
            age_answers(self.data, form.asked, today=clock.today())  # type: ignore[attr-defined]
        except Refusal as refusal:
            self.wrong = ("day", "month", "year")
            raise ValidationError(str(refusal.message)) from refusal


class QuestionForm(PortalForm):
    """What every form of equality questions can do; `form_for` makes them."""

    asked: QuestionSet
    questions: tuple[Question, ...]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse an answer that does not go with the one above it, where both are on the page."""
        right = bool(super().validate(extra_validators))
        for question in self.questions:
            if question.part_of not in self:
                continue
            field = self[question.key]
            fits = {one.key for one in question.offered(self[question.part_of].data)} | {PREFER_NOT}
            if field.data and field.data not in fits:
                field.errors = [*field.errors, _("This does not go with the answer above it. Change one of the two")]
                right = False
        return right

    def given(self) -> dict[str, str]:
        """Return what was answered, by question; nothing for what was left open."""
        found: dict[str, str] = {}
        for question in self.questions:
            field = self[question.key]
            if question.kind == "birth":
                if self[_unsaid(question)].data:
                    found[AGE] = PREFER_NOT
                elif field.data:
                    found |= age_answers(field.data, self.asked, today=clock.today())
                continue
            if field.data:
                found[question.key] = field.data
            if question.write_in and field.data:
                found[OWN_WORDS + question.key] = self[_words(question)].data or ""
        return found

    @staticmethod
    def held(answers: Mapping[str, str]) -> dict[str, Any]:
        """Return kept answers as what a form shows; a date of birth was not kept."""
        shown: dict[str, Any] = {f"{AGE}_unsaid": answers.get(AGE) == PREFER_NOT}
        for key, value in answers.items():
            name = f"{key.removeprefix(OWN_WORDS)}_words" if key.startswith(OWN_WORDS) else key
            shown[name] = value
        shown.pop(AGE, None)
        return shown


class ThereForm(PortalForm):
    """Asked of somebody who answers for another person."""

    there = RadioField(
        lazy("Is the person with you, and happy to answer?"),
        validators=[InputRequired(lazy("Choose if the person is with you"))],
        choices=[
            choice("yes", lazy("Yes, they answer and I fill it in")),
            choice("no", lazy("No, I answer what I know")),
        ],
    )


@lru_cache(maxsize=256)
def form_for(asked: QuestionSet, question: Question, above: str | None, for_them: bool) -> type[QuestionForm]:
    """Return the form of one question, after this answer to the question above it; made once, as it is drawn once."""
    return _made(asked, (question,), _fields(question, question.offered(above), for_them))


@lru_cache(maxsize=16)
def form_for_all(asked: QuestionSet, questions: tuple[Question, ...], for_them: bool) -> type[QuestionForm]:
    """Return a form of these questions on one page."""
    fields: dict[str, Any] = {}
    for question in questions:
        fields |= _fields(question, question.answers, for_them)
    return _made(asked, questions, fields)


def _made(asked: QuestionSet, questions: tuple[Question, ...], fields: dict[str, Any]) -> type[QuestionForm]:
    made: type[QuestionForm] = type("EqualityForm", (QuestionForm,), {**fields, "asked": asked, "questions": questions})
    return made


def _fields(question: Question, answers: tuple[Answer, ...], for_them: bool) -> dict[str, Any]:
    label = lazy(question.ask_for_them if for_them else question.ask)
    if question.kind == "birth":
        return {
            question.key: BirthField(label, validators=[], description=lazy(question.hint)),
            _unsaid(question): BooleanField(_UNSAID),
        }
    choices = [choice(one.key, lazy(one.words)) for one in answers]
    choices.append(choice(PREFER_NOT, _UNSAID, divider=lazy("or")))
    hint = lazy(question.hint) if question.hint else ""
    made: dict[str, Any] = {question.key: OptionalRadioField(label, choices=choices, description=hint)}
    if question.write_in:
        made[_words(question)] = StringField(
            lazy(question.write_in), validators=[AtMost(WRITE_IN_MOST)], render_kw={"autocomplete": "off"}
        )
    return made


def _unsaid(question: Question) -> str:
    return f"{question.key}_unsaid"


def _words(question: Question) -> str:
    return f"{question.key}_words"
