"""The questions about the person affected, asked apart from the writer."""

from __future__ import annotations

from typing import Any, Self

from wtforms import BooleanField, EmailField, Field, RadioField, StringField, TelField, TextAreaField, ValidationError
from wtforms.validators import Optional

from portal import clock
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.forms import OR, Question, check_address, language_field, optional_words, shared_field
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import AtMost, choice

_WAYS = ("email", "phone", "post")
_FIRST_YEAR = 1890
_SAME = lazy(
    "This is how we reach you. That is fine: choose “They have no way of their own, or I do not know it”. "
    "We will find another way to ask them."
)


class AffectedForm(Question):
    """Who the other person is."""

    affected_name = StringField(
        lazy("What is the other person’s name?"),
        validators=[Optional()],
        description=lazy("We may have to check that they agree before we tell you things about them."),
        render_kw={"autocomplete": "off", "spellcheck": False},
    )
    affected_born_on = DayField(
        lazy("When were they born?"),
        validators=[Optional()],
        description=lazy("This helps us to find their records. For example, 27 3 1948."),
    )
    affected_died = BooleanField(lazy("This person has died"))

    def validate_affected_born_on(self, field: DayField) -> None:
        """Refuse a day to come, and one that nobody alive remembers."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(lazy("The day they were born must be in the past"))
        if field.data is not None and field.data.year < _FIRST_YEAR:
            raise ValidationError(lazy("Check the year they were born"))

    def answered(self) -> dict[str, Any]:
        """Return the day as a draft keeps it; a box that is not ticked says nothing."""
        day = self.affected_born_on.data
        return super().answered() | {
            "affected_born": day.isoformat() if day else "",
            "affected_died": self.affected_died.data or None,
        }

    @classmethod
    def held(cls, answers: Answers) -> dict[str, Any]:
        """Show the day again."""
        return super().held(answers) | {"affected_born_on": who.born(answers.affected_born)}


class TheirContactForm(Question):
    """The other person's own way to be reached. ``own`` are the writer's answers, to compare with."""

    own = Answers()

    their_contact = RadioField(
        lazy("How can we reach the other person?"),
        validators=[Optional()],
        choices=[
            choice("email", lazy("By email")),
            choice("phone", lazy("By phone")),
            choice("post", lazy("By post")),
            choice("none", lazy("They have no way of their own, or I do not know it"), divider=OR),
        ],
    )
    their_email = EmailField(lazy("Their email address"))
    their_phone = TelField(lazy("Their phone number"))
    their_post = TextAreaField(
        lazy("Their address"), validators=[AtMost(2_000)], render_kw={"rows": 4, "autocomplete": "off"}
    )
    their_shared = shared_field(lazy("Does anyone else read messages sent to them there?"))

    @classmethod
    def showing(cls, answers: Answers) -> Self:
        """Return the form that knows how the writer is reached."""
        form = super().showing(answers)
        form.own = answers
        return form

    def validate_their_email(self, field: EmailField) -> None:
        """Refuse what cannot be an e-mail address, and the writer's own."""
        self._check("email", field)

    def validate_their_phone(self, field: TelField) -> None:
        """Refuse what cannot be a phone number, and the writer's own."""
        self._check("phone", field)

    def validate_their_post(self, field: TextAreaField) -> None:
        """Refuse an empty address, and the writer's own."""
        self._check("post", field)

    def _check(self, way: str, field: Field) -> None:
        given = self.into(self.writer())
        if self.their_contact.data != way or not who.another(given) or given.affected_died:
            return
        check_address(way, field)
        if not who.given_by_themselves(given):
            raise ValidationError(_SAME)

    def writer(self) -> Answers:
        """Return the answers that say how the writer is reached."""
        return self.own


class TheirNeedsForm(Question):
    """What makes it easier for the other person."""

    their_language = language_field(lazy("Which language do they like best?"))
    their_large_print = BooleanField(lazy("Please write to them in large print"))
    their_adjustments = optional_words(
        lazy("Is there anything else that would help them?"),
        lazy("For example, easy words, a visit, or a call after 5pm."),
        rows=3,
        most=2_000,
    )


def choose_their_way(form: TheirContactForm) -> None:
    """Let a way to reach the other person stand for the choice of it, when none was made."""
    given = [way for way in _WAYS if (form[f"their_{way}"].data or "").strip()]
    if not form.their_contact.data and given:
        form.their_contact.data = given[0]
