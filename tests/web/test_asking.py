"""Who is asking: which addresses are one network."""

from __future__ import annotations

import pytest

from portal.web import asking


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_is_an_address_or_a_household(address: str | None, network: str) -> None:
    assert asking.network_of(address) == network
