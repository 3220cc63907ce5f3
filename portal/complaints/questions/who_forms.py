"""The questions about who complains: the first one, the role, their own part, and what only a child is asked."""

from __future__ import annotations

from dataclasses import replace

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.complaints.questions import who, who_words
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.forms import OR, Needed, Question, YesNoField
from portal.i18n import lazy
from portal.web.forms import AtMost, choice

_HINTS = {
    "carer": lazy("You look after them, with or without pay"),
    "parent": lazy("Or a foster carer, or anyone else who brings them up"),
    "advocate": lazy("You help them to say what they want"),
}


class AboutForm(Question):
    """Who complains: for themselves, for somebody else, as a child, with others, or without a name."""

    about = RadioField(
        lazy("Who are you complaining for?"),
        validators=[Needed(lazy("Choose who you are complaining for"))],
        description=lazy("We mean the person who was treated badly, or who missed out."),
        choices=[
            choice("me", who_words.FIRST["me"]),
            choice("other", who_words.FIRST["other"], hint=lazy("You can tell us how it affected you too")),
            choice("child", who_words.FIRST["child"]),
            choice("together", who_words.FIRST["together"]),
            choice(
                "anonymous",
                who_words.FIRST["anonymous"],
                hint=lazy("You still get a reference and a private code, to see our answer"),
                divider=OR,
            ),
        ],
    )

    def into(self, answers: Answers) -> Answers:
        """Keep who complains; what somebody said they are to the other person stays."""
        first = self.about.data or ""
        if first == "other" and who.for_somebody_else(answers):
            return answers
        return replace(answers, part="", **who.chosen(first, role="", part=""))

    @classmethod
    def held(cls, answers: Answers) -> dict[str, object]:
        """Show the first answer."""
        return super().held(answers) | {"about": who.first_answer(answers)}


class RoleForm(Question):
    """What the writer is to the person it is about."""

    acting_as = RadioField(
        lazy("Who are you?"),
        validators=[Needed(lazy("Choose who you are"))],
        choices=[choice(key, words, hint=_HINTS.get(key)) for key, words in who_words.ROLES.items()],
    )
    organisation = StringField(
        lazy("The organisation you work for, if there is one"),
        validators=[Optional()],
        render_kw={"autocomplete": "organization", "spellcheck": False},
    )

    def into(self, answers: Answers) -> Answers:
        """Keep the role; only some are asked about their own part."""
        given = super().into(answers)
        return replace(given, **who.chosen("other", role=given.acting_as, part=answers.part))


class PartForm(Question):
    """Whether the writer complains in their own right too: parents, carers, neighbours."""

    part = RadioField(
        lazy("Is this about how you were treated, what happened to someone else, or both?"),
        validators=[Needed(lazy("Choose what this is about"))],
        choices=[choice(key, words) for key, words in who_words.PARTS.items()],
    )

    def into(self, answers: Answers) -> Answers:
        """Keep whom it is about; nothing where the role is not asked about its own part any more (an old tab)."""
        if answers.acting_as not in who.OWN_PART:
            return answers
        given = super().into(answers)
        return replace(given, **who.chosen("other", role=given.acting_as, part=given.part))


class TogetherForm(Question):
    """The names of the others of a group."""

    others = TextAreaField(
        lazy("Who is complaining with you?"),
        validators=[Optional(), AtMost(5_000)],
        description=lazy("Write each name on a new line. You can leave this empty. We write to you only."),
        render_kw={"rows": 5, "autocomplete": "off"},
    )


class AdvocateForm(Question):
    """Whether a child wants an advocate."""

    wants_advocate = YesNoField(lazy("Would you like an advocate?"), validators=[Optional()])


class WhoseForm(Question):
    """Whose address a child gave. Nothing is sent to a parent's by itself (threat T41)."""

    whose = RadioField(
        lazy("Whose address or number is this?"),
        validators=[Optional()],
        description=lazy("We only write to you there if it is your own. You can see our answer on this website."),
        choices=[choice(key, words) for key, words in who_words.WHOSE.items()],
    )
