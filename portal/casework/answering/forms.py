"""What an officer fills in to answer: acknowledge, reply, extend, write, decide a request."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.casework.answering.acknowledge import Words
from portal.casework.answering.reply import Answer
from portal.casework.answering.root_causes import ROOT_CAUSES
from portal.casework.desk.forms import KeyForm, LaterForm, StageForm
from portal.complaints.matter.findings import FINDINGS
from portal.db import PersonId
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.people.models import Person
from portal.web.forms import AtMost, PortalForm, choice

_WRITER = "writer"


class AcknowledgeForm(StageForm):
    """What the acknowledgement tells the person."""

    understood = TextAreaField(
        lazy("What we understood"),
        description=lazy("The complaint in your own words, each point. The person can correct it."),
        validators=[InputRequired(lazy("Say what you understood the complaint to be"))],
    )
    outcome = TextAreaField(
        lazy("What the person wants to happen"),
        validators=[InputRequired(lazy("Say what the person wants to happen"))],
        render_kw={"rows": 4},
    )
    not_ours = TextAreaField(
        lazy("What we are not responsible for"),
        description=lazy("Say who is, when you know."),
        validators=[Optional()],
        render_kw={"rows": 3},
    )
    handler = StringField(lazy("Who handles it"), validators=[InputRequired(lazy("Say who is handling the complaint"))])
    phone = StringField(
        lazy("Phone number the person can call"),
        validators=[InputRequired(lazy("Give a phone number the person can call")), AtMost(60)],
        render_kw={"inputmode": "tel", "dir": "ltr", "classes": "govuk-input--width-20"},
    )

    def filled_in(self) -> Words:
        """Return what was filled in."""
        given = (self.understood.data, self.outcome.data, self.not_ours.data, self.handler.data, self.phone.data)
        return Words(*(words or "" for words in given))


class ReplyForm(StageForm):
    """The answer. How to go further is no field: the portal adds it."""

    finding = RadioField(
        lazy("What did you find?"),
        choices=[choice(one.key, one.formal, hint=one.plain) for one in FINDINGS.values()],
        validators=[InputRequired(lazy("Choose what you found"))],
    )
    reasons = TextAreaField(
        lazy("The reasons"),
        description=lazy("Answer each point. Say what you looked at, what you found and why."),
        validators=[InputRequired(lazy("Give the reasons"))],
        render_kw={"rows": 12},
    )
    remedy = TextAreaField(
        lazy("What we will do to put it right"),
        description=lazy("What, who does it and by when."),
        validators=[Optional()],
        render_kw={"rows": 4},
    )
    root_cause = SelectField(
        lazy("Root cause"),
        description=lazy("For reports only. The person does not see it."),
        choices=[choice("", lazy("Not chosen")), *(choice(key, words) for key, words in ROOT_CAUSES.items())],
        validators=[Optional()],
    )

    def filled_in(self) -> Answer:
        """Return what was filled in."""
        given = self.finding.data or "", self.reasons.data or "", self.remedy.data or ""
        return Answer(*given, root_cause=self.root_cause.data or None)


class ExtendForm(LaterForm, StageForm):
    """A later date for a complaint's answer, and why."""

    reason = TextAreaField(
        lazy("Why do we need more time?"),
        description=lazy("The person reads this."),
        validators=[InputRequired(lazy("Say why you need more time"))],
        render_kw={"rows": 5},
    )
    consented = BooleanField(lazy("The person agreed to the new date"))


class MessageForm(KeyForm):
    """Words to the person, or to one of several."""

    to = RadioField(lazy("Who is it for?"), choices=[], validators=[InputRequired(lazy("Choose who it is for"))])
    body = TextAreaField(
        lazy("Your message"),
        description=lazy("The person reads this on their page and in a letter."),
        validators=[InputRequired(lazy("Write your message"))],
    )

    def choose_from(self, people: Sequence[Person]) -> None:
        """Let the officer choose between several people, the writer first; with one there is nothing to choose."""
        if len(people) < 2:
            del self.to
            return
        writer, *others = people
        self.to.choices = [
            choice(_WRITER, writer.name or _("Who complained"), hint=lazy("They complained")),
            *(choice(one.id, one.name or _("The person it is about")) for one in others),
        ]

    def addressee(self) -> PersonId | None:
        """Return the id chosen, None for the writer."""
        chosen = str(self.to.data or "") if "to" in self else ""
        return PersonId(chosen) if chosen and chosen != _WRITER else None


class DecideForm(PortalForm):
    """The answer to a request to take it further; ``request_id`` is the one the officer was looking at."""

    request_id = HiddenField()
    outcome = RadioField(
        lazy("What do you decide?"),
        choices=[
            choice("accepted", lazy("Accept: the next stage opens")),
            choice(
                "rejected",
                lazy("Reject"),
                hint=lazy("The person gets your reason and can go to the ombudsman."),
            ),
            choice("resolved", lazy("Settled together, by mediation"), hint=lazy("Write what was agreed.")),
            choice("withdrawn", lazy("The person took the request back")),
        ],
        validators=[InputRequired(lazy("Choose what you decide"))],
    )
    reason = TextAreaField(
        lazy("Your reason, or what was agreed"),
        description=lazy(
            "The person reads this when you reject the request or settled it together. "
            "Otherwise you can leave it empty."
        ),
        render_kw={"rows": 5},
    )
