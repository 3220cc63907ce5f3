"""Why a matter is thought to be meant, in words for the person and for officers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from portal.i18n import gettext as _
from portal.organisation import routing
from portal.organisation.model import Council


def words(reasons: Iterable[Sequence[str]], *, council: Council, on: date) -> list[str]:
    """Return each reason as a phrase in the current language; kinds that nobody can say are left out."""
    said = (_phrase(kind, about, council, on) for kind, about in reasons)
    return [one for one in said if one]


def _phrase(kind: str, about: str, council: Council, on: date) -> str:
    if kind == "reference":
        return _("you wrote its reference, %(number)s", number=about)
    if kind == "service":
        service = routing.find_service(council, about, on)
        return _("the same service: %(service)s", service=_(service.name)) if service else ""
    if kind == "words":
        return _("the same words: %(words)s", words=about)
    if kind == "number":
        return _("the same house number: %(number)s", number=about)
    if kind == "chasing":
        return _("you wrote “%(words)s”", words=about)
    if kind == "address":
        return _("the same address to write to")
    return _("the same name and postcode") if kind == "person" else ""
