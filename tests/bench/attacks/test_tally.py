"""Probes are counted, and what did not hold is said."""

from __future__ import annotations

import pytest

from bench.attacks.tally import Tally


def test_what_did_not_hold_is_counted_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    tally.begin("lockout")
    tally.held("the door stays open", held=True)
    tally.held("the wall stands", held=False)
    assert (tally.probes, tally.broken) == (2, 1)
    assert capsys.readouterr().out == "BROKEN lockout: the wall stands\n"
    assert tally.line().split() == ["lockout", "2", "probes,", "1", "broken"]
