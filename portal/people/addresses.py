"""Addresses as they are compared: e-mail, phone and post, from what somebody typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email

ContactKind = Literal["email", "phone", "post"]
_SPACE = re.compile(r"\s+")


def normal_email(typed: str) -> str | None:
    """Return the address as it is compared (lower case, Unicode normal form), or None when it cannot be one."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return None
    return checked.normalized.casefold()


def normal_phone(typed: str) -> str | None:
    """Return the number in E.164 form (a number without its country is British), or None when it cannot be one."""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_post(typed: str) -> str | None:
    """Return a postal address as it is compared: one line, case and runs of space folded; None when empty."""
    folded = _SPACE.sub(" ", unicodedata.normalize("NFKC", typed)).strip().casefold()
    return folded[:320] or None


def normal(kind: str, typed: str) -> str | None:
    """Return an address of this kind as it is compared, or None when it cannot be one."""
    if kind == "email":
        return normal_email(typed)
    return normal_phone(typed) if kind == "phone" else normal_post(typed)
