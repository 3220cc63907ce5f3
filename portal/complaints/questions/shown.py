"""The answers of a draft as rows to read and check, in the current language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.complaints.questions import when, who
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.order import Page
from portal.complaints.questions.who_words import FIRST, PARTS, ROLES, WHOSE, shown
from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.organisation.model import Council

# A question, its answer, and whether that was typed.
_Row = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Shown:
    """One question and its answer; "" is not provided. ``typed`` says that these are the person's own words."""

    page: Page
    question: str
    answer: str
    typed: bool


def rows(
    answers: Answers, *, council: Council, on: date, pages: tuple[Page, ...], files: Sequence[str] = ()
) -> list[Shown]:
    """Return what was answered on these pages, in their order; ``files`` are the names of those that go along."""
    makers: dict[Page, Callable[[Answers], list[_Row]]] = {
        **_MAKERS,
        Page.SERVICE: lambda answers: [_chosen(_("Service"), _service(answers.service, council, on))],
        Page.FILES: lambda _answers: [_typed(_("Photos and documents"), "\n".join(files))],
    }
    return [Shown(page, *row) for page in pages if page in makers for row in makers[page](answers)]


def service_vanished(answers: Answers, *, council: Council, on: date) -> bool:
    """Tell whether the service chosen is not in the council's list any more."""
    return bool(answers.service) and routing.find_service(council, answers.service, on) is None


def _typed(question: str, answer: str) -> _Row:
    return question, answer, True


def _chosen(question: str, answer: str) -> _Row:
    return question, answer, False


def _role(answers: Answers) -> list[_Row]:
    found = [_chosen(_("Who you are"), shown(ROLES, answers.acting_as))]
    if answers.organisation or answers.acting_as not in who.OWN_PART:
        found.append(_typed(_("Your organisation"), answers.organisation))
    return found


def _affected(answers: Answers) -> list[_Row]:
    day = who.born(answers.affected_born)
    found = [
        _typed(_("The other person’s name"), answers.affected_name),
        _chosen(_("When they were born"), format_date(day) if day else ""),
    ]
    if answers.affected_died:
        found.append(_chosen(_("This person has died"), _("Yes")))
    return found


def _where(answers: Answers) -> list[_Row]:
    place = "\n".join(part for part in (answers.place, answers.postcode) if part)
    return [_typed(_("Where it happened"), place)]


def _reaching(answers: Answers) -> list[_Row]:
    return [
        _chosen(_("Does anyone else read your messages?"), _shared(answers.shared)),
        _chosen(_("Would you like a call?"), _yes_no(answers.wants_call)),
        _typed(_("When we can reach you"), answers.safe_times),
    ]


def _needs(answers: Answers) -> list[_Row]:
    return [
        _typed(_("Language you like best"), answers.preferred_language),
        _chosen(_("Large print"), _yes_no(answers.large_print)),
        _typed(_("What else would help"), answers.adjustments),
    ]


def _their_contact(answers: Answers) -> list[_Row]:
    found = [_chosen(_("How we reach the other person"), _way(answers.their_contact))]
    if answers.their_address and not who.given_by_themselves(answers):
        same = _("This is how we reach you. We will find another way to ask them.")
        return [_chosen(_("How we reach the other person"), same)]
    if answers.their_address:
        found.append(_typed(_("Their address or number"), answers.their_address))
        found.append(_chosen(_("Does anyone else read their messages?"), _shared(answers.their_shared)))
    return found


def _their_needs(answers: Answers) -> list[_Row]:
    return [
        _typed(_("Language they like best"), answers.their_language),
        _chosen(_("Large print for them"), _yes_no(answers.their_large_print)),
        _typed(_("What else would help them"), answers.their_adjustments),
    ]


def _contact(answers: Answers) -> list[_Row]:
    none = _("Do not contact me") if answers.contact == "none" else ""
    found = [_chosen(_("How we reach you"), _way(answers.contact) or none)]
    if answers.address:
        labels = {"email": _("Email address"), "phone": _("Phone number"), "post": _("Postal address")}
        found.append(_typed(labels[answers.contact], answers.address))
    return found


def _way(way: str) -> str:
    return {"email": _("By email"), "phone": _("By phone"), "post": _("By post")}.get(way, "")


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else _("Yes") if answer else _("No")


def _shared(shared: str) -> str:
    return {"no": _("No"), "yes": _("Yes"), "unsure": _("I am not sure")}.get(shared, "")


def _service(key: str | None, council: Council, on: date) -> str:
    if not key:
        return "" if key is None else _("I am not sure")
    service = routing.find_service(council, key, on)
    return _(service.name) if service else _("No longer in our list")


_MAKERS: dict[Page, Callable[[Answers], list[_Row]]] = {
    Page.ABOUT: lambda answers: [_chosen(_("Who you complain for"), shown(FIRST, who.first_answer(answers)))],
    Page.ROLE: _role,
    Page.PART: lambda answers: [_chosen(_("What it is about"), shown(PARTS, answers.part))],
    Page.AFFECTED: _affected,
    Page.TOGETHER: lambda answers: [_typed(_("Who complains with you"), answers.others)],
    Page.ADVOCATE: lambda answers: [_chosen(_("Would you like an advocate?"), _yes_no(answers.wants_advocate))],
    Page.WORDS: lambda answers: [_typed(_("What happened"), answers.words)],
    Page.URGENT: lambda answers: [_chosen(_("Danger or need today"), _yes_no(answers.urgent))],
    Page.WHEN: lambda answers: [_typed(_("When it happened"), when.shown(answers.happened))],
    Page.WHERE: _where,
    Page.WANTED: lambda answers: [_typed(_("What would put it right"), answers.wanted)],
    Page.NOT_TO_TELL: lambda answers: [_typed(_("Who should not know"), answers.not_to_tell)],
    Page.NAME: lambda answers: [_typed(_("Your name"), answers.name)],
    Page.CONTACT: _contact,
    Page.WHOSE: lambda answers: [_chosen(_("Whose address or number this is"), shown(WHOSE, answers.whose))],
    Page.REACHING: _reaching,
    Page.NEEDS: _needs,
    Page.THEIR_CONTACT: _their_contact,
    Page.THEIR_NEEDS: _their_needs,
}
