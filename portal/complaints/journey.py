"""The order of the questions: which come next given the answers so far. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.answers import Answers


class Page(StrEnum):
    """The pages before sending, by the last part of their address."""

    ABOUT = "about"
    AFFECTED = "affected-person"
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
    REACHING = "reaching-you"
    NEEDS = "language-and-help"
    PROVE = "prove"
    CHECK = "check"


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
    left_out = {
        Page.AFFECTED: answers.about not in {"other", "both"},
        Page.URGENT_HELP: answers.urgent is not True,
        Page.NOT_TO_TELL: not situation.sensitive,
        Page.REACHING: answers.contact in {"", "none"},
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
    opened = {
        Page.ABOUT: (Page.AFFECTED, now.about in {"other", "both"} and not now.affected_name),
        Page.URGENT: (Page.URGENT_HELP, now.urgent is True and was.urgent is not True),
        Page.SERVICE: (Page.NOT_TO_TELL, after.sensitive and not before.sensitive and not now.not_to_tell),
        Page.CONTACT: (
            Page.REACHING if was.contact in {"", "none"} else Page.PROVE,
            now.contact not in {"", "none"} and (now.contact, now.address) != (was.contact, was.address),
        ),
    }
    follow, wanted = opened.get(page, (Page.CHECK, False))
    if not wanted or (follow is Page.PROVE and not after.provable):
        return Page.CHECK
    return follow


def resume(answers: Answers) -> Page:
    """Return where somebody who comes back goes on: the first page that needs an answer and has none."""
    if not answers.about:
        return Page.ABOUT
    if not answers.words.strip():
        return Page.WORDS
    if answers.urgent is None:
        return Page.URGENT
    if answers.service is None:
        return Page.SERVICE
    return Page.CHECK if answers.contact else Page.WHEN
