"""Which way a letter leaves: by the mail server, on paper, or in demo mode as a file."""

from __future__ import annotations

from portal.config import Settings
from portal.letters.outgoing import mail, paper, smtp
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater


def send(letter: Outgoing, settings: Settings) -> None:
    """Let one letter leave. Raises SendLater or CannotSend.

    Demo mode writes to nobody: every letter becomes a file. Without a mail server, which Settings allows in demo
    mode and tests only, mail becomes files too.
    """
    by_file = settings.demo or not settings.smtp_url
    if letter.channel == "email" and not by_file:
        smtp.send(letter, settings)
        return
    if letter.channel == "sms" and not settings.demo:
        raise CannotSend("there is no way to send texts")
    try:
        if letter.channel == "post":
            paper.put_in_folder(letter, settings)
        if by_file:
            mail.put_in_folder(letter, settings)
    except OSError as error:
        raise SendLater(f"{type(error).__name__} {error.errno}", nobody_answers=True) from None
