"""Logs: one JSON line each, in UTC, with what happened and where, never with anybody's words."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, got_request_exception, request

from portal.config import ROOT

_REFUSED = frozenset({400, 403, 411, 413, 429})
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def wire(app: Flask) -> None:
    """Send the application's and the libraries' log records through one formatter to standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in root.handlers[:]:
        if getattr(old, "portal", False):
            root.removeHandler(old)
    handler.portal = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("portal").setLevel(logging.INFO)
    app.logger.handlers.clear()
    app.logger.propagate = True
    # Flask's own record names the path, and a path can hold what somebody typed into the address bar.
    app.logger.addFilter(lambda record: record.exc_info is None)
    got_request_exception.connect(_note_exception, app)
    app.after_request(_note_refused)


def _note_exception(_app: Flask, exception: BaseException, **_extra: object) -> None:
    structlog.get_logger("portal.errors").error(
        "request failed",
        endpoint=request.endpoint,
        method=request.method,
        exc_info=(type(exception), exception, exception.__traceback__),
    )


def _note_refused(response: Response) -> Response:
    """Write down a request that was turned away: forged, too large, from another site, or one of too many."""
    if response.status_code in _REFUSED:
        structlog.get_logger("portal.refused").warning(
            "request refused", endpoint=request.endpoint, method=request.method, status=response.status_code
        )
    return response


def _without_words(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put the kinds and places of an exception in place of its message: a database's message quotes the row."""
    record = event.get("_record")
    info = event.pop("exc_info", None) or (record.exc_info if record is not None else None)
    if info is True:
        info = sys.exc_info()
    if info and info[0] is not None and info[1] is not None:
        if record is not None:
            record.exc_info = record.exc_text = None
        event["exception"] = _described((info[0], info[1], info[2]))
    return event


def _described(info: _ExcInfo) -> list[str]:
    kind, exception, trace = info
    lines = [kind.__name__]
    lines += [
        f"{frame.filename.removeprefix(str(ROOT) + '/')}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    cause = exception.__cause__ or exception.__context__
    if cause is not None:
        lines += _described((type(cause), cause, cause.__traceback__))
    return lines
