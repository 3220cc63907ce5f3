"""Who complains and for whom, in words: the same in the questions, on the check page and on the desk."""

from __future__ import annotations

from portal.i18n import lazy

FIRST = {
    "me": lazy("Myself"),
    "other": lazy("Somebody else"),
    "child": lazy("Myself, and I am under 18"),
    "together": lazy("A group of us, together"),
    "anonymous": lazy("I do not want to give my name"),
}
# Who speaks for somebody else, as they say it themselves.
ROLES = {
    "relative": lazy("A relative, friend or neighbour"),
    "carer": lazy("Their carer"),
    "parent": lazy("Their parent or guardian"),
    "advocate": lazy("Their advocate"),
    "solicitor": lazy("Their solicitor"),
    "councillor": lazy("A councillor"),
    "mp": lazy("The office of an MP or of the Mayor"),
    "other_body": lazy("I work for another organisation"),
}
PARTS = {
    "me": lazy("How I was treated"),
    "other": lazy("What happened to someone else"),
    "both": lazy("Both"),
}
WHOSE = {
    "mine": lazy("It is my own"),
    "parent": lazy("My mum’s, my dad’s or my carer’s"),
    "other": lazy("Somebody else’s"),
}


def shown(words: dict[str, str], key: str) -> str:
    """Return the words of a key in the current language, "" for a key without any."""
    return str(words.get(key, ""))
