"""An acknowledgement says who handles what, starts the clock, and is one."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.casework.answering.acknowledge import acknowledge
from portal.casework.answering.extend import extend
from portal.complaints.matter.models import Acknowledgement
from portal.errors import Refusal
from tests.casework.cases import UNDERSTOOD, Casework

pytestmark = pytest.mark.database


def test_early_acknowledgement_brings_the_reply_forward(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    before = casework.promised(made)[0]
    casework.at(casework.now + timedelta(days=1)).do(acknowledge, made, grace, words=UNDERSTOOD)
    first, second = casework.promised(made)
    # Received Tuesday 17 November: 5 working days, then 10; acknowledged on the 18th: 10 from there.
    assert before.due == date(2026, 12, 8)
    assert (second.due, second.because) == (date(2026, 12, 2), "acknowledged")
    assert first.replaced_at is not None
    assert second.worked_out[0]["start"] == "2026-11-18"
    assert casework.promised(made, "acknowledge")[0].kept_at is not None
    assert casework.complaint(made).due == date(2026, 12, 2)
    assert casework.kinds(made)[-1] == "acknowledged"


def test_late_acknowledgement_buys_no_time(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.at(casework.now + timedelta(days=20)).do(acknowledge, made, grace, words=UNDERSTOOD)
    assert [one.due for one in casework.promised(made)] == [date(2026, 12, 8)]


def test_acknowledgement_leaves_an_extended_date_alone(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(extend, made, grace, new_date=date(2026, 12, 15), reason="The crew is away.", consented=False)
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    assert casework.promised(made)[-1].due == date(2026, 12, 15)


def test_letter_says_what_was_understood_and_who_to_call(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    (letter,) = casework.letters(made, "acknowledgement")
    assert letter.address == "ama@example.com"
    for words in ("Your bin was left three times.", "Grace Adeyemi", "020 7946 0140", "1 December 2026"):
        assert words in letter.body


def test_unproven_address_gets_none_of_the_words(casework: Casework) -> None:
    made, grace = casework.matter(proven=False), casework.officer()
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    (letter,) = casework.letters(made, "acknowledgement")
    assert "bin" not in letter.body
    assert "Grace" not in letter.body


def test_adult_social_care_names_the_ombudsman_already_here(casework: Casework) -> None:
    made, grace = casework.matter(service="social-work"), casework.officer()
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    (letter,) = casework.letters(made, "acknowledgement")
    assert "Would you like to talk about this first?" in letter.body
    assert "at any time" in letter.body
    assert "PO Box 4771" in letter.body


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("understood", "understood_missing"),
        ("outcome", "outcome_missing"),
        ("handler", "handler_missing"),
        ("phone", "phone_missing"),
    ],
)
def test_refuses_without_what_the_person_must_be_told(casework: Casework, field: str, code: str) -> None:
    made, grace = casework.matter(), casework.officer()
    with pytest.raises(Refusal) as refusal:
        casework.do(acknowledge, made, grace, words=replace(UNDERSTOOD, **{field: " \n"}))
    assert refusal.value.code == code
    assert casework.count(Acknowledgement, made) == 0


def test_double_click_is_one_and_somebody_else_is_told(casework: Casework) -> None:
    made, grace, tom = casework.matter(), casework.officer(), casework.officer("Tom Whitfield")
    first = casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    assert casework.do(acknowledge, made, grace, words=UNDERSTOOD) == first
    with pytest.raises(Refusal) as refusal:
        casework.do(acknowledge, made, tom, words=UNDERSTOOD)
    assert refusal.value.code == "uq_acknowledgement_stage"
    assert len(casework.letters(made, "acknowledgement")) == 1


def test_two_officers_at_once_one_wins(casework: Casework) -> None:
    made = casework.matter()
    officers = [casework.officer(f"Officer {name}") for name in ("One", "Two", "Three", "Four")]
    outcomes: list[str] = []
    start = threading.Barrier(len(officers))

    def run(by: Any) -> None:
        start.wait()
        try:
            casework.do(acknowledge, made, by, words=replace(UNDERSTOOD, handler=by.email))
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=run, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", *["uq_acknowledgement_stage"] * 3]
    assert casework.count(Acknowledgement, made) == 1
    assert len(casework.letters(made, "acknowledgement")) == 1


def test_form_of_another_stage_is_refused(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    with pytest.raises(Refusal) as refusal:
        casework.do(acknowledge, made, grace, words=UNDERSTOOD, stage=2)
    assert refusal.value.code == "moved_on"
