"""Writing a letter: from values to words in its reader's language, with no database and no request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal.config import ROOT, Settings
from portal.i18n import current_language, format_date, gettext, ngettext, use_locale
from portal.letters.outgoing.kinds import KINDS, Content, Kind
from portal.organisation import council as councils
from portal.organisation.model import Council
from portal.procedures import next_step
from portal.procedures.next_step import NextStep

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")
_ONE_LINE = {"name", "handler", "handler_phone", "responder", "finding"}
_IN_A_TEXT = ("council", "phone", "track", "minutes", "secret")
_NOT_WORDS = re.compile(f"[{_OPEN}{_CLOSE}\x00\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Composed:
    """One letter in one language.

    ``body`` is for whoever may read all of it; ``guarded`` is for an address that nobody has proven and holds
    nobody's own words; ``text`` is what fits a phone's screen. All are plain text with ``\\n`` and may hold the
    place of a ``secret`` (`fill`). The outbox chooses by recipient. ``subject`` never says what it is about.
    """

    kind: str
    language: str
    subject: str
    body: str
    guarded: str
    text: str
    secret: Mapping[str, Any]
    settings: Settings = field(repr=False, compare=False)


def compose(content: Content, *, language: str, settings: Settings) -> Composed:
    """Return the letter of this content in a language; links go to ``settings.base_url`` only.

    See `letters.outgoing.kinds` for the values that each kind needs. ``reference`` is 12 digits, grouped or not; dates
    are ``date``; ``next_step`` is a list of `NextStep`, told in the letter's language, or of paragraphs, kept word for
    word; other values are text. Values a kind does not know are left out. Raises KeyError for an
    unknown kind and ValueError for a missing value.
    """
    kind, values, council = content.kind, content.values, councils.load(settings.council_file)
    what = KINDS[kind]
    with use_locale(language):
        missing = sorted(name for name in what.needs if values.get(name) in (None, "", [], ()))
        if missing:
            raise ValueError(f"letter {kind} needs {', '.join(missing)}")
        given = {name: _value(name, values.get(name)) for name in what.needs | what.may}
        surroundings = _surroundings(what, council, settings)
        body = _render(kind, {**given, **surroundings, "proven": True})
        guarded = body
        if what.closed or what.words:
            less = {**given, **dict.fromkeys(what.words)}
            guarded = _render("closed" if what.closed else kind, {**less, **surroundings, "proven": False})
        text = _text(what.fills_in == "one_time_code", language, *(surroundings[name] for name in _IN_A_TEXT))
        reference = groups_of_four(str(values.get("reference", "")))
        subject = what.subject % {"council": council.name, "reference": reference}
    return Composed(kind, language, subject, body, guarded, text, content.secret, settings)


def secrets_in(body: str) -> set[str]:
    """Return the names of the secrets that have a place in a composed body."""
    return set(_SLOT.findall(body))


def fill(body: str, secrets: Mapping[str, str]) -> str:
    """Return the body with its secrets in their places. Raises KeyError when one is missing."""
    return _SLOT.sub(lambda found: secrets[found[1]], body)


def groups_of_four(reference: str) -> str:
    """Return a reference in groups of four digits, whether or not it is grouped already."""
    digits = re.sub(r"\s", "", reference)
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@dataclass(frozen=True, slots=True)
class _Verbatim:
    """Somebody's own words or reference, put in after the template's white space was tidied, so that theirs stays."""

    text: str


def _value(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    if name == "reference":
        return _Verbatim(groups_of_four(str(value)))
    if name == "references":
        return [groups_of_four(str(one)) for one in _several(value)]
    if name == "next_step":
        return _Verbatim("\n\n".join(_clean(one) for one in _paragraphs(_several(value)))) if value else None
    if name in _ONE_LINE:
        return _Verbatim(" ".join(_clean(str(value)).split()))
    # Dates stay dates; lazy words become words here, in the letter's language.
    return value if isinstance(value, date) else _Verbatim(_clean(str(value)))


def _paragraphs(further: Sequence[object]) -> Sequence[str]:
    steps = [one for one in further if isinstance(one, NextStep)]
    return next_step.words(*steps) if steps else [str(one) for one in further]


def _several(value: object) -> Sequence[object]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError("a list is needed here")
    return value


def _clean(words: str) -> str:
    one_kind_of_line = words.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return _NOT_WORDS.sub("", one_kind_of_line).strip()


def _render(template: str, values: Mapping[str, object]) -> str:
    words = {name: value.text for name, value in values.items() if isinstance(value, _Verbatim)}
    shown = {name: _slot(name) if name in words else value for name, value in values.items()}
    draw = _drawn if "references" in values else _drawn_once
    tidy = draw(template, current_language().code, tuple(sorted(shown.items(), key=itemgetter(0))))
    return _SLOT.sub(lambda found: words.get(found[1], found[0]), tidy) + "\n"


def _drawn(template: str, _language: str, shown: tuple[tuple[str, object], ...]) -> str:
    """Return the letter with places for its words: nobody's name, words or reference are in it yet."""
    rendered = _environment().get_template(f"{template}.txt").render(dict(shown))
    lines = "\n".join(line.strip() for line in rendered.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


# The day's receipts differ in their words only.
_drawn_once = lru_cache(maxsize=200)(_drawn)


@cache
def _text(a_code: bool, _language: str, *surroundings: object) -> str:
    """Return what fits a phone's screen: it depends on nothing that is said, so it is made once per language."""
    return _render("code_text" if a_code else "text", dict(zip(_IN_A_TEXT, surroundings, strict=True)))


def _slot(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"


def _surroundings(what: Kind, council: Council, settings: Settings) -> dict[str, object]:
    contact = council.contact
    return {
        "council": council.name,
        "phone": contact.phone,
        "relay_phone": contact.relay_phone,
        "post": ", ".join(contact.post),
        "track": f"{settings.base_url}/track",
        "own": f"{settings.base_url}/track/yours",
        "members": f"{settings.base_url}/members",
        "desk": f"{_desk_address(settings)}/desk",
        "minutes": settings.limits.code_minutes,
        "secret": _slot(what.fills_in) if what.fills_in else None,
    }


def _desk_address(settings: Settings) -> str:
    return f"{urlsplit(settings.base_url).scheme}://{settings.desk_host}" if settings.desk_host else settings.base_url


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "letters"),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        # Plain text: nothing here is HTML.
        autoescape=select_autoescape(("html",), default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["format_date"] = format_date
    return environment
