"""One reading session per request; one writing transaction, opened and committed here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import Database


def wire(app: Flask, database: Database) -> None:
    """Give the application its database and close the reading session after each request."""
    app.extensions["portal.database"] = database
    app.teardown_appcontext(_close)


def database() -> Database:
    """Return the running application's database."""
    return cast(Database, current_app.extensions["portal.database"])


def wait_patiently() -> None:
    """Give the running application a database that nothing hurries: for commands and the worker."""
    hurried = database()
    current_app.extensions["portal.database"] = hurried.patient()
    hurried.dispose()


def settings() -> Settings:
    """Return the running application's settings."""
    return cast(Settings, current_app.extensions["portal.settings"])


def reading() -> Session:
    """Return this request's reading session; a view never writes on it."""
    session = cast("Session | None", g.get("reading"))
    if session is None:
        session = g.reading = database().session()
    return session


@contextmanager
def changes(*, at_once: bool = False) -> Iterator[Session]:
    """Open the writing transaction and commit it at the end.

    The request's reading transaction ends first: on SQLite a reader that turns writer fails without waiting.
    Services get ids and read again inside. With ``at_once`` nobody waits for the turn. Raises NotNow.
    """
    _close()
    with database().changes(at_once=at_once) as db:
        yield db


def ask_no_more() -> None:
    """Say that the page of this request is drawn without the database, which gave way."""
    g.asks_no_more = True


def may_ask() -> bool:
    """Return whether what only decorates a page may still ask the database for it."""
    return not g.get("asks_no_more", False)


def _close(_error: BaseException | None = None) -> None:
    session = cast("Session | None", g.pop("reading", None))
    if session is not None:
        # What broke while reading was told where it was read; nothing was written that this could undo.
        with suppress(SQLAlchemyError):
            session.close()
