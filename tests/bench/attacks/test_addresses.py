"""The attack knows every address there is, and puts ids into them."""

from __future__ import annotations

import pytest
from flask import Flask

from bench.attacks.addresses import read

TABLE = """Endpoint          Methods    Rule
----------------  ---------  -----------------------------------------------
callers.decide    POST       /desk/contact-changes/<change_id>/<any(approved, refused):outcome>
track_code.ask    GET, POST  /track/code
tracking.matter   GET        /complaint/<grant_id>
static            GET        /static/<path:filename>
"""


def test_a_route_table_is_read_with_methods_and_ids() -> None:
    decide, code, matter = read(TABLE)
    assert (decide.is_desk, decide.methods, decide.names) == (True, frozenset({"POST"}), {"change_id", "outcome"})
    assert decide.path({"change_id": "a1"}) == "/desk/contact-changes/a1/approved"
    assert (code.path({}), code.methods) == ("/track/code", frozenset({"GET", "POST"}))
    assert matter.path({"grant_id": "b2"}) == "/complaint/b2"
    assert len(matter.path({}).removeprefix("/complaint/")) == 32


def test_a_table_without_addresses_is_refused() -> None:
    with pytest.raises(ValueError, match="no addresses"):
        read("Usage: flask")


def test_every_address_of_the_portal_is_read(app: Flask) -> None:
    ours = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    # As `flask routes` prints them.
    printed = "\n".join(f"{one.endpoint}  {', '.join(sorted(one.methods or ()))}  {one.rule}" for one in ours)
    assert {one.endpoint for one in read(printed)} == {one.endpoint for one in ours}
