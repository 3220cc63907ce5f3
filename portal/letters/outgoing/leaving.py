"""What a channel is given to send, and the two ways in which sending may fail; `delivery` is what sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.letters.outgoing.kinds import Channel

MOST_TRIES = 30
"""How often a letter is tried: with the waits between them, for about four days."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything a channel needs. ``body`` holds the secrets, so it is never shown or logged; ``reply_to`` neither.

    ``tries`` says which try this is.
    """

    letter_id: str
    kind: str
    channel: Channel
    recipient: str
    address: str
    language: str
    large_print: bool
    subject: str
    body: str = field(repr=False)
    message_id: str
    made_at: datetime
    sender_name: str
    reply_to: str = field(default="", repr=False)
    tries: int = 1


class SendLater(Exception):
    """It did not leave this time, and may another time. The message holds no address and no words.

    ``nobody_answers`` says that the whole channel is down: then it was no try of this letter. Otherwise it was one, and
    the letter has ``most_tries`` before it is given up.
    """

    def __init__(self, why: str, *, nobody_answers: bool = False, most_tries: int = MOST_TRIES) -> None:
        super().__init__(why)
        self.nobody_answers = nobody_answers
        self.most_tries = most_tries


class CannotSend(Exception):
    """It can never leave to this address. The message holds no address and no words."""
