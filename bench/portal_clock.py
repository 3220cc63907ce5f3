"""The clock of a demo portal, in the file that PORTAL_CLOCK_FILE names: how many seconds it is ahead of ours."""

from __future__ import annotations

import time
from pathlib import Path


class PortalClock:
    """A portal's clock, which only goes forward."""

    def __init__(self, file: Path) -> None:
        """Take up the clock of a portal that runs already, or begin one that goes as ours."""
        self.file = file
        self._ahead = int(file.read_text("ascii").strip() or "0") if file.exists() else 0
        self._write()

    def now(self) -> float:
        """Return the portal's time, in seconds since 1970."""
        return time.time() + self._ahead

    def go_on(self, seconds: int) -> None:
        """Let so much time pass."""
        self._ahead += max(0, seconds)
        self._write()

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self._ahead), "ascii")
        fresh.replace(self.file)
