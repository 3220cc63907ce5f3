"""What somebody posted, on a page that posts it again: their own words to be read and changed, the rest carried along.

It knows no view and asks no database: which field of the request is what, the portal's form classes tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from portal.i18n import gettext as _
from portal.web.forms import PortalForm

_NOT_CARRIED = {"csrf_token"}
_SECRET = {"one-time-code", "current-password", "new-password"}
_ONE_LINE = 60
Declared = dict[str, "UnboundField[Any]"]


@dataclass(frozen=True, slots=True)
class Again:
    """The form to press again: where it goes, its text boxes, what it carries unseen, and if anything was left out."""

    action: str
    form: PortalForm
    carried: list[tuple[str, str]]
    has_words: bool
    left_out: bool


def read() -> Again:
    """Return this request's fields as a form. Passwords, codes and files are left out."""
    posted, files = _posted()
    known = [_declared(form) for form in _classes(PortalForm)]
    secret = {name for form in known for name, field in form.items() if _is_secret(field)}
    given = [(name, value) for name, value in posted.items(multi=True) if name not in secret | _NOT_CARRIED]
    likely = _likely(known, set(posted))
    boxes: dict[str, tuple[str, str]] = {}
    carried: list[tuple[str, str]] = []
    for name, value in given:
        declared = [form[name] for form in likely if name in form] or [form[name] for form in known if name in form]
        labels = {str(field.args[0]) for field in declared if _is_text(field)}
        if labels and name not in boxes and value:
            boxes[name] = (labels.pop() if len(labels) == 1 else "", value)
        else:
            carried.append((name, value))
    left_out = files or any(posted[name] for name in secret & set(posted))
    return Again(request.full_path.rstrip("?"), _form(boxes), carried, bool(boxes), left_out)


def _posted() -> tuple[MultiDict[str, str], bool]:
    """Return the fields, and whether a file was sent; nothing when the body cannot be read any more."""
    try:
        return request.form, any(one.filename for one in request.files.values())
    except (HTTPException, OSError, ValueError):
        return MultiDict(), False


def _form(boxes: dict[str, tuple[str, str]]) -> PortalForm:
    """Return a form of these boxes: name, label ("" for none that is sure) and value."""
    without = [name for name, (label, _value) in boxes.items() if not label]
    fields = {}
    for name, (label, value) in boxes.items():
        if not label:
            number = without.index(name) + 1
            label = _("Your words") if len(without) == 1 else _("Your words, part %(number)s", number=number)
        kind = TextAreaField if "\n" in value or len(value) > _ONE_LINE else StringField
        fields[name] = kind(label, default=value)
    made: PortalForm = type("AgainForm", (PortalForm,), fields)(formdata=None)
    return made


def _likely(known: list[Declared], posted: set[str]) -> list[Declared]:
    """Return the forms that name most of what was posted, and of these the ones that name least besides."""
    rank = [(len(posted & set(form)), -len(set(form) - posted)) for form in known]
    best = max(rank, default=(0, 0))
    return [form for form, of in zip(known, rank, strict=True) if of == best]


def _classes(form: type[PortalForm]) -> Iterator[type[PortalForm]]:
    for one in form.__subclasses__():
        if one.__module__ != __name__:
            yield one
            yield from _classes(one)


def _declared(form: type[PortalForm]) -> Declared:
    return {name: field for name in dir(form) if isinstance(field := getattr(form, name), UnboundField)}


def _is_text(field: UnboundField[Any]) -> bool:
    return issubclass(field.field_class, StringField) and not issubclass(field.field_class, HiddenField)


def _is_secret(field: UnboundField[Any]) -> bool:
    asked: dict[str, str] = field.kwargs.get("render_kw") or {}
    return issubclass(field.field_class, PasswordField) or asked.get("autocomplete") in _SECRET
