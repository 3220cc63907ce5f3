"""The answers of a draft as rows to read and check, in the current language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.complaints import when
from portal.complaints.answers import Answers
from portal.complaints.journey import Page
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
    return [row for page in pages for row in _rows_of(page, answers, council, on, files)]


def service_vanished(answers: Answers, *, council: Council, on: date) -> bool:
    """Tell whether the service chosen is not in the council's list any more."""
    return bool(answers.service) and routing.find_service(council, answers.service, on) is None


def _rows_of(page: Page, answers: Answers, council: Council, on: date, files: Sequence[str]) -> list[Shown]:
    one = {
        Page.ABOUT: lambda: Shown(page, _("Who it is about"), _about(answers.about)),
        Page.AFFECTED: lambda: Shown(page, _("The other person’s name"), answers.affected_name, typed=True),
        Page.WORDS: lambda: Shown(page, _("What happened"), answers.words, typed=True),
        Page.URGENT: lambda: Shown(page, _("Danger or need today"), _yes_no(answers.urgent)),
        Page.SERVICE: lambda: Shown(page, _("Service"), _service(answers.service, council, on)),
        Page.WHEN: lambda: Shown(page, _("When it happened"), when.shown(answers.happened), typed=True),
        Page.WANTED: lambda: Shown(page, _("What would put it right"), answers.wanted, typed=True),
        Page.NOT_TO_TELL: lambda: Shown(page, _("Who should not know"), answers.not_to_tell, typed=True),
        Page.FILES: lambda: Shown(page, _("Photos and documents"), "\n".join(files), typed=True),
        Page.NAME: lambda: Shown(page, _("Your name"), answers.name, typed=True),
    }
    if page in one:
        return [one[page]()]
    if page is Page.WHERE:
        place = "\n".join(part for part in (answers.place, answers.postcode) if part)
        return [Shown(page, _("Where it happened"), place, typed=True)]
    if page is Page.CONTACT:
        return _contact(answers)
    if page is Page.REACHING:
        return [
            Shown(page, _("Does anyone else read your messages?"), _shared(answers.shared)),
            Shown(page, _("Would you like a call?"), _yes_no(answers.wants_call)),
            Shown(page, _("When we can reach you"), answers.safe_times, typed=True),
        ]
    if page is Page.NEEDS:
        return [
            Shown(page, _("Language you like best"), answers.preferred_language, typed=True),
            Shown(page, _("Large print"), _yes_no(answers.large_print)),
            Shown(page, _("What else would help"), answers.adjustments, typed=True),
        ]
    return []


def _contact(answers: Answers) -> list[Shown]:
    ways = {
        "email": _("By email"),
        "phone": _("By phone"),
        "post": _("By post"),
        "none": _("Do not contact me"),
    }
    shown = [Shown(Page.CONTACT, _("How we reach you"), ways.get(answers.contact, ""))]
    if answers.address:
        labels = {"email": _("Email address"), "phone": _("Phone number"), "post": _("Postal address")}
        shown.append(Shown(Page.CONTACT, labels[answers.contact], answers.address, typed=True))
    return shown


def _about(about: str) -> str:
    return {"me": _("Me"), "other": _("Somebody else"), "both": _("Me and somebody else")}.get(about, "")


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else _("Yes") if answer else _("No")


def _shared(shared: str) -> str:
    return {"no": _("No"), "yes": _("Yes"), "unsure": _("I am not sure")}.get(shared, "")


def _service(key: str | None, council: Council, on: date) -> str:
    if not key:
        return "" if key is None else _("I am not sure")
    service = routing.find_service(council, key, on)
    return _(service.name) if service else _("No longer in our list")
