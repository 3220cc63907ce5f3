"""Recognition as the portal asks it: what it reads of a matter, which services are near, and its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from portal.complaints import same_matter
from portal.complaints.matter import reference
from portal.complaints.same_matter import Candidate, Finding, Near, Reason, Words, quoted
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.organisation.model import Council

OFFICERS_LOOK_FROM = 0.1
"""From this likelihood on an officer is asked: a look at two complaints side by side costs far less than a second
reference that stays, weighed as nine looks. The person's own page asks from the model's own threshold."""


def find(new: Words, known: Sequence[Candidate], *, council: Council, on: date) -> Finding:
    """Return which of one person's matters a new text is about, if any, with all of them, the likeliest first."""
    return same_matter.find(new, known, near=_near(council, on))


def references_in(text: str) -> frozenset[str]:
    """Return the references that a text quotes, in any spelling, with right check digits."""
    return frozenset(number for number in quoted.numbers_in(text) if reference.is_valid(number))


def together(*parts: str) -> str:
    """Return what was answered to several questions as one text, in their order, empty ones left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def why_meant(reasons: Iterable[Reason]) -> list[str]:
    """Return what speaks for a matter as sentences in the current language, for the person who wrote both texts."""
    return [same_matter.say(reason) for reason in reasons if reason.kind not in same_matter.AGAINST]


def why_look(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Return what speaks for two matters being one, and what against, as sentences for an officer.

    A reason is kept with a possible duplicate as its kind and its words.
    """
    said = {"address": _("the same address to write to"), "person": _("the same name and postcode")}
    return [said[kind] if kind in said else same_matter.say(Reason(kind, words)) for kind, words in reasons]


def _near(council: Council, on: date) -> Near:
    @cache
    def neighbours(service: str) -> frozenset[str]:
        return routing.neighbours_of(council, service, on)

    return lambda one, other: other in neighbours(one)
