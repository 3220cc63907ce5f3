"""What a channel is given to send, and the two ways in which sending may fail; `delivery` is what sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.letters.outgoing.kinds import Channel


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything a channel needs. ``body`` holds the secrets, so it is never shown or logged; ``reply_to`` neither."""

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


class SendLater(Exception):
    """It did not leave this time, and may another time. The message holds no address and no words.

    ``nobody_answers`` says that the whole channel is down, not only the way to this address.
    """

    def __init__(self, why: str, *, nobody_answers: bool = False) -> None:
        super().__init__(why)
        self.nobody_answers = nobody_answers


class CannotSend(Exception):
    """It can never leave to this address. The message holds no address and no words."""
