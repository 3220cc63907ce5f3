"""What was tried and what did not hold."""

from __future__ import annotations

from collections import Counter


class Tally:
    """Counts probes; what breaks is printed at once, without anybody's words."""

    def __init__(self) -> None:
        self._probes: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._attack = ""

    def begin(self, attack: str) -> None:
        """Count what follows under this name."""
        self._attack = attack

    def held(self, what: str, held: object) -> None:
        """Count one probe: ``what`` should hold, and ``held`` says whether it did."""
        self._probes[self._attack] += 1
        if not held:
            self._broken[self._attack] += 1
            print(f"BROKEN {self._attack}: {what}", flush=True)

    @property
    def probes(self) -> int:
        """How many probes there were."""
        return self._probes.total()

    @property
    def broken(self) -> int:
        """How many of them showed a weakness."""
        return self._broken.total()

    def line(self) -> str:
        """Return what there is to say of the attack that was begun last."""
        return f"{self._attack:18} {self._probes[self._attack]:5} probes, {self._broken[self._attack]} broken"
