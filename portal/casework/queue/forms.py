"""The box that opens a matter by its reference."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class JumpForm(PortalForm):
    """A reference, in any spelling."""

    reference = StringField(
        lazy("Open a complaint by its reference"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )
