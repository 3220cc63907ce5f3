"""What an officer enters to restrict a matter, to note staff it names, and to open one in an emergency."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class RestrictForm(PortalForm):
    """Why only those who need to may see a matter."""

    reason = TextAreaField(
        lazy("Why should only a few see this?"),
        description=lazy("It is kept. Those who may still see the complaint can read it."),
        validators=[InputRequired(lazy("Say why only a few may see this.")), AtMost(2_000)],
        render_kw={"rows": 3},
    )


class NameForm(PortalForm):
    """Which member of staff a matter is about; the choices are filled in by the view."""

    officer = SelectField(
        lazy("Which member of staff is it about?"),
        description=lazy("They cannot find or open it from then on. They are not told."),
        validators=[InputRequired(lazy("Choose somebody from the list."))],
    )


class EmergencyForm(PortalForm):
    """The reference of a matter that is not the officer's own, and what the emergency is."""

    reference = StringField(
        lazy("Reference"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )
    reason = TextAreaField(
        lazy("What is the emergency?"),
        description=lazy("A second person reads this today and checks that it was needed."),
        validators=[InputRequired(lazy("Say what the emergency is.")), AtMost(2_000)],
        render_kw={"rows": 3},
    )
