"""Where words from the tray belong."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class PlaceForm(PortalForm):
    """The reference of the matter that words in the tray belong to."""

    reference = StringField(
        lazy("Reference of the complaint it belongs to"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )
