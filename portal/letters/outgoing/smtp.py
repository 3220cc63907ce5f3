"""Sending by the council's mail server, over TLS with its certificate checked."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from portal.config import Settings
from portal.letters.outgoing import mail
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater

_SECONDS = 20
_TOO_LARGE = 552
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def send(letter: Outgoing, settings: Settings) -> None:
    """Hand one letter to the server at ``settings.smtp_url``.

    ``smtps://user:password@host:465`` speaks TLS from the start, ``smtp://host:587`` asks for STARTTLS and sends
    nothing without it, but to a relay on this machine: a letter must not cross the net in clear.
    Raises SendLater or CannotSend. What goes wrong before the server has heard of this letter is the server's fault:
    nobody answers. What goes wrong afterwards counts as a try of the letter.
    """
    message = mail.message(letter, settings)
    try:
        server = _connect(str(settings.smtp_url))
    except (OSError, smtplib.SMTPException) as error:
        # SMTPException is an OSError; what the server said may repeat the address, so only its kind is kept.
        raise SendLater(type(error).__name__, nobody_answers=True) from None
    try:
        _hand_over(server, message)
        # The letter is with the server by then: how it says goodbye changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            raise CannotSend(f"refused with {codes[0]}") from None
        raise SendLater(f"refused with {codes[0]}") from None
    except smtplib.SMTPNotSupportedError:
        raise CannotSend("the server does not take such addresses") from None
    except smtplib.SMTPSenderRefused as error:
        if error.smtp_code == _TOO_LARGE:
            raise CannotSend(f"refused with {error.smtp_code}") from None
        # Our own address is the same for every letter.
        raise SendLater(f"sender refused with {error.smtp_code}", nobody_answers=True) from None
    except smtplib.SMTPDataError as error:
        if 500 <= error.smtp_code < 600:
            raise CannotSend(f"refused with {error.smtp_code}") from None
        raise SendLater(f"refused with {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise SendLater(type(error).__name__) from None


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=_SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if parts.scheme != "smtps" and (server.has_extn("starttls") or host not in _THIS_MACHINE):
            server.starttls(context=secure)
            server.ehlo_or_helo_if_needed()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except Exception:
        server.close()
        raise
    return server
