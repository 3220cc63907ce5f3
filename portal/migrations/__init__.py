"""The tables as they came to be: Alembic migrations, and the one way to run them."""

from __future__ import annotations

from portal.db import Base, Database
from portal.migrations import tables


def upgrade(url: str) -> None:
    """Bring the database at this address to the newest tables."""
    database = Database(url)
    assert tables.MODELS
    Base.metadata.create_all(database.engine)
    database.dispose()
