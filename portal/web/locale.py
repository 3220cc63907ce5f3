"""Which language a page is in: the one chosen, else the browser's, else English."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal import i18n
from portal.config import Settings
from portal.web import cookies
from portal.web.access import public

_COOKIE = "language"
_YEAR = 365 * 24 * 3600


def wire(app: Flask, chosen: Settings) -> None:
    """Choose each request's language, and offer the others in the footer."""
    blueprint = Blueprint("locale", __name__)
    blueprint.add_url_rule("/language/<code>", "choose", choose)
    app.register_blueprint(blueprint)
    app.before_request(_choose_for_request)
    offered = i18n.languages(pseudo=chosen.pseudo_languages)
    app.jinja_env.globals["languages"] = offered if len(offered) > 1 else ()
    app.extensions["portal.languages"] = {language.code: language for language in offered}


def _choose_for_request() -> None:
    offered: dict[str, i18n.Language] = current_app.extensions["portal.languages"]
    code = cookies.find(_COOKIE)
    if code not in offered:
        # Pseudo-locales are chosen by hand only.
        shown = [language.code for language in offered.values() if language.shown]
        code = request.accept_languages.best_match(shown, default=i18n.ENGLISH.code)
    i18n.set_locale(code)


@public
def choose(code: str) -> Response:
    """Keep the language in a cookie and go back to the page; nothing on the server changes."""
    if code not in current_app.extensions["portal.languages"]:
        raise NotFound
    answer = redirect(_page_before(), 303)
    cookies.put(answer, _COOKIE, code, max_age=_YEAR)
    return answer


def _page_before() -> str:
    """The path of our own page that the link stood on: never another site's."""
    before = urlsplit(request.referrer or "")
    own = before.netloc == request.host and before.path.startswith("/") and not before.path.startswith("//")
    return before.path if own else "/"
