"""Restricted matters, and matters about a member of staff: who may see them, in every place where matters show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from portal import clock
from portal.accounts.models import Officer
from portal.accounts.officers import Activation
from portal.accounts.permissions import ROLES, allowed
from portal.casework.case.assign import assign
from portal.casework.desk import guards, reading_log, seeing
from portal.casework.incoming import mail_tray
from portal.casework.joining.join import join
from portal.casework.queue import queue
from portal.casework.queue.queue import Chosen
from portal.casework.restricted import emergency, restrict
from portal.complaints.drafts.register import Registered
from portal.complaints.joining import linking
from portal.complaints.joining.models import PossibleDuplicate
from portal.complaints.matter import events
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.reference import with_check_digits
from portal.errors import NotFound, Refusal
from tests.casework.cases import Casework, at, sign_in
from tests.inspecting_client import InspectingClient


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


@pytest.fixture
def tom(casework: Casework) -> Activation:
    """An officer of the refuse team."""
    return casework.officer("Tom Whitfield", role="officer", team="waste")


@pytest.fixture
def mona(casework: Casework) -> Activation:
    """The manager of the refuse team."""
    return casework.officer("Mona Manager", role="team_manager", team="waste")


def keep_from(casework: Casework, made: Registered, by: Activation, named: Activation) -> None:
    casework.do(restrict.name, made, by, named_id=named.officer_id)


def seen(casework: Casework, by: Activation) -> set[str]:
    """The matters in an officer's queue."""
    with casework.database.session() as db:
        page = queue.page(
            db,
            officer=casework.officer_row(by),
            chosen=Chosen(state="all"),
            council=casework.rulebook.council,
            today=clock.today(),
        )
        assert page.total == len(page.rows)
        return {row.complaint_id for row in page.rows}


def test_restricted_matter_is_seen_by_its_holder_its_manager_and_the_central_team(
    casework: Casework, grace: Activation, tom: Activation, mona: Activation
) -> None:
    made, plain = casework.matter(), casework.matter()
    casework.do(restrict.restrict, made, grace, reason="A neighbour works in the team.")
    assert seen(casework, tom) == {plain.complaint_id}
    assert seen(casework, mona) == seen(casework, grace) == {made.complaint_id, plain.complaint_id}
    casework.do(assign, made, grace, team="waste", to_officer_id=tom.officer_id)
    assert made.complaint_id in seen(casework, tom)
    casework.do(assign, made, grace, team="waste", to_officer_id=None)
    casework.do(restrict.lift, made, grace)
    assert made.complaint_id in seen(casework, tom)


def test_service_marked_in_the_councils_file_restricts_by_itself(casework: Casework) -> None:
    made = casework.matter(service="safeguarding")
    olu = casework.officer("Olu Officer", role="officer", team="adult-care")
    boss = casework.officer("Bea Boss", role="team_manager", team="adult-care")
    assert seen(casework, olu) == set()
    assert seen(casework, boss) == {made.complaint_id}


@pytest.mark.database
def test_lists_and_single_matters_are_decided_alike(casework: Casework, grace: Activation) -> None:
    """For each role and each kind of matter: what stands in the queue can be opened, and nothing else."""
    officers = [casework.officer(f"Some {role}", role=role, team="waste") for role in ROLES]
    officers += [casework.officer("Dee Duty", role="officer", team="duty"), grace]
    plain, urgent, kept, other = (
        casework.matter(),
        casework.matter(urgent=True),
        casework.matter(),
        casework.matter(service="parking"),
    )
    urgent_kept, about, into, joined = (
        casework.matter(urgent=True),
        casework.matter(),
        casework.matter(),
        casework.matter(),
    )
    for made in (kept, urgent_kept, joined):
        casework.do(restrict.restrict, made, grace, reason="Few may see it.")
    for named in officers:
        if named is not grace:
            keep_from(casework, about, grace, named)
    with casework.database.changes() as db:
        join(
            db,
            by_officer(grace.officer_id, **casework.basics),
            complaint_id=into.complaint_id,
            other_id=joined.complaint_id,
            meaning=None,
        )
    everything = (plain, urgent, kept, other, urgent_kept, about, into, joined)
    for by in officers:
        officer = casework.officer_row(by)
        with casework.database.session() as db:
            found = {
                made.complaint_id
                for made in everything
                if (
                    desk := guards.find_desk(
                        db, officer=officer, complaint_id=made.complaint_id, rulebook=casework.rulebook
                    )
                )
                and desk.may("see_complaint")
            }
            listed = set(db.scalars(select(Complaint.id).where(seeing.seen_by(officer, casework.rulebook.council))))
        assert found == listed, by.email
        assert seen(casework, by) <= found


