"""A date in three fields: day, month (a number or a name) and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel import Locale
from wtforms import Field, ValidationError
from wtforms.utils import unset_value

from portal.i18n import current_language, lazy

PARTS = ("day", "month", "year")

_MISSING = {
    ("day",): lazy("The date must include a day"),
    ("month",): lazy("The date must include a month"),
    ("year",): lazy("The date must include a year"),
    ("day", "month"): lazy("The date must include a day and a month"),
    ("day", "year"): lazy("The date must include a day and a year"),
    ("month", "year"): lazy("The date must include a month and a year"),
}


class DayField(Field):
    """A date typed in the fields `<name>-day`, `<name>-month` and `<name>-year`.

    `data` is a date, or None when nothing or no whole date was typed. `typed` keeps the three parts as they were
    typed, for drawing the page again; `wrong` names the parts that an error is about. An empty field is valid:
    add `InputRequired` where a date is needed.
    """

    data: date | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()
        self._fault: str | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Sequence[Any] | None = None) -> None:
        """Read the three parts when the form was sent, otherwise show the date that is kept."""
        super().process(None, data, extra_filters)
        if self.data is not None:
            self.typed = {part: str(getattr(self.data, part)) for part in PARTS}
        if formdata is None or not any(f"{self.name}-{part}" in formdata for part in PARTS):
            return
        self.typed = {part: (formdata.getlist(f"{self.name}-{part}") or [""])[0].strip() for part in PARTS}
        self.raw_data = [" ".join(filter(None, self.typed.values()))]
        self.data, self._fault, self.wrong = read_day(self.typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was typed when it is no date."""
        if self._fault is not None:
            raise ValidationError(self._fault)


def read_day(typed: Mapping[str, str]) -> tuple[date | None, str | None, tuple[str, ...]]:
    """Return the date in the three parts, or what is wrong with them and in which parts; nothing typed is not wrong."""
    missing = tuple(part for part in PARTS if not typed[part])
    if len(missing) == len(PARTS):
        return None, None, ()
    if missing:
        return None, _MISSING[missing], missing
    year = _number(typed["year"])
    if year is not None and len(typed["year"]) != 4:
        return None, lazy("The year must have 4 numbers"), ("year",)
    day, month = _number(typed["day"]), _month(typed["month"])
    wrong = tuple(part for part, value in zip(PARTS, (day, month, year), strict=True) if value is None)
    if day is not None and month is not None and year is not None:
        try:
            return date(year, month, day), None, ()
        except ValueError:
            wrong = ("day", "month") if 1 <= month <= 12 else ("month",)
    return None, lazy("Enter a real date, such as 27 3 2026"), wrong


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    name = text.casefold().rstrip(".")
    for locale in (current_language().locale, Locale("en", "GB")):
        for width in ("wide", "abbreviated"):
            for number, known in locale.months["format"][width].items():
                if name in {known.casefold().rstrip("."), known.casefold()[:3] if locale.language == "en" else None}:
                    return int(number)
    return _number(text)
