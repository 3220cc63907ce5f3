"""What the page states show, on the live portal, and the cookies that open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import delete

from portal.complaints.grants import private_code
from portal.db import Database
from portal.web import sessions
from portal.web.models import Attempt
from tests.complaints.matters import Matter
from tests.live import LivePortal
from tests.states.state import Who


@dataclass
class World:
    """``names`` fills the places in a state's address; ``cookies`` opens them in each person's browser."""

    portal: LivePortal
    names: dict[str, str] = field(default_factory=dict)
    cookies: dict[Who, dict[str, str]] = field(default_factory=lambda: {who: {} for who in Who})

    @property
    def host(self) -> str:
        """The host that cookies belong to."""
        return urlsplit(self.portal.url).hostname or ""

    @property
    def database(self) -> Database:
        """The live portal's database."""
        return cast(Database, self.portal.app.extensions["portal.database"])

    def forget_tries(self) -> None:
        """Let nobody wait: what is typed wrong on purpose here would slow down the states after it."""
        with self.database.changes() as db:
            db.execute(delete(Attempt))

    def sign(self, who: Who, session_id: str) -> None:
        """Put a session into this person's browser."""
        app = self.portal.app
        name = "desk" if who in {Who.OFFICER, Who.NEW_OFFICER} else "resident"
        interface = app.session_interface
        assert isinstance(interface, SecureCookieSessionInterface)
        serializer = interface.get_signing_serializer(app)
        assert serializer is not None
        self.cookies[who][name] = str(serializer.dumps({sessions.SESSION_ID: session_id}))

    def keep(self, name: str, matter: Matter) -> None:
        """Let addresses name a matter: its grant by its name, and what its person holds on paper."""
        self.names |= {
            name: matter.grant_id,
            f"{name}_id": matter.complaint_id,
            f"{name}_number": matter.number,
            f"{name}_code": private_code.grouped(matter.code),
        }
