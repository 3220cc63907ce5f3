"""Who may open a draft: the browser that holds it by its cookie; once it is sent, while the visit lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.complaints.codes.forms import CODE_IN_WORDS, AddForm, ReturnForm
from portal.complaints.drafts import drafts, sent
from portal.complaints.drafts import held as held_drafts
from portal.complaints.drafts.held import NOTHING, Held
from portal.complaints.drafts.open_draft import OpenDraft, read
from portal.complaints.drafts.sent import Sent
from portal.complaints.grants import open_matter as opened
from portal.complaints.grants import private_code, visits
from portal.complaints.grants.guards import open_here
from portal.complaints.matter import rulebook
from portal.complaints.questions import page_forms, sensitive, when
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.web import cookies, leaving, sessions
from portal.web.forms import PortalForm
from portal.web.typed_text import typed_text
from portal.web.unit_of_work import reading, settings

# The boxes in which people write their own words, in the order of the questions.
_FORMS: list[type[PortalForm]] = [*page_forms.FORMS.values(), AddForm]
_TYPED = [name for form in _FORMS for name in form.text_boxes()]


def cookie_name(draft_id: str, chosen: Settings) -> str:
    """Return the name of the cookie that holds a draft's code."""
    return cookies.named(_plain_name(draft_id), chosen)


def put_cookie(answer: AnyResponse, draft_id: str, value: str) -> None:
    """Let this browser hold a draft until it is closed, or until a way out ends it; ``value`` is of `held.begin`."""
    cookies.put(answer, _plain_name(draft_id), value)


def drop_cookie(answer: AnyResponse, draft_id: str) -> None:
    """Take the draft away from this browser."""
    cookies.drop(answer, cookie_name(draft_id, settings()))


def held_here(draft_id: str) -> Held:
    """Return what this browser's cookie holds of a draft."""
    return held_drafts.read(cookies.find(_plain_name(draft_id)), settings())


def unsent_here() -> list[tuple[str, str]]:
    """Return the id and the private code of each draft that this browser holds and that is not sent."""
    held = [held_drafts.read(value, settings()) for value in leaving.values_of("draft-")]
    held = [one for one in held if one != NOTHING]
    return drafts.find_unsent(reading(), held=held, settings=settings(), now=clock.now()) if held else []


def find_open(draft_id: str) -> OpenDraft | None:
    """Return a draft that this browser holds, expired too; None for every other id.

    What was sent opens as long as the visit that sent it lives, so that an answer that was lost on its way can be asked
    for again; and while its matter is open in this browser's visit.
    """
    held = held_here(draft_id)
    draft = drafts.find_kept(reading(), draft_id=draft_id, held=held, settings=settings())
    if draft is None:
        return None
    found = read(draft, held)
    # It may have been sent a moment ago by another click, and by a clock that is ahead of this one.
    now = max(clock.now(), draft.saved_at)
    if draft.complaint_id is not None and not (_sent_now(found, now) or is_open(found, now=now)):
        return None
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


def is_open(draft: OpenDraft, *, now: datetime) -> bool:
    """Tell whether what a draft became is open in this browser's visit: by the grant that the draft's code opens."""
    db, live = reading(), sessions.live_hash()
    if live is None:
        return False
    found = _became(draft, now)
    if found is not None:
        return opened.find_open(db, grant_id=found.grant_id, session_hash=live, now=now) is not None
    # Words that were put on a matter of before have no code there.
    there = sent.find_in_session(db, draft_id=draft.id, session_hash=live, now=now)
    return there is not None and there.joined


def open_matter(draft: OpenDraft, *, now: datetime) -> bool:
    """Open in this browser what a draft became, whose code it holds; False when the code does not open it any more."""
    found = _became(draft, now)
    if found is None:
        return False
    if not is_open(draft, now=now):
        open_here(found.grant_id, how="code", spares=cookie_name(draft.id, settings()))
    return True


def _sent_now(draft: OpenDraft, now: datetime) -> bool:
    found = _became(draft, now)
    return found is not None and visits.lives(
        reading(), grant_id=found.grant_id, how="sent", limits=settings().limits, now=now
    )


def _became(draft: OpenDraft, now: datetime) -> Sent | None:
    return sent.find_with_code(reading(), draft_id=draft.id, code_hmac=draft.code_hmac or "", now=now)


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


def _plain_name(draft_id: str) -> str:
    return f"draft-{draft_id[:8]}"
