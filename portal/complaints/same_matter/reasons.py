"""Says a reason in the current language, in words that whoever wrote the texts and an officer can read alike."""

from portal.complaints.same_matter.values import Reason
from portal.i18n import gettext as _


def say(reason: Reason) -> str:
    """The reason as a few words. It may hold the person's own words: show it only to who may read both texts.

    Raises KeyError for a kind there are no words for.
    """
    return _said(reason.words)[reason.kind]


def _said(words: str) -> dict[str, str]:
    return {
        "quoted": _("its reference"),
        "sent_again": _("the same text, sent again"),
        "identifier_same": _("the same number plate or item: %(words)s", words=words),
        "service_same": _("the same service"),
        "service_near": _("a service close to it"),
        "place_same": _("the same place: %(words)s", words=words),
        "number_same": _("the same house number: %(words)s", words=words),
        "postcode_same": _("the same postcode: %(words)s", words=words),
        "day_named": _("the day on which it was sent"),
        "words_alike": _("the same words: %(words)s", words=words),
        "chasing": _("the words “%(words)s”", words=words),
        "identifier_other": _("another number plate or item"),
        "place_other": _("another place"),
        "number_other": _("another house number or postcode"),
        "item_other": _("another thing"),
        "reference_elsewhere": _("a reference that is not its own"),
        "happened_again": _("it may have happened again: “%(words)s”", words=words),
        "apart": _("the words “%(words)s”", words=words),
    }
