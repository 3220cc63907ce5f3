"""People's names, as they are compared."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """Return a name as it is compared: without case, accents and runs of space; nobody's name is empty."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def alike(name: str, own_name: str) -> bool:
    """Whether two names are one person's, however they are written; no name is like none."""
    return bool(folded(own_name)) and folded(name) == folded(own_name)