@pytest.mark.database
def test_staff_whom_it_is_about_finds_it_nowhere(
    casework: Casework, app: Flask, grace: Activation, tom: Activation
) -> None:
    """Search, counts, queue, urgent list, duplicates, linked matters, callers and history are all as if it were not."""
    made = casework.matter(urgent=True, words="MARKER", address="marker@example.com")
    beside = casework.matter(address="other@example.com")
    with casework.database.changes() as db:
        linking.link(
            db,
            by_officer(grace.officer_id, now=casework.now, settings=casework.settings),
            one_id=beside.complaint_id,
            other_id=made.complaint_id,
        )
        db.add(
            PossibleDuplicate(
                complaint_id=beside.complaint_id,
                other_id=made.complaint_id,
                score=90,
                reasons=[],
                found_at=casework.now,
            )
        )
    casework.do(assign, made, grace, team="waste", to_officer_id=tom.officer_id)
    keep_from(casework, made, grace, tom)
    browser = sign_in(casework, app, tom)
    number = made.number
    spelled = f"{number[:4]} {number[4:8]} {number[8:]}"
    for path in ("/desk", "/desk?state=all", "/desk/urgent", at(beside), "/desk/callers", "/desk/calls"):
        page = browser.get(path)
        assert spelled not in page.text
        assert made.complaint_id not in page.html
        assert "MARKER" not in page.html
    assert "May be a duplicate" not in browser.get("/desk").text
    assert "Linked" not in browser.get(at(beside)).text
    for act in ("", "caller", "reply", "join", "restricted"):
        browser.get(at(made, act), status=404)
    browser.get(f"{at(beside)}/join/{made.complaint_id}", status=404)
    browser.get("/desk")
    browser.post_form(reference=number)
    assert "You have no complaint with this reference." in browser.page.text
    browser.get("/desk/callers")
    browser.post_form(reference=number)
    assert "You have no complaint with this reference" in browser.page.text
    for path in ("join", "link"):
        browser.get(at(beside, path))
        browser.post_form(reference=number)
        assert "You have no complaint with this reference." in browser.page.text


def test_staff_named_loses_the_matter_and_cannot_be_given_it_again(
    casework: Casework, browser: InspectingClient, grace: Activation, tom: Activation
) -> None:
    made = casework.matter()
    casework.do(assign, made, grace, team="waste", to_officer_id=tom.officer_id)
    browser.get(at(made, "restricted"))
    browser.post_form(button="Keep it from them", officer=tom.officer_id)
    assert "cannot see the complaint any more" in browser.page.text
    assert "Nobody yet" in browser.page.text
    assert "Tom Whitfield" not in str(browser.get(at(made, "assign")).select("select"))
    with pytest.raises(Refusal, match="named_in_it"):
        casework.do(assign, made, grace, team="waste", to_officer_id=tom.officer_id)
    browser.get(at(made, "restricted"))
    browser.post_form(form="li form")
    assert made.complaint_id in seen(casework, tom)


def test_naming_holds_for_what_was_joined_too(casework: Casework, grace: Activation, tom: Activation) -> None:
    made, later = casework.matter(), casework.matter()
    keep_from(casework, later, grace, tom)
    with casework.database.changes() as db:
        join(
            db,
            by_officer(grace.officer_id, **casework.basics),
            complaint_id=made.complaint_id,
            other_id=later.complaint_id,
            meaning=None,
        )
    assert seen(casework, tom) == set()


def test_letters_to_staff_pass_by_whom_they_are_about(
    casework: Casework, grace: Activation, tom: Activation, mona: Activation
) -> None:
    from portal.casework.queue import sweeps

    made = casework.at(casework.now - timedelta(days=60)).matter(urgent=True)
    sweeps.watch_urgent(
        casework.database, by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings)
    )
    sweeps.ring_alarms(
        casework.database, by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings)
    )
    assert "waste@exampleborough.example" in {one.address for one in casework.letters(made, "urgent_alarm")}
    keep_from(casework, made, grace, tom)
    turned = {one.address for one in casework.letters(made, "urgent_alarm")}
    assert turned == {mona.email, "complaints.duty@exampleborough.example"}
    sweeps.tell_the_late(
        casework.database, by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings)
    )
    assert {one.address for one in casework.letters(made, "staff_late")} == {mona.email}
    keep_from(casework, made, grace, mona)
    assert {one.address for one in casework.letters(made, "staff_late")} == {grace.email}


