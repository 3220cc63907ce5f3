"""The phone word: compared as people say it, kept as a keyed hash, closed after three wrong tries."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal.accounts.officers import NewOfficer, make_officer
from portal.complaints.codes import phone_word
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.errors import Refusal
from tests.complaints import matters
from tests.complaints.matters import Matter


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("  Blue   Kettle ", "blue kettle"),
        ("CAFÉ-crème", "cafe creme"),
        ("STRASSE Straße", "strasse strasse"),
        ("b\u0301lue, kettle!", "blue kettle"),
        ("Ｂｌｕｅ kettle", "blue kettle"),
        ("بيت أزرق", "بيت ازرق"),
        ("12 34", ""),
    ],
)
def test_words_are_compared_as_they_are_said(typed: str, compared: str) -> None:
    assert phone_word.normal(typed) == compared


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.fixture
def officer_id(database: Database, settings: Settings, now: datetime) -> OfficerId:
    with database.changes() as db:
        return make_officer(
            db,
            settings,
            NewOfficer(name="Cat Cole", email="cat@council.example", team="complaints", role="central"),
            issuer="Example Borough",
            now=now,
        ).officer_id


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kettle", "phone_word_not_two"),
        ("blue kettle lid", "phone_word_not_two"),
        ("kettle Kettle", "phone_word_not_two"),
        ("my kettle", "phone_word_short"),
        ("blue mensah", "phone_word_name"),
    ],
)
def test_words_that_are_no_phone_word(
    database: Database, settings: Settings, now: datetime, matter: Matter, officer_id: OfficerId, typed: str, code: str
) -> None:
    with database.changes() as db, pytest.raises(Refusal, match=code):
        phone_word.set_word(
            db, by_officer(officer_id, now=now, settings=settings), grant_id=matter.grant_id, typed=typed
        )


def test_three_wrong_tries_close_it_for_the_right_words_too(
    database: Database, settings: Settings, now: datetime, matter: Matter, officer_id: OfficerId
) -> None:
    def fits(typed: str) -> bool:
        with database.changes() as db:
            return phone_word.fits(db, grant_id=matter.grant_id, typed=typed, settings=settings)

    with pytest.raises(Refusal, match="phone_word_closed"):
        fits("blue kettle")
    with database.changes() as db:
        phone_word.set_word(
            db, by_officer(officer_id, now=now, settings=settings), grant_id=matter.grant_id, typed="Blue Kettle"
        )
        assert "kettle" not in str(db.get_one(Grant, matter.grant_id).phone_word_hmac)
    assert fits("blue  KETTLE")
    assert [fits("red kettle") for _try in range(3)] == [False, False, False]
    with pytest.raises(Refusal, match="phone_word_closed"):
        fits("blue kettle")
    with database.changes() as db:
        phone_word.open_again(db, grant_id=matter.grant_id)
    assert fits("blue kettle")
