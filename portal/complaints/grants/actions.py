"""What a person can do on the pages of their matter, as each room of the resident's side declares it."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """A page of a matter, and what its person's grant must allow for it (as its view asks `grants.guards`).

    ``done`` is how the complaint's own page is told what was done there, and ``says`` what it says then. A page that
    ``goes_on`` takes up again what somebody wrote before their visit ended.
    """

    endpoint: str
    needs: str
    done: str = ""
    says: str = ""
    goes_on: bool = False
