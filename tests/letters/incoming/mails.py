"""Mails as they come in, built by the standard library or written out by hand."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

AUTHORITY = "mx.council.example"
PASSED = f"{AUTHORITY}; spf=pass smtp.mailfrom=example.com; dmarc=pass (p=reject) header.from=example.com"
FAILED = f"{AUTHORITY}; spf=fail; dmarc=fail (p=reject) header.from=example.com"


def mail(
    words: str = "It is still not empty.\nشكرا",
    *,
    sender: str = "Ama Mensah <ama@example.com>",
    to: str = "complaints@council.example",
    subject: str = "Re: You have a message",
    authentication: str | None = PASSED,
    message_id: str = "<one@example.com>",
    headers: dict[str, str] | None = None,
    html: str | None = None,
    files: dict[str, bytes] | None = None,
) -> EmailMessage:
    """Return a mail somebody wrote."""
    made = EmailMessage(policy=SMTP)
    given: dict[str, Any] = {
        "Authentication-Results": authentication,
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Tue, 17 Nov 2026 09:00:00 +0000",
        "Message-ID": message_id,
        **(headers or {}),
    }
    for name, value in given.items():
        if value:
            made[name] = value
    if words or html is None:
        made.set_content(words)
    if html is not None:
        if words:
            made.add_alternative(html, subtype="html")
        else:
            made.set_content(html, subtype="html")
    for name, content in (files or {}).items():
        made.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return made


def raw(words: str = "It is still not empty.\nشكرا", **given: Any) -> bytes:
    """Return such a mail's bytes."""
    return mail(words, **given).as_bytes()


def bounce(came_back: str) -> bytes:
    """Return a mail server's report that the message with this id did not arrive."""
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery <MAILER-DAEMON@mx.example.com>\r\nTo: complaints@council.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: A message\r\nMessage-ID: {came_back}\r\n\r\n"
        "--b--\r\n"
    ).encode()
