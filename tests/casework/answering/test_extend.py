"""A later date: an extension within the rules, or a late notice that nobody may refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.casework.answering.extend import extend
from portal.casework.answering.message import send_message
from portal.casework.answering.reply import reply
from portal.complaints.matter.models import Extension
from portal.db import new_id
from portal.errors import Refusal
from tests.casework.cases import ANSWER, Casework

pytestmark = pytest.mark.database

WHY = "The crew's manager is away until Monday."


def test_within_the_limit_is_an_extension(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    what = casework.do(extend, made, grace, new_date=date(2026, 12, 22), reason=WHY, consented=False)
    assert what == "extension"
    assert [(one.due, one.because) for one in casework.promised(made)] == [
        (date(2026, 12, 8), "received"),
        (date(2026, 12, 22), "extended"),
    ]
    assert casework.promised(made, "update") == []
    (letter,) = casework.letters(made, "extended")
    for words in (WHY, "22 December 2026", "PO Box 4771"):
        assert words in letter.body
    assert casework.kinds(made)[-1] == "extended"


def test_beyond_the_limit_is_a_late_notice(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    what = casework.do(extend, made, grace, new_date=date(2027, 1, 15), reason=WHY, consented=False)
    assert what == "late"
    assert [(one.due, one.because) for one in casework.promised(made, "update")] == [(date(2026, 12, 1), "late")]
    (letter,) = casework.letters(made, "late_notice")
    for words in (WHY, "15 January 2027", "1 December 2026", "We are late", "stage 2", "PO Box 4771"):
        assert words in letter.body
    assert casework.kinds(made)[-1] == "late_notice_given"


def test_a_second_extension_is_measured_from_the_date_the_rules_gave(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(extend, made, grace, new_date=date(2026, 12, 21), reason=WHY, consented=False)
    later = casework.at(casework.now + timedelta(days=2))
    assert later.do(extend, made, grace, new_date=date(2027, 1, 12), reason="Again.", consented=False) == "late"


def test_adult_social_care_needs_the_persons_consent(casework: Casework) -> None:
    first, second = casework.matter(service="social-work"), casework.matter(service="social-work")
    grace, day = casework.officer(), date(2027, 1, 29)
    assert casework.do(extend, first, grace, new_date=day, reason=WHY, consented=True) == "extension"
    assert casework.do(extend, second, grace, new_date=day, reason=WHY, consented=False) == "late"


def test_message_keeps_the_promised_update(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(extend, made, grace, new_date=date(2027, 1, 15), reason=WHY, consented=False)
    casework.do(send_message, made, grace, body="Still waiting for the crew.", send_key=new_id())
    assert casework.promised(made, "update")[0].kept_at is not None


def test_double_click_changes_nothing(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    given = {"new_date": date(2026, 12, 21), "reason": WHY, "consented": False}
    assert casework.do(extend, made, grace, **given) == casework.do(extend, made, grace, **given)
    assert casework.count(Extension, made) == 1
    assert len(casework.letters(made, "extended")) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"new_date": date(2026, 12, 21), "reason": " "}, "reason_missing"),
        ({"new_date": date(2026, 12, 7), "reason": WHY}, "new_date_not_later"),
        ({"new_date": date(2026, 12, 25), "reason": WHY}, "new_date_not_working_day"),
    ],
)
def test_what_no_notice_can_say_is_refused(casework: Casework, given: dict[str, object], code: str) -> None:
    made, grace = casework.matter(), casework.officer()
    with pytest.raises(Refusal) as refusal:
        casework.do(extend, made, grace, consented=False, **given)
    assert refusal.value.code == code
    assert casework.count(Extension, made) == 0


def test_an_answered_stage_is_not_extended(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(reply, made, grace, answer=ANSWER)
    with pytest.raises(Refusal) as refusal:
        casework.do(extend, made, grace, new_date=date(2026, 12, 21), reason=WHY, consented=False)
    assert refusal.value.code == "answered"
