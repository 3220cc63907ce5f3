"""Which way a letter leaves: by the mail server, on paper, or in demo mode as a file."""

from __future__ import annotations

from portal.config import Settings
from portal.letters import mail, paper, smtp
from portal.letters.outgoing import CannotSend, Outgoing


def send(letter: Outgoing, settings: Settings) -> None:
    """Let one letter leave. Raises SendLater or CannotSend.

    Demo mode writes to nobody: every letter becomes a file. Without a mail server, which Settings allows in demo
    mode and tests only, mail becomes files too.
    """
    if letter.channel == "post":
        paper.put_in_folder(letter, settings)
    if settings.demo or (letter.channel == "email" and not settings.smtp_url):
        mail.put_in_folder(letter, settings)
    elif letter.channel == "email":
        smtp.send(letter, settings)
    elif letter.channel == "sms":
        raise CannotSend("there is no way to send texts")
