"""Words, dates and lists in a person's language.

Works without a request, so that a letter is written in its reader's language and not in its sender's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from babel import Locale, dates, lists
from babel.support import LazyProxy, NullTranslations, Translations

from portal.clock import LONDON

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
DOMAIN = "messages"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the portal.

    `code` is the BCP 47 tag put into `lang`; `babel_locale` names the CLDR data for dates, lists and plurals;
    `shown` is false for the two pseudo-locales, which only tests and demo mode offer.
    """

    code: str
    babel_locale: str
    direction: Literal["ltr", "rtl"]
    shown: bool

    @property
    def locale(self) -> Locale:
        """Return Babel's locale of this language."""
        return Locale.parse(self.babel_locale)

    @property
    def name(self) -> str:
        """Return the language's own name for itself, and the bare code for a pseudo-locale."""
        if not self.shown:
            return self.code
        return self.locale.get_language_name() or self.code


# English is British here: Babel's plain `en` writes dates and lists the American way.
ENGLISH = Language("en", "en_GB", "ltr", shown=True)
LANGUAGES: tuple[Language, ...] = (
    ENGLISH,
    Language("en-XA", "en_GB", "ltr", shown=False),
    Language("ar-XB", "ar", "rtl", shown=False),
)
_BY_CODE = {language.code: language for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class _Active:
    language: Language
    words: NullTranslations


_IN_ENGLISH = _Active(ENGLISH, NullTranslations())
_current: ContextVar[_Active] = ContextVar("portal_language", default=_IN_ENGLISH)


def languages(*, pseudo: bool = False) -> tuple[Language, ...]:
    """Return the languages on offer; with `pseudo` (tests and demo mode) the pseudo-locales too."""
    return tuple(language for language in LANGUAGES if language.shown or pseudo)


def find_language(code: str) -> Language | None:
    """Return the language with this code, or None when the portal has no words in it."""
    return _BY_CODE.get(code)


def current_language() -> Language:
    """Return the language in force here: English until something else is chosen."""
    return _current.get().language


def catalogue() -> NullTranslations:
    """Return the current language's words before any place in them is filled: Jinja fills and escapes them itself."""
    return _current.get().words


def set_locale(code: str) -> None:
    """Choose the language for the rest of this thread's work; each request does so at its beginning.

    A code the portal has no words in gives English: a letter in English is better than none.
    """
    _current.set(_active(code))


@contextmanager
def use_locale(code: str) -> Iterator[Language]:
    """Choose the language inside a `with` block, and give back the one before.

    A code the portal has no words in gives English, as in `set_locale`.
    """
    active = _active(code)
    token = _current.set(active)
    try:
        yield active.language
    finally:
        _current.reset(token)


@cache
def _known(code: str) -> _Active:
    language = _BY_CODE[code]
    if language is ENGLISH:
        return _IN_ENGLISH
    path = TRANSLATIONS / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        raise RuntimeError(f"The catalogue of {code} is not built. Run: make build")
    with path.open("rb") as file:
        return _Active(language, Translations(file, DOMAIN))


def _active(code: str) -> _Active:
    return _known(code if code in _BY_CODE else ENGLISH.code)


def gettext(message: str, /, **variables: object) -> str:
    """Return the message in the current language, its `%(name)s` places filled when variables are given."""
    text: str = _current.get().words.gettext(message)
    return text % variables if variables else text


def ngettext(singular: str, plural: str, n: int, /, **variables: object) -> str:
    """Return the form of the message that fits the number `n`; `%(num)s` is `n`."""
    text: str = _current.get().words.ngettext(singular, plural, n)
    return text % {"num": n, **variables}


def pgettext(context: str, message: str, /, **variables: object) -> str:
    """Return the message as it is said in this context ("Post" as a noun, for one)."""
    text = str(_current.get().words.pgettext(context, message))
    return text % variables if variables else text


def npgettext(context: str, singular: str, plural: str, n: int, /, **variables: object) -> str:
    """Return the form that fits the number `n`, as it is said in this context; `%(num)s` is `n`."""
    text = str(_current.get().words.npgettext(context, singular, plural, n))
    return text % {"num": n, **variables}


def lazy(message: str, /, **variables: object) -> str:
    """Return words that are translated when they are shown, for labels defined at import.

    It behaves as a string when printed, joined by `str()` or escaped; it is not an instance of `str`.
    """
    return cast(str, LazyProxy(gettext, message, enable_cache=False, **variables))


def format_date(day: date, *, style: Literal["short", "medium", "long", "full"] = "long") -> str:
    """Return the day in words: "20 November 2026" in `long`, with the weekday in `full`.

    An instant (an aware datetime) is taken as its day in London. Raises ValueError for one without a zone.
    """
    if isinstance(day, datetime):
        day = _in_london(day).date()
    return _day_words(_current.get().language.code, day, style)


@lru_cache(maxsize=4096)
def _day_words(code: str, day: date, style: Literal["short", "medium", "long", "full"]) -> str:
    """Babel takes as long for one date as the database for a row, and a page names the same few days again."""
    locale = _BY_CODE[code].locale
    if style == "full" and locale.language == "en":
        return dates.format_date(day, "EEEE d MMMM y", locale=locale)
    return dates.format_date(day, style, locale=locale)


def format_time(instant: datetime) -> str:
    """Return the time of day in London: "5:30pm" in English. Raises ValueError for an instant without a zone."""
    return _time_words(_current.get().language.code, _in_london(instant).time().replace(second=0, microsecond=0))


@lru_cache(maxsize=2048)
def _time_words(code: str, of_day: time) -> str:
    locale = _BY_CODE[code].locale
    # GOV.UK writes times this way; CLDR's British short form has 24 hours.
    pattern = "h:mma" if locale.language == "en" else "short"
    return dates.format_time(of_day, pattern, locale=locale)


def format_datetime(instant: datetime) -> str:
    """Return day and time in London: "20 November 2026 at 5:30pm". Raises ValueError without a zone."""
    return gettext("%(date)s at %(time)s", date=format_date(instant), time=format_time(instant))


def format_list(parts: Sequence[str], *, style: Literal["standard", "or"] = "standard") -> str:
    """Return the parts as one phrase: "a, b and c", or "a, b or c"."""
    return lists.format_list(list(parts), style=style, locale=_current.get().language.locale)


def _in_london(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(LONDON)
