"""Translates a WTForms field into the GOV.UK component that draws it and that component's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)

from portal.i18n import gettext as _
from portal.web.day_field import PARTS, DayField

Params = dict[str, Any]
Made = tuple[str, Params]

# What a form may say about a field's looks in `render_kw`; anything else becomes an attribute of the control.
_KNOWN = {"classes", "rows", "autocomplete", "spellcheck", "inputmode", "autocapitalize", "prefix", "suffix"}


# What each kind of text field is, unless its `render_kw` says otherwise. The first kind that fits counts.
_INPUTS: tuple[tuple[type[Field], Params], ...] = (
    (EmailField, {"type": "email", "dir": "ltr", "autocomplete": "email", "spellcheck": False}),
    (TelField, {"type": "tel", "dir": "ltr", "autocomplete": "tel"}),
    (PasswordField, {"type": "password", "dir": "ltr", "autocomplete": "current-password"}),
    (IntegerField, {"type": "text", "dir": "ltr", "inputmode": "numeric"}),
    (StringField, {"type": "text", "dir": "auto"}),
)


def touched(field: Field) -> bool:
    """Return whether the field shows an answer or an error, so that its drawing belongs to one person."""
    if field.errors:
        return True
    if isinstance(field, DayField):
        return any(field.typed.values())
    if isinstance(field, SelectField | SelectMultipleField):
        return any(selected for _value, _label, selected, _more in field.iter_choices())
    return bool(field.data)


def label_text(field: Field) -> str:
    """Return the field's label, with "(optional)" after it when it may be left empty."""
    text = str(field.label.text)
    return _("%(question)s (optional)", question=text) if field.flags.optional else text


def made(field: Field, *, heading: bool, options: Mapping[str, Any]) -> Made:
    """Return the component's name, such as "date-input", and its parameters.

    Raises TypeError for a kind of field that no component draws.
    """
    for kind, make in _MAKERS:
        if isinstance(field, kind):
            return make(field, heading, {**(field.render_kw or {}), **options})
    raise TypeError(f"no component draws {type(field).__name__}")


def _shared(field: Field, looks: Mapping[str, Any]) -> Params:
    hint = looks.get("hint", field.description)
    params: Params = {"id": field.id, "name": field.name}
    if hint:
        params["hint"] = {"text": str(hint)}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0]), "visuallyHiddenText": _("Error")}
    if "classes" in looks:
        params["classes"] = looks["classes"]
    return params


def _label(field: Field, heading: bool, looks: Mapping[str, Any]) -> Params:
    text = str(looks["label"]) if "label" in looks else label_text(field)
    return {"text": text, "isPageHeading": heading, "classes": "govuk-label--l" if heading else "govuk-label--s"}


def _legend(field: Field, heading: bool, looks: Mapping[str, Any]) -> Params:
    size = "l" if heading else "s"
    legend = {**_label(field, heading, looks), "classes": f"govuk-fieldset__legend--{size}"}
    return {"legend": legend}


def _attributes(looks: Mapping[str, Any], **standard: str) -> Params:
    own = {name: value for name, value in looks.items() if name not in _KNOWN | {"label", "hint"}}
    return {**standard, **own}


def _input(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    standard = next(looks for kind, looks in _INPUTS if isinstance(field, kind))
    all_looks: Params = {**standard, **looks}
    params = _shared(field, looks) | {"label": _label(field, heading, looks), "type": all_looks.pop("type")}
    for name in ("autocomplete", "spellcheck", "inputmode", "autocapitalize"):
        if name in all_looks:
            params[name] = all_looks[name]
    for name in ("prefix", "suffix"):
        if name in looks:
            params[name] = {"text": str(looks[name])}
    shown = getattr(field, "_value", None)
    if shown and not isinstance(field, PasswordField) and (value := shown()):
        params["value"] = value
    return "input", params | {"attributes": _attributes(all_looks)}


def _textarea(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    params = _shared(field, looks) | {"label": _label(field, heading, looks), "rows": looks.get("rows", 8)}
    text = field.data or ""
    # Browsers drop the first line end of a box.
    params["value"] = f"\n{text}" if text.startswith("\n") else text
    for name in ("spellcheck", "autocomplete"):
        if name in looks:
            params[name] = looks[name]
    params["attributes"] = _attributes(looks, dir="auto")
    return "textarea", params


def _items(field: Field, selected: str) -> list[Params]:
    items: list[Params] = []
    for value, label, chosen, more in field.iter_choices():  # type: ignore[attr-defined]
        if "divider" in more:
            items.append({"divider": str(more["divider"])})
        item: Params = {"value": value, "text": str(label), selected: chosen}
        if "hint" in more:
            item["hint"] = {"text": str(more["hint"])}
        items.append(item)
    return items


def _choices(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    params = _shared(field, looks) | {"idPrefix": field.id, "fieldset": _legend(field, heading, looks)}
    component = "radios" if isinstance(field, RadioField) else "checkboxes"
    return component, params | {"items": _items(field, "checked")}


def _checkbox(field: Field, _heading: bool, looks: Mapping[str, Any]) -> Made:
    item: Params = {"value": "y", "text": _label(field, False, looks)["text"], "checked": bool(field.data)}
    return "checkboxes", _shared(field, looks) | {"idPrefix": field.id, "items": [item]}


def _select(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    params = _shared(field, looks) | {"label": _label(field, heading, looks), "items": _items(field, "selected")}
    return "select", params | {"attributes": _attributes(looks)}


def _files(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    params = _shared(field, looks) | {"label": _label(field, heading, looks), "multiple": True}
    return "file-upload", params | {"attributes": _attributes(looks)}


def _day(field: Field, heading: bool, looks: Mapping[str, Any]) -> Made:
    if not isinstance(field, DayField):
        raise TypeError("a date is typed in a DayField")
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = (field.wrong or PARTS) if field.errors else ()
    items = [
        {
            "name": part,
            "label": words[part],
            "value": field.typed[part],
            # A month may be typed as a name, which a number pad could not do.
            "inputmode": "text" if part == "month" else "numeric",
            "classes": f"govuk-input--width-{4 if part == 'year' else 3 if part == 'month' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part in PARTS
    ]
    params = _shared(field, looks) | {"namePrefix": field.name, "fieldset": _legend(field, heading, looks)}
    return "date-input", params | {"items": items}


_MAKERS: tuple[tuple[type[Field] | tuple[type[Field], ...], Callable[[Field, bool, Mapping[str, Any]], Made]], ...] = (
    (DayField, _day),
    (MultipleFileField, _files),
    (TextAreaField, _textarea),
    ((RadioField, SelectMultipleField), _choices),
    (SelectField, _select),
    (BooleanField, _checkbox),
    ((StringField, IntegerField), _input),
)
