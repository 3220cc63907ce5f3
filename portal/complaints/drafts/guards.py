"""Who may open a draft: the browser that holds its private code in a cookie, one cookie for each draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.complaints.codes.forms import CODE_IN_WORDS, AddForm, ReturnForm
from portal.complaints.drafts import drafts, sent
from portal.complaints.drafts.open_draft import OpenDraft, read
from portal.complaints.grants import open_matter as opened
from portal.complaints.grants import private_code
from portal.complaints.grants.guards import open_here
from portal.complaints.matter import rulebook
from portal.complaints.questions import page_forms, sensitive, when
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.web import leaving, sessions
from portal.web.forms import PortalForm
from portal.web.typed_text import typed_text
from portal.web.unit_of_work import reading, settings

# The boxes in which people write their own words, in the order of the questions.
_FORMS: list[type[PortalForm]] = [*page_forms.FORMS.values(), AddForm]
_TYPED = [name for form in _FORMS for name in form.text_boxes()]


def cookie_name(draft_id: str, chosen: Settings) -> str:
    """Return the name of the cookie that holds a draft's code."""
    name = f"draft-{draft_id[:8]}"
    return f"__Host-{name}" if chosen.secure_cookies else name


def put_cookie(answer: AnyResponse, draft_id: str, code: str, *, hours: int | None = None) -> None:
    """Give this browser the code: until it is closed, or for so many hours after sending."""
    chosen = settings()
    answer.set_cookie(
        cookie_name(draft_id, chosen),
        code,
        max_age=None if hours is None else timedelta(hours=hours),
        secure=chosen.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(answer: AnyResponse, draft_id: str) -> None:
    """Take the code away from this browser."""
    chosen = settings()
    answer.delete_cookie(
        cookie_name(draft_id, chosen), path="/", secure=chosen.secure_cookies, httponly=True, samesite="Lax"
    )


def code_in_cookie(draft_id: str) -> str:
    """Return the code this browser holds for a draft, "" when it holds none."""
    return private_code.read(request.cookies.get(cookie_name(draft_id, settings()), ""))


def find_open(draft_id: str) -> OpenDraft | None:
    """Return a draft that this browser's code opens, expired or sent too; None for every other id."""
    code = code_in_cookie(draft_id)
    draft = drafts.find_kept(reading(), draft_id=draft_id, code=code, settings=settings())
    if draft is None:
        return None
    found = read(draft, code)
    council = rulebook.read(settings().council_file).council
    if sensitive.is_sensitive(found.answers, council, clock.today()):
        leaving.offer()
    return found


def of_this_browser(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a view the draft in its address when it is not sent yet.

    Any other id, real or invented, gets the page that asks for the private code. A draft that was sent leads to its
    confirmation; words that were typed after sending are offered as an addition.
    """

    @wraps(view)
    def guarded(draft_id: str, **rest: Any) -> Any:
        draft = find_open(draft_id)
        if draft is None:
            return locked_page()
        if draft.complaint_id is not None:
            return sent_before(draft)
        if draft.expires_at <= clock.now():
            return expired_page()
        return view(draft, **rest)

    return guarded


def open_matter(draft: OpenDraft, *, now: datetime) -> bool:
    """Open what a draft became in this browser, which holds its code; False when the code does not open it any more."""
    found = sent.find_with_code(reading(), draft_id=draft.id, code_hmac=draft.code_hmac or "", now=now)
    if found is None:
        return False
    live = sessions.live_hash()
    if not live or not opened.find_open(reading(), grant_id=found.grant_id, session_hash=live, now=now):
        open_here(found.grant_id, how="code")
    return True


def words_typed(answers: Answers) -> list[str]:
    """Return the words typed into this request's form that the answers do not hold yet, in the questions' order."""
    kept = answers.kept() | {"happened_words": when.split(answers.happened)[1]}
    typed = ((name, typed_text(request.form.get(name, ""))) for name in _TYPED)
    return [words for name, words in typed if words.strip() and words != kept.get(name)]


def locked_page() -> AnyResponse:
    """Ask for the private code; words that were just typed stand on the page."""
    form = ReturnForm(formdata=None)
    return make_response(render_template("complaints/drafts/locked.html", form=form, typed=words_typed(Answers())), 404)


def expired_page() -> AnyResponse:
    """Say that a draft was too old to keep; words that were just typed stand on the page."""
    days = settings().limits.draft_days
    return make_response(
        render_template("complaints/drafts/expired.html", days=days, typed=words_typed(Answers())), 410
    )


def sent_before(draft: OpenDraft) -> AnyResponse:
    """Lead to the confirmation; or, when other words were typed after sending, offer to add them (409)."""
    typed = words_typed(draft.answers) if request.method == "POST" else []
    if not typed:
        return redirect(url_for("confirming.sent", draft_id=draft.id), 303)
    form = AddForm(formdata=None, data={"body": "\n\n".join(typed)})
    return make_response(render_template("complaints/drafts/already_sent.html", form=form, draft_id=draft.id), 409)


def holds_code(form: PortalForm, code: str) -> bool:
    """Refuse a private code in somebody's own words (threat T44): put an error at the field and return True."""
    found = False
    for field in form:
        if field.name in _TYPED and isinstance(field.data, str) and private_code.stands_in(field.data, code):
            field.errors = [*field.errors, CODE_IN_WORDS]
            found = True
    return found


def showing_code(page: str) -> AnyResponse:
    """Return a page that shows a private code: never kept, and never compressed (the length would tell the code)."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store, no-transform"
    return answer
