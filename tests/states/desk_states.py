"""The officers' pages."""

from __future__ import annotations

from tests.states.state import State, Who

OFFICER = Who.OFFICER


def signing_in() -> list[State]:
    """Return signing in, one's own account, and demo mode's pages."""
    wrong = {"email": "grace@council.example", "password": "not the password", "code": "000000"}
    return [
        State("desk: sign in", "/desk/sign-in"),
        State("desk: sign in, empty", "/desk/sign-in", send={}),
        State("desk: sign in, wrong", "/desk/sign-in", send=wrong),
        State("desk: demo sign-in", "/desk/demo/{demo_sign_in}"),
        State("desk: account", "/desk/account", OFFICER),
        State("desk: password", "/desk/account/password", OFFICER),
        State("desk: password, empty", "/desk/account/password", OFFICER, send={}),
        State("desk: first password", "/desk/account/password", Who.NEW_OFFICER),
        State("desk: nothing there", "/desk/nothing-here", OFFICER, status=404),
        State("demo: mail", "/demo/mail"),
        State("demo: one letter", "/demo/mail/{letter}"),
    ]
