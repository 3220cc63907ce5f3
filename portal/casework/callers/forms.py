"""What the pages for callers ask: a reference, words, and what shows who is calling."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from portal.casework.desk.forms import KeyForm
from portal.complaints.codes.forms import ReferenceForm
from portal.i18n import lazy
from portal.people import addresses
from portal.web.forms import AtMost, PortalForm, choice


class MayWrite(PortalForm):
    """Whether a child says that we may use it: others at home may read it (threat T41)."""

    may_write = BooleanField(
        lazy("The child says that we may reach them there"),
        validators=[InputRequired(lazy("Ask the child first: “Is it safe if we write to you or call you there?”"))],
    )


class FindForm(ReferenceForm):
    """The reference that the caller reads out."""


class WordsForm(KeyForm):
    """What the caller says."""

    body = TextAreaField(
        lazy("What the caller says"),
        validators=[InputRequired(lazy("Write down what the caller says"))],
        description=lazy("In the caller’s own words."),
        render_kw={"rows": 6},
    )

    def validate_body(self, field: TextAreaField) -> None:
        """Refuse white space only."""
        if not (field.data or "").strip():
            raise ValidationError(lazy("Write down what the caller says"))


class HeldWordsForm(WordsForm):
    """What a caller says whose complaint this officer cannot open, or that is not there."""

    known_reference = HiddenField()


class FurtherForm(PortalForm):
    """Why the caller wants to go further, if they say."""

    reason = TextAreaField(
        lazy("What the caller does not agree with"),
        validators=[Optional(), AtMost()],
        description=lazy("They do not have to say."),
        render_kw={"rows": 3},
    )


class ContactIdForm(PortalForm):
    """Something done about one of the person's contacts."""

    contact_id = HiddenField()


class ReadOutForm(PortalForm):
    """The six digits that the caller reads out."""

    digits = StringField(
        lazy("Six-digit code that the caller reads out"),
        validators=[InputRequired(lazy("Enter the six digits that the caller reads out")), AtMost(20)],
        render_kw={"classes": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "off"},
    )

    @property
    def code(self) -> str:
        """Return the digits, without what stands between them."""
        return "".join(one for one in self.digits.data or "" if one.isdecimal())


class SaidWordForm(PortalForm):
    """The phone word as the caller says it."""

    phone_word = StringField(
        lazy("Phone word that the caller says"),
        validators=[InputRequired(lazy("Enter the two words that the caller says")), AtMost(60)],
        render_kw={"autocomplete": "off", "spellcheck": False, "classes": "govuk-input--width-20"},
    )


class ChangeForm(PortalForm):
    """The new way to reach the person."""

    kind = RadioField(
        lazy("How should we reach the person from now on?"),
        validators=[InputRequired(lazy("Choose how we should reach the person"))],
        choices=[
            choice("email", lazy("By email")),
            choice("phone", lazy("By phone")),
            choice("post", lazy("By post")),
        ],
    )
    address = TextAreaField(
        lazy("The new address or number"),
        validators=[InputRequired(lazy("Enter the new address or number")), AtMost(2_000)],
        description=lazy("It replaces every address and number we have. Let the caller say it twice."),
        render_kw={"rows": 3, "autocomplete": "off", "spellcheck": False},
    )

    def validate_address(self, field: TextAreaField) -> None:
        """Refuse what cannot be an address of the kind chosen."""
        if self.kind.data and addresses.normal(self.kind.data, (field.data or "").strip()) is None:
            raise ValidationError(
                {
                    "email": lazy("Enter an email address, such as name@example.com"),
                    "phone": lazy("Enter a phone number, such as 020 7946 0100"),
                }.get(self.kind.data, lazy("Enter the address we should write to"))
            )


class ChildsChangeForm(MayWrite, ChangeForm):
    """The new way to reach a child."""


class PhoneWordForm(PortalForm):
    """Two words by which the caller is known next time."""

    phone_word = StringField(
        lazy("Two plain words"),
        validators=[InputRequired(lazy("Enter the two words the caller chose")), AtMost(60)],
        description=lazy("“Choose two plain words that are easy for you to remember, but are not a name.”"),
        render_kw={"autocomplete": "off", "spellcheck": False, "classes": "govuk-input--width-20"},
    )
