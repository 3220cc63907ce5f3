"""A file's own name, made safe to show and to offer when saving; it names nothing on disk."""

from __future__ import annotations

import re
import unicodedata

from portal.web.typed_text import typed_text

LONGEST = 300
_ENDING = 10


def label_of(name: str) -> str:
    """Return at most 300 characters of the name without its folders, with its ending; "" when nothing is left.

    Line ends, other control characters and marks that turn the reading direction are dropped.
    """
    last = re.split(r"[/\\]", typed_text(name))[-1]
    plain = "".join(" " if one.isspace() else one for one in last if one.isspace() or not _invisible(one))
    label = " ".join(plain.split()).lstrip(".")
    if len(label) <= LONGEST:
        return label
    stem, dot, ending = label.rpartition(".")
    if not dot or len(ending) > _ENDING:
        return label[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
