"""What people type, made safe to keep without changing a word of it."""

from __future__ import annotations

import re

# NUL breaks databases. U+202A–202E and U+2066–2069 can make text read as something it is not; the plain marks
# U+200E, U+200F and U+061C only place neutral characters and belong to Arabic and Hebrew writing, so they stay.
_DROPPED = re.compile("[\0\u202a-\u202e\u2066-\u2069]")
_BROKEN = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")


def typed_text(text: str) -> str:
    """Return the text as it is kept.

    NUL and bidirectional controls are dropped, lone surrogates become U+FFFD, and the line ends a browser sends
    (CR LF) become LF, as they were in the box. Everything else stays as it was typed.
    """
    return _LINE_END.sub("\n", _BROKEN.sub("\N{REPLACEMENT CHARACTER}", _DROPPED.sub("", text)))
