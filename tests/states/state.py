"""One page as somebody may meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Whose browser a page is opened in."""

    ANYBODY = "anybody"
    WRITER = "writer"
    OFFICER = "officer"
    NEW_OFFICER = "new officer"
    MEMBER = "a member’s office"


@dataclass(frozen=True)
class State:
    """One page state.

    ``path`` and what is sent may name in braces what `World.names` holds. With ``send`` the first form that fits the
    CSS selector ``form`` is filled and sent by the button with these words (else its first), and the answer is the
    state. ``status`` is the one of the page that is opened; in the inspecting client it is the answer's.
    """

    name: str
    path: str
    who: Who = Who.ANYBODY
    send: Mapping[str, str] | None = None
    status: int = 200
    form: str = "main form"
    button: str | None = None

    @property
    def resident(self) -> bool:
        """Whether it is a page for residents."""
        return not self.path.startswith(("/desk", "/demo"))
