"""The forms of signing in and of one's own account."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from portal.accounts.passwords import LEAST, MOST
from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm


class SignInForm(PortalForm):
    """E-mail, password and code on one page, so that none of them is confirmed by itself."""

    email = EmailField(
        lazy("Email address"),
        validators=[InputRequired(lazy("Enter your email address")), AtMost(320)],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = PasswordField(
        lazy("Password"),
        validators=[InputRequired(lazy("Enter your password")), AtMost(MOST)],
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        lazy("Six-digit code"),
        description=lazy("The code your authenticator app shows now. Each code works once."),
        validators=[InputRequired(lazy("Enter the code from your app")), AtMost(20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "classes": "govuk-input--width-10"},
    )
    next = HiddenField()


class PasswordForm(PortalForm):
    """Another password; the one in use is asked for again."""

    old = PasswordField(
        lazy("Your password now"),
        validators=[InputRequired(lazy("Enter the password you use now")), AtMost(MOST)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        lazy("New password"),
        description=lazy("%(num)s characters or more. Three words are fine.", num=LEAST),
        validators=[InputRequired(lazy("Enter a new password")), AtMost(MOST)],
        render_kw={"autocomplete": "new-password"},
    )


class ConfirmForm(PortalForm):
    """A button and nothing else."""
