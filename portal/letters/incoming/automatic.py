"""Mail that no person wrote: bounces, out-of-office replies, loops. The portal itself answers no mail (RFC 3834)."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Literal

from portal.letters.incoming import headers

Automatic = Literal["", "bounce", "reply", "loop", "perhaps"]
_POSTMASTERS = {"mailer-daemon", "postmaster"}


def kind_of(message: EmailMessage, *, sender: str, own: str) -> Automatic:
    """Return what kind of automatic mail it is, "" when a person seems to have written it.

    A bounce says that a letter of ours did not arrive. A reply (out of office, read) and a loop say nothing.
    ``perhaps`` has weaker signs, which a charity's or another council's own system has too.
    """
    if own and sender.casefold() == own.casefold():
        return "loop"
    report = _report(message)
    if report in {"delivery-status", ""}:
        return "bounce"
    submitted = _word(message, "auto-submitted")
    from_nobody = any(value.strip() == "<>" for value in headers.values(message, "return-path"))
    if sender.partition("@")[0].casefold() in _POSTMASTERS and (from_nobody or submitted not in {"", "no"}):
        return "bounce"
    replies = submitted == "auto-replied" or _word(message, "precedence") == "auto_reply"
    if report is not None or replies or _has(message, "x-autoreply", "x-autorespond", "x-autoresponder"):
        return "reply"
    return "perhaps" if from_nobody or _weak_signs(message, submitted) else ""


def _report(message: EmailMessage) -> str | None:
    """Return the kind of a report, "" when it does not say; None when it is no report."""
    if message.get_content_type() != "multipart/report":
        return None
    return str(message.get_param("report-type") or "").casefold()


def _weak_signs(message: EmailMessage, submitted: str) -> bool:
    return (
        submitted not in {"", "no"}
        or _word(message, "precedence") in {"bulk", "junk", "list"}
        or _has(message, "list-id", "list-unsubscribe")
        or _word(message, "x-auto-response-suppress") not in {"", "none"}
    )


def _word(message: EmailMessage, name: str) -> str:
    value = next(iter(headers.values(message, name)), "")
    return value.partition(";")[0].partition("(")[0].strip().casefold()


def _has(message: EmailMessage, *names: str) -> bool:
    return any(headers.values(message, name) for name in names)
