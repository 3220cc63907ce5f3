"""What is asked of somebody who wants to see what we have from them."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from portal.complaints.codes.forms import EmailOrPhone
from portal.i18n import lazy
from portal.web.forms import PortalForm


class YoursForm(EmailOrPhone, PortalForm):
    """A name and an address, to see what we have from them."""

    name = StringField(
        lazy("Your name"),
        validators=[InputRequired(lazy("Enter your name as you gave it to us"))],
        description=lazy("Write it as you did in your complaint."),
        render_kw={"autocomplete": "name", "spellcheck": False},
    )
    address = StringField(
        lazy("Your email address or phone number"),
        validators=[InputRequired(lazy("Enter the email address or phone number that you gave us"))],
        render_kw={"autocomplete": "email", "spellcheck": False, "dir": "ltr"},
    )
