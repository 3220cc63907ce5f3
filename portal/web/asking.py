"""Who is asking: the network that a request comes from, for everything that is counted against somebody.

Behind a proxy every request comes from the proxy. Which proxies are ours says `PORTAL_TRUSTED_PROXIES`; only they are
believed, and only about the address. What a request says about host, scheme or path is believed from nobody: the
portal's own address is the one that is configured.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, request

from portal.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
_FORWARDED = re.compile(r"HTTP_(X_)?FORWARDED(_|$)|HTTP_(X_)?SCRIPT_NAME$")
_IN_BRACKETS = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?")
_WITH_PORT = re.compile(r"([0-9.]+):\d{1,5}")
_LONGEST_ADDRESS = 60
_UNKNOWN = "unknown"
log = logging.getLogger(__name__)


def network() -> str:
    """Return the network of this request's asking address, as `network_of` has it."""
    return network_of(request.remote_addr)


def network_of(address: str | None) -> str:
    """Return the network an address stands for: an IPv4 address itself, an IPv6 address's /64 (one household)."""
    found = read_address(address or "")
    if found is None:
        return _UNKNOWN
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), 64), strict=False).network_address)
    return str(found)


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a hop of X-Forwarded-For names, with or without brackets and port; None when it is none.

    An IPv4 address that is written as an IPv6 one is the IPv4 address.
    """
    text = text.strip()
    if len(text) > _LONGEST_ADDRESS or "%" in text:
        return None
    around = _IN_BRACKETS.fullmatch(text) or _WITH_PORT.fullmatch(text)
    try:
        found = ip_address(around[1] if around else text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def asking_address(peer: str, forwarded: str | None, *, trusted: Iterable[IPv4Network | IPv6Network], most: int) -> str:
    """Return the address that asks: the peer's own, or what trusted proxies have written for it.

    Each proxy adds, on the right, the address that it was asked from. So they are read from the right, at most
    ``most`` of them, up to the first that is not a proxy of ours; what stands further left is what the visitor made
    up. Where a hop cannot be read the answer is the proxy that handed it on, so that nonsense is one visitor and not
    many.
    """
    networks = tuple(trusted)
    here = read_address(peer)
    # A local socket has no address; who may open it is the proxy.
    if not networks or (peer and not _is_in(here, networks)):
        return peer
    for hop in reversed((forwarded or "").rsplit(",", most)[-most:]):
        found = read_address(hop)
        if found is None:
            break
        here = found
        if not _is_in(here, networks):
            break
    return str(here) if here else ""


def wire(app: Flask, chosen: Settings) -> None:
    """Let every request of the application come from who is asking, at the configured address."""
    app.wsgi_app = _Asking(app.wsgi_app, chosen)  # type: ignore[method-assign]


class _Asking:
    """Puts the asking address in place of the peer's, and takes away all else that is said about the way here."""

    def __init__(self, application: WSGIApplication, chosen: Settings) -> None:
        self._application = application
        self._trusted = chosen.trusted_proxies
        self._most = chosen.limits.forwarded_addresses
        self._scheme = urlsplit(chosen.base_url).scheme
        self._told: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        peer = str(environ.get("REMOTE_ADDR", ""))
        forwarded = environ.get(_FORWARDED_FOR)
        self._tell(peer, said=any(name in environ for name in (_FORWARDED_FOR, "HTTP_FORWARDED")), forwarded=forwarded)
        environ["REMOTE_ADDR"] = asking_address(peer, forwarded, trusted=self._trusted, most=self._most)
        environ["wsgi.url_scheme"] = self._scheme
        environ["PATH_INFO"] = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
        environ["SCRIPT_NAME"] = ""
        for name in [name for name in environ if _FORWARDED.match(name)]:
            del environ[name]
        return self._application(environ, start_response)

    def _tell(self, peer: str, *, said: bool, forwarded: str | None) -> None:
        """Say once in a process when the setting does not fit what arrives, without anybody's address."""
        if self._trusted and (not peer or _is_in(read_address(peer), self._trusted)):
            if not (forwarded or "").strip():
                self._once("a proxy in PORTAL_TRUSTED_PROXIES sends no X-Forwarded-For: its visitors count as one")
        elif said:
            self._once(
                "a forwarded address came from somewhere that is not in PORTAL_TRUSTED_PROXIES and was not believed:"
                " if a proxy of ours sent it, name the proxy there, else all its visitors count as one"
            )

    def _once(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            log.warning(words)


def _is_in(address: IPv4Address | IPv6Address | None, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return address is not None and any(address in network for network in networks)
