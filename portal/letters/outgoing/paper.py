"""Letters on paper: a PDF for a window envelope, in a folder that the print room empties."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from portal import bounded
from portal.config import ROOT, Limits, Settings
from portal.i18n import ENGLISH, find_language, format_date, use_locale
from portal.letters.outgoing import durable
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater

MOST_TRIES = 3
"""How often a letter is set that brings the typesetter down: twice more, in case the machine was short of memory."""

_TEMPLATE = ROOT / "templates" / "letters" / "letter.typ"
_LONGEST_SECONDS = 30
_IN_THE_STANDARD = b"pdfuaid"
log = logging.getLogger(__name__)


def put_in_folder(letter: Outgoing, settings: Settings) -> None:
    """Write the letter to ``var/post``, named by its id. Raises SendLater or CannotSend when it cannot be set."""
    durable.write(folder(settings) / f"{letter.letter_id}.pdf", pdf(letter, settings.limits))


def folder(settings: Settings) -> Path:
    """Return where letters lie until they are printed."""
    return settings.var / "post"


def pdf(letter: Outgoing, limits: Limits) -> bytes:
    """Return the letter as PDF/UA-1, A4, in 18 point when large print was asked for and 12 point when not.

    The address alone stands behind the window of a DL or C5 envelope. People's words reach the typesetter as data,
    never as its language; it reads no other file and no address on the net (T29). It works in a process of its own
    that may not use much, because some texts bring it down. Raises SendLater when that happens, CannotSend when the
    typesetter refuses the letter.
    """
    share = bounded.Share(limits.typeset_bytes, limits.typeset_seconds, _LONGEST_SECONDS)
    try:
        made = bounded.run("portal.letters.outgoing.typeset", {"template": str(_TEMPLATE), **data(letter)}, share)
    except bounded.Overrun as overrun:
        raise SendLater(f"the letter could not be set: {overrun}", most_tries=MOST_TRIES) from None
    if not made:
        raise CannotSend("the letter could not be set")
    if _IN_THE_STANDARD not in made:
        log.warning("letter %s is set without the accessibility standard", letter.letter_id)
    return made


def data(letter: Outgoing) -> dict[str, str]:
    """Return what the typesetter is given."""
    language = find_language(letter.language) or ENGLISH
    address = [line.strip() for line in (letter.recipient, *letter.address.splitlines())]
    with use_locale(letter.language):
        day = format_date(letter.made_at)
    content = {
        "address": [line for line in address if line],
        "sender": letter.sender_name,
        "title": letter.subject,
        "paragraphs": [part.split("\n") for part in letter.body.strip().split("\n\n")],
        "size": 18 if letter.large_print else 12,
        "language": language.locale.language,
        "direction": language.direction,
        "day": day,
        "date": [letter.made_at.year, letter.made_at.month, letter.made_at.day],
    }
    return {"letter": json.dumps(content)}
