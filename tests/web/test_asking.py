"""Who is asking: which addresses are one network, and whose word about an address is believed."""

from __future__ import annotations

import dataclasses
import logging
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import pytest
from flask import Flask, request

from portal import create_app
from portal.config import Limits, Settings
from portal.web import asking
from portal.web.access import public

Networks = tuple[IPv4Network | IPv6Network, ...]

PROXY = "10.0.4.7"
TRUSTED: Networks = (ip_network("10.0.4.0/24"), ip_network("2001:db8:f::/48"))
VISITOR = "192.0.2.1"
MOST = Limits().forwarded_addresses


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_is_an_address_or_a_household(address: str | None, network: str) -> None:
    assert asking.network_of(address) == network


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"  {VISITOR}  ", VISITOR),
        # What stands left of the first stranger is the stranger's own word.
        (PROXY, f"198.51.100.66, {VISITOR}", VISITOR),
        (PROXY, f"10.0.4.9, {VISITOR}", VISITOR),
        (PROXY, f"nonsense, {VISITOR}", VISITOR),
        # Through two proxies of ours.
        (PROXY, f"198.51.100.66, {VISITOR}, 10.0.4.9", VISITOR),
        (PROXY, f"{VISITOR}, 2001:db8:f::1, 10.0.4.9", VISITOR),
        # From one of our own machines.
        (PROXY, "10.0.4.9", "10.0.4.9"),
        # However it is written.
        (PROXY, "2001:db8:1::5", "2001:db8:1::5"),
        (PROXY, "[2001:db8:1::5]", "2001:db8:1::5"),
        (PROXY, "[2001:db8:1::5]:4711", "2001:db8:1::5"),
        (PROXY, f"{VISITOR}:4711", VISITOR),
        (PROXY, f"::ffff:{VISITOR}", VISITOR),
        ("::ffff:10.0.4.7", VISITOR, VISITOR),
        ("2001:db8:f::9", VISITOR, VISITOR),
        # A local socket has no address.
        ("", VISITOR, VISITOR),
        ("", None, ""),
        # What cannot be read is the proxy that handed it on, and never somebody new.
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, ",", PROXY),
        (PROXY, f"{VISITOR}, ", PROXY),
        (PROXY, f"{VISITOR}, nonsense", PROXY),
        (PROXY, f"{VISITOR}, unknown, 10.0.4.9", "10.0.4.9"),
        (PROXY, "[2001:db8:1::5", PROXY),
        (PROXY, "[2001:db8:1::5]x", PROXY),
        (PROXY, "fe80::1%eth0", PROXY),
        (PROXY, "192.0.2.1:99999999", PROXY),
        (PROXY, "192.0.2.0/24", PROXY),
        (PROXY, "３.4.5.6", PROXY),
        (PROXY, "1" * 100_000, PROXY),
        (PROXY, "\x00", PROXY),
        # Nobody else is believed.
        (VISITOR, "198.51.100.66", VISITOR),
        (VISITOR, PROXY, VISITOR),
    ],
)
def test_only_a_trusted_proxy_says_who_asks(peer: str, forwarded: str | None, who: str) -> None:
    assert asking.asking_address(peer, forwarded, trusted=TRUSTED, most=MOST) == who
    assert asking.asking_address(peer, forwarded, trusted=(), most=MOST) == peer


