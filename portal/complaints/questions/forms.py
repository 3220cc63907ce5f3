"""The questions, one form class each: the resident's pages ask them one at a time, the desk's page all at once.

Several are put on one page by inheriting from several: ``class CallForm(WordsForm, UrgentForm, …)`` with
``answers_needed = False``. ``CallForm(data=CallForm.held(answers))`` shows what is kept, and
``replace(answers, **form.answered())`` keeps what was typed: only questions of the form are ever taken.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any, Self

from wtforms import BooleanField, EmailField, Field, RadioField, StringField, TelField, TextAreaField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Optional, StopValidation

from portal.complaints.questions import child_forms, when
from portal.complaints.questions.answers import Answers
from portal.i18n import lazy
from portal.people import addresses
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice

UNSURE = "unsure"
BROWSE = "browse"
NOT_SURE = lazy("I am not sure")
SHOW_ALL = lazy("Something else. Show me the whole list")
OR = lazy("or")
_ADDRESS_WANTED = {
    "email": lazy("Enter an email address, such as name@example.com"),
    "phone": lazy("Enter a phone number, such as 020 7946 0100"),
    "post": lazy("Enter the address we should write to"),
}
_ANSWERS = frozenset(one.name for one in fields(Answers))


class Needed(InputRequired):
    """Asks for an answer on a page of its own, with words that say what to do; on the desk's page it asks nothing."""

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Raise StopValidation: with the message when an answer is needed, without one when it is not."""
        typed = bool(field.raw_data) and isinstance(field.raw_data[0], str) and bool(field.raw_data[0].strip())
        if typed:
            return
        field.errors = []
        raise StopValidation(str(self.message or "") if getattr(form, "answers_needed", True) else "")


class YesNoField(RadioField):
    """A question answered yes or no; ``answer`` is True, False or None."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        yes_or_no = [choice("yes", lazy("Yes")), choice("no", lazy("No"))]
        super().__init__(label, validators, choices=yes_or_no, **options)

    def process_data(self, value: Any) -> None:
        """Show a kept answer."""
        super().process_data({True: "yes", False: "no"}.get(value))

    @property
    def answer(self) -> bool | None:
        """Return what was answered."""
        return {"yes": True, "no": False}.get(str(self.data))


class Question(PortalForm):
    """The base of the questions: what their fields hold, and what was answered."""

    answers_needed = True

    def answered(self) -> dict[str, Any]:
        """Return the answers on this page, by the names of ``Answers`` and no others."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name in _ANSWERS:
                found[name] = field.answer if isinstance(field, YesNoField) else field.data
                if found[name] is None and not isinstance(field, YesNoField):
                    found[name] = ""
        return found

    def into(self, answers: Answers) -> Answers:
        """Return a draft's answers with this page's in their places."""
        return replace(answers, **self.answered())

    @classmethod
    def held(cls, answers: Answers) -> dict[str, Any]:
        """Return what the fields show for these answers: the ``data`` of the form."""
        return answers.kept()

    @classmethod
    def showing(cls, answers: Answers) -> Self:
        """Return the form of a resident's page: with these answers, and in a child's words for a child."""
        form = cls(data=cls.held(answers))
        child_forms.put(form, answers)
        return form


def shared_field(label: str) -> RadioField:
    """Return the question whether anyone else reads messages sent to an address."""
    choices = [choice("no", lazy("No")), choice("yes", lazy("Yes")), choice("unsure", NOT_SURE)]
    return RadioField(label, validators=[Optional()], choices=choices)


def optional_words(label: str, hint: str, *, rows: int, most: int | None = None) -> TextAreaField:
    """Return a question that is answered in one's own words, or not at all."""
    return TextAreaField(label, validators=[Optional(), AtMost(most)], description=hint, render_kw={"rows": rows})


def language_field(label: str) -> StringField:
    """Return the question which language somebody likes best."""
    return StringField(
        label,
        validators=[Optional()],
        description=lazy("For example, Polish, Bengali or British Sign Language."),
        render_kw={"classes": "govuk-input--width-20", "autocomplete": "off"},
    )


def check_address(way: str, field: Field) -> None:
    """Refuse what cannot be an address of this kind."""
    if addresses.normal(way, field.data or "") is None:
        raise ValidationError(_ADDRESS_WANTED[way])


class WordsForm(Question):
    """What happened, in the person's own words."""

    words = TextAreaField(
        lazy("What happened?"),
        validators=[Needed(lazy("Tell us what happened")), AtMost()],
        description=lazy("Use your own words. It is fine if it happened a long time ago."),
        render_kw={"rows": 12},
    )


class UrgentForm(Question):
    """Whether somebody is in danger or without something they need today."""

    urgent = YesNoField(
        lazy("Is anyone in danger today, or without something they need?"),
        validators=[Needed(lazy("Choose yes if anyone is in danger or without something they need today"))],
        description=lazy("We mean a safe place, heat, water, food, medicine or care."),
    )


