"""Who is asking: the network that a request comes from, for everything that is counted against somebody."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request


def network() -> str:
    """Return the network of this request's asking address, as `network_of` has it."""
    return network_of(request.remote_addr)


def network_of(address: str | None) -> str:
    """Return the network an address stands for: an IPv4 address itself, an IPv6 address's /64 (one household)."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False).network_address)
    return str(found)
