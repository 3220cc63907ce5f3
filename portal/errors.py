"""What services raise and the edge turns into pages."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Something a person asked for that the rules do not allow.

    ``message`` is shown to the person, so it is already translated (or lazy) and says what to do.
    ``code`` names the rule for tests and logs and never holds personal words. ``status`` is the HTTP
    status of the page when nothing nearer turns the refusal into a form error. ``field`` is the field of a form
    that the message stands beside, "" for none.
    """

    def __init__(self, code: str, message: Any, *, status: int = 409, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.field = field


class NotFound(Exception):
    """There is no such thing, or it is not for this person: both look the same from outside."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotNow(Exception):
    """Something below cannot be used at the moment, and nothing was written; ``what`` names it for the log."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
