"""An office saves the files of a linked complaint only while the constituent agrees, and never of a restricted one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.officers import Activation
from portal.casework.restricted import restrict
from portal.complaints.drafts.register import Registered
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Grant
from portal.enquiries import link
from portal.files.models import StoredFile
from tests.casework.cases import Casework, at
from tests.enquiries.test_enquiries import COUNCILLOR, linked, received, sign_in
from tests.inspecting_client import InspectingClient


@pytest.fixture
def made(casework: Casework) -> Registered:
    return casework.matter()


@pytest.fixture
def file_id(casework: Casework, browser: InspectingClient, made: Registered) -> str:
    """A scanned file that an officer added to the complaint."""
    browser.get(at(made, "evidence"))
    browser.post_form(files=[("letter.txt", b"Words.")])
    with casework.database.changes() as db:
        return db.scalars(update(StoredFile).values(state="clean").returning(StoredFile.id)).one()


@pytest.fixture
def enquiry_id(casework: Casework, browser: InspectingClient, made: Registered, grace: Activation) -> str:
    """An enquiry that is linked with it, to which the constituent agreed."""
    enquiry_id = linked(casework, browser, made)
    with casework.database.changes() as db:
        link.record_consent(
            db, enquiry_id=enquiry_id, officer_id=grace.officer_id, how="A signed form.", now=casework.now
        )
    return enquiry_id


def test_office_saves_a_file_while_the_constituent_agrees(
    casework: Casework, app: Flask, file_id: str, enquiry_id: str
) -> None:
    office = sign_in(casework, app)
    address = f"/members/enquiries/{enquiry_id}/files/{file_id}"
    assert office.get(f"/members/enquiries/{enquiry_id}").one("main .portal-files a")["href"] == address
    saved = office.client.get(address, base_url=office.base_url, buffered=True)
    assert saved.data == b"Words."
    assert saved.headers["Content-Disposition"].startswith("attachment")
    other = received(casework)
    nothing = office.get(f"/members/enquiries/{enquiry_id}/files/{'0' * 32}", status=404).html
    assert office.get(f"/members/enquiries/{other}/files/{file_id}", status=404).html == nothing
    assert sign_in(casework, app, COUNCILLOR).get(address, status=404).html == nothing
    with casework.database.changes() as db:
        link.take_consent_back(db, enquiry_id=enquiry_id)
    assert office.get(address, status=404).html == nothing
    assert "letter.txt" not in office.get(f"/members/enquiries/{enquiry_id}").text


@pytest.mark.parametrize("why", ["restricted", "grant ended", "sees own words only", "not scanned", "link ended"])
def test_file_is_closed_like_one_that_is_not_there(
    casework: Casework, app: Flask, grace: Activation, made: Registered, file_id: str, enquiry_id: str, why: str
) -> None:
    office = sign_in(casework, app)
    address = f"/members/enquiries/{enquiry_id}/files/{file_id}"
    nothing = office.get(f"/members/enquiries/{enquiry_id}/files/{'0' * 32}", status=404).html
    with casework.database.changes() as db:
        if why == "restricted":
            restrict.restrict(
                db, by_officer(grace.officer_id, **casework.basics), complaint_id=made.complaint_id, reason="Why."
            )
        elif why == "grant ended":
            db.execute(update(Grant).values(revoked_at=casework.now))
        elif why == "sees own words only":
            db.execute(update(Grant).values(may="own say contact"))
        elif why == "not scanned":
            db.execute(update(StoredFile).values(state="held"))
        else:
            link.end(db, enquiry_id=enquiry_id, officer_id=grace.officer_id, now=casework.now)
    assert office.get(address, status=404).html == nothing
    assert "letter.txt" not in office.get(f"/members/enquiries/{enquiry_id}").text
    assert ("What it is about" in office.text) == (why not in {"restricted", "link ended"})


def test_without_consent_there_is_no_file(
    casework: Casework, app: Flask, browser: InspectingClient, made: Registered, file_id: str
) -> None:
    enquiry_id = linked(casework, browser, made)
    office = sign_in(casework, app)
    assert "letter.txt" not in office.get(f"/members/enquiries/{enquiry_id}").text
    office.get(f"/members/enquiries/{enquiry_id}/files/{file_id}", status=404)
    with casework.database.session() as db:
        assert db.scalars(select(StoredFile.id)).all() == [file_id]
