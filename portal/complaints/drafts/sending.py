"""What somebody sends: their answers, with what the draft they were written in knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.complaints.questions.answers import Answers
from portal.db import new_id


@dataclass(frozen=True, slots=True)
class Sending:
    """Answers on their way to becoming a matter.

    ``received_at`` is when the words reached the council: dates follow it, and not when they are logged. ``proven``
    is the normalised address that was proven for the draft, "" when none was. ``receipt_key`` makes sending twice
    one matter.
    """

    answers: Answers
    received_at: datetime
    receipt_key: str = field(default_factory=new_id)
    code_hmac: str | None = None
    proven: str = ""
    language: str = "en"
    channel: str = "web"
    draft_id: str | None = None
