"""Safe contact and what helps: of the person, on every matter, until an officer says otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.answering.acknowledge import acknowledge
from portal.casework.answering.reply import reply
from portal.casework.reaching import safe
from portal.complaints.codes import access_letter
from portal.complaints.drafts.register import Registered
from portal.complaints.matter.act import by_officer
from portal.complaints.tracking import reading
from portal.complaints.tracking.exchange_rows import LetterRow
from portal.errors import Refusal
from portal.letters.outgoing.models import Letter
from portal.people import safe_contact
from portal.people.models import SafeContact
from portal.people.needs import Needs
from tests.casework.cases import ANSWER, UNDERSTOOD, Casework, at
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

HOW = "Ring the school and ask for Ms Osei. Never write to the house."


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def _do(casework: Casework, act: Any, made: Registered, by: Activation, **given: Any) -> None:
    with casework.database.changes() as db:
        act(db, by_officer(by.officer_id, **casework.basics), complaint_id=made.complaint_id, **given)


def _begin(casework: Casework, made: Registered, by: Activation) -> None:
    _do(casework, safe.begin, made, by, person_id=made.person_id, instructions=HOW)


def _sent(casework: Casework) -> int:
    return deliver_all(casework.database, casework.settings, casework.now + timedelta(minutes=1))


def test_no_letter_leaves_while_it_stands(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    assert _sent(casework) == 0
    assert all(letter.held_at for letter in casework.letters(made))


def test_it_holds_for_a_new_complaint_of_the_same_person(casework: Casework, grace: Activation) -> None:
    _begin(casework, casework.matter(), grace)
    again = casework.matter(words="The street light is broken")
    somebody_else = casework.matter(address="ben@example.com")
    assert all(letter.held_at for letter in casework.letters(again))
    assert not any(letter.held_at for letter in casework.letters(somebody_else))


def test_it_holds_however_their_name_is_written(casework: Casework, grace: Activation) -> None:
    _begin(casework, casework.matter(name="Éva  Ødegård"), grace)
    again = casework.matter(name="éva ødegård")
    another = casework.matter(name="Ivo Ødegård")
    assert all(letter.held_at for letter in casework.letters(again))
    assert not any(letter.held_at for letter in casework.letters(another))


def test_a_held_answer_is_not_in_time_until_the_person_was_reached(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    [promised] = casework.promised(made)
    assert (promised.kept_at, promised.done_at) == (None, casework.now)
    assert casework.complaint(made).due is not None
    later = casework.at(casework.now + timedelta(days=3))
    for letter in casework.letters(made):
        _do(later, safe.send, made, grace, letter_id=letter.id)
    [promised] = casework.promised(made)
    assert promised.kept_at == later.now
    assert casework.complaint(made).due is None
    assert _sent(later) == 2


def test_one_letter_of_two_is_not_yet_reaching_them(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    first = casework.letters(made)[0]
    _do(casework, safe.send, made, grace, letter_id=first.id)
    assert casework.promised(made)[0].kept_at is None


def test_told_in_a_safe_way_the_letter_never_leaves(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    for letter in casework.letters(made):
        _do(casework, safe.told, made, grace, letter_id=letter.id)
    _do(casework, safe.end, made, grace, person_id=made.person_id)
    assert _sent(casework) == 0
    assert "reached_safely" in casework.kinds(made)


def test_ending_it_sends_what_waits(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    _do(casework, safe.end, made, grace, person_id=made.person_id)
    assert _sent(casework) == 2
    assert casework.promised(made)[0].kept_at == casework.now


def test_the_words_are_sealed_and_opened_for_officers(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    with casework.database.session() as db:
        sealed = db.scalars(select(SafeContact.instructions)).one()
        found = safe_contact.find(db, person_id=made.person_id, settings=casework.settings)
    assert b"Osei" not in sealed
    assert found is not None
    assert found.instructions == HOW


def test_a_way_they_excluded_is_refused_with_a_reason(casework: Casework, grace: Activation) -> None:
    made = casework.matter(contact="post", address="4 Larch Walk")
    _do(casework, safe.change_needs, made, grace, person_id=made.person_id, given=Needs(not_by=("post",)))
    before = len(casework.letters(made))
    casework.do(reply, made, grace, answer=ANSWER)
    assert len(casework.letters(made)) == before
    with pytest.raises(Refusal, match="way_not_to_use"):
        casework.do(access_letter.send, made, grace, person_id=made.person_id)


def test_it_stands_above_every_matter_letter_and_call(casework: Casework, browser: InspectingClient) -> None:
    made, other = casework.matter(), casework.matter(words="The light is broken")
    browser.get(at(made, "reach"))
    browser.post_form(form='form[action$="/safe"]', instructions=HOW)
    assert "Nothing goes to this person by itself" in browser.text
    browser.get(at(made, "reach"))
    browser.post_form(form='form[action$="/needs"]', adjustments="Easy words", not_by="phone")
    for matter in (made, other):
        for page in ("", "message", "reply", "acknowledge", "caller"):
            text = browser.get(at(matter, page) if page else at(matter)).text
            assert HOW in text, page
            assert "Easy words" in text, page
            assert "Do not use phone" in text, page


def test_a_held_letter_is_todays_task(casework: Casework, browser: InspectingClient, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    row = browser.get("/desk").one("tbody tr").get_text(" ")
    assert "A letter waits: reach them safely" in row
    browser.get(at(made, "reach"))
    browser.post_form(form='form[action*="/letter/"][action$="/told"]')
    assert "Noted. The letter will not be sent." in browser.text


def test_what_helps_is_asked_again_each_year(casework: Casework, browser: InspectingClient, grace: Activation) -> None:
    before = casework.at(casework.now - timedelta(days=400))
    made = before.matter(adjustments="Easy words")
    assert "Ask again what helps them" in browser.get("/desk").text
    _do(casework, safe.change_needs, made, grace, person_id=made.person_id, given=Needs(adjustments="Easy words"))
    assert "Ask again what helps them" not in browser.get("/desk").text


def test_children_stand_first(casework: Casework, browser: InspectingClient) -> None:
    earlier = casework.at(casework.now - timedelta(days=9)).matter()
    child = casework.matter(acting_as="child", whose="mine")
    page = browser.get("/desk")
    assert [str(row.select("a")[0]["href"]) for row in page.select("tbody tr")] == [at(child), at(earlier)]
    assert "Child" in page.select("tbody tr")[0].get_text()


def test_a_letter_that_waits_to_leave_is_held_too(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    _begin(casework, made, grace)
    with casework.database.session() as db:
        assert all(db.scalars(select(Letter.held_at).where(Letter.person_id == made.person_id)))
    assert _sent(casework) == 0


def test_their_page_says_that_a_letter_waits(casework: Casework, grace: Activation) -> None:
    made = casework.matter()
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    with casework.database.session() as db:
        found = reading.exchange(db, complaint_id=made.complaint_id, person_id=made.person_id)
    assert [row.held for row in found if isinstance(row, LetterRow)] == [True, True]


def test_a_stranger_who_names_her_neither_learns_of_it_nor_ends_it(casework: Casework, grace: Activation) -> None:
    """Her name and address can be typed by anybody, before and after it was said (threats T4, T6)."""
    before = casework.matter(words="Street light.", proven=False)
    hers = casework.matter()
    _begin(casework, hers, grace)
    after = casework.matter(words="Street light.", proven=False)
    for strangers in (before, after):
        with casework.database.session() as db:
            rows = reading.exchange(db, complaint_id=strangers.complaint_id, person_id=strangers.person_id)
        assert [row.held for row in rows if isinstance(row, LetterRow)] == [False]
        assert all(letter.held_at for letter in casework.letters(strangers))
        with pytest.raises(Refusal, match="safe_contact_elsewhere"):
            _do(casework, safe.end, strangers, grace, person_id=strangers.person_id)
        with casework.database.session() as db:
            assert safe_contact.is_on(db, person_id=hers.person_id)
    assert _sent(casework) == 0
    _do(casework, safe.end, hers, grace, person_id=hers.person_id)
    assert _sent(casework) == 3


def test_her_own_other_complaint_says_that_a_letter_waits(casework: Casework, grace: Activation) -> None:
    _begin(casework, casework.matter(), grace)
    again = casework.matter(words="The street light is broken")
    with casework.database.session() as db:
        found = reading.exchange(db, complaint_id=again.complaint_id, person_id=again.person_id)
    assert [row.held for row in found if isinstance(row, LetterRow)] == [True]


def test_somebody_without_an_address_is_reached_by_an_officer(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    made = casework.matter(contact="phone", address="07700 900123")
    _begin(casework, made, grace)
    casework.do(reply, made, grace, answer=ANSWER)
    assert casework.promised(made)[0].kept_at is None
    browser.get(at(made, "reach"))
    browser.post_form(form='form[action$="/reached"]')
    assert casework.promised(made)[0].kept_at is not None


def test_large_print_holds_for_a_new_complaint_of_the_same_person(casework: Casework, grace: Activation) -> None:
    made = casework.matter(contact="post", address="1 High Street")
    _do(casework, safe.change_needs, made, grace, person_id=made.person_id, given=Needs(large_print=True))
    again = casework.matter(words="The street light is broken", contact="post", address="1 High Street")
    assert [letter.large_print for letter in casework.letters(again)] == [True]


def test_it_holds_for_who_gives_no_name_at_the_same_address(casework: Casework, grace: Activation) -> None:
    _begin(casework, casework.matter(), grace)
    nameless = casework.matter(name="")
    assert all(letter.held_at for letter in casework.letters(nameless))
    other = casework.matter(name="Kofi Boateng")
    assert not any(letter.held_at for letter in casework.letters(other))


def test_no_reference_asked_for_leaves_while_it_stands(
    casework: Casework, client: InspectingClient, grace: Activation
) -> None:
    made = casework.matter(shared="no")
    assert _lost(casework, client) == 1
    _begin(casework, made, grace)
    assert _lost(casework, client) == 0


def _lost(casework: Casework, client: InspectingClient) -> int:
    _sent(casework)
    client.get("/track/lost")
    client.post_form(email="ama@example.com")
    return _sent(casework)


def test_somebody_who_only_typed_the_address_keeps_nothing_from_who_answers_there(
    casework: Casework, client: InspectingClient, grace: Activation
) -> None:
    casework.matter(shared="no")
    stranger = casework.matter(name="Bo Berg", proven=False)
    _begin(casework, stranger, grace)
    assert _lost(casework, client) == 1
    unproven_twin = casework.matter(shared="no", proven=False)
    _begin(casework, unproven_twin, grace)
    assert _lost(casework, client) == 0


def test_where_nobody_answers_an_address_that_was_typed_counts(
    casework: Casework, client: InspectingClient, grace: Activation
) -> None:
    made = casework.matter(shared="no", proven=False)
    _begin(casework, made, grace)
    with casework.database.session() as db:
        assert safe_contact.is_on_at(db, kind="email", normal="ama@example.com")
        assert not safe_contact.is_on_at(db, kind="email", normal="bo@example.com")
