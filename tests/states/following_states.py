"""The residents' pages after sending: the way in, the complaint's page, the letterbox."""

from __future__ import annotations

from tests.states.state import State, Who

ME = Who.WRITER
# Every state a complaint can be in, as its person sees it.
STANDS = (
    "received", "acknowledged", "extended", "overdue", "forgotten", "answered", "request_open", "request_rejected",
    "stage_2", "finished", "withdrawn", "posted", "unproven", "silent", "children",
)  # fmt: skip


def ways_in() -> list[State]:
    """Return signing in by code, by one-time code, and what to do when something is lost."""
    reference, code = "{answered_number}", "BCDF GHJK MNPQ RSTV"
    return [
        State("track", "/track"),
        State("track, closed", "/track?closed=yes"),
        State("track, empty", "/track", send={"reference": "", "code": ""}),
        State("track, changed places", "/track", send={"reference": code, "code": "1234 5678 9012"}),
        State("track, wrong digit", "/track", send={"reference": "1234 5678 9012", "code": code}),
        State("track, wrong code", "/track", send={"reference": reference, "code": code}),
        State("one-time code, ask", "/track/code"),
        State("one-time code, ask wrongly", "/track/code", send={"reference": "12", "address": "no"}),
        State("one-time code", "/track/code/enter"),
        State("one-time code, wrong", "/track/code/enter", send={"digits": "123456"}),
        State("one-time code, several", "/track/code/several"),
        State("lost reference", "/track/lost"),
        State("lost reference, wrong", "/track/lost", send={"email": "ama"}),
        State("lost reference, sent", "/track/lost/sent"),
        State("own matters, ask", "/track/yours"),
        State("own matters, ask wrongly", "/track/yours", send={"name": "", "address": "no"}),
        State("own matters, code", "/track/yours/code"),
        State("own matters, wrong code", "/track/yours/code", send={"digits": "123456"}),
        State("own matters", "/track/yours/list", ME),
        State("own matters, said", "/track/yours/list?said=yes", ME),
        State("visit ended", "/track/ended"),
        State("letterbox", "/add"),
        State("letterbox, empty", "/add", send={"reference": "", "body": ""}),
        State("letterbox, thanks", "/add/thanks"),
    ]


def complaint() -> list[State]:
    """Return the complaint's page in every state, and what a person can do there."""
    changing = {"contact": "email", "email": "ama", "digits": "123456"}
    message = "form:has(textarea)"
    return [
        *(State(f"complaint: {stands}", f"/complaint/{{{stands}}}", ME) for stands in STANDS),
        *(State(f"complaint: {one}", f"/complaint/{{{one}}}", ME) for one in ("kept", "merged", "was_split", "second")),
        *(State(f"complaint: {one}", f"/complaint/{{{one}}}", ME) for one in ("word_later", "word_seen_first")),
        State("see both", "/complaint/{word_later}/together/{word_merge}", ME),
        State("see both, code", "/complaint/{word_later}/together/{word_merge}/code", ME),
        State("see both, wrong code", "/complaint/{word_later}/together/{word_merge}/code", ME, send={"digits": "1"}),
        *(
            State(f"complaint: only to read, {one}", f"/broken/only-read/{{{one}}}", ME, status=503)
            for one in ("was_split", "acting_held")
        ),
        State("complaint: thank you", "/complaint/{answered}?done=message", ME),
        State("complaint: empty message", "/complaint/{answered}", ME, send={"body": ""}, form=message),
        State("complaint: code pasted", "/complaint/{answered}", ME, send={"body": "{answered_code}"}, form=message),
        State("evidence", "/complaint/{received}/evidence", ME),
        State("evidence, some there, nothing chosen", "/complaint/{acknowledged}/evidence", ME, send={}),
        State("withdraw", "/complaint/{acknowledged}/withdraw", ME),
        State("complaint: update asked for", "/complaint/{chased}?done=update", ME),
        State("complaint: update late", "/complaint/{chased_late}", ME),
        State("complaint: promise not kept", "/complaint/{promised}?done=remedy", ME),
        State("not done", "/complaint/{answered}/not-done", ME),
        State("not done, code pasted", "/complaint/{answered}/not-done", ME, send={"body": "{answered_code}"}),
        State("again", "/complaint/{answered}/again", ME),
        State("again, empty", "/complaint/{answered}/again", ME, send={"body": ""}),
        State("further", "/complaint/{answered}/further", ME),
        State("further, overdue", "/complaint/{overdue}/further", ME),
        State("ombudsman", "/complaint/{finished}/ombudsman", ME),
        State("reach", "/complaint/{answered}/contact", ME),
        State("reach: a child's", "/complaint/{child}/contact", ME),
        State("reach: post", "/complaint/{posted}/contact", ME),
        State("reach: not at all", "/complaint/{silent}/contact", ME),
        State("reach: change", "/complaint/{answered}/contact/change", ME),
        State("reach: change, wrong", "/complaint/{answered}/contact/change", ME, send=changing),
        State("reach: first contact", "/complaint/{silent}/contact/change", ME),
        State("reach: prove", "/complaint/{unproven}/contact/prove", ME),
        State("reach: prove, wrong", "/complaint/{unproven}/contact/prove", ME, send={"digits": "123456"}),
        State("reach: details", "/complaint/{answered}/contact/details", ME),
    ]
