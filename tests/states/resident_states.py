"""The residents' pages: information, complaining, following up."""

from __future__ import annotations

from portal.organisation.council import load
from tests.states.state import State, Who

ME = Who.WRITER
TOO_LONG = "Too long. " * 2_100


def information() -> list[State]:
    """Return what anybody may read, and what comes when something is broken."""
    longest = max(load().elsewhere, key=lambda place: len(str(place)))
    return [
        State("start page", "/"),
        State("how we deal with complaints", "/how-we-deal-with-complaints"),
        State("accessibility statement", "/accessibility"),
        State("privacy notice", "/privacy"),
        State("contact", "/contact"),
        State("leave quickly", "/leave"),
        State("elsewhere", "/elsewhere"),
        State("a better place", f"/elsewhere/{longest.slug}"),
        State("nothing there", "/nothing-here", status=404),
        *(State(f"broken: {status}", f"/broken/{status}", status=status) for status in (400, 403, 413, 429, 500, 503)),
        State("broken: refused", "/broken/refused", status=409),
    ]


def questions() -> list[State]:
    """Return the questions of a draft, answered and with their errors."""
    full, new = "/complain/{full_draft}", "/complain/{new_draft}"
    wrong_email = {"contact": "email", "email": "ama at example"}
    wrong_day = {"happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2026"}
    unborn = {"affected_born_on-day": "1", "affected_born_on-month": "1", "affected_born_on-year": "2990"}
    same = {
        "their_contact": "email",
        "their_email": "ama.wolfeschlegelsteinhausenbergerdorff.mensah@resident.example",
    }
    return [
        State("begin", "/complain"),
        State("begin, nothing chosen", "/complain", send={}),
        State("about", f"{full}/about", ME),
        State("about, a child", "/complain/{child_draft}/about", ME),
        State("who you are", f"{full}/who-you-are", ME),
        State("who you are, nothing chosen", f"{new}/who-you-are", ME, send={}),
        State("for members", "/complain/{member_draft}/members", ME),
        State("your part", f"{full}/your-part", ME),
        State("your part, nothing chosen", f"{new}/your-part", ME, send={}),
        State("affected person", f"{full}/affected-person", ME),
        State("affected person, not born yet", f"{full}/affected-person", ME, send=unborn),
        State("who with you", "/complain/{together_draft}/who-with-you", ME),
        State("without your name", "/complain/{anonymous_draft}/without-your-name", ME),
        State("check, without a name", "/complain/{anonymous_draft}/check", ME),
        State("check, together", "/complain/{together_draft}/check", ME),
        State("someone on your side", "/complain/{child_draft}/someone-on-your-side", ME),
        State("what happened, a child", "/complain/{child_draft}/what-happened", ME),
        State("urgent, a child", "/complain/{child_draft}/urgent", ME),
        State("whose address", "/complain/{child_draft}/whose-address", ME),
        State("check, a child", "/complain/{child_draft}/check", ME),
        State("what happened", f"{full}/what-happened", ME),
        State("what happened, empty", f"{new}/what-happened", ME, send={"words": ""}),
        State("what happened, too long", f"{new}/what-happened", ME, send={"words": TOO_LONG}),
        State("what happened, with the code", f"{new}/what-happened", ME, send={"words": "It is {new_draft_code}."}),
        State("urgent", f"{full}/urgent", ME),
        State("urgent, nothing chosen", f"{new}/urgent", ME, send={}),
        State("urgent help", f"{full}/urgent-help", ME),
        State("service", f"{full}/service", ME),
        State("service, nothing fits", f"{new}/service", ME),
        State("service, nothing chosen", "/complain/{short_draft}/service", ME, send={}),
        State("all services", f"{full}/service/all", ME),
        State("all services, nothing chosen", f"{new}/service/all", ME, send={}),
        State("when", f"{full}/when", ME),
        State("when, no such day", f"{new}/when", ME, send=wrong_day),
        State("where", f"{full}/where", ME),
        State("where, too long", f"{new}/where", ME, send={"place": TOO_LONG}),
        State("put right", f"{full}/put-right", ME),
        State("not to tell", f"{full}/not-to-tell", ME),
        State("photos and documents", f"{new}/photos-and-documents", ME),
        State("photos and documents, some added", f"{full}/photos-and-documents", ME),
        State("name", f"{full}/name", ME),
        State("contact question", f"{full}/contact", ME),
        State("contact question, nothing chosen", f"{new}/contact", ME, send={}),
        State("contact question, no address", f"{full}/contact", ME, send=wrong_email),
        State("reaching you", f"{full}/reaching-you", ME),
        State("language and help", f"{full}/language-and-help", ME),
        State("reaching them", f"{full}/reaching-them", ME),
        State("reaching them, by the writer's own", f"{full}/reaching-them", ME, send=same),
        State("help for them", f"{full}/help-for-them", ME),
        State("prove", f"{full}/prove", ME),
        State("prove, nothing chosen", f"{full}/prove", ME, send={}),
        State("code", f"{full}/prove/code", ME),
        State("code, wrong", f"{full}/prove/code", ME, send={"digits": "123456"}),
        State("check", f"{full}/check", ME),
        State("own matters, open", "/complain/{own_open_draft}/yours", ME),
        State("own matters, answered", "/complain/{own_answered_draft}/yours", ME),
        State("own matters, quiet", "/complain/{own_quiet_draft}/yours", ME),
        State("own matters, before sending", "/complain/{own_open_draft}/same", ME),
        State("check, hardly anything", "/complain/{short_draft}/check", ME),
        State("change from check", f"{full}/name?back=check", ME),
    ]


def coming_back() -> list[State]:
    """Return stopping, coming back, and the confirmation."""
    return [
        State("come back later", "/complain/{full_draft}/later", ME),
        State("return", "/complain/return"),
        State("return, wrong", "/complain/return", send={"code": "BCDF GHJK MNPQ RSTV"}),
        State("return, reference", "/complain/return", send={"code": "1234 5678 9012"}),
        State("return, expired", "/complain/return", send={"code": "{old_draft_code}"}, status=410),
        State("locked draft", "/complain/{full_draft}/check", status=404),
        State("expired draft", "/complain/{old_draft}/check", ME, status=410),
        State("not saved", "/broken/not-saved", status=503),
        State("not sent", "/broken/not-sent/{full_draft}", ME, status=503),
        State("sent", "/complain/{sent_draft}/sent", ME),
        State("sent, by a child", "/complain/{child_sent_draft}/sent", ME),
        State("sent, without a name, code saved", "/complain/{nameless_draft}/sent", ME),
        State("sent, by a parent", "/complain/{parent_sent_draft}/sent", ME),
        State("sent, for somebody who has died", "/complain/{mourner_sent_draft}/sent", ME),
        State("sent, by a member's office", "/complain/{office_sent_draft}/sent", ME),
        State("sent, code saved", "/complain/{quiet_draft}/sent", ME),
        State("sent, words added", "/complain/{sent_draft}/sent?added=yes", ME),
        State("sent already", "/complain/{sent_draft}/add", ME),
        State("sent already, empty", "/complain/{sent_draft}/add", ME, send={"body": ""}),
        State("end the visit, not sent", "/track/end", ME),
        State("end the visit", "/track/end"),
        State("check, another is open", "/complain/{post_draft}/check", ME),
        State(
            "track, another is open", "/track", ME, send={"reference": "{answered_number}", "code": "{answered_code}"}
        ),
    ]
