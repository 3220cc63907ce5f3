"""What an officer enters to join, split and link matters."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from portal.casework.desk.forms import KeyForm
from portal.complaints.joining.answered import Meaning
from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm, choice


class OtherForm(PortalForm):
    """The reference of another complaint, in any spelling."""

    reference = StringField(
        lazy("Reference of the other complaint"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


MEANINGS: dict[Meaning, str] = {
    "disagree": lazy("They do not agree with our answer. Take it as a wish to go further."),
    "not_done": lazy("What we promised was not done. The team and its manager have to answer."),
    "covered": lazy("Our answer covers it already. The letter tells them so, and what they can do next."),
}


CHECKS = {
    "call_back": lazy("Called back at a proven number"),
    "one_time_code": lazy("They read out a code that went to a proven contact"),
    "phone_word": lazy("They said their phone word"),
    "in_person": lazy("Met in person, with a document"),
}


class DecideForm(PortalForm):
    """What the second officer decides about joining, why, and how it was made sure who the person is."""

    decision = RadioField(
        lazy("What do you decide?"),
        choices=[
            choice("agreed", lazy("Yes, one person sent both. Join them.")),
            choice("refused", lazy("No. They stay apart.")),
        ],
        validators=[InputRequired(lazy("Choose what you decide."))],
    )
    checked = RadioField(
        lazy("If yes, how was it made sure who the person is?"),
        choices=[
            *(choice(one, words) for one, words in CHECKS.items()),
            choice("nobody", lazy("Nobody made sure. Each side goes on seeing only its own.")),
        ],
        validate_choice=False,
    )
    answer = TextAreaField(lazy("Why do you decide so?"), description=lazy("It is kept."), render_kw={"rows": 3})

    def validate_checked(self, field: RadioField) -> None:
        """Ask for it where they are joined."""
        if self.decision.data == "agreed" and field.data not in {*CHECKS, "nobody"}:
            raise ValidationError(lazy("Choose how it was made sure who the person is, or that nobody did."))


class JoinForm(PortalForm):
    """How the officer knows that one person wrote both, and what they want now where the earlier one is answered.

    Each is asked only where it is needed.
    """

    meaning = RadioField(
        lazy("The earlier one is answered. What does the person want now?"),
        validators=[InputRequired(lazy("Choose what the person wants now."))],
    )

    reason = TextAreaField(
        lazy("How do you know that it is the same person?"),
        description=lazy("For example: they told you on the phone, after you checked who they are. It is kept."),
        render_kw={"rows": 3},
    )

    def ask_only(self, *, known: bool, meanings: Sequence[Meaning]) -> None:
        """Leave out the questions that are not needed.

        How the officer knows that one person wrote both, when the portal knows it; and what the person wants now, when
        nothing was answered yet.
        """
        if known:
            del self.reason
        if meanings:
            self.meaning.choices = [choice(one, MEANINGS[one]) for one in meanings]
        else:
            del self.meaning


class SetApartForm(KeyForm):
    """What a message that becomes its own complaint is about; the view fills in the services."""

    service = SelectField(
        lazy("What is it about?"), validators=[InputRequired(lazy("Choose what the second thing is about."))]
    )


class SplitForm(SetApartForm):
    """The words that become the second complaint, and what they are about."""

    excerpt = TextAreaField(
        lazy("The words about the second thing"),
        description=lazy("Copy one passage from their words, just as it stands. Nothing is taken from the first."),
        validators=[InputRequired(lazy("Copy the words that are about the second thing."))],
    )
