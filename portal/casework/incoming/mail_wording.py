"""The desk's words about mail that came in."""

from __future__ import annotations

from portal.complaints.incoming.models import InboundMail
from portal.config import Limits
from portal.files import intake
from portal.i18n import gettext as _
from portal.i18n import lazy

WHY = {
    "new": lazy("It is not a reply to a letter of ours"),
    "closed": lazy("It answers a letter of ours, but its reader may not add to that complaint any more"),
    "not_proven": lazy("It answers a letter of ours, but did not come from an address its reader has proven"),
    "dmarc": lazy("Our mail server could not confirm the sender. It may be forged"),
    "copied": lazy("It was sent to other people too"),
    "no_words": lazy("We found no words in it"),
    "too_long": lazy("It is very long"),
    "too_large": lazy("It is too large to read here. Open it in the mailbox: it is flagged there"),
    "too_deep": lazy("It is put together in a way that is not safe to read here. Nothing of it is lost"),
    "unreadable": lazy("It could not be read. Nothing of it is lost"),
    "bounce": lazy("A letter of ours did not arrive. Find another way to reach the person"),
    "perhaps": lazy("A machine may have written it"),
    "automatic": lazy("It is an automatic reply"),
    "failed": lazy("Something went wrong when it came"),
}
"""Why a mail waits for a person, by `portal.complaints.incoming.by_mail.why_not`."""

DMARC = {
    "pass": lazy("Our mail server confirmed the sender’s domain"),
    "none": lazy("The sender’s domain does not say how to check it"),
    "fail": lazy("Our mail server says the sender is forged"),
    "temperror": lazy("Our mail server could not check the sender"),
    "permerror": lazy("Our mail server could not check the sender"),
    "missing": lazy("Our mail server says nothing about the sender"),
    "unchecked": lazy("The sender was not checked"),
}
HINTS = {
    "address": lazy("It was sent to the address of a letter about this complaint"),
    "answers": lazy("It says that it answers a letter about this complaint, or it sends that letter back"),
    "proven": lazy("The sender’s address is proven on this complaint"),
    "sender": lazy("The sender’s address is on this complaint, but not proven"),
    "subject": lazy("The subject names its reference. Anybody can write that"),
}


def files(mail: InboundMail) -> list[tuple[str, str]]:
    """Return what became of a mail's files on its matter: in words, and the names of those it is said of."""
    names: dict[str, list[str]] = {}
    for one in mail.attachments:
        names.setdefault(str(one.get("refused", "")), []).append(str(one["name"] or _("No name")))
    return [(_became(code, mail), ", ".join(named)) for code, named in sorted(names.items())]


def _became(code: str, mail: InboundMail) -> str:
    if mail.files_at is None:
        return _("We are checking these. This takes a minute or two.")
    if not code:
        return _("With the complaint now")
    return _("Not taken, and kept in the email: %(why)s", why=intake.why(code, Limits()))
