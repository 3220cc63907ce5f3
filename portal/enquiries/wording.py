"""What the pages call each thing that was said about an enquiry."""

from __future__ import annotations

from portal.i18n import lazy

TO_OFFICE = {
    "asked": lazy("You asked"),
    "added": lazy("You added"),
    "answered": lazy("Our answer"),
    "later": lazy("We need more time"),
}
AT_DESK = {
    "asked": lazy("They asked"),
    "added": lazy("They added"),
    "answered": lazy("We answered"),
    "later": lazy("We took more time"),
}