@pytest.mark.parametrize("filling", ["198.51.100.66", "nonsense", "", PROXY])
def test_two_hundred_addresses_are_not_all_read(filling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = asking.read_address

    def noted(text: str) -> IPv4Address | IPv6Address | None:
        read.append(text)
        return real(text)

    monkeypatch.setattr(asking, "read_address", noted)
    many = ",".join([filling] * 200)
    assert asking.asking_address(PROXY, f"{many},{VISITOR}", trusted=TRUSTED, most=MOST) == VISITOR
    assert asking.asking_address(PROXY, f"{VISITOR},{many}", trusted=TRUSTED, most=MOST) != VISITOR
    assert len(read) <= 2 * (MOST + 1)


@pytest.fixture
def behind(settings: Settings) -> Flask:
    """The application as a council runs it behind its proxy, with a page that says who asks."""
    app = create_app(dataclasses.replace(settings, trusted_proxies=TRUSTED))
    _show_who_asks(app)
    return app


def _show_who_asks(app: Flask) -> None:
    @app.get("/who")
    @public
    def who() -> dict[str, str]:
        return {
            "network": asking.network(),
            "host": request.host_url,
            "root": request.script_root,
            "left": ",".join(name for name, _value in request.headers if "orward" in name),
        }


def who_asks(app: Flask, peer: str, **headers: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().get("/who", headers=named, environ_overrides={"REMOTE_ADDR": peer})
    found: dict[str, str] = answer.get_json()
    return found


def test_two_forwarded_addresses_are_two_networks(behind: Flask) -> None:
    assert who_asks(behind, PROXY, X_Forwarded_For="192.0.2.1")["network"] == "192.0.2.1"
    assert who_asks(behind, PROXY, X_Forwarded_For="1.1.1.1, 192.0.2.2")["network"] == "192.0.2.2"
    assert who_asks(behind, PROXY, X_Forwarded_For="2001:db8:1:2:3::4")["network"] == "2001:db8:1:2::"
    assert who_asks(behind, "192.0.2.3", X_Forwarded_For="192.0.2.1")["network"] == "192.0.2.3"


def test_nobody_is_believed_about_host_scheme_or_path(behind: Flask) -> None:
    lies = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Port": "81",
        "X_Forwarded_Prefix": "/evil",
        "X_Forwarded_Server": "evil.example",
        "Forwarded": "for=192.0.2.66;host=evil.example;proto=https",
        "X_Script_Name": "/evil",
    }
    for peer in (PROXY, "192.0.2.3"):
        found = who_asks(behind, peer, **lies)
        assert (found["host"], found["root"], found["left"]) == ("http://localhost/", "", "")


def test_the_scheme_is_that_of_the_configured_address(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, base_url="https://localhost"))
    _show_who_asks(app)
    assert who_asks(app, VISITOR, X_Forwarded_Proto="http")["host"] == "https://localhost/"


@pytest.mark.parametrize("script", ["//evil.example", "/evil", "https://evil.example", "x"])
@pytest.mark.parametrize("path", ["/desk", "/track/", "/desk/", "/complain", "//evil.example/desk", "/language/en"])
def test_a_path_before_the_path_leads_nowhere_else(app: Flask, script: str, path: str) -> None:
    for peer in (PROXY, "127.0.0.1"):
        answer = app.test_client().get(
            "/", environ_overrides={"SCRIPT_NAME": script, "PATH_INFO": path, "REMOTE_ADDR": peer}
        )
        location = answer.headers.get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == asking.__name__]


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded"])
@pytest.mark.parametrize("trusted", [(), TRUSTED])
def test_a_forwarded_address_that_is_not_believed_is_said_once(
    settings: Settings, caplog: pytest.LogCaptureFixture, header: str, trusted: Networks
) -> None:
    app = create_app(dataclasses.replace(settings, trusted_proxies=trusted))
    _show_who_asks(app)
    with caplog.at_level(logging.WARNING):
        who_asks(app, VISITOR)
        assert lines(caplog) == []
        for number in range(3):
            who_asks(app, VISITOR, **{header: f"198.51.100.{number}"})
    (line,) = lines(caplog)
    assert "PORTAL_TRUSTED_PROXIES" in line
    assert "198.51" not in line
    assert VISITOR not in line


def test_a_proxy_that_sends_no_address_is_said_once(behind: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        who_asks(behind, PROXY, X_Forwarded_For=VISITOR)
        assert lines(caplog) == []
        assert [who_asks(behind, PROXY)["network"] for _ in range(3)] == [PROXY] * 3
    (line,) = lines(caplog)
    assert "sends no X-Forwarded-For" in line
    assert PROXY not in line
