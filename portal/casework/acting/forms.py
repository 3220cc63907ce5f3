"""What an officer enters about the right to act for somebody."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.casework.acting.acts import HOW, Checked
from portal.casework.acting.decide import DECISIONS
from portal.complaints.acting.authority import KINDS, SCOPES
from portal.complaints.acting.representatives import Newcomer
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice


class AskForm(PortalForm):
    """Where to ask the person affected, and where the officer found that."""

    way = RadioField(
        lazy("How do we ask them?"),
        choices=[choice("email", lazy("Email")), choice("post", lazy("Letter"))],
        validators=[InputRequired(lazy("Choose how we ask them."))],
    )
    address = TextAreaField(
        lazy("Their address"),
        description=lazy("One that the person who wrote did not give us."),
        validators=[InputRequired(lazy("Enter their address.")), AtMost(320)],
        render_kw={"rows": 3},
    )
    found = StringField(
        lazy("Where did you find it?"),
        validators=[InputRequired(lazy("Say where you found this address.")), AtMost(500)],
    )


class CheckForm(PortalForm):
    """What was checked, and how far it goes."""

    kind = SelectField(
        lazy("What lets them act?"),
        choices=[choice(key, words) for key, words in KINDS.items()],
        validators=[InputRequired(lazy("Choose what lets them act."))],
    )
    how = RadioField(
        lazy("How do you know?"),
        choices=[choice(key, words) for key, words in HOW.items()],
        validators=[InputRequired(lazy("Choose how you know."))],
    )
    scope = RadioField(
        lazy("How far does it go?"),
        choices=[choice(key, words) for key, words in SCOPES.items()],
        validators=[InputRequired(lazy("Choose how far it goes."))],
    )
    evidence = TextAreaField(
        lazy("What did you see or hear, and when?"),
        validators=[InputRequired(lazy("Say what you saw or heard, and when."))],
        render_kw={"rows": 4},
    )
    file = SelectField(lazy("The document, if it is on this complaint"), validators=[Optional()])
    reason = TextAreaField(
        lazy("Why may they act?"),
        description=lazy("Needed where somebody cannot decide this, and where two people claim the same."),
        validators=[Optional()],
        render_kw={"rows": 3},
    )
    consulted = TextAreaField(
        lazy("Who was consulted?"),
        description=lazy("Needed where somebody cannot decide this."),
        validators=[Optional()],
        render_kw={"rows": 2},
    )
    review_on = DayField(lazy("When do we look at this again?"), validators=[Optional()])
    expires_on = DayField(lazy("Last day, if it ends"), validators=[Optional()])
    sees_others = BooleanField(lazy("They may read what the others on this complaint wrote"))

    def checked(self) -> Checked:
        """Return what was filled in."""
        return Checked(
            kind=self.kind.data or "",
            how=self.how.data or "",
            scope=self.scope.data or "",
            evidence=self.evidence.data or "",
            reason=self.reason.data or "",
            consulted=self.consulted.data or "",
            file_id=self.file.data or "",
            expires_on=self.expires_on.data,
            review_on=self.review_on.data,
            sees_others=bool(self.sees_others.data),
        )


class EndForm(PortalForm):
    """Why somebody may not act, or not any more."""

    reason = TextAreaField(
        lazy("Why?"),
        description=lazy("Only officers read this."),
        validators=[InputRequired(lazy("Say why. Only officers read this."))],
        render_kw={"rows": 4},
    )


class LookForm(PortalForm):
    """What an officer found who looked at it again, and when somebody looks the next time."""

    reason = TextAreaField(
        lazy("What did you check, and why may they go on?"),
        description=lazy("Only officers read this."),
        validators=[InputRequired(lazy("Say what you checked. Only officers read this."))],
        render_kw={"rows": 4},
    )
    review_on = DayField(lazy("When do we look at this again?"), validators=[Optional()])


class DecisionForm(PortalForm):
    """How to go on where nobody confirmed."""

    decision = RadioField(
        lazy("How do we go on?"),
        choices=[choice(key, words) for key, words in DECISIONS.items()],
        validators=[InputRequired(lazy("Choose how to go on."))],
    )
    words = TextAreaField(
        lazy("What do you tell the person who wrote?"),
        description=lazy("They read this. Give the reasons. Write nothing personal about the other person."),
        validators=[InputRequired(lazy("Write what you tell the person who wrote."))],
        render_kw={"rows": 8},
    )


class NewcomerForm(PortalForm):
    """One more person who says that they may act; the choices of persons are filled in by the view."""

    whom = RadioField(lazy("For whom?"), validators=[InputRequired(lazy("Choose for whom."))])
    name = StringField(lazy("Their name"), validators=[InputRequired(lazy("Enter their name.")), AtMost(200)])
    organisation = StringField(lazy("Their organisation, if any"), validators=[Optional(), AtMost(200)])
    way = RadioField(
        lazy("How do they get in?"),
        choices=[
            choice("post", lazy("By post: we send a reference and a private code")),
            choice("email", lazy("By email: an address that only they read, and prove with a code")),
        ],
        validators=[InputRequired(lazy("Choose how they get in."))],
    )
    address = TextAreaField(
        lazy("Their address"),
        validators=[InputRequired(lazy("Enter their postal address or email address.")), AtMost(320)],
        render_kw={"rows": 3},
    )
    kind = SelectField(
        lazy("What do they say lets them act?"),
        choices=[choice(key, words) for key, words in KINDS.items()],
        validators=[InputRequired(lazy("Choose from the list."))],
    )

    def newcomer(self) -> Newcomer:
        """Return who was written down."""
        return Newcomer(
            name=self.name.data or "",
            organisation=self.organisation.data or "",
            way="email" if self.way.data == "email" else "post",
            address=self.address.data or "",
            kind=self.kind.data or "",
        )