def test_emergency_needs_a_reason_tells_a_second_person_and_ends(
    casework: Casework, app: Flask, grace: Activation, mona: Activation
) -> None:
    pia = casework.officer("Pia Parker", role="officer", team="parking")
    made = casework.matter(words="MARKER")
    casework.do(restrict.restrict, made, grace, reason="Few may see it.")
    browser = sign_in(casework, app, pia)
    browser.get(at(made), status=404)
    browser.get("/desk/emergency")
    browser.post_form(reference=made.number, reason="")
    assert "Say what the emergency is." in browser.page.text
    assert not casework.letters(made, "emergency_opened")
    browser.post_form(reference=made.number, reason="She says that she is locked in.")
    assert browser.page.path.startswith(at(made))
    assert "MARKER" in browser.page.text
    browser.get(at(made, "reply"), status=404)
    assert [one.address for one in casework.letters(made, "emergency_opened")] == [mona.email]
    assert events.Kind.OPENED_IN_EMERGENCY in casework.kinds(made)
    assert seen(casework, pia) == set()
    with casework.database.session() as db:
        later = casework.now + emergency.LASTS + timedelta(minutes=5)
        council, officer = casework.rulebook.council, casework.officer_row(pia)
        assert seeing.find(db, officer=officer, complaint_id=made.complaint_id, council=council, now=later) is None


def test_emergency_opens_nothing_to_whom_it_is_about(casework: Casework, grace: Activation, tom: Activation) -> None:
    made = casework.matter()
    keep_from(casework, made, grace, tom)
    for number in (made.number, "000000000000"):
        with casework.database.changes() as db, pytest.raises(Refusal) as refused:
            emergency.open_matter(
                db, by_officer(tom.officer_id, **casework.basics), typed_reference=number, reason="I must see it."
            )
        assert refused.value.code == "no_such_complaint"


