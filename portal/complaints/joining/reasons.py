"""Why a matter is thought to be meant, in words for the person and for officers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.complaints import same_matter
from portal.complaints.same_matter import Reason
from portal.i18n import gettext as _

Stored = Sequence[str]
"""A reason as it is kept with a possible duplicate: its kind and its words."""


def why_meant(reasons: Iterable[Reason]) -> list[str]:
    """Return what speaks for a matter as sentences in the current language, for the person who wrote both texts."""
    return [same_matter.say(reason) for reason in reasons if reason.kind not in same_matter.AGAINST]


def why_look(reasons: Iterable[Stored]) -> list[str]:
    """Return what speaks for two matters being one, and what against, as sentences for an officer."""
    said = {"address": _("the same address to write to"), "person": _("the same name and postcode")}
    return [said[kind] if kind in said else same_matter.say(Reason(kind, words)) for kind, words in reasons]
