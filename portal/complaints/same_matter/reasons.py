"""Says a reason in the current language, in words a person can read."""

from portal.complaints.same_matter.values import Reason
from portal.i18n import gettext as _


def say(reason: Reason) -> str:
    """The reason as one sentence. It may hold the person's own words: show it only to who may read both texts.

    Raises KeyError for a kind there are no words for.
    """
    return _said(reason.words)[reason.kind]


def _said(words: str) -> dict[str, str]:
    return {
        "quoted": _("It gives the reference of this complaint."),
        "sent_again": _("The words are the same."),
        "identifier_same": _("Both give %(words)s.", words=words),
        "service_same": _("The service is the same."),
        "service_near": _("The services are close to each other."),
        "place_same": _("Both name %(words)s.", words=words),
        "number_same": _("Both give the number %(words)s.", words=words),
        "postcode_same": _("Both give the postcode %(words)s.", words=words),
        "day_named": _("It names the day of this complaint."),
        "words_alike": _("Both say: %(words)s.", words=words),
        "chasing": _("It says “%(words)s”.", words=words),
        "identifier_other": _("It gives another number plate or item number."),
        "place_other": _("It names another place."),
        "number_other": _("It gives another house number or postcode."),
        "item_other": _("It names another thing."),
        "reference_elsewhere": _("It gives a reference that is not this one."),
        "happened_again": _("It may have happened again: it says “%(words)s”.", words=words),
        "apart": _("It says “%(words)s”.", words=words),
    }
