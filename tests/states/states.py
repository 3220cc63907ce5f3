"""The page states: every page of the portal as somebody may meet it, its errors too. A plain list, made nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.organisation.council import load
from tests.states.world import Who


@dataclass(frozen=True)
class State:
    """One page state.

    ``path`` may name what `World.names` holds in braces. With ``send`` the form that has these fields (or, where it
    is empty, the first one of the page's main part) is filled and sent, and the answer is the state.
    """

    name: str
    path: str
    who: Who = Who.ANYBODY
    send: Mapping[str, str] | None = None
    status: int = 200
    form: str = "main form"
    languages: tuple[str, ...] = field(default=("en", "en-XA", "ar-XB"))

    @property
    def resident(self) -> bool:
        """Whether it is a page for residents."""
        return not self.path.startswith(("/desk", "/demo"))


def _information() -> list[State]:
    pages = {
        "start page": "/",
        "how we deal with complaints": "/how-we-deal-with-complaints",
        "accessibility statement": "/accessibility",
        "privacy notice": "/privacy",
        "contact": "/contact",
        "elsewhere": "/elsewhere",
        "nothing there": "/nothing-here",
    }
    states = [State(name, path, status=404 if name == "nothing there" else 200) for name, path in pages.items()]
    longest = max(load().elsewhere, key=lambda place: len(str(place)))
    return [*states, State("a better place", f"/elsewhere/{longest.slug}")]


def _signing_in() -> list[State]:
    wrong = {"email": "grace@council.example", "password": "not the password", "code": "000000"}
    return [
        State("desk: sign in", "/desk/sign-in"),
        State("desk: sign in, empty", "/desk/sign-in", send={}),
        State("desk: sign in, wrong", "/desk/sign-in", send=wrong),
        State("desk: demo sign-in", "/desk/demo/{demo_sign_in}"),
        State("desk: account", "/desk/account", Who.OFFICER),
        State("desk: password", "/desk/account/password", Who.OFFICER),
        State("desk: password, empty", "/desk/account/password", Who.OFFICER, send={}),
        State("desk: first password", "/desk/account/password", Who.NEW_OFFICER),
        State("desk: nothing there", "/desk/nothing-here", Who.OFFICER, status=404),
    ]


STATES: list[State] = [*_information(), *_signing_in()]

# Addresses that can be opened and show no page of their own: they lead on.
WITHOUT_A_PAGE = {"locale.choose"}
