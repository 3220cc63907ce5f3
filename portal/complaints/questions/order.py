"""The order of the questions: which come next given the answers so far. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers


class Page(StrEnum):
    """The pages before sending, by the last part of their address."""

    ABOUT = "about"
    ROLE = "who-you-are"
    MEMBERS = "members"
    PART = "your-part"
    AFFECTED = "affected-person"
    TOGETHER = "who-with-you"
    ANONYMOUS = "without-your-name"
    ADVOCATE = "someone-on-your-side"
    WORDS = "what-happened"
    URGENT = "urgent"
    URGENT_HELP = "urgent-help"
    SERVICE = "service"
    WHEN = "when"
    WHERE = "where"
    WANTED = "put-right"
    NOT_TO_TELL = "not-to-tell"
    FILES = "photos-and-documents"
    NAME = "name"
    CONTACT = "contact"
    WHOSE = "whose-address"
    REACHING = "reaching-you"
    NEEDS = "language-and-help"
    THEIR_CONTACT = "reaching-them"
    THEIR_NEEDS = "help-for-them"
    PROVE = "prove"
    CHECK = "check"


# The pages that only tell something.
TOLD = (Page.URGENT_HELP, Page.MEMBERS, Page.ANONYMOUS)
# The pages about people, and the answer each asks for.
_WHO = {
    Page.ABOUT: "about",
    Page.ROLE: "acting_as",
    Page.PART: "part",
    Page.AFFECTED: "affected_name",
    Page.TOGETHER: "others",
    Page.ADVOCATE: "wants_advocate",
    Page.CONTACT: "contact",
    Page.WHOSE: "whose",
    Page.THEIR_CONTACT: "their_contact",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the way depends on besides the answers.

    ``sensitive`` is the chosen service's; ``provable`` says that a code can be sent to the address chosen, and that
    the address is not proven yet.
    """

    sensitive: bool = False
    provable: bool = False


def pages(answers: Answers, situation: Situation) -> tuple[Page, ...]:
    """Return the pages of this draft in order, from whom it is about to "check your answers"."""
    for_other, another = who.for_somebody_else(answers), who.another(answers)
    child, anonymous = answers.acting_as == "child", answers.acting_as == "anonymous"
    unreached = anonymous or answers.contact in {"", "none"}
    left_out = {
        Page.ROLE: not for_other,
        Page.MEMBERS: answers.acting_as not in who.MEMBERS,
        Page.PART: not for_other or answers.acting_as not in who.OWN_PART,
        Page.AFFECTED: not another,
        Page.TOGETHER: not who.together(answers),
        Page.ANONYMOUS: not anonymous,
        Page.ADVOCATE: not child,
        Page.URGENT_HELP: answers.urgent is not True,
        Page.NOT_TO_TELL: not situation.sensitive,
        Page.NAME: anonymous,
        Page.CONTACT: anonymous,
        Page.WHOSE: not child or unreached,
        Page.REACHING: unreached,
        Page.NEEDS: anonymous,
        Page.THEIR_CONTACT: not another or answers.affected_died is True,
        Page.THEIR_NEEDS: not another or answers.affected_died is True,
        Page.PROVE: not situation.provable,
    }
    return tuple(page for page in Page if not left_out.get(page, False))


def after(page: Page, answers: Answers, situation: Situation) -> Page:
    """Return the page that follows; a page that is no longer on the way goes on to the next one that is."""
    order = list(Page)
    way = set(pages(answers, situation))
    return next((one for one in order[order.index(page) + 1 :] if one in way), Page.CHECK)


def before(page: Page, answers: Answers, situation: Situation) -> Page | None:
    """Return the page that "Back" leads to, None on the first one."""
    order = list(Page)
    way = set(pages(answers, situation))
    return next((one for one in reversed(order[: order.index(page)]) if one in way), None)


def after_change(page: Page, was: Answers, now: Answers, *, before: Situation, after: Situation) -> Page:
    """Return where a change made from "check your answers" leads: back there, unless it opens a new question."""
    if page is Page.CONTACT:
        return _after_contact(was, now, after)
    if page in _WHO:
        changed = (was.about, was.acting_as) != (now.about, now.acting_as) or _is_open(page, was)
        return next_open(page, now, after, was=pages(was, before)) if changed else Page.CHECK
    opened = {
        Page.URGENT: (Page.URGENT_HELP, now.urgent is True and was.urgent is not True),
        Page.SERVICE: (Page.NOT_TO_TELL, after.sensitive and not before.sensitive and not now.not_to_tell),
    }
    follow, wanted = opened.get(page, (Page.CHECK, False))
    return follow if wanted else Page.CHECK


def _after_contact(was: Answers, now: Answers, situation: Situation) -> Page:
    if now.contact in {"", "none"} or (now.contact, now.address) == (was.contact, was.address):
        return Page.CHECK
    if now.acting_as == "child":
        return Page.WHOSE
    if was.contact in {"", "none"}:
        return Page.REACHING
    return Page.PROVE if situation.provable else Page.CHECK


def next_open(page: Page, answers: Answers, situation: Situation, *, was: tuple[Page, ...] = ()) -> Page:
    """Return the next page about people that has no answer yet, or only tells something and was not shown; CHECK."""
    order = list(Page)
    told = {Page.MEMBERS, Page.ANONYMOUS} - {page}
    return next(
        (
            one
            for one in pages(answers, situation)
            if order.index(one) > order.index(page)
            and (_is_open(one, answers) or (one in told and bool(was) and one not in was))
        ),
        Page.CHECK,
    )


def _is_open(page: Page, answers: Answers) -> bool:
    return page in _WHO and getattr(answers, _WHO[page]) in {"", None}


def resume(answers: Answers) -> Page:
    """Return where somebody who comes back goes on: the first page that needs an answer and has none."""
    if not answers.about:
        return Page.ABOUT
    if who.for_somebody_else(answers) and not answers.acting_as:
        return Page.ROLE
    if not answers.words.strip():
        return Page.WORDS
    if answers.urgent is None:
        return Page.URGENT
    if answers.service is None:
        return Page.SERVICE
    return Page.CHECK if answers.contact or answers.acting_as == "anonymous" else Page.WHEN
