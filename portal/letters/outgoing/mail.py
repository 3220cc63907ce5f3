"""A letter as an e-mail message, and the folder that demo mode writes them to."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path

from portal.config import Settings
from portal.letters.outgoing import addresses, durable
from portal.letters.outgoing.leaving import CannotSend, Outgoing

_IN_A_FILE = SMTP.clone(linesep="\n")


def message(letter: Outgoing, settings: Settings) -> EmailMessage:
    """Return the message; made again from the same letter it has the same Message-ID and date.

    ``To`` holds the address only: a name somebody typed has no business in a header (T17), nor on a locked screen.
    Raises CannotSend when the address is not safe.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=letter.sender_name, addr_spec=parseaddr(settings.mail_from)[1])
    if letter.channel == "email":
        made["To"] = _to(letter.address)
    if letter.reply_to:
        made["Reply-To"] = Address(addr_spec=letter.reply_to)
    made["Subject"] = letter.subject
    made["Date"] = letter.made_at
    made["Message-ID"] = letter.message_id
    made["Content-Language"] = letter.language
    # No out-of-office reply comes back (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    return made


def put_in_folder(letter: Outgoing, settings: Settings) -> None:
    """Write the letter to ``var/mail``, in demo mode, whatever its channel; named by its id, so it is there once."""
    copy = message(letter, settings)
    copy["X-Channel"] = letter.channel
    copy["X-Letter-Kind"] = letter.kind
    if letter.channel != "email":
        copy["X-Address"] = ", ".join(letter.address.split("\n")).replace("\r", "")
    durable.write(folder(settings) / f"{letter.letter_id}.eml", copy.as_bytes(policy=_IN_A_FILE))


def folder(settings: Settings) -> Path:
    """Return where demo mode's mail lies."""
    return settings.var / "mail"


def _to(address: str) -> Address:
    try:
        return Address(addr_spec=addresses.for_envelope(address))
    except (ValueError, IndexError):
        raise CannotSend("the address is not safe to write to") from None
