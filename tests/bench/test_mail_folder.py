"""Letters that a demo portal has sent, as the programs read them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from bench.mail_folder import Letter, MailFolder, six_digits


def test_the_newest_letter_that_is_wanted_is_found(tmp_path: Path) -> None:
    for name, text in (("1", "first"), ("2", "second – über")):
        message = EmailMessage(policy=SMTP)
        message["To"] = "ama@resident.example"
        message["X-Letter-Kind"] = "receipt"
        message["X-Channel"] = "email"
        message.set_content(text)
        (tmp_path / f"{name}.eml").write_bytes(message.as_bytes())
    folder = MailFolder(tmp_path)

    found = folder.wait_for(lambda letter: letter.address == "ama@resident.example", seconds=0)

    assert found is not None
    assert (found.kind, found.channel, found.text.strip()) == ("receipt", "email", "second – über")
    assert folder.wait_for(lambda letter: letter.kind == "reply", seconds=0) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Here is your code.\n\n123456\n\nCall 020 7946 0100.", "123456"),
        ("123 456 is your code", "123456"),
        ("Call 020 7946 0100 about 1234 5678 9012", None),
    ],
)
def test_a_code_is_six_digits_and_no_phone_number_or_reference(text: str, digits: str | None) -> None:
    assert six_digits(Letter("one_time_code", "email", "a@b.example", text)) == digits
