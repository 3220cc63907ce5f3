"""The tables as they came to be: Alembic migrations, and the one way to run them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).resolve().parent


def configuration(url: str) -> Config:
    """Return Alembic's configuration for the database at this address."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at this address to the newest tables, or to the ones of a revision."""
    command.upgrade(configuration(url), revision)


def heads() -> list[str]:
    """Return the newest revisions; there must be exactly one."""
    return list(ScriptDirectory.from_config(configuration("sqlite://")).get_heads())
