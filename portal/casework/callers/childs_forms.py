"""What an officer asks a child before an address or number of theirs is kept to be written to."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import PortalForm


class MayWrite(PortalForm):
    """Whether a child says that we may use it: others at home may read it (threat T41)."""

    may_write = BooleanField(
        lazy("The child says that we may reach them there"),
        validators=[InputRequired(lazy("Ask the child first: “Is it safe if we write to you or call you there?”"))],
    )
