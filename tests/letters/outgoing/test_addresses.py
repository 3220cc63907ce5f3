"""Addresses that may be written to, and when two of them are the same letter-box."""

from __future__ import annotations

import pytest

from portal.letters.outgoing.addresses import for_envelope, is_safe, mailbox


@pytest.mark.parametrize(
    "address",
    [
        "a@b.c,x@y.z",
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example\nBcc: x@y.example",
        "a b@c.example",
        "Ann <a@b.example>",
        "a@b@c.example",
        "a@nodot",
        "@b.example",
        "a@",
        "",
        f"{'x' * 65}@b.example",
        f"a@{'b.' * 130}example",
        "a@b.example\u2028x",
        "a@..example",
    ],
)
def test_no_second_address_and_no_header_hides_in_an_address(address: str) -> None:
    assert not is_safe(address, "email")
    with pytest.raises(ValueError, match="safe"):
        for_envelope(address)


@pytest.mark.parametrize("address", ["ann@home.example", "o'neil+tag@mail.example.org", "zoë@home.example"])
def test_usual_addresses_are_written_to(address: str) -> None:
    assert is_safe(address, "email")
    assert for_envelope(address) == address


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    assert for_envelope("ann@bücher.example") == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "other", ["ANN.EXAMPLE@home.example", "annexample+spam@home.example", "a.n.n.example@HOME.example."]
)
def test_one_letter_box_written_in_many_ways_is_counted_once(other: str) -> None:
    assert mailbox(other, "email") == mailbox("ann.example@home.example", "email")


def test_a_domain_counts_the_same_in_both_its_writings() -> None:
    assert mailbox("ann@bücher.example", "email") == mailbox("ann@XN--bcher-kva.example", "email")
    assert mailbox("ann@home.example", "email") != mailbox("bob@home.example", "email")


def test_a_phone_counts_the_same_in_all_its_writings() -> None:
    assert mailbox("+44 7700 900123", "sms") == mailbox("07700-900123", "sms")
    assert is_safe("+44 7700 900123", "sms")
    assert not is_safe("07700 900123\r\nx", "sms")
