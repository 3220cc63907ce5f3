"""What gave way below us is told from what we did wrong, by the codes of the database and the disk."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

from portal.errors import NotFound, NotNow
from portal.outage import gave_way, is_full


def sqlite(code: int) -> DBAPIError:
    error = sqlite3.OperationalError("said in words")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


def postgres(error: psycopg.Error) -> DBAPIError:
    return DBAPIError("INSERT", {}, error)


BELOW = {
    "no turn": NotNow("the writers' turn"),
    "no connection in time": NoConnectionInTime(),
    "sqlite busy": sqlite(5),
    "sqlite busy, snapshot": sqlite(517),
    "sqlite read-only": sqlite(8),
    "sqlite disk error at a write": sqlite(778),
    "sqlite malformed": sqlite(11),
    "sqlite full": sqlite(13),
    "sqlite cannot open": sqlite(14),
    "postgres not there": postgres(psycopg.OperationalError("connection refused")),
    "postgres shut down": postgres(errors.AdminShutdown()),
    "postgres starting": postgres(errors.CannotConnectNow()),
    "postgres statement too long": postgres(errors.QueryCanceled()),
    "postgres lock too long": postgres(errors.LockNotAvailable()),
    "postgres deadlock": postgres(errors.DeadlockDetected()),
    "postgres full": postgres(errors.DiskFull()),
    "postgres too many": postgres(errors.TooManyConnections()),
    "postgres read-only": postgres(errors.ReadOnlySqlTransaction()),
    "postgres disk": postgres(errors.IoError()),
    **{f"disk {errno.errorcode[one]}": OSError(one, "") for one in (28, 30, 5, 13, 122, 116)},
}
OURS = {
    "no such table": sqlite(1),
    "unique": IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE")),
    "no such column": ProgrammingError("SELECT", {}, errors.UndefinedColumn()),
    "not null": postgres(errors.NotNullViolation()),
    "closed by us": postgres(psycopg.InterfaceError("the cursor is closed")),
    "session": InvalidRequestError(),
    "no such file": FileNotFoundError(errno.ENOENT, ""),
    "no error number": OSError("a mail server's words"),
    "not found": NotFound("thing"),
    "value": ValueError(),
}


@pytest.mark.parametrize("error", BELOW.values(), ids=BELOW.keys())
def test_what_gave_way(error: Exception) -> None:
    assert gave_way(error)


@pytest.mark.parametrize("error", OURS.values(), ids=OURS.keys())
def test_what_is_our_mistake(error: Exception) -> None:
    assert not gave_way(error)


def test_a_full_disk_is_told_from_a_broken_one() -> None:
    assert is_full(OSError(errno.ENOSPC, ""))
    assert is_full(OSError(errno.EDQUOT, ""))
    assert not is_full(OSError(errno.EIO, ""))
