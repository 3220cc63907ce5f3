"""What proves who somebody is, as a page asks for it: reference, private code, six digits; and words added after."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from portal.complaints.grants import private_code
from portal.complaints.matter import reference
from portal.complaints.questions.forms import Needed
from portal.i18n import lazy
from portal.people import addresses
from portal.web.forms import AtMost, PortalForm, choice

CODE_IN_WORDS = lazy("Your private code is in this box. Take it out, so that nobody else can read it")
_PROBLEMS = {
    "missing": lazy("Enter your reference. It has 12 digits"),
    "private_code": lazy("That looks like your private code. Enter your reference. It has only digits"),
    "length": lazy("Check your reference. It has 12 digits, such as 1234 5678 9012"),
    "check": lazy("Check your reference. There is a wrong digit in it, or two have changed places"),
}


class ReturnForm(PortalForm):
    """The private code, typed on any device to open a draft."""

    code = StringField(
        lazy("Your private code"),
        validators=[InputRequired(lazy("Enter your private code"))],
        description=lazy("It has 16 letters, such as BCDF GHJK MNPQ RSTV. Spaces do not matter."),
        render_kw={
            "classes": "govuk-input--width-20",
            "autocomplete": "off",
            "spellcheck": False,
            "autocapitalize": "characters",
        },
    )

    def validate_code(self, field: StringField) -> None:
        """Say at once when this cannot be a code."""
        typed = field.data or ""
        if sum(character.isdigit() for character in typed) >= 10:
            raise ValidationError(lazy("That looks like your reference. Enter your private code. It has only letters"))
        if not private_code.is_complete(private_code.read(typed)):
            raise ValidationError(lazy("Check your private code. It has 16 letters, and none of them is a vowel"))


class ProveForm(PortalForm):
    """Now or later: both are equally good."""

    how = RadioField(
        lazy("Check that we can reach you"),
        validators=[InputRequired(lazy("Choose if you want a code now"))],
        choices=[
            choice("now", lazy("Send me a six-digit code now")),
            choice("later", lazy("Go on without a code. I can do this later")),
        ],
    )


class DigitsForm(PortalForm):
    """The six digits that were sent."""

    digits = StringField(
        lazy("Enter the six-digit code"),
        validators=[InputRequired(lazy("Enter the six-digit code"))],
        render_kw={"classes": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class AddForm(PortalForm):
    """Words for a complaint that was sent before."""

    body = TextAreaField(
        lazy("What do you want to add?"),
        validators=[Needed(lazy("Write what you want to add")), AtMost()],
        render_kw={"rows": 12},
    )


class ReferenceForm(PortalForm):
    """The reference, in any spelling; what cannot be one is said at once."""

    reference = StringField(
        lazy("Your reference"),
        description=lazy("It has 12 digits, such as 1234 5678 9012. It is on everything we sent you."),
        render_kw={
            "classes": "govuk-input--width-20",
            "inputmode": "numeric",
            "autocomplete": "off",
            "spellcheck": False,
            "dir": "ltr",
        },
    )

    def validate_reference(self, field: StringField) -> None:
        """Say what is wrong with it."""
        typed = field.data or ""
        if "@" in typed:
            raise ValidationError(lazy("That looks like an email address. Enter your reference. It has 12 digits"))
        problem = reference.read(typed).problem
        if problem is not None:
            raise ValidationError(_PROBLEMS[problem])

    @property
    def number(self) -> str:
        """Return the twelve digits, "" when there are none."""
        return reference.read(self.reference.data or "").number or ""


class EmailOrPhone:
    """What a form has whose field ``address`` takes either."""

    address: StringField

    def validate_address(self, field: StringField) -> None:
        """Refuse what is neither."""
        if addresses.normal(self.kind, field.data or "") is None:
            raise ValidationError(lazy("Enter an email address such as name@example.com, or a phone number"))

    @property
    def kind(self) -> addresses.ContactKind:
        """Return what was typed: an e-mail address or a phone number."""
        return "email" if "@" in (self.address.data or "") else "phone"
