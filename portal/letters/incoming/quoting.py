"""What is new in a reply, and the tail that mail programs quote under it."""

from __future__ import annotations

import re

# "On Tuesday … wrote:" in the languages mail programs here are set to; the line may be broken in two.
_WROTE = re.compile(
    r"^(?:On|Am|Le|El|Il|Em|Op|W dniu|La data|Dnia)\s.{4,300}?(?:wrote|schrieb.{0,80}|écrit|escribió|scritto|escreveu|"
    r"schreef.{0,80}|napisał(?:\(a\))?|scris)\s?:$"
)
_DIVIDER = re.compile(
    r"^(?:-{2,}\s?(?:Original Message|Forwarded message|Original-Nachricht)\s?-{2,}|_{20,})$", re.IGNORECASE
)
_OUTLOOK = re.compile(r"^\*?(?:From|Von|De|Od):\*?\s.{1,300}$")
_OUTLOOK_NEXT = re.compile(r"^\*?(?:Sent|Date|To|Gesendet|Envoyé|Enviado|Wysłano):\*?\s", re.IGNORECASE)
_LONGEST = 400


def fold(text: str) -> tuple[str, str]:
    """Return what somebody wrote, and the quoted tail; together they are the whole text.

    Answers written between quoted lines are kept in one piece with them. When nothing would be left, the whole text
    counts as written: better to show too much than to lose a word.
    """
    lines = text.split("\n")
    at = _tail(lines)
    written, tail = "\n".join(lines[:at]).strip(), "\n".join(lines[at:]).strip()
    return (written, tail) if written else (text.strip(), "")


def _tail(lines: list[str]) -> int:
    own = [at for at, line in enumerate(lines) if line.strip() and not line.startswith(">")]
    quoted_from = own[-1] + 1 if own else 0
    for at, line in enumerate(lines):
        if _divides(lines, at):
            return at
        ends = _wrote(lines, at)
        if ends and quoted_from <= ends < len(lines):
            return at
        if line.startswith(">") and at >= quoted_from:
            return at
    return len(lines)


def _wrote(lines: list[str], at: int) -> int:
    """Return where a "… wrote:" that begins on this line has ended, 0 when none begins here."""
    first = lines[at].strip()
    if not first or len(first) > _LONGEST:
        return 0
    if _WROTE.match(first):
        return at + 1
    second = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if len(second) <= _LONGEST and second.endswith(":") and _WROTE.match(f"{first} {second}"):
        return at + 2
    return 0


def _divides(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    if not line or len(line) > _LONGEST:
        return False
    divider, first = _DIVIDER.match(line), _OUTLOOK.match(line)
    if not divider and not first:
        return False
    following = [one.strip()[:_LONGEST] for one in lines[at + 1 : at + 4]]
    if divider:
        return any(_OUTLOOK.match(one) for one in following)
    return sum(_OUTLOOK_NEXT.match(one) is not None for one in following) >= 2
