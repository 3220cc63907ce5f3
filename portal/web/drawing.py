"""Draws forms with the GOV.UK macros, and keeps what looks the same for everybody.

The macros cost more than all the rest of a page, so their functions are looked up once, and a field without value
and error, or a part of the frame, is drawn once for each language. Nothing about a person is in a key or a value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app
from flask_wtf.file import MultipleFileField
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from wtforms import Field, Form, HiddenField
from wtforms.csrf.core import CSRFTokenField

from portal import i18n
from portal.web import field_params
from portal.web.day_field import DayField
from portal.web.forms import as_declared

_MOST_KEPT = 2_000
_FOOTER = (
    ("information.how_we_deal", i18n.lazy("How we deal with complaints")),
    ("information.accessibility", i18n.lazy("Accessibility")),
    ("information.privacy", i18n.lazy("Privacy")),
    ("information.contact", i18n.lazy("Contact us")),
)
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
_BUTTON = Markup(
    '<button type="submit" class="{}"{} data-module="govuk-button" data-prevent-double-click="true">{}</button>'
)


class ErrorLink(NamedTuple):
    """One line of the error summary; `href` is None when the error belongs to no field that can be seen."""

    text: str
    href: str | None


class Drawing:
    """What one application has drawn and may draw again."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._macros: dict[str, Callable[[dict[str, Any]], Markup]] = {}
        self._kept: dict[tuple[object, ...], Markup] = {}

    def field(self, field: Field, *, heading: bool = False, **options: Any) -> Markup:
        """Return the field with its label, hint and error.

        With `heading` its label is the page's h1. Options that stand over the field's own: `label`, `hint`,
        `classes`, `rows` and attributes of the control.
        """
        if options or field_params.touched(field) or not as_declared(field):
            return self._draw(field, heading, options)
        # WTForms makes one Meta class for each form class.
        key = (type(field.meta), field.name, heading, i18n.current_language().code)
        return self._keep(key, lambda: self._draw(field, heading, {}))

    def frame(self, part: str) -> Markup:
        """Return a part of the frame ("header", "footer" or "desk_header"), drawn once for each language."""
        language = i18n.current_language()
        return self._keep((part, language.code), lambda: self._draw_frame(part, language))

    def _draw_frame(self, part: str, language: i18n.Language) -> Markup:
        footer = [(endpoint, words) for endpoint, words in _FOOTER if endpoint in self._app.view_functions]
        template = self._app.jinja_env.get_template(f"frame/{part}.html")
        # The application's own context processors may look at the person, so they have no place here.
        context = {"language": language, "footer": footer, "root": "/"}
        return Markup(template.render(context))  # noqa: S704 -- a template's own escaped output

    def _draw(self, field: Field, heading: bool, options: dict[str, Any]) -> Markup:
        component, params = field_params.made(field, heading=heading, options=options)
        return self._macro(component)(params)

    def _macro(self, component: str) -> Callable[[dict[str, Any]], Markup]:
        if component not in self._macros:
            name = "govuk" + component.title().replace("-", "")
            template = self._app.jinja_env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
            self._macros[component] = getattr(template.module, name)
        return self._macros[component]

    def _keep(self, key: tuple[object, ...], draw: Callable[[], Markup]) -> Markup:
        kept = self._kept.get(key)
        if kept is None:
            kept = draw()
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = kept
        return kept


def drawing() -> Drawing:
    """Return the running application's drawing."""
    kept: Drawing = current_app.extensions["portal.drawing"]
    return kept


def hidden(form: Form) -> Markup:
    """Return the form's hidden inputs: its CSRF token and its own hidden fields."""
    return Markup().join(
        _HIDDEN.format(field.name, field.current_token if isinstance(field, CSRFTokenField) else field.data or "")
        for field in form
        if isinstance(field, HiddenField)
    )


def button(text: str, *, classes: str = "", name: str = "", value: str = "") -> Markup:
    """Return a button that sends the form it stands in; `classes` such as "govuk-button--secondary"."""
    sent = Markup(' name="{}" value="{}"').format(name, value) if name else ""
    return _BUTTON.format(f"govuk-button {classes}".strip(), sent, text)


def questions(form: Form) -> list[Field]:
    """Return the form's fields that a person sees, in order."""
    return [field for field in form if not isinstance(field, HiddenField)]


def error_list(*forms: Form) -> list[ErrorLink]:
    """Return the lines of the error summary, in the order of the fields on the page."""
    links = []
    for form in forms:
        for field in form:
            if isinstance(field, HiddenField):
                links += [ErrorLink(str(error), None) for error in field.errors]
                continue
            first = f"-{(field.wrong or ('day',))[0]}" if isinstance(field, DayField) else ""
            # Each of several files has its own reason.
            told = field.errors if isinstance(field, MultipleFileField) else field.errors[:1]
            links += [ErrorLink(str(error), f"#{field.id}{first}") for error in told]
        links += [ErrorLink(str(error), None) for error in form.form_errors]
    return links


def wire(app: Flask) -> None:
    """Give templates their words, the GOV.UK macros and what draws forms."""
    own = app.jinja_loader
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_env.loader = ChoiceLoader([*([own] if own else []), macros])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: i18n.catalogue().gettext(message),
        lambda one, many, n: i18n.catalogue().ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, message: i18n.catalogue().pgettext(context, message),
        npgettext=lambda context, one, many, n: i18n.catalogue().npgettext(context, one, many, n),
    )
    # As babel.cfg collects them: a block over several lines is one sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    kept = app.extensions["portal.drawing"] = Drawing(app)
    app.jinja_env.globals.update(
        field=kept.field,
        frame=kept.frame,
        hidden=hidden,
        button=button,
        questions=questions,
        label_text=field_params.label_text,
        error_list=error_list,
        format_date=i18n.format_date,
        format_time=i18n.format_time,
        format_datetime=i18n.format_datetime,
        format_list=i18n.format_list,
    )
    app.context_processor(lambda: {"language": i18n.current_language()})
