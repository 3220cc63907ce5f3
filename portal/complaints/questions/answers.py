"""What somebody has answered, as one frozen value: the same for the resident's pages and the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one draft, as typed. "" and None mean not answered; nothing but ``words`` is needed to send.

    ``about`` is me, other or both; ``acting_as`` one of `who.ROLES`; ``part`` what a relative, carer or parent says it
    is about. ``affected_…`` and ``their_…`` are about the other person, asked apart from the writer;
    ``affected_born`` is an ISO date. ``others`` are names, one on each line. ``service`` is a key; "" is "I am not
    sure". ``contact`` is email, phone, post or none, and says which of ``email``, ``phone`` and ``post`` the person
    wants used. ``whose`` says whose address a child gave: mine, parent or other. ``shared`` answers "does anyone else
    read messages sent here?": yes, no or unsure.
    """

    about: str = ""
    acting_as: str = ""
    part: str = ""
    organisation: str = ""
    affected_name: str = ""
    affected_born: str = ""
    affected_died: bool | None = None
    others: str = ""
    wants_advocate: bool | None = None
    words: str = ""
    urgent: bool | None = None
    service: str | None = None
    happened: str = ""
    place: str = ""
    postcode: str = ""
    wanted: str = ""
    not_to_tell: str = ""
    name: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    wants_call: bool | None = None
    safe_times: str = ""
    whose: str = ""
    shared: str = ""
    preferred_language: str = ""
    adjustments: str = ""
    large_print: bool | None = None
    their_contact: str = ""
    their_email: str = ""
    their_phone: str = ""
    their_post: str = ""
    their_shared: str = ""
    their_language: str = ""
    their_large_print: bool | None = None
    their_adjustments: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return the answers a draft keeps; keys that are not answers are left out."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def kept(self) -> dict[str, Any]:
        """Return what a draft keeps: JSON values by question."""
        return asdict(self)

    @property
    def address(self) -> str:
        """Return the address of the way chosen to reach the person, "" when there is none."""
        return self.addresses.get(self.contact, "")

    @property
    def addresses(self) -> Mapping[str, str]:
        """Return every way to reach the writer that was typed, by kind, chosen or not."""
        return {"email": self.email, "phone": self.phone, "post": self.post}

    @property
    def their_address(self) -> str:
        """Return the address of the way chosen to reach the other person, "" when there is none."""
        theirs = {"email": self.their_email, "phone": self.their_phone, "post": self.their_post}
        return theirs.get(self.their_contact, "")