class ServiceForm(Question):
    """Which service it is about. The view fills in ``choices`` and ``known`` (keys of services on offer)."""

    service = RadioField(
        lazy("Is it about one of these?"),
        validators=[Needed(lazy("Choose a service, or choose “I am not sure”"))],
        choices=[],
        validate_choice=False,
    )
    known: Collection[str] = ()

    def validate_service(self, field: RadioField) -> None:
        """Refuse a key that is not, or no longer, a service."""
        if field.data not in {UNSURE, BROWSE, "", None} and field.data not in self.known:
            raise ValidationError(
                lazy("That service is not in our list any more. Choose another one, or choose “I am not sure”")
            )

    def answered(self) -> dict[str, Any]:
        """Return the service's key; "" is "I am not sure", None not answered yet."""
        given = self.service.data or None
        return super().answered() | {"service": "" if given == UNSURE else None if given == BROWSE else given}

    @classmethod
    def held(cls, answers: Answers) -> dict[str, Any]:
        """Show "I am not sure" where that was the answer."""
        return super().held(answers) | {"service": UNSURE if answers.service == "" else answers.service}


class WhenForm(Question):
    """When it happened: a date, or words."""

    happened_on = DayField(
        lazy("The date, if you know it"),
        validators=[Optional()],
        description=lazy("For example, 27 3 2026"),
    )
    happened_words = StringField(
        lazy("If you do not know the exact date, tell us roughly"),
        validators=[Optional()],
        description=lazy("For example, “last summer” or “every week since May”."),
    )

    def answered(self) -> dict[str, Any]:
        """Return both as one answer."""
        happened = when.join(self.happened_on.data, self.happened_words.data or "")
        return super().answered() | {"happened": happened}

    @classmethod
    def held(cls, answers: Answers) -> dict[str, Any]:
        """Return the date and the words again."""
        day, words = when.split(answers.happened)
        return super().held(answers) | {"happened_on": day, "happened_words": words}


class WhereForm(Question):
    """Where it happened."""

    place = optional_words(
        lazy("The address or place"), lazy("For example, a street, a park or an office."), rows=3, most=2_000
    )
    postcode = StringField(
        lazy("Postcode"),
        validators=[Optional()],
        description=lazy("If you know only a part, type that part."),
        render_kw={"classes": "govuk-input--width-10", "autocomplete": "off", "spellcheck": False},
    )


class WantedForm(Question):
    """What would put it right."""

    wanted = optional_words(
        lazy("What would put it right?"), lazy("For example, say sorry, do the work, or pay back money."), rows=6
    )


class NotToTellForm(Question):
    """Whom the person does not want told. Asked about care, housing and staff."""

    not_to_tell = optional_words(
        lazy("Is there anyone you do not want to know about this complaint?"),
        lazy("For example, a carer, a neighbour or a member of staff. We will take care, and talk to you."),
        rows=4,
        most=2_000,
    )


class NameForm(Question):
    """The person's name."""

    name = StringField(
        lazy("What is your name?"),
        validators=[Optional()],
        description=lazy("Write it as you want us to use it."),
        render_kw={"autocomplete": "name", "spellcheck": False},
    )


class ContactForm(Question):
    """How to reach the person. Only the way chosen is checked."""

    contact = RadioField(
        lazy("How should we reach you?"),
        validators=[Needed(lazy("Choose how we should reach you"))],
        choices=[
            choice("email", lazy("By email")),
            choice("phone", lazy("By phone")),
            choice("post", lazy("By post")),
            choice(
                "none",
                lazy("Do not contact me"),
                hint=lazy("You will need the reference and the code we give you, to see our answer on this website"),
                divider=OR,
            ),
        ],
    )
    email = EmailField(lazy("Your email address"))
    phone = TelField(lazy("Your phone number"))
    post = TextAreaField(
        lazy("Your address"), validators=[AtMost(2_000)], render_kw={"rows": 4, "autocomplete": "street-address"}
    )

    def into(self, answers: Answers) -> Answers:
        """Keep the way chosen; whose address it is has to be said again for another one."""
        given = super().into(answers)
        same = (given.contact, given.address) == (answers.contact, answers.address)
        return given if same else replace(given, whose="")

    def validate_email(self, field: EmailField) -> None:
        """Refuse what cannot be an e-mail address, when that is the way chosen."""
        if self.contact.data == "email":
            check_address("email", field)

    def validate_phone(self, field: TelField) -> None:
        """Refuse what cannot be a phone number, when that is the way chosen."""
        if self.contact.data == "phone":
            check_address("phone", field)

    def validate_post(self, field: TextAreaField) -> None:
        """Refuse an empty address, when post is the way chosen."""
        if self.contact.data == "post":
            check_address("post", field)


class ReachingForm(Question):
    """How to reach the person safely."""

    shared = shared_field(lazy("Does anyone else read messages sent to you there?"))
    wants_call = YesNoField(lazy("Would you like us to call you?"), validators=[Optional()])
    safe_times = optional_words(
        lazy("When is it safe and easy to reach you?"),
        lazy("For example, weekdays after 5pm. You can add a number to call."),
        rows=2,
        most=2_000,
    )


class NeedsForm(Question):
    """What makes it easier for the person to deal with the council."""

    preferred_language = language_field(lazy("Which language do you like best?"))
    large_print = BooleanField(lazy("Please write to me in large print"))
    adjustments = optional_words(
        lazy("Is there anything else that would help you?"),
        lazy("For example, time to think, a quiet room, or talking through a friend."),
        rows=3,
        most=2_000,
    )
