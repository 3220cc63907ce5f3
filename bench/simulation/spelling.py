"""How people write a reference: in groups, in one row, with hyphens or dots; and with one wrong digit."""

from __future__ import annotations

from bench.simulation.scenario import Act

_BETWEEN = {"grouped": " ", "plain": "", "hyphens": "-", "dotted": "."}


def written(reference: str, act: Act) -> str:
    """Return a reference of twelve digits as the person of this act writes it."""
    digits = mistyped(reference, act.slip) if act.quotes == "mistyped" else reference
    return _BETWEEN[act.spelling].join(digits[start : start + 4] for start in range(0, len(digits), 4))


def mistyped(reference: str, slip: int) -> str:
    """Return a reference with one digit wrong."""
    at = slip % len(reference)
    wrong = (int(reference[at]) + 1 + slip % 9) % 10
    return f"{reference[:at]}{wrong}{reference[at + 1 :]}"


def grouped(reference: str) -> str:
    """Return a reference as the portal writes it."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))
