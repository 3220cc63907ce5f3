"""Sending by a mail server: what it gets, and what happens when it is down, refuses, or cannot be trusted."""

from __future__ import annotations

import dataclasses
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing import smtp
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater
from portal.letters.outgoing.models import Letter
from tests.delivered import deliver_all
from tests.letters.outgoing.sample_letters import post, recipient


class Inbox:
    """What a mail server received; ``answer`` is what it says to each recipient, the others to sender and letter."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answer = "250 OK"
        self.to_sender = "250 OK"
        self.to_letter = "250 OK"

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.to_letter.startswith("250"):
            self.envelopes.append(envelope)
        return self.to_letter


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


@contextmanager
def greeted_with(greeting: bytes) -> Iterator[int]:
    """A server on the port that says only this, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _address = server.accept()
            with connection:
                connection.sendall(greeting)

        greeting_one = threading.Thread(target=greet)
        greeting_one.start()
        yield int(server.getsockname()[1])
        greeting_one.join()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mailing(settings: Settings, inbox: Inbox) -> Iterator[Settings]:
    """Settings outside demo mode with a mail server on this machine."""
    port = free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    yield dataclasses.replace(settings, demo=False, smtp_url=f"smtp://127.0.0.1:{port}")
    server.stop()


def letter(address: str = "ann@home.example") -> Outgoing:
    return Outgoing(
        letter_id="a" * 32,
        kind="message",
        channel="email",
        recipient="Ann",
        address=address,
        language="en",
        large_print=False,
        subject="You have a message from Zoë Council",
        body="Hello Zoë,\n\n.\n.dots and بيت\n" + "long " * 500 + "\n",
        message_id="<abc@council.example>",
        made_at=datetime(2026, 11, 17, 10, tzinfo=UTC),
        sender_name="Example Borough, Council",
    )


def test_the_server_gets_the_letter_as_it_was_written(mailing: Settings, inbox: Inbox) -> None:
    smtp.send(letter("ann@bücher.example"), mailing)
    (envelope,) = inbox.envelopes
    assert envelope.rcpt_tos == ["ann@xn--bcher-kva.example"]
    assert envelope.mail_from == mailing.mail_from
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=default)
    assert message["Message-ID"] == "<abc@council.example>"
    assert message["Subject"] == "You have a message from Zoë Council"
    assert message["From"].addresses[0].display_name == "Example Borough, Council"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == letter().body
    assert message["X-Letter-Kind"] is None


@pytest.mark.database
def test_an_outbox_goes_to_the_server_once(mailing: Settings, inbox: Inbox, database: Database, now: datetime) -> None:
    with database.changes() as db:
        post(db, mailing, now)
        post(db, mailing, now, to=recipient("bob@home.example"))
    assert deliver_all(database, mailing, now) == 2
    assert deliver_all(database, mailing, now) == 0
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [["ann@home.example"], ["bob@home.example"]]
    assert not (mailing.var / "mail").exists()


