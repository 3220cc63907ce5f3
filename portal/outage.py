"""Tells a database or a disk that gives way for a moment from a mistake of ours."""

from __future__ import annotations

import errno

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

from portal.errors import NotNow

ERRORS = (NotNow, SQLAlchemyError, OSError)
"""All kinds among which `gave_way` tells."""

_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.ESTALE, errno.EMFILE,
    errno.ENFILE, errno.ENOMEM, errno.ETIMEDOUT,
}  # fmt: skip
_FULL = {errno.ENOSPC, errno.EDQUOT}
# PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB (https://sqlite.org/rescode.html).
_SQLITE = {3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 26}
# Connection, resources, operator and system (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_POSTGRES_CLASSES = ("08", "53", "57", "58", "XX")
# A lock that did not come, a deadlock, a read-only server, and a transaction that stood still too long.
_POSTGRES = {"55P03", "40001", "40P01", "25006", "25P03", "25P04"}


def gave_way(error: BaseException) -> bool:
    """Return whether this means that something cannot be reached, written or waited for just now."""
    if isinstance(error, NotNow | NoConnectionInTime):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _database_gave_way(error.orig)
    return isinstance(error, OSError) and error.errno in _DISK


def is_full(error: OSError) -> bool:
    """Return whether there is no room on the disk."""
    return error.errno in _FULL


def _database_gave_way(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE
    if not isinstance(error, psycopg.Error):
        return False
    state = error.sqlstate
    if state is None:
        # The driver's own words: the server was not there, or went away.
        return isinstance(error, psycopg.OperationalError)
    return state.startswith(_POSTGRES_CLASSES) or state in _POSTGRES