@pytest.mark.database
def test_readings_of_restricted_and_care_matters_are_logged_without_their_content(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    plain, care, kept = (casework.matter(), casework.matter(service="social-work", words="MARKER"), casework.matter())
    casework.do(restrict.restrict, kept, grace, reason="Few may see it.")
    for made in (plain, care, kept):
        browser.get(at(made))
    browser.get(at(care, "note"))
    with casework.database.session() as db:
        logged = {
            made.complaint_id: [
                (one.name, one.what) for one in reading_log.of_matter(db, complaint_id=made.complaint_id)
            ]
            for made in (plain, care, kept)
        }
    assert logged[plain.complaint_id] == []
    assert sorted(logged[care.complaint_id]) == [
        ("Grace Adeyemi", "casework.complaint"),
        ("Grace Adeyemi", "casework.note"),
    ]
    assert logged[kept.complaint_id] == [("Grace Adeyemi", "casework.complaint")]
    page = browser.get(at(care, "restricted"))
    assert "casework.note" in page.text


def test_not_yours_and_not_there_are_the_same_page(casework: Casework, app: Flask, tom: Activation) -> None:
    other = casework.matter(service="parking")
    browser = sign_in(casework, app, tom)
    pages = [browser.get(f"/desk/complaint/{one}", status=404).html for one in (other.complaint_id, "0" * 32)]
    assert pages[0] == pages[1]


@pytest.mark.database
def test_not_yours_named_and_not_there_take_the_same_statements(
    casework: Casework, app: Flask, grace: Activation, tom: Activation
) -> None:
    """What takes the same statements takes the same time: nobody learns by a clock that there is such a matter."""
    other, about, kept = casework.matter(service="parking"), casework.matter(), casework.matter()
    keep_from(casework, about, grace, tom)
    casework.do(restrict.restrict, kept, grace, reason="Few may see it.")
    browser = sign_in(casework, app, tom)
    ran: list[str] = []

    @event.listens_for(app.extensions["portal.database"].engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ran.append(statement)

    found, references = [], [other.number, about.number, kept.number, with_check_digits("1234567890")]
    for complaint_id in (other.complaint_id, about.complaint_id, kept.complaint_id, "0" * 32):
        ran.clear()
        browser.get(f"/desk/complaint/{complaint_id}", status=404)
        found.append(list(ran))
    assert all(one == found[0] for one in found)
    found.clear()
    for number in references:
        browser.get("/desk")
        ran.clear()
        browser.post_form(reference=number)
        found.append(list(ran))
    assert all(one == found[0] for one in found)


@pytest.fixture
def mailed(casework: Casework) -> Iterator[Registered]:
    yield casework.matter(address="writer@example.com")


def test_mail_about_a_matter_that_names_the_officer_waits_for_a_colleague(
    casework: Casework, mailed: Registered, grace: Activation
) -> None:
    from portal.complaints.incoming.models import InboundMail
    from portal.db import new_id

    other = casework.officer("Cora Central")
    with casework.database.changes() as db:
        mail = InboundMail(
            id=new_id(),
            received_at=casework.now,
            size=10,
            dmarc="",
            automatic="",
            why="new",
            subject=f"Complaint {mailed.number}",
            words="MARKER",
            quoted="",
            attachments=[],
            sender="x@example.com",
            sender_name="",
            digest="d" * 64,
            message_key="m" * 64,
        )
        db.add(mail)
    keep_from(casework, mailed, other, grace)
    with casework.database.session() as db:
        assert mail_tray.waiting(db, officer_id=grace.officer_id) == []
        assert len(mail_tray.waiting(db, officer_id=other.officer_id)) == 1
        with pytest.raises(NotFound):
            mail_tray.get_open(db, mail_id=mail.id, officer_id=grace.officer_id)


def test_only_those_in_charge_end_a_restriction(casework: Casework, tom: Activation, mona: Activation) -> None:
    assert not allowed(casework.officer_row(tom), "lift_restriction", "waste")
    assert allowed(casework.officer_row(mona), "lift_restriction", "waste")


def test_caller_about_a_restricted_complaint_is_not_sent_away(
    casework: Casework, app: Flask, grace: Activation, browser: InspectingClient
) -> None:
    """The contact centre cannot tell it from a number that is not there; the words wait on the complaint."""
    made = casework.matter()
    casework.do(restrict.restrict, made, grace, reason="Few may see it.")
    ann = sign_in(casework, app, casework.officer("Ann Answers", role="contact_centre", team="contact-centre"))
    pages = []
    for number in (made.number, with_check_digits("1234567890")):
        ann.get("/desk/callers")
        ann.post_form(reference=number)
        pages.append(ann.page.text)
        ann.post_form(form='form[action$="/callers/words"]', body="She is still waiting.")
        pages.append(ann.page.text)
    assert pages[:2] == pages[2:]
    assert "The words are kept." in pages[1]
    assert "She is still waiting." in browser.get(at(made)).text


def test_letter_to_an_officer_who_left_or_is_named_is_not_sent(
    casework: Casework, grace: Activation, tom: Activation, mona: Activation
) -> None:
    from portal.casework.answering.reply import Answer, reply
    from portal.complaints.codes.letter_secrets import at_sending
    from portal.complaints.follow_up import chases

    made = casework.matter()
    casework.do(reply, made, tom, answer=Answer("upheld", "We were late.", "We come on Monday."))
    with casework.database.changes() as db:
        chases.ask(
            db,
            by_person(made.person_id, **casework.basics),
            "remedy",
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            channel="web",
        )
    for by in (tom, mona):
        with casework.database.changes() as db:
            db.execute(update(Officer).where(Officer.id == by.officer_id).values(disabled_at=casework.now))
    owed = {one.address: one for one in casework.letters(made, "remedy_owed")}
    assert set(owed) == {"waste@exampleborough.example", tom.email, mona.email}
    with casework.database.session() as db:
        asked = {address: at_sending(db, one, casework.settings, casework.now) for address, one in owed.items()}
    may_go = {address for address, secrets in asked.items() if secrets is not None}
    assert may_go == {"waste@exampleborough.example"}


def test_who_read_what_is_shown_to_those_in_charge_only(
    app: Flask, casework: Casework, grace: Activation, tom: Activation, mona: Activation
) -> None:
    made, about_mona = casework.matter(), casework.matter()
    casework.do(restrict.restrict, made, grace, reason="A neighbour works in the team.")
    keep_from(casework, about_mona, grace, mona)
    with casework.database.changes() as db:
        for one in (made, about_mona):
            reading_log.write(
                db, officer_id=grace.officer_id, complaint_ids={one.complaint_id}, what="x", now=clock.now()
            )
            reading_log.write(
                db, officer_id=tom.officer_id, complaint_ids={one.complaint_id}, what="x", now=clock.now()
            )
    with casework.database.session() as db:
        boss, council = casework.officer_row(mona), casework.rulebook.council
        by_mona = reading_log.lately(db, officer=boss, council=council, now=clock.now())
        assert not reading_log.lately(db, officer=boss, council=council, now=clock.now() + timedelta(days=8))
    # Hers only, and whoever is of another team first.
    assert [(one.complaint_id, one.name, one.own_team) for one in by_mona] == [
        (made.complaint_id, "Grace Adeyemi", False),
        (made.complaint_id, "Tom Whitfield", True),
    ]
    browser = sign_in(casework, app, tom)
    browser.get("/desk/readings", status=404)