@pytest.mark.database
def test_a_server_that_is_down_gets_it_later(
    settings: Settings, mailing: Settings, inbox: Inbox, database: Database, now: datetime
) -> None:
    down = dataclasses.replace(mailing, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    with database.changes() as db:
        letter_id = post(db, mailing, now)
    assert deliver_all(database, down, now) == 0
    with database.session() as db:
        row = db.get_one(Letter, letter_id)
        assert (row.sent_at, row.given_up_at, row.tries) == (None, None, 0)
    assert deliver_all(database, mailing, now + timedelta(hours=3)) == 1
    assert len(inbox.envelopes) == 1


def test_a_refused_address_is_not_tried_again(mailing: Settings, inbox: Inbox) -> None:
    inbox.answer = "550 no such person ann@home.example"
    with pytest.raises(CannotSend) as refused:
        smtp.send(letter(), mailing)
    assert "ann" not in str(refused.value)


def test_a_busy_address_is_tried_later_and_the_server_is_not_thought_down(mailing: Settings, inbox: Inbox) -> None:
    inbox.answer = "451 ann@home.example is greylisted"
    with pytest.raises(SendLater) as busy:
        smtp.send(letter(), mailing)
    assert not busy.value.nobody_answers
    assert "ann" not in str(busy.value)


@pytest.mark.parametrize("code", [552, 554])
def test_a_letter_that_the_server_will_never_take_is_not_tried_again(
    mailing: Settings, inbox: Inbox, code: int
) -> None:
    inbox.to_letter = f"{code} no letter for ann@home.example"
    with pytest.raises(CannotSend, match=str(code)) as refused:
        smtp.send(letter(), mailing)
    assert "ann" not in str(refused.value)


@pytest.mark.parametrize("code", [421, 451, 452])
def test_a_letter_that_the_server_takes_later_is_tried_again_by_itself(
    mailing: Settings, inbox: Inbox, code: int
) -> None:
    inbox.to_letter = f"{code} later, ann@home.example"
    with pytest.raises(SendLater, match=str(code)) as later:
        smtp.send(letter(), mailing)
    assert not later.value.nobody_answers
    assert "ann" not in str(later.value)


@pytest.mark.parametrize("code", [421, 451, 550])
def test_a_server_that_does_not_take_our_own_address_is_down_for_every_letter(
    mailing: Settings, inbox: Inbox, code: int
) -> None:
    inbox.to_sender = f"{code} not from you"
    with pytest.raises(SendLater, match=str(code)) as down:
        smtp.send(letter(), mailing)
    assert down.value.nobody_answers


@pytest.mark.parametrize(
    "greeting", [b"421 too busy\r\n", b"454 later\r\n", b"554 no\r\n", b"", b"220 hello\r\n421 bye\r\n"]
)
def test_a_server_that_greets_nobody_is_down_for_every_letter(settings: Settings, greeting: bytes) -> None:
    with greeted_with(greeting) as port, pytest.raises(SendLater) as down:
        smtp.send(letter(), dataclasses.replace(settings, demo=False, smtp_url=f"smtp://127.0.0.1:{port}"))
    assert down.value.nobody_answers


def test_a_server_that_does_not_know_our_password_is_down_for_every_letter(mailing: Settings) -> None:
    url = str(mailing.smtp_url).replace("smtp://", "smtp://user:wrong@")
    with pytest.raises(SendLater) as down:
        smtp.send(letter(), dataclasses.replace(mailing, smtp_url=url))
    assert down.value.nobody_answers


def test_a_letter_that_was_taken_is_sent_whatever_the_server_says_at_the_end(
    mailing: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_server: smtplib.SMTP) -> None:
        raise TimeoutError

    monkeypatch.setattr(smtplib.SMTP, "quit", gone)
    smtp.send(letter(), mailing)
    assert len(inbox.envelopes) == 1


def test_no_second_recipient_is_ever_handed_over(mailing: Settings, inbox: Inbox) -> None:
    for address in ("a@b.example,x@y.example", "a@b.example\r\nBcc: x@y.example"):
        with pytest.raises(CannotSend):
            smtp.send(letter(address), mailing)
    assert inbox.envelopes == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.mark.parametrize("trusted", [True, False])
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    trusted: bool, settings: Settings, inbox: Inbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    port = free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True)
    server.start()
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mailing = dataclasses.replace(settings, demo=False, smtp_url=f"smtp://127.0.0.1:{port}")
    try:
        if trusted:
            smtp.send(letter(), mailing)
        else:
            with pytest.raises(SendLater, match="CertVerification"):
                smtp.send(letter(), mailing)
    finally:
        server.stop()
    assert len(inbox.envelopes) == int(trusted)


def test_a_server_elsewhere_without_tls_gets_nothing(
    mailing: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_THIS_MACHINE", set())
    with pytest.raises(SendLater):
        smtp.send(letter(), mailing)
    assert inbox.envelopes == []
