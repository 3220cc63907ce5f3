"""Somebody a complaint is about has died, or was thought to have."""

from __future__ import annotations

import pytest

from portal.accounts.officers import Activation
from portal.casework.acting import decide
from portal.casework.answering import reply
from portal.casework.reaching import death
from portal.complaints.matter.act import by_officer
from portal.db import PersonId
from portal.errors import NotFound
from portal.letters.outgoing.models import Letter
from tests.casework.cases import Casework
from tests.casework.claims import ANSWERED, act, ask, rosa
from tests.complaints.represented import Acting, letters
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

__all__ = ["rosa"]
pytestmark = pytest.mark.database


def note(casework: Casework, rosa: Acting, by: Activation, *, died: bool, person_id: PersonId | None = None) -> None:
    with casework.database.changes() as db:
        death.note(
            db,
            by_officer(by.officer_id, now=casework.now, settings=casework.settings),
            complaint_id=rosa.complaint_id,
            person_id=person_id or rosa.affected_id,
            died=died,
        )


def theirs(casework: Casework, rosa: Acting) -> list[Letter]:
    return letters(casework.database, rosa, rosa.affected_id)


def test_nothing_more_is_written_to_somebody_who_has_died(casework: Casework, rosa: Acting, grace: Activation) -> None:
    ask(casework, rosa, grace)
    act(casework, rosa, decide.decide, grace, decision="answer_affected", words="We write to her.")
    note(casework, rosa, grace, died=True)
    before = len(theirs(casework, rosa))
    assert all(letter.cancelled_at for letter in theirs(casework, rosa))
    with casework.database.changes() as db:
        reply.reply(
            db, by_officer(grace.officer_id, **casework.basics), complaint_id=rosa.complaint_id, stage=1, **ANSWERED
        )
    deliver_all(casework.database, casework.settings, casework.now)
    assert len(theirs(casework, rosa)) == before


def test_a_mistake_is_put_right(casework: Casework, rosa: Acting, grace: Activation) -> None:
    note(casework, rosa, grace, died=True)
    with pytest.raises(Exception, match="died"):
        ask(casework, rosa, grace)
    for _again in range(2):
        note(casework, rosa, grace, died=False)
    ask(casework, rosa, grace)
    assert [letter.cancelled_at for letter in theirs(casework, rosa)] == [None]


def test_who_complained_themselves_and_strangers_are_not_asked_about(
    casework: Casework, rosa: Acting, grace: Activation
) -> None:
    for person_id in (rosa.person_id, casework.matter().person_id):
        with pytest.raises(NotFound):
            note(casework, rosa, grace, died=True, person_id=person_id)


def test_an_officer_notes_it_and_puts_it_right(browser: InspectingClient, rosa: Acting) -> None:
    address = f"/desk/complaint/{rosa.complaint_id}"
    browser.get(f"{address}/reach/{rosa.affected_id}")
    browser.post_form(form='form[action$="/died"]')
    assert "Noted. Nothing goes to this person any more." in browser.text
    assert "Noted that the person it is about has died" in browser.text
    browser.get(f"{address}/reach/{rosa.affected_id}")
    browser.post_form(form='form[action$="/not-died"]')
    assert "Put right. We can write to this person again." in browser.text
    browser.get(f"{address}/reach/{rosa.person_id}")
    assert "If they have died" not in browser.text
