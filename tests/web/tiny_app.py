"""A small application with the real frame and two forms, to test the edge kit without any subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

from flask import Flask, Response, make_response, redirect, render_template, render_template_string, request
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from portal.config import ROOT, Limits
from portal.errors import NotFound, Refusal
from portal.i18n import lazy, set_locale
from portal.web import assets, drawing, error_pages
from portal.web.day_field import DayField
from portal.web.forms import PortalForm, choice


@dataclass(frozen=True)
class Sent:
    """What the forms took."""

    answers: list[dict[str, object]] = field(default_factory=list)


class WhatHappened(PortalForm):
    """One question."""

    words = TextAreaField(
        lazy("What happened?"),
        [DataRequired(lazy("Tell us what happened"))],
        description=lazy("Use your own words."),
    )


class Everything(PortalForm):
    """One field of each kind."""

    step = HiddenField(default="2")
    name = StringField(lazy("Full name"), [Optional()], render_kw={"autocomplete": "name", "spellcheck": "false"})
    email = EmailField(lazy("Email address"), [Optional()])
    when = DayField(lazy("When did it happen?"), description=lazy("For example, 27 3 2026"))
    who = RadioField(
        lazy("Who is it about?"),
        [InputRequired(lazy("Choose who it is about"))],
        choices=[
            choice("me", lazy("Me")),
            choice("other", lazy("Somebody else"), hint=lazy("You need their permission.")),
            choice("unsure", lazy("I am not sure"), divider=lazy("or")),
        ],
    )
    ways = SelectMultipleField(
        lazy("How may we reach you?"), choices=[choice("email", lazy("Email")), choice("phone", lazy("Phone"))]
    )
    service = SelectField(lazy("Service"), choices=[choice("bins", "Bins"), choice("roads", "Roads")])
    secret = PasswordField(lazy("Password"), [Optional()])
    agreed = BooleanField(lazy("I agree"))


def tiny_app(sent: Sent) -> Flask:
    """Return an application with /question, /everything, /both and pages that fail."""
    app = Flask("tiny", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_TIME_LIMIT=None)
    app.extensions["portal.settings"] = SimpleNamespace(limits=Limits(), base_url="http://localhost")
    contact = SimpleNamespace(phone="01632 960000", opening_hours=("Monday to Friday, 9am to 5pm",))
    app.jinja_env.globals["council"] = SimpleNamespace(name="Example Borough", contact=contact)
    drawing.wire(app)
    error_pages.wire(app)
    assets.serve_static(app)
    app.before_request(lambda: set_locale(request.args.get("lang", "en")))

    @app.route("/question", methods=["GET", "POST"])
    def question() -> Response | str:
        form = WhatHappened()
        if form.validate_on_submit():
            sent.answers.append(dict(form.data))
            return make_response(redirect("/done", 303))
        return render_template("frame/question.html", form=form, back="/done", not_sent=True)

    @app.route("/everything", methods=["GET", "POST"])
    def everything() -> Response | str:
        form = Everything()
        if form.validate_on_submit():
            sent.answers.append(dict(form.data))
            return make_response(redirect("/done", 303))
        return render_template_string(
            '{% extends "frame/question.html" %}{% block title %}About you{% endblock %}', form=form
        )

    @app.get("/done")
    def done() -> str:
        return render_template_string('{% extends "frame/message.html" %}{% block title %}Thank you{% endblock %}')

    @app.get("/refused")
    def refused() -> str:
        raise Refusal("too_late", lazy("The time for this is over. Call us instead."))

    @app.get("/hidden")
    def hidden() -> str:
        raise NotFound("complaint")

    @app.get("/breaks")
    def breaks() -> str:
        return str(1 / 0)

    return app
