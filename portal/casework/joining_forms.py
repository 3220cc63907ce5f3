"""What an officer enters to join, split and link matters."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.casework.forms import KeyForm
from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class OtherForm(PortalForm):
    """The reference of another complaint, in any spelling."""

    reference = StringField(
        lazy("Reference of the other complaint"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


class JoinForm(PortalForm):
    """How the officer knows that one person wrote both; asked only where the portal does not know it."""

    reason = TextAreaField(
        lazy("How do you know that it is the same person?"),
        description=lazy("For example: they told you on the phone, after you checked who they are. It is kept."),
        render_kw={"rows": 3},
    )


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
