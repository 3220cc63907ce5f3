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


@dataclass(frozen=True, slots=True)
class Shown:
    """One question and its answer; "" is not provided. ``typed`` says that these are the person's own words."""

    page: Page
    question: str
    answer: str
    typed: bool = False


def rows(
    answers: Answers, *, council: Council, on: date, pages: tuple[Page, ...], files: Sequence[str] = ()
) -> list[Shown]:
    """Return what was answered on these pages, in their order; ``files`` are the names of those that go along."""
    makers: dict[Page, Callable[[Answers], list[Shown]]] = {
        **_MAKERS,
        Page.SERVICE: lambda answers: [Shown(Page.SERVICE, _("Service"), _service(answers.service, council, on))],
        Page.FILES: lambda _answers: [Shown(Page.FILES, _("Photos and documents"), "\n".join(files), typed=True)],
    }
    return [row for page in pages if page in makers for row in makers[page](answers)]


def service_vanished(answers: Answers, *, council: Council, on: date) -> bool:
    """Tell whether the service chosen is not in the council's list any more."""
    return bool(answers.service) and routing.find_service(council, answers.service, on) is None


def _role(answers: Answers) -> list[Shown]:
    found = [Shown(Page.ROLE, _("Who you are"), shown(ROLES, answers.acting_as))]
    if answers.organisation or answers.acting_as not in who.OWN_PART:
        found.append(Shown(Page.ROLE, _("Your organisation"), answers.organisation, typed=True))
    return found


def _affected(answers: Answers) -> list[Shown]:
    day = who.born(answers.affected_born)
    found = [
        Shown(Page.AFFECTED, _("The other person’s name"), answers.affected_name, typed=True),
        Shown(Page.AFFECTED, _("When they were born"), format_date(day) if day else ""),
    ]
    if answers.affected_died:
        found.append(Shown(Page.AFFECTED, _("This person has died"), _("Yes")))
    return found


def _where(answers: Answers) -> list[Shown]:
    place = "\n".join(part for part in (answers.place, answers.postcode) if part)
    return [Shown(Page.WHERE, _("Where it happened"), place, typed=True)]


def _reaching(answers: Answers) -> list[Shown]:
    return [
        Shown(Page.REACHING, _("Does anyone else read your messages?"), _shared(answers.shared)),
        Shown(Page.REACHING, _("Would you like a call?"), _yes_no(answers.wants_call)),
        Shown(Page.REACHING, _("When we can reach you"), answers.safe_times, typed=True),
    ]


def _needs(answers: Answers) -> list[Shown]:
    return [
        Shown(Page.NEEDS, _("Language you like best"), answers.preferred_language, typed=True),
        Shown(Page.NEEDS, _("Large print"), _yes_no(answers.large_print)),
        Shown(Page.NEEDS, _("What else would help"), answers.adjustments, typed=True),
    ]


def _their_contact(answers: Answers) -> list[Shown]:
    found = [Shown(Page.THEIR_CONTACT, _("How we reach the other person"), _way(answers.their_contact))]
    if answers.their_address and not who.given_by_themselves(answers):
        same = _("This is how we reach you. We will find another way to ask them.")
        return [Shown(Page.THEIR_CONTACT, _("How we reach the other person"), same)]
    if answers.their_address:
        found.append(Shown(Page.THEIR_CONTACT, _("Their address or number"), answers.their_address, typed=True))
        found.append(
            Shown(Page.THEIR_CONTACT, _("Does anyone else read their messages?"), _shared(answers.their_shared))
        )
    return found


def _their_needs(answers: Answers) -> list[Shown]:
    return [
        Shown(Page.THEIR_NEEDS, _("Language they like best"), answers.their_language, typed=True),
        Shown(Page.THEIR_NEEDS, _("Large print for them"), _yes_no(answers.their_large_print)),
        Shown(Page.THEIR_NEEDS, _("What else would help them"), answers.their_adjustments, typed=True),
    ]


def _contact(answers: Answers) -> list[Shown]:
    none = _("Do not contact me") if answers.contact == "none" else ""
    found = [Shown(Page.CONTACT, _("How we reach you"), _way(answers.contact) or none)]
    if answers.address:
        labels = {"email": _("Email address"), "phone": _("Phone number"), "post": _("Postal address")}
        found.append(Shown(Page.CONTACT, labels[answers.contact], answers.address, typed=True))
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


_MAKERS: dict[Page, Callable[[Answers], list[Shown]]] = {
    Page.ABOUT: lambda answers: [Shown(Page.ABOUT, _("Who you complain for"), shown(FIRST, who.first_answer(answers)))],
    Page.ROLE: _role,
    Page.PART: lambda answers: [Shown(Page.PART, _("What it is about"), shown(PARTS, answers.part))],
    Page.AFFECTED: _affected,
    Page.TOGETHER: lambda answers: [Shown(Page.TOGETHER, _("Who complains with you"), answers.others, typed=True)],
    Page.ADVOCATE: lambda answers: [
        Shown(Page.ADVOCATE, _("Would you like an advocate?"), _yes_no(answers.wants_advocate))
    ],
    Page.WORDS: lambda answers: [Shown(Page.WORDS, _("What happened"), answers.words, typed=True)],
    Page.URGENT: lambda answers: [Shown(Page.URGENT, _("Danger or need today"), _yes_no(answers.urgent))],
    Page.WHEN: lambda answers: [Shown(Page.WHEN, _("When it happened"), when.shown(answers.happened), typed=True)],
    Page.WHERE: _where,
    Page.WANTED: lambda answers: [Shown(Page.WANTED, _("What would put it right"), answers.wanted, typed=True)],
    Page.NOT_TO_TELL: lambda answers: [
        Shown(Page.NOT_TO_TELL, _("Who should not know"), answers.not_to_tell, typed=True)
    ],
    Page.NAME: lambda answers: [Shown(Page.NAME, _("Your name"), answers.name, typed=True)],
    Page.CONTACT: _contact,
    Page.WHOSE: lambda answers: [Shown(Page.WHOSE, _("Whose address or number this is"), shown(WHOSE, answers.whose))],
    Page.REACHING: _reaching,
    Page.NEEDS: _needs,
    Page.THEIR_CONTACT: _their_contact,
    Page.THEIR_NEEDS: _their_needs,
}
