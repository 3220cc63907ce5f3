"""Ways to reach a person: compared by what they are, kept as they were typed."""

from __future__ import annotations

import pytest

from portal.people import addresses


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Ama@Example.com", "ama@example.com"),
        ("  ama@example.com ", "ama@example.com"),
        ("ama@bücher.example", "ama@bücher.example"),
        ("ama@xn--bcher-kva.example", "ama@bücher.example"),
        ("ama", None),
        ("ama@", None),
        ("a@b.c, x@y.z", None),
        ("ama@example.com\r\nBcc: x@y.example", None),
        ("", None),
    ],
)
def test_email(typed: str, normal: str | None) -> None:
    assert addresses.normal("email", typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("020 7946 0401", "+442079460401"),
        ("(020) 7946-0401", "+442079460401"),
        ("+44 20 7946 0401", "+442079460401"),
        ("0033 1 23 45 67 89", "+33123456789"),
        ("07700 900123", "+447700900123"),
        ("12", None),
        ("my phone", None),
    ],
)
def test_phone(typed: str, normal: str | None) -> None:
    assert addresses.normal("phone", typed) == normal


def test_post_folds_case_and_space() -> None:
    assert addresses.normal("post", " 4 Harbour Terrace\n EX1  4QQ") == "4 harbour terrace ex1 4qq"
    assert addresses.normal("post", " \n ") is None
