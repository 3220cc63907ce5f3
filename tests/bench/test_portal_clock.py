"""The clock of a portal that is measured."""

from __future__ import annotations

import time
from pathlib import Path

from bench.portal_clock import PortalClock


def test_it_only_goes_forward_and_is_taken_up_where_it_stood(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = PortalClock(file)
    assert file.read_text("ascii") == "0"
    clock.go_on(3600)
    clock.go_on(-60)
    assert file.read_text("ascii") == "3600"
    assert PortalClock(file).now() - time.time() > 3500
