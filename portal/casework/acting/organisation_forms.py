"""What the central team enters about organisations and their advocates."""

from __future__ import annotations

from wtforms import EmailField, StringField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class OrganisationForm(PortalForm):
    """The name of an organisation."""

    name = StringField(
        lazy("Name of the organisation"), validators=[InputRequired(lazy("Enter its name.")), AtMost(200)]
    )


class MemberForm(PortalForm):
    """An advocate, by name and e-mail address."""

    name = StringField(lazy("Name of the advocate"), validators=[InputRequired(lazy("Enter their name.")), AtMost(200)])
    address = EmailField(
        lazy("Their email address"),
        description=lazy("One that only they read. They prove it themselves with a code."),
        validators=[InputRequired(lazy("Enter an email address, such as name@example.com")), AtMost(320)],
    )
